import TendScreen
import Testing

@testable import TendTerminal

struct ResizeTests {
    @Test func `narrowing wraps and widening joins again`() {
        let terminal = makeTerminal("abcdefgh\r\nxyz")
        terminal.resize(to: Size(rows: 5, columns: 4))
        #expect(terminal.picture == "abcd\nefgh\nxyz")
        #expect(terminal.point == Point(row: 2, column: 3))
        terminal.resize(to: Size(rows: 5, columns: 12))
        #expect(terminal.picture == "abcdefgh\nxyz")
        #expect(terminal.point == Point(row: 1, column: 3))
    }

    @Test func `the cursor stays on its character`() {
        let terminal = makeTerminal("abcdefgh\u{1B}[6G")
        terminal.resize(to: Size(rows: 5, columns: 4))
        #expect(terminal.point == Point(row: 1, column: 1))
        terminal.resize(to: Size(rows: 5, columns: 3))
        #expect(terminal.point == Point(row: 1, column: 2))
        terminal.resize(to: Size(rows: 5, columns: 20))
        #expect(terminal.point == Point(row: 0, column: 5))
    }

    @Test func `a pending wrap survives`() {
        let terminal = makeTerminal("abcdefgh")
        terminal.resize(to: Size(rows: 5, columns: 4))
        #expect(terminal.cursor.wrapsNext)
        terminal.feed("i")
        #expect(terminal.picture == "abcd\nefgh\ni")
        terminal.resize(to: Size(rows: 5, columns: 20))
        #expect(terminal.picture == "abcdefghi")
    }

    @Test func `wide glyphs are never split`() {
        let terminal = makeTerminal("漢字漢字漢")
        for columns in [3, 5, 2, 7, 10] {
            terminal.resize(to: Size(rows: 8, columns: columns))
            #expect(terminal.picture.filter { $0 != "\n" } == "漢字漢字漢")
        }
        #expect(terminal.picture == "漢字漢字漢")
    }

    @Test func `what does not fit goes to the history and comes back`() {
        let terminal = makeTerminal("1\r\n2\r\n3\r\n4\r\n5")
        terminal.resize(to: Size(rows: 2, columns: 10))
        #expect(terminal.picture == "4\n5")
        #expect(terminal.past == ["1", "2", "3"])
        #expect(terminal.point == Point(row: 1, column: 1))
        terminal.resize(to: Size(rows: 5, columns: 10))
        #expect(terminal.picture == "1\n2\n3\n4\n5")
        #expect(terminal.past.isEmpty)
    }

    @Test func `a screen with room at its end pulls nothing`() {
        let terminal = makeTerminal("1\r\n2\r\n3\r\n4\r\n5\r\n6\u{1B}[H\u{1B}[2Jx")
        terminal.resize(to: Size(rows: 8, columns: 10))
        #expect(terminal.picture == "x")
        #expect(terminal.past == ["1"])
    }

    @Test func `a line that began in the history is wrapped as a whole`() {
        let terminal = makeTerminal(String(repeating: "abcde", count: 6) + "!", rows: 2, columns: 10)
        terminal.resize(to: Size(rows: 2, columns: 40))
        #expect(terminal.picture == String(repeating: "abcde", count: 6) + "!")
        #expect(terminal.past.isEmpty)
        terminal.resize(to: Size(rows: 2, columns: 5))
        #expect(terminal.picture == "abcde\n!")
        #expect(terminal.past == Array(repeating: "abcde", count: 5))
    }

    @Test func `the alternate screen is cut and the primary one reflows behind it`() {
        let terminal = makeTerminal("abcdefgh\u{1B}[?1049h\u{1B}[5;1Hbottom\u{1B}[1;1Htop of all")
        terminal.resize(to: Size(rows: 3, columns: 4))
        #expect(terminal.picture == "top")
        terminal.feed("\u{1B}[?1049l")
        #expect(terminal.picture == "abcd\nefgh")
    }

    @Test func `tab stops and text survive in any order of sizes`() {
        let text = "The quick brown fox\r\njumps over\tthe lazy dog 漢字 e\u{301}\r\n\r\nend"
        let terminal = makeTerminal(text, rows: 10, columns: 30)
        let before = terminal.picture
        var random = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            terminal.resize(
                to: Size(rows: .random(in: 1...30, using: &random), columns: .random(in: 2...50, using: &random)))
        }
        terminal.resize(to: Size(rows: 30, columns: 30))
        #expect(terminal.picture == before)
    }

    @Test func `sizes are clamped`() {
        let terminal = makeTerminal("x", rows: 0, columns: 0)
        #expect(terminal.size == Size(rows: 1, columns: 2))
        terminal.resize(to: Size(rows: 100_000, columns: -5))
        #expect(terminal.size == Size(rows: 500, columns: 2))
    }
}
