import Foundation
import TendCore
import TendData
import TendScreen
import TendTUI
import Testing

struct ShippedFilesTests {
    @Test(arguments: ShippedFiles.keymaps.names)
    func `a shipped keymap has no mistake`(name: String) throws {
        let loaded = try #require(Keymap.load(name, from: ShippedFiles.keymaps))
        #expect(loaded.diagnostics.map(\.description) == [])
        #expect(loaded.value.name == name)
        #expect(!loaded.value.summary.isEmpty)
    }

    @Test(arguments: ShippedFiles.themes.names, [true, false])
    func `a shipped theme has no mistake`(name: String, isDark: Bool) throws {
        let loaded = try #require(Theme.load(name, from: ShippedFiles.themes, isDark: isDark))
        #expect(loaded.diagnostics.map(\.description) == [])
        #expect(!loaded.value.summary.isEmpty)
    }

    /// Who starts a client waits for them.
    @Test(arguments: ShippedFiles.keymaps.files + ShippedFiles.themes.files)
    func `what is shipped is read without Yams`(file: DataFile) throws {
        let plain = try #require(PlainYAML.read(file.text), "\(file.name)")
        #expect(try plain == DataNode.read(file.text), "\(file.name)")
    }

    /// The list in the code has every file of the folders, and nothing else.
    @Test(arguments: ["keymaps", "themes"])
    func `every file of the folder is shipped`(folder: String) throws {
        let shelf = folder == "keymaps" ? ShippedFiles.keymaps : ShippedFiles.themes
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: root.path)
        #expect(Set(shelf.names.map { $0 + ".yaml" }) == Set(files))
        for file in shelf.files {
            let text = try String(contentsOf: root.appending(path: file.name + ".yaml"), encoding: .utf8)
            #expect(file.text == text, "\(file.name)")
        }
    }

    /// What nobody can live without, wherever a keymap has it.
    @Test(arguments: ["tend", "tmux", "screen", "zellij", "vim"])
    func `a shipped keymap has a key for everything of every day`(name: String) throws {
        let keymap = try #require(Keymap.load(name, from: ShippedFiles.keymaps)).value
        let needed = [
            "pane.split right", "pane.split down", "pane.close", "pane.zoom", "pane.focus left", "pane.focus right",
            "pane.focus up", "pane.focus down", "pane.focus next", "pane.resize left", "pane.resize right",
            "pane.float",
            "pane.break", "tab.new", "tab.close", "tab.rename", "tab.go next", "tab.go previous", "tab.go 1",
            "tab.go 9",
            "tab.go last", "workspace.go", "session.open", "session.take-size", "copy.enter", "copy.leave",
            "copy.move up", "copy.move half-up", "copy.move page-up", "copy.move start", "copy.move end",
            "copy.move word-previous", "copy.move line-start", "copy.select characters", "copy.select lines",
            "copy.select block", "copy.yank", "copy.search forward", "copy.search backward", "copy.next same",
            "copy.next opposite", "copy.prompt previous", "copy.link", "copy.edit", "copy.travel back",
            "copy.travel live", "paste.buffer", "paste.choose", "show.palette", "show.help", "show.command-line",
            "show.sidebar", "show.menu", "client.detach", "client.suspend", "client.redraw", "pane.mark",
        ]
        let missing = try needed.filter { keymap.keys(for: try Command(parsing: $0)) == nil }
        #expect(missing == [])
        #expect(keymap.prefix != nil && keymap.keys(for: Command(.inputPrefix)) != nil)
    }

    @Test func `the default keymap is what its users know`() throws {
        let keymap = try #require(Keymap.load("tend", from: ShippedFiles.keymaps)).value
        #expect(keymap.keys(for: Command(.paneSplit, ["right"])) == "C-b %")
        #expect(keymap.keys(for: Command(.inputPrefix)) == "C-b C-b")
        #expect(keymap.keys(for: Command(.clientDetach)) == "C-b d")
        #expect(keymap.keys(for: Command(.sessionRestart)) == "C-b S t")
        #expect(keymap.keys(for: Command(.copyYank)) == "y")
    }

    @Test func `locked means that one key is left`() throws {
        let keymap = try #require(Keymap.load("zellij-locked", from: ShippedFiles.keymaps)).value
        #expect(keymap.bindings(in: "root").map(\.key.description) == ["C-g"])
        #expect(keymap.prefix == nil)
    }
}
