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

    @Test func `growing takes lines back without beginning a block of the history for each`() {
        let terminal = makeTerminal((1...100).map { "line \($0)\r\n" }.joined())
        // As a snapshot does: these rows have to stay where they are.
        let block = terminal.history.mark.block
        terminal.resize(to: Size(rows: 45, columns: 10))
        #expect(terminal.picture.hasPrefix("line 57\n"))
        terminal.feed((1...20).map { "more \($0)\r\n" }.joined())
        #expect(terminal.history.mark.block == block + 1)
        #expect(terminal.past.suffix(20).first == "line 57")
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

    @Test func `what the alternate screen lost comes back if the program has not drawn there since`() {
        let text = "abcdefgh\r\n漢字漢字\r\n\u{1B}]8;;http://a\u{7}e\u{301}fghij\u{1B}]8;;\u{7}\r\nrow 4\r\nrow 5"
        let terminal = makeTerminal("\u{1B}[?1049h" + text + "\u{1B}[1;1H")
        let before = terminal.screen().rows
        terminal.resize(to: Size(rows: 3, columns: 3))
        #expect(terminal.picture == "abc\n漢\ne\u{301}fg")
        terminal.resize(to: Size(rows: 4, columns: 5))
        #expect(terminal.picture == "abcde\n漢字\ne\u{301}fghi\nrow 4")
        terminal.resize(to: Size(rows: 2, columns: 2))
        terminal.resize(to: Size(rows: 5, columns: 10))
        #expect(terminal.screen().rows == before)
        terminal.resize(to: Size(rows: 5, columns: 4))
        terminal.feed("\u{1B}[2;1Hx\u{1B}[3;1H\u{1B}[K")
        terminal.resize(to: Size(rows: 5, columns: 10))
        #expect(terminal.picture == "abcdefgh\nx 字\n\nrow 4\nrow 5")
    }

    @Test func `rows of the alternate screen come back where they were, with the cursor`() {
        let terminal = makeTerminal("\u{1B}[?1049h1\r\n2\r\n3\r\n4\r\n5\u{1B}[4;1H")
        terminal.resize(to: Size(rows: 2, columns: 10))
        #expect(terminal.picture == "3\n4")
        #expect(terminal.point == Point(row: 1, column: 0))
        terminal.resize(to: Size(rows: 3, columns: 10))
        #expect(terminal.picture == "2\n3\n4")
        terminal.resize(to: Size(rows: 6, columns: 10))
        #expect(terminal.picture == "1\n2\n3\n4\n5")
        #expect(terminal.point == Point(row: 3, column: 0))
    }

    @Test func `what scrolled or was cleared does not come back`() {
        let rows = "\u{1B}[?1049h1\r\n2\r\n3\r\n4\r\n5 long\u{1B}[3;1H"
        func after(_ output: String) -> String {
            let terminal = makeTerminal(rows)
            terminal.resize(to: Size(rows: 2, columns: 3))
            terminal.feed(output)
            terminal.resize(to: Size(rows: 5, columns: 10))
            return terminal.picture
        }
        #expect(after("") == "1\n2\n3\n4\n5 long")
        #expect(after("\r\n") == "3")
        #expect(after("\u{1B}[2J") == "")
        #expect(after("\u{1B}[Hx") == "x\n3\n4\n5 long")
        #expect(after("\u{1B}[2Hx") == "1\n2\nx")
        #expect(after("\u{1B}[?1049l\u{1B}[?1049h") == "")
        #expect(after("\u{1B}[?1049l\u{1B}[?47h") == "1\n2\n3\n4\n5 long")
    }

    @Test func `a row that scrolls keeps what it lost`() {
        let terminal = makeTerminal("\u{1B}[?1049habcdef\r\nghijkl")
        terminal.resize(to: Size(rows: 5, columns: 3))
        terminal.feed("\u{1B}[1;1H\u{1B}M")
        terminal.resize(to: Size(rows: 5, columns: 10))
        #expect(terminal.picture == "\nabcdef\nghijkl")
    }

    @Test func `the alternate screen survives any order of sizes, and a restart`() throws {
        let text = "The quick brown fox\r\njumps over\tthe lazy dog 漢字 e\u{301}\r\n\r\nend\u{1B}[6;9H"
        var terminal = makeTerminal("\u{1B}[?1049h" + text, rows: 10, columns: 30)
        let before = terminal.picture
        var random = SeededGenerator(seed: 7)
        for step in 0..<200 {
            terminal.resize(
                to: Size(rows: .random(in: 1...30, using: &random), columns: .random(in: 2...50, using: &random)))
            if step % 3 == 0 {
                terminal = try Terminal(snapshot: terminal.snapshot(), history: terminal.history)
            }
        }
        terminal.resize(to: Size(rows: 30, columns: 50))
        #expect(terminal.picture == before)
        #expect(terminal.row == 5)
        #expect(terminal.offcut?.stamps == nil)
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
