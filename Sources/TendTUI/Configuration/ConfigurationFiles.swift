import Glibc
import TendCore
package import TendData

/// The data files as they are now: those of the user's directory, and behind them what the binary carries.
package struct ConfigurationFiles: Hashable, Sendable {
    /// Holds `config.yaml`, `keymaps/` and `themes/`; none of them need be there.
    package let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    package var configurationPath: String { directory + "/config.yaml" }

    /// What the terminal can show, as far as looks depend on it.
    package struct Terminal: Hashable, Sendable {
        /// Nil: not known.
        package var isDark: Bool?
        package var isUTF8: Bool
        package var hasColors: Bool

        package init(isDark: Bool? = nil, isUTF8: Bool = true, hasColors: Bool = true) {
            self.isDark = isDark
            self.isUTF8 = isUTF8
            self.hasColors = hasColors
        }
    }

    /// What the first picture needs.
    package struct Appearance: Sendable {
        package var configuration: Configuration
        package var theme: Theme
        /// Mistakes in the files that are in use.
        package var problems: [String]
    }

    package struct Keys: Sendable {
        package var keymap: Keymap
        package var problems: [String]
    }

    // MARK: What is wrong

    /// In one line of a status bar: where the user's files are is known, and what is meant stands at the end.
    private func told(_ diagnostic: Diagnostic) -> String {
        var diagnostic = diagnostic
        diagnostic.file = shortened(diagnostic.file)
        return diagnostic.description
    }

    private func shortened(_ path: String) -> String {
        path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.count + 1)) : path
    }

    // MARK: Reading

    /// Reads all but the keys. Whatever is wrong, there is always something to work with.
    ///
    /// - Parameter theme: what was chosen instead of the configuration's.
    package func appearance(for terminal: Terminal, theme: String? = nil) -> Appearance {
        let themes = themes()
        let configuration = configuration(themes: themes.value, keymaps: keymaps().value)
        let look =
            Theme.load(
                theme ?? configuration.value.theme, from: themes.value, isDark: terminal.isDark, isThorough: false)
            ?? Theme.load(Configuration().theme, from: themes.value, isDark: terminal.isDark, isThorough: false)
            ?? Loaded(.plain, [])
        var fitted = terminal.hasColors ? look.value : look.value.withoutColors
        if !terminal.isUTF8 { fitted.isASCII = true }
        let diagnostics = [configuration.diagnostics, themes.diagnostics, look.diagnostics]
        return Appearance(
            configuration: configuration.value, theme: fitted, problems: diagnostics.flatMap { $0 }.map(told))
    }

    /// The keymap of that name or, when no key of it would lead anywhere, the one in use or `tend`.
    ///
    /// - Parameter current: the keymap in use, which stays when the one that is wanted is of no use.
    package func keys(_ name: String, current: Keymap? = nil) -> Keys {
        let keymaps = keymaps()
        let shelf = keymaps.value
        let wanted = Keymap.load(name, from: shelf)
        let problems = (keymaps.diagnostics + (wanted?.diagnostics ?? [])).map(told)
        if let wanted, wanted.value.isUsable { return Keys(keymap: wanted.value, problems: problems) }
        // The user's own `tend` may be the one with the mistake.
        let spare = [shelf, ShippedFiles.keymaps].lazy.compactMap {
            Keymap.load(Configuration().keymap, from: $0)?.value
        }
        let stays = ([current].compactMap(\.self) + spare).first(where: \.isUsable)
        let place = stays == current ? "the keys stay as they were" : "the keys are those of 'tend'"
        let path = shelf.file(named: name).map { shortened($0.path) } ?? "keymap '\(DisplayText.excerpt(name))'"
        return Keys(keymap: stays ?? .empty, problems: problems + ["\(path): no key leads anywhere; \(place)"])
    }

    package func configuration(
        themes: Shelf? = nil, keymaps: @autoclosure () -> Shelf? = nil
    ) -> Loaded<Configuration> {
        guard access(configurationPath, F_OK) == 0 else { return Loaded(Configuration(), []) }
        switch DataFile.read(configurationPath) {
        case .success(let file): return Configuration.load(file, themes: themes, keymaps: keymaps())
        case .failure(let problem): return Loaded(Configuration(), [problem.diagnostic])
        }
    }

    package func keymaps() -> Loaded<Shelf> { shelf("keymaps", over: ShippedFiles.keymaps) }

    package func themes() -> Loaded<Shelf> { shelf("themes", over: ShippedFiles.themes) }

    private func shelf(_ folder: String, over shipped: Shelf) -> Loaded<Shelf> {
        var files: [DataFile] = []
        var diagnostics: [Diagnostic] = []
        // No folder, no files: it need not be there.
        let names = Folder.names(in: "\(directory)/\(folder)")
        for name in names.sorted() where ConfigurationFiles.isDataFile(name) {
            switch DataFile.read("\(directory)/\(folder)/\(name)") {
            case .success(let file): files.append(file)
            case .failure(let problem): diagnostics.append(problem.diagnostic)
            }
        }
        return Loaded(Shelf(files + shipped.files), diagnostics)
    }

    /// Not what editors leave beside it.
    static func isDataFile(_ name: String) -> Bool { name.hasSuffix(".yaml") && !name.hasPrefix(".") }
}
