import TendData
import TendTUI
import TestSupport
import Testing

/// Nothing that a file can hold is a trap, and each mistake has a place inside of the file.
struct DamagedFilesTests {
    @Test(arguments: ShippedFiles.keymaps.names)
    func `damaged keymaps are read`(name: String) throws {
        let original = try #require(ShippedFiles.keymaps.file(named: name))
        for file in DamagedFilesTests.damaged(original, seed: 7) {
            expectPlaces(Keymap.load(file, from: Shelf([file] + ShippedFiles.keymaps.files)).diagnostics, in: file)
        }
    }

    @Test(arguments: ShippedFiles.themes.names)
    func `damaged themes are read`(name: String) throws {
        let original = try #require(ShippedFiles.themes.file(named: name))
        for file in DamagedFilesTests.damaged(original, seed: 8) {
            expectPlaces(Theme.load(file, from: Shelf([file] + ShippedFiles.themes.files)).diagnostics, in: file)
        }
    }

    @Test func `a damaged configuration is read`() {
        let original = DataFile(name: "config", path: "config.yaml", text: Configuration().yaml, isShipped: false)
        for file in DamagedFilesTests.damaged(original, seed: 9) {
            expectPlaces(Configuration.load(file, themes: ShippedFiles.themes).diagnostics, in: file)
        }
    }

    private func expectPlaces(_ diagnostics: [Diagnostic], in file: DataFile) {
        let lines = file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for diagnostic in diagnostics where diagnostic.file == file.path {
            // What is missing at the end is missing in the line after the last one.
            #expect((1...lines.count + 1).contains(diagnostic.line), "\(diagnostic)")
            #expect(diagnostic.column >= 1, "\(diagnostic)")
        }
    }

    private static let pieces = [
        ":", "\"", "'", "{", "}", "[", "]", "\n", "  ", "#", "&a ", "*a", "- ", "? ", "|", "%", "\u{0}", "é", "\t", "~",
        "none", "<<", "---\n", "\u{FEFF}", "\u{100000}",
    ]

    private static func damaged(_ file: DataFile, seed: UInt64) -> [DataFile] {
        var dice = SplitMix(state: seed)
        return (0..<12).map { _ in
            var text = Array(file.text)
            for _ in 0...Int.random(in: 0...3, using: &dice) {
                let place = Int.random(in: 0...text.count, using: &dice)
                if Bool.random(using: &dice) {
                    text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...30, using: &dice)))
                } else {
                    text.insert(contentsOf: pieces.randomElement(using: &dice) ?? "", at: place)
                }
            }
            return DataFile(
                name: file.name, path: "damaged/\(file.name).yaml", text: String(text), isShipped: false)
        }
    }
}
