import TendScreen
import Testing

@testable import TendTerminal

struct TextTests {
    @Test func `text wraps only when the next glyph comes`() {
        let terminal = makeTerminal("0123456789")
        #expect(terminal.point == Point(row: 0, column: 9))
        #expect(terminal.cursor.wrapsNext)
        terminal.feed("a")
        #expect(terminal.picture == "0123456789\na")
        #expect(terminal.row(at: 0).isWrapped)
        #expect(terminal.point == Point(row: 1, column: 1))
    }

    /// Text is looked through many bytes at a time.
    @Test func `a byte that is no text is found wherever it stands in a run`() {
        for byte in [0x00, 0x07, 0x08, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x9B, 0xA0, 0xC3, 0xFF] as [UInt8] {
            for place in 0..<20 {
                var bytes = Array("abcdefghijklmnopqrst~ !~ !~ !".utf8)
                bytes.insert(byte, at: place)
                let (whole, single) = (makeTerminal(columns: 12), makeTerminal(columns: 12))
                whole.feed(bytes)
                for byte in bytes { single.feed([byte]) }
                // The rows are numbered by each terminal for itself.
                let (one, other) = (whole.screen(), single.screen())
                #expect(one.rows == other.rows && one.cursor == other.cursor, "\(byte) at \(place)")
            }
        }
    }

    @Test func `a carriage return takes back a pending wrap`() {
        expectScreen("0123456789\rX", cursor: Point(row: 0, column: 1), "X123456789")
    }

    @Test func `without autowrap the last column is overwritten`() {
        expectScreen("\u{1B}[?7l0123456789abc", cursor: Point(row: 0, column: 9), "012345678c")
    }

    @Test func `a wide glyph that does not fit goes to the next line`() {
        let terminal = makeTerminal("012345678漢")
        #expect(terminal.picture == "012345678\n漢")
        #expect(terminal.row(at: 1).cells[0].isWide)
        #expect(terminal.row(at: 1).cells[1].isTail)
        #expect(terminal.point == Point(row: 1, column: 2))
    }

    @Test func `writing over half of a wide glyph blanks the other half`() {
        expectScreen("漢字\u{1B}[1;2Hx", " x字")
        expectScreen("漢字\u{1B}[1;3Hx", "漢x")
        expectScreen("漢字\u{1B}[1;2H\u{1B}[2X", "")
    }

    @Test func `marks, emoji sequences and flags share a cell`() {
        let terminal = makeTerminal("e\u{301}👩\u{200D}👩\u{200D}👧🇩🇪❤\u{FE0F}1\u{FE0F}\u{20E3}", columns: 20)
        #expect(terminal.picture == "e\u{301}👩\u{200D}👩\u{200D}👧🇩🇪❤\u{FE0F}1\u{FE0F}\u{20E3}")
        #expect(terminal.point == Point(row: 0, column: 9))
        #expect(terminal.row(at: 0).clusters.count == 5)
    }

    @Test func `a mark joins the glyph before the cursor even after a movement`() {
        expectScreen("e\u{1B}[5C\u{1B}[1;2H\u{301}", cursor: Point(row: 0, column: 1), "e\u{301}")
    }

    @Test func `an emoji does not join after a movement`() {
        let terminal = makeTerminal("🇩\u{1B}[1;3H🇪")
        #expect(terminal.row(at: 0).clusters.isEmpty)
    }

    @Test func `equivalent but different texts stay different`() {
        let terminal = makeTerminal("e\u{301}\u{302} \u{E9}\u{302}")
        let scalars = terminal.row(at: 0).clusters.map { $0.unicodeScalars.map(\.value) }
        #expect(scalars == [[0x65, 0x301, 0x302], [0xE9, 0x302]])
    }

    @Test(
        arguments: [
            ([0xC2, 0x41], "\u{FFFD}A"), ([0xE2, 0x82, 0x41], "\u{FFFD}A"),
            ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xF0, 0x9F, 0x98, 0x41], "\u{FFFD}A"), ([0x80, 0xFF], "\u{FFFD}\u{FFFD}"),
            ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
        ] as [([UInt8], String)])
    func `invalid UTF-8 becomes replacement characters`(bytes: [UInt8], text: String) {
        let terminal = makeTerminal()
        terminal.feed(bytes)
        #expect(terminal.picture == text)
    }

    @Test func `a control in the middle of a character ends it`() {
        let terminal = makeTerminal()
        terminal.feed([0xE2, 0x82, 0x0D, 0x0A, 0x42])
        #expect(terminal.picture == "\u{FFFD}\nB")
    }

    @Test func `C1 controls count when they are spelled in UTF-8`() {
        expectScreen("ab\u{9B}1Dx\u{85}y\u{84}z", "ax\ny\n z")
        expectScreen("\u{9D}0;title\u{9C}x", "x")
    }

    @Test func `insert mode pushes the rest of the line`() {
        expectScreen("abcdef\r\u{1B}[4hXY\u{1B}[4l\u{1B}[4GZ", "XYaZcdef")
    }

    @Test func `REP repeats the last glyph, never more than a line, and nothing when there is none`() {
        expectScreen("\u{1B}[5b", "")
        expectScreen("a\u{1B}[3b", "aaaa")
        expectScreen("漢\u{1B}[2b", "漢漢漢")
        expectScreen("-\u{1B}[60000b", rows: 2, columns: 5, "-----\n-")
    }

    @Test func `charsets draw lines`() {
        expectScreen("\u{1B}(0lqk\u{1B}(Bq\u{1B})0\u{E}x\u{F}x\u{1B}*0\u{1B}Nqq", "┌─┐q│x─q")
    }

    @Test func `DECALN fills the screen`() {
        expectScreen("\u{1B}#8", rows: 2, columns: 3, cursor: Point(row: 0, column: 0), "EEE\nEEE")
    }
}
