import Foundation
import TendCore
import TendData
import TendScreen
import TendTUI
import Testing

struct ConfigurationFilesTests {
    /// A configuration directory of its own, gone at the end.
    private final class Folder {
        let path = NSTemporaryDirectory() + "tend-config-" + UUID().uuidString

        deinit { try? FileManager.default.removeItem(atPath: path) }  // It may never have been made.

        func write(_ text: String, to name: String) throws {
            let file = path + "/" + name
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        }
    }

    @Test func `without any file there are the defaults`() {
        let setup = ConfigurationFiles(directory: "/nonexistent/tend").all(for: .init())
        #expect(setup.problems == [])
        #expect(setup.configuration == Configuration())
        #expect(setup.theme.name == "tend-dark")
        #expect(setup.keymap.name == "tend")
    }

    @Test func `the user's files stand before the shipped ones`() throws {
        let folder = Folder()
        try folder.write("theme: sea\nkeymap: mine\n", to: "config.yaml")
        try folder.write("inherits: nord\nroles: {tab: '#00aaff'}\n", to: "themes/sea.yaml")
        try folder.write("inherits: tend\ntables: {prefix: {x: tab.new, y: tab.nwe}}\n", to: "keymaps/mine.yaml")
        try folder.write("inherits: tend\ntables: {root: {F1: show.help}}\n", to: "keymaps/tend.yaml")
        try folder.write("not read", to: "keymaps/.mine.yaml")
        try folder.write("not read", to: "keymaps/mine.yaml~")
        let files = ConfigurationFiles(directory: folder.path)
        let setup = files.all(for: .init(isDark: false))
        #expect(
            setup.problems == [
                "keymaps/mine.yaml:2:34: unknown command 'tab.nwe' — did you mean 'tab.new'?"
                    + " (binding ignored)"
            ])
        #expect(setup.theme[.tab].foreground == .rgb(0, 0xAA, 0xFF))
        #expect(setup.keymap.keys(for: Command(.tabNew)) == "C-b x")
        #expect(setup.keymap.keys(for: Command(.showHelp)) == "F1", "inherits through the user's own 'tend'")
        #expect(setup.keymap.keys(for: Command(.paneZoom)) == "C-b z", "and from the shipped one behind it")
        // What was chosen for now stands before the configuration.
        #expect(files.all(for: .init(), theme: "tend-light", keymap: "vim").keymap.name == "vim")
        #expect(files.all(for: .init(), theme: "tend-light", keymap: "vim").theme.name == "tend-light")
    }

    @Test func `a file that cannot be read is told, the rest holds`() throws {
        let folder = Folder()
        try folder.write("theme: nord\n", to: "config.yaml")
        try folder.write("", to: "themes/x.yaml")
        let path = folder.path + "/themes/latin.yaml"
        try Data([0x6E, 0xE4, 0x0A]).write(to: URL(filePath: path))
        try FileManager.default.createDirectory(
            atPath: folder.path + "/keymaps/d.yaml", withIntermediateDirectories: true)
        let setup = ConfigurationFiles(directory: folder.path).all(for: .init())
        #expect(setup.theme.name == "nord")
        #expect(
            setup.problems == [
                "themes/latin.yaml:1:1: cannot be read: it is not UTF-8 (file ignored)",
                "keymaps/d.yaml:1:1: cannot be read: Is a directory (file ignored)",
            ])
    }

    @Test func `the theme fits the terminal`() {
        let files = ConfigurationFiles(directory: "/nonexistent/tend")
        #expect(files.all(for: .init(isDark: false)).theme.name == "tend-light")
        let plain = files.all(for: .init(isUTF8: false, hasColors: false)).theme
        #expect(plain.isASCII)
        #expect(plain[.tabCurrent].background == .default && plain[.tabCurrent].attributes.contains(.reverse))
    }

    @Test func `a change of a file is noticed, and nothing else`() throws {
        let folder = Folder()
        let watch = ConfigurationWatch(directory: folder.path + "/tend")
        #expect(watch.descriptor >= 0)
        #expect(!watch.drain())
        // First the directory comes, then what is in it.
        try folder.write("bell: off\n", to: "tend/config.yaml")
        #expect(isReadable(watch.descriptor) && watch.drain())
        #expect(!watch.drain())
        try folder.write("name: a\n", to: "tend/themes/a.yaml")
        #expect(isReadable(watch.descriptor) && watch.drain())
        try folder.write("name: b, longer\n", to: "tend/themes/a.yaml")
        #expect(isReadable(watch.descriptor) && watch.drain())
        try folder.write("state\n", to: "tend/themes/notes.txt")
        #expect(!watch.drain())
        let handle = try #require(FileHandle(forWritingAtPath: folder.path + "/tend/config.yaml"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("mouse: off\n".utf8))
        try handle.close()
        #expect(isReadable(watch.descriptor) && watch.drain())
        try FileManager.default.removeItem(atPath: folder.path + "/tend/themes/a.yaml")
        #expect(isReadable(watch.descriptor) && watch.drain())
    }

    private func isReadable(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) == 1
    }

    @Test(arguments: [
        ("", "1"), ("tables: {root: {F5: pane.zoom\n", "YAML"),
        ("inherits: tned\ntables: {root: {F5: pane.zoom}}\n", "tned"),
        ("prefix: C-a\n", "1"), ("tables: {copy: {q: copy.leave}}\n", "1"),
    ])
    func `a keymap that leads nowhere leaves the keys as they are`(text: String, mistake: String) throws {
        let folder = Folder()
        try folder.write("keymap: mine\n", to: "config.yaml")
        try folder.write("inherits: vim\ntables: {root: {F9: pane.zoom}}\n", to: "keymaps/mine.yaml")
        let files = ConfigurationFiles(directory: folder.path)
        let current = files.all(for: .init()).keymap
        #expect(current.keys(for: Command(.paneZoom)) == "F9")
        try folder.write(text, to: "keymaps/mine.yaml")
        let later = files.all(for: .init(), current: current)
        #expect(later.keymap == current)
        #expect(
            later.problems.last == "keymaps/mine.yaml: no key leads anywhere; the keys stay as they were"
        )
        #expect(mistake == "1" || later.problems.first?.contains(mistake) == true, "\(later.problems)")
        let first = files.all(for: .init())
        #expect(first.keymap.name == "tend")
        #expect(first.problems.last?.hasSuffix("the keys are those of 'tend'") == true)
    }

    @Test func `the user's own tend with a mistake gives way to the shipped one`() throws {
        let folder = Folder()
        try folder.write("inherits: nowhere\n", to: "keymaps/tend.yaml")
        let keymap = ConfigurationFiles(directory: folder.path).all(for: .init()).keymap
        #expect(keymap.keys(for: Command(.paneZoom)) == "C-b z")
    }
}

extension ConfigurationFiles {
    /// Everything, as the client reads it when files have changed.
    fileprivate func all(
        for terminal: Terminal, theme: String? = nil, keymap: String? = nil, current: Keymap? = nil
    ) -> (configuration: Configuration, theme: Theme, keymap: Keymap, problems: [String]) {
        let appearance = appearance(for: terminal, theme: theme)
        let keys = keys(keymap ?? appearance.configuration.keymap, current: current)
        return (appearance.configuration, appearance.theme, keys.keymap, appearance.problems + keys.problems)
    }
}
