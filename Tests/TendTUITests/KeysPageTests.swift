import Foundation
import TendCore
import TendData
import TendScreen
import Testing

@testable import TendTUI

/// The page of the documentation that lists the keys of every keymap.
@Suite struct KeysPageTests {
    /// A section with a table for each table of the keymap.
    private func section(_ keymap: Keymap) -> String {
        func cell(_ text: String) -> String { "`\(text)`".replacing("|", with: "\\|") }
        let prefix = keymap.prefix.map { "The prefix is `\($0)`. " } ?? ""
        let summary = keymap.summary.prefix(1).uppercased() + keymap.summary.dropFirst()
        var text = "\n### \(keymap.name)\n\n\(prefix)\(summary).\n"
        for table in keymap.tableNames {
            text += "\n| \(table) | what it does | |\n|---|---|---|\n"
            for (key, binding) in keymap.bindings(in: table) {
                // A backtick needs longer quotes.
                let name = key.description.contains("`") ? "`` \(key) ``" : cell(key.description)
                let note = binding.repeats ? "repeats" : ""
                let label = keymap.label(of: binding).replacing("|", with: "\\|")
                text += "| \(name) | \(label) | \(cell(keymap.text(of: binding)))\(note.isEmpty ? "" : " \(note)") |\n"
            }
        }
        return text
    }

    /// `TEND_RECORD=1` writes it anew.
    @Test func `the documentation has every key of every keymap`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/tend/tend.docc/Keys.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let heading = "## Keymaps\n"
        let head = text[..<(try #require(text.range(of: heading)).upperBound)]
        let shelf = ShippedFiles.keymaps
        // The default first.
        let names = ["tend"] + shelf.names.filter { $0 != "tend" }.sorted()
        let sections = try names.map { section(try #require(Keymap.load($0, from: shelf)).value) }
        let wanted = head + sections.joined()
        if ProcessInfo.processInfo.environment["TEND_RECORD"] == "1" {
            try Data(wanted.utf8).write(to: page)
            Issue.record("recorded \(page.path): run again without TEND_RECORD")
            return
        }
        #expect(text == wanted, "if the change is meant, record it with TEND_RECORD=1")
    }
}
