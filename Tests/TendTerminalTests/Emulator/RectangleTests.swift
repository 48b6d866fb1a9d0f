import TendScreen
import Testing

@testable import TendTerminal

/// What happens to rectangles follows the tests of esctest2, where it has some.
struct RectangleTests {
    private let grid = "abcde\r\nfghij\r\nklmno\r\npqrst\r\nuvwxy"
    private let plain = "abcde\nfghij\nklmno\npqrst\nuvwxy"
    /// Margins and a region around the middle, and origin mode.
    private let origin = "\u{1B}[?69h\u{1B}[2;4s\u{1B}[2;4r\u{1B}[?6h"

    @Test func `DECCRA copies, also onto itself`() {
        expectScreen(grid + "\u{1B}[2;2;3;3;1;4;4;1$v", "abcde\nfghij\nklmno\npqrgh\nuvwlm")
        expectScreen(grid + "\u{1B}[1;1;3;3;1;2;2;1$v", "abcde\nfabcj\nkfgho\npklmt\nuvwxy")
        expectScreen(grid + "\u{1B}[2;2;4;4;1;1;1;1$v", "ghide\nlmnij\nqrsno\npqrst\nuvwxy")
        expectScreen(grid + "\u{1B}[2;1;2;4;1;2;2;1$v", "abcde\nffghi\nklmno\npqrst\nuvwxy")
    }

    @Test func `DECCRA fills in what is missing and cuts what is too large`() {
        expectScreen(grid + "\u{1B}[;;2;2;;4;4$v", "abcde\nfghij\nklmno\npqrab\nuvwfg")
        expectScreen(grid + "\u{1B}[2;2;3;3$v", "ghcde\nlmhij\nklmno\npqrst\nuvwxy")
        expectScreen(grid + "\u{1B}[1;1;9;9;1;4;9;1$v", "abcde\nfghij\nklmno\npqrst   ab\nuvwxy   fg")
        expectScreen(grid + "\u{1B}[2;2;1;1;1;4;4;1$v", plain)
        expectScreen(grid + "\u{1B}[1;1;2;2;1;9;9;1$v", plain)
    }

    @Test func `DECCRA copies looks, and no halves of wide glyphs`() {
        let terminal = makeTerminal("\u{1B}[1;31mab\u{1B}[m\u{1B}[1;1;1;2;1;3;3;1$v")
        #expect(terminal.picture == "ab\n\n  ab")
        #expect(terminal.style(2, 3) == Style(foreground: .palette(1), attributes: .bold))
        expectScreen("漢字漢字\u{1B}[1;2;1;7;1;3;2;1$v", "漢字漢字\n\n  字漢")
        expectScreen("漢字漢字\r\n12345678\u{1B}[1;1;1;4;1;2;3;1$v", "漢字漢字\n12漢字78")
        expectScreen("12\r\n漢字漢字\u{1B}[1;1;1;2;1;2;2;1$v", "12\n 12 漢字")
        expectScreen("e\u{301}x\u{1B}[1;1;1;2;1;2;2;1$v", "e\u{301}x\n e\u{301}x")
    }

    @Test func `DECFRA fills with a character as the pen draws it`() {
        let terminal = makeTerminal(grid + "\u{1B}[41m\u{1B}[37;2;2;4;4$x")
        #expect(terminal.picture == "abcde\nf%%%j\nk%%%o\np%%%t\nuvwxy")
        #expect(terminal.style(2, 2).background == .palette(1))
        #expect(terminal.point == Point(row: 4, column: 5))
        expectScreen("\u{1B}(0\u{1B}[113;1;1;1;4$x", "────")
        expectScreen("\u{1B}[233;5;9$x", "\n\n\n\n        éé")
        // A soft hyphen is a glyph here, as everywhere on the screen.
        expectScreen("\u{1B}[173;1;1;1;1$x", "\u{AD}")
        expectScreen("漢字\u{1B}[46;1;2;1;3$x", " ..")
        expectScreen("ab\u{1B}[$x", "")
    }

    @Test(arguments: [0, 31, 127, 159, 256, 65535])
    func `DECFRA takes printable characters only`(code: Int) {
        expectScreen("ab\u{1B}[\(code)$x", "ab")
    }

    @Test func `DECERA erases everything, DECSERA what is not protected`() {
        expectScreen(grid + "\u{1B}[2;2;4;4$z", "abcde\nf   j\nk   o\np   t\nuvwxy")
        expectScreen("a\u{1B}[1\"qb\u{1B}[\"qc\u{1B}[1;1;1;3$z", "")
        expectScreen("a\u{1B}[1\"qb\u{1B}[\"qc\u{1B}[1;1;1;3${", " b")
        expectScreen(grid + "\u{1B}[3;3${", "abcde\nfghij\nkl\npq\nuv")
        expectScreen(grid + "\u{1B}[4;4;3;3$z", plain)
        #expect(makeTerminal("\u{1B}[44m\u{1B}[2;2;2;2$z").style(1, 1).background == .palette(4))
    }

    @Test func `margins matter in origin mode only`() {
        expectScreen(grid + origin + "\u{1B}[46;1;1;2;2$x", "abcde\nf..ij\nk..no\npqrst\nuvwxy")
        expectScreen(grid + origin + "\u{1B}[46$x", "abcde\nf...j\nk...o\np...t\nuvwxy")
        expectScreen(grid + origin + "\u{1B}[1;1;1;2;1;3;2;1$v", "abcde\nfghij\nklmno\npqght\nuvwxy")
        expectScreen(grid + origin + "\u{1B}[9;9$z", plain)
        expectScreen(grid + origin + "\u{1B}[?6l\u{1B}[46;1;1;2;2$x", "..cde\n..hij\nklmno\npqrst\nuvwxy")
    }

    /// Letters for looks: b bold, u underlined, k blinking, r reverse, c concealed; `.` plain. Blanks at the end of a row are left out.
    private func looks(_ output: String) -> String {
        let terminal = makeTerminal(output)
        let rows = (0..<terminal.size.rows).map { row in
            (0..<terminal.row(at: row).cells.count).map { column in
                let style = terminal.style(row, column)
                let letters = [(Attributes.bold, "b"), (.blink, "k"), (.reverse, "r"), (.conceal, "c")]
                let text = letters.filter { style.attributes.contains($0.0) }.map(\.1).joined()
                let whole = text + (style.underline == .none ? "" : "u")
                return whole.isEmpty ? "." : whole
            }
            .joined(separator: " ")
        }
        return rows.joined(separator: "\n")
    }

    @Test func `DECCARA sets looks of a rectangle or of the text between its corners`() {
        let text = "abc\r\nabc\r\nabc"
        expectLooks(text + "\u{1B}[2*x\u{1B}[1;2;2;3;1$r", ". b b\n. b b\n. . .\n\n")
        expectLooks(text + "\u{1B}[1;3;3;1;7$r", ". . r r r r r r r r\nr r r r r r r r r r\nr . .\n\n")
        expectLooks(text + "\u{1B}[2;2;2;2;4$r", ". . .\n. u .\n. . .\n\n")
        expectLooks(text + "\u{1B}[2*x\u{1B}[1;3;3;1;7$r", ". . .\n. . .\n. . .\n\n")
        expectLooks("abc\u{1B}[1;1;1;2;1;5;7;22$r", "kr kr .\n\n\n\n")
        expectLooks("\u{1B}[1;5;7;8;4:3mabc\u{1B}[1;1;1;1$r\u{1B}[1;2;1;2;24;28$r", ". bkr bkrcu\n\n\n\n")
        expectLooks("\u{1B}[4:3mab\u{1B}[1;1;1;1;24$r\u{1B}[1;2;1;2;0;4$r", ". u\n\n\n\n")
    }

    private func expectLooks(_ output: String, _ expected: String, _ location: SourceLocation = #_sourceLocation) {
        #expect(looks(output) == expected, sourceLocation: location)
    }

    @Test func `DECRARA turns looks over`() {
        expectLooks("a\u{1B}[1mb\u{1B}[4:3mc\u{1B}[1;1;1;3;1;4$t", "bu u .\n\n\n\n")
        expectLooks("a\u{1B}[1;4;5;7mb\u{1B}[1;1;1;2$t", "bkru .\n\n\n\n")
        expectLooks("ab\u{1B}[1;1;1;2;7;7$t", ". .\n\n\n\n")
        let terminal = makeTerminal("\u{1B}[38;5;9;3ma\u{1B}[1;1;1;1;7$t")
        #expect(terminal.style(0, 0) == Style(foreground: .palette(9), attributes: [.italic, .reverse]))
    }

    @Test func `both halves of a wide glyph look alike`() {
        expectLooks("漢字漢\u{1B}[1;2;1;3;1$r", "b b b b . .\n\n\n\n")
    }

    @Test func `DECSACE is told and reset`() {
        expectAnswer("\u{1B}P$q*x\u{1B}\\", "\u{1B}P1$r1*x\u{1B}\\")
        expectAnswer("\u{1B}[2*x\u{1B}P$q*x\u{1B}\\", "\u{1B}P1$r2*x\u{1B}\\")
        expectAnswer("\u{1B}[2*x\u{1B}c\u{1B}P$q*x\u{1B}\\", "\u{1B}P1$r1*x\u{1B}\\")
    }

    @Test func `the largest numbers do no harm`() {
        let huge = "65535;65535;65535;65535;65535;65535;65535;65535"
        for final in ["$v", "$x", "$z", "${", "$r", "$t", "*y"] {
            expectScreen(grid + origin + "\u{1B}[" + huge + final, plain)
        }
    }
}
