import TendScreen
import Testing

@testable import TendTUI

struct DetectedLinkTests {
    /// The link at `^` of the line under the text.
    private func link(_ text: String, _ place: String) -> DetectedLink? {
        guard let column = place.firstIndex(of: "^") else { return nil }
        return DetectedLink.at(
            text.index(text.startIndex, offsetBy: place.distance(from: place.startIndex, to: column)), in: text)
    }

    @Test func `addresses end where the sentence begins`() {
        #expect(link("see https://a.b/c?d=e.", "     ^") == .address("https://a.b/c?d=e"))
        #expect(link("(https://a.b/c)", "       ^") == .address("https://a.b/c"))
        #expect(link("https://a.b/c_(d)", "^") == .address("https://a.b/c_(d)"))
        #expect(link("\"https://a.b\", x", "     ^") == .address("https://a.b"))
        #expect(link("see https://a.b/c?d=e.", "  ^") == nil)
    }

    @Test func `files with lines and columns`() {
        #expect(link("src/main.swift:12:5: error", "    ^") == .file("src/main.swift", line: 12, column: 5))
        #expect(link("main.c:7: warning", "^") == .file("main.c", line: 7, column: nil))
        #expect(link("open /etc/passwd now", "       ^") == .file("/etc/passwd", line: nil, column: nil))
        #expect(link("~/notes.md", "  ^") == .file("~/notes.md", line: nil, column: nil))
    }

    @Test func `times and words are no files`() {
        #expect(link("at 12:30:15 today", "   ^") == nil)
        #expect(link("note: 5", "^") == nil)
    }

    @Test func `a link of the program comes first, and an address may be wrapped`() {
        var screen = Screen(size: Size(rows: 3, columns: 20))
        let rows = Row.wrapped("go to https://example.org/abc now", width: 20)
        screen.rows.replaceSubrange(0..<2, with: rows)
        #expect(DetectedLink.at(Point(row: 1, column: 2), in: screen) == .address("https://example.org/abc"))
        screen.rows[2] = Row(
            cells: [Cell(glyph: 0x78, look: Cell.look([], extraIndex: 0))],
            extras: [Extra(link: Link(uri: "tel:1"))])
        #expect(DetectedLink.at(Point(row: 2, column: 0), in: screen) == .address("tel:1"))
        #expect(DetectedLink.at(Point(row: 2, column: 9), in: screen) == nil)
    }
}
