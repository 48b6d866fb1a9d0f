import Foundation
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
        #expect(Set(loaded.value.looks.keys) == Set(Role.allCases))
    }

    /// The list in the code has every file of the folders, and nothing else.
    @Test(arguments: [("keymaps", ShippedFiles.keymaps), ("themes", ShippedFiles.themes)])
    func `every file of the folder is shipped`(folder: String, shelf: Shelf) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: root.path)
        #expect(shelf.names.map { $0 + ".yaml" } == files.sorted())
        for file in shelf.files {
            #expect(file.text == (try String(contentsOf: root.appending(path: file.name + ".yaml"), encoding: .utf8)))
        }
    }
}
