import Glibc
import TendClient
import TendCore
import TendData
import TendScreen

/// What leaves the client for files and other programs.
extension App {
    /// Reads the data files anew.
    func configure() {
        var appearance = appearance(theme: chosen.theme)
        if chosen.follow(appearance.configuration, after: model.configuration) {
            appearance = self.appearance(theme: chosen.theme)
        }
        configure(appearance)
    }

    /// - Parameter appearance: as they were just read; the keys are read here.
    func configure(_ appearance: ConfigurationFiles.Appearance) {
        firstAppearance = nil
        let keys = options.files.keys(chosen.keymap ?? appearance.configuration.keymap, current: model.keymap)
        surface.wantsMouse = appearance.configuration.mouse
        happen(
            .configured(
                appearance.configuration, appearance.theme, keys.keymap, problems: appearance.problems + keys.problems))
    }

    func appearance(theme: String?) -> ConfigurationFiles.Appearance {
        options.files.appearance(for: App.terminal(options, isDark: isDark), theme: theme)
    }

    func isKnown(_ what: String, _ name: String, _ names: [String]) -> Bool {
        if names.contains(name) { return true }
        happen(.refused("there is no \(what) '\(name)'\(CommandError.hint(name, among: names))"))
        return false
    }

    /// What there is to choose from, with the one that is in use.
    func list(_ kind: Choosable) {
        let (current, files) = (model.configuration, options.files)
        let choices: [Choice]
        switch kind {
        case .themes:
            let shelf = files.themes().value
            choices = shelf.names.compactMap(shelf.file).map { file in
                Choice(
                    name: file.name, summary: Theme.summary(of: file, from: shelf),
                    isCurrent: file.name == chosen.theme ?? current.theme)
            }
        case .keymaps:
            let shelf = files.keymaps().value
            choices = shelf.names.compactMap(shelf.file).map { file in
                Choice(
                    name: file.name, summary: Keymap.load(file, from: shelf).value.summary,
                    isCurrent: file.name == chosen.keymap ?? current.keymap)
            }
        case .layouts:
            choices = layouts.names.map { Choice(name: $0) }
            guard !choices.isEmpty else { return happen(.refused("no layout has been saved yet — layout.save does")) }
        }
        happen(.listed(kind, choices))
    }

    func copy(_ text: String) {
        if !surface.copyToClipboard(text) {
            happen(.refused("the text is too long for the terminal's clipboard; it is in the list of buffers"))
        }
    }

    // MARK: Programs

    /// Opens text in the user's editor, in a tab of its own. The file goes when the editor ends.
    func edit(_ text: String) {
        do throws(ServiceError) {
            let path = try App.temporaryFile(text)
            let request = options.newSession(EditorScript.temporary(path), nil)
            requests.make(request, then: .tab(name: "history"))
        } catch {
            happen(.refused(error.message))
        }
    }

    private static func temporaryFile(_ text: String) throws(ServiceError) -> String {
        var template = Array("/tmp/tend-history-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else {
            throw ServiceError(.unavailable, "cannot make a file in /tmp: \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else {
                unlink(template)
                throw ServiceError(.unavailable, "cannot write the history: \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(max(0, count))
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func openFile(_ path: String, line: Int?, column: Int?, directory: String?) {
        let named = ["VISUAL", "EDITOR"].compactMap { options.environment[$0] }
        let editor = named.first { !$0.isEmpty } ?? "vi"
        let arguments = EditorPlace(path: path, line: line, column: column).arguments(for: editor)
        let request = options.newSession(EditorScript.files(editor, arguments), directory)
        requests.make(request, then: .tab(name: nil))
    }

    /// Hands a link to the desktop, if there is one; else it can be pasted elsewhere.
    func open(_ link: String) {
        let hasDesktop = options.environment["DISPLAY"] != nil || options.environment["WAYLAND_DISPLAY"] != nil
        let isKnown = ["http://", "https://", "mailto:"].contains { link.hasPrefix($0) }
        guard hasDesktop, isKnown, show(link) else {
            copy(link)
            happen(.noted("copied \(link)"))
            return
        }
        happen(.noted("opened \(link)"))
    }

    /// False when there is no program for that. The one that shows it goes on by itself.
    private func show(_ link: String) -> Bool {
        let script = #"command -v xdg-open > /dev/null || exit 1; xdg-open "$1" &"#
        // Without a shell there is no desktop either.
        guard let pid = try? Child.start(["/bin/sh", "-c", script, "sh", link], environment: options.environment) else {
            return false
        }
        return Child.status(of: pid) == 0
    }

    // MARK: Status bar

    func runSegment(_ command: String) {
        do throws(ServiceError) {
            try segments.start(command)
        } catch {
            inbox.put(.segment(command: command, .failed(error.message, printed: "")))
        }
    }
}
