import TendScreen
import Testing

@testable import TendTerminal

struct ModeTests {
    @Test func `the alternate screen comes empty and goes without a trace`() {
        let terminal = makeTerminal("one\u{1B}[?1049h")
        #expect(terminal.picture == "")
        #expect(terminal.screen().modes.contains(.alternateScreen))
        terminal.feed("\u{1B}[3;3Htwo")
        #expect(terminal.picture == "\n\n  two")
        terminal.feed("\u{1B}[?1049l")
        #expect(terminal.picture == "one")
        #expect(terminal.point == Point(row: 0, column: 3))
        terminal.feed("\u{1B}[?47h")
        #expect(terminal.picture == "\n\n  two")
        terminal.feed("\u{1B}[?1047l\u{1B}[?47h")
        #expect(terminal.picture == "")
    }

    @Test func `several modes are set at once, and mouse modes exclude each other`() {
        let terminal = makeTerminal("\u{1B}[?1000;1002;1003;1006;1004;2004;1h")
        #expect(
            terminal.modes == [
                .autowrap, .alternateScroll, .mouseMotion, .mouseSGR, .focusEvents, .bracketedPaste,
                .applicationCursorKeys,
            ])
        terminal.feed("\u{1B}[?1003l")
        #expect(terminal.modes.isDisjoint(with: .anyMouse))
    }

    @Test func `modes are saved and restored`() {
        let terminal = makeTerminal("\u{1B}[?2004h\u{1B}[?2004s\u{1B}[?2004l\u{1B}[?2004r")
        #expect(terminal.modes.contains(.bracketedPaste))
    }

    @Test(arguments: [
        ("?1", "1;2"), ("?7", "7;1"), ("?25", "25;1"), ("?69", "69;2"), ("?1006", "1006;2"), ("?1049", "1049;2"),
        ("?2004", "2004;2"), ("?2026", "2026;2"), ("?2027", "2027;3"), ("?2031", "2031;2"), ("?12345", "12345;0"),
    ])
    func `DECRQM tells private modes`(query: String, answer: String) {
        expectAnswer("\u{1B}[\(query)$p", "\u{1B}[?\(answer)$y")
    }

    @Test func `DECRQM tells modes that are set`() {
        expectAnswer("\u{1B}[?2026h\u{1B}[?2026$p\u{1B}[?25l\u{1B}[?25$p", "\u{1B}[?2026;1$y\u{1B}[?25;2$y")
        expectAnswer("\u{1B}[4$p\u{1B}[20h\u{1B}[20$p", "\u{1B}[4;2$y\u{1B}[20;1$y")
    }

    @Test func `synchronized output is a flag that the caller can end`() {
        let terminal = makeTerminal("\u{1B}[?2026h")
        #expect(terminal.isSynchronizing)
        terminal.feed("\u{1B}[?2026l")
        #expect(!terminal.isSynchronizing)
        terminal.feed("\u{1B}[?2026h")
        terminal.endSynchronizing()
        #expect(!terminal.isSynchronizing)
    }

    @Test func `keyboard flags are kept for each screen`() {
        let terminal = makeTerminal(
            "\u{1B}[>5u\u{1B}[?u\u{1B}[?1049h\u{1B}[?u\u{1B}[=3;2u\u{1B}[?u\u{1B}[?1049l\u{1B}[?u")
        #expect(terminal.answer == "\u{1B}[?5u\u{1B}[?0u\u{1B}[?3u\u{1B}[?5u")
        terminal.feed("\u{1B}[<u\u{1B}[?u")
        #expect(terminal.answer == "\u{1B}[?0u")
    }

    @Test func `newline mode adds a carriage return`() {
        expectScreen("\u{1B}[20hab\nc", "ab\nc")
    }

    @Test func `a soft reset puts modes back and keeps the text`() {
        let terminal = makeTerminal("abc\u{1B}[1;31m\u{1B}[?6;25l\u{1B}[4h\u{1B}[?7l\u{1B}[2;3r\u{1B}[?1h\u{1B}[!p")
        #expect(terminal.picture == "abc")
        #expect(terminal.modes == [.autowrap, .alternateScroll])
        #expect(terminal.cursor.isVisible)
        #expect(terminal.pen == .plain)
        #expect(terminal.top == 0 && terminal.bottom == 5)
    }

    @Test func `a full reset empties both screens`() {
        let terminal = makeTerminal(
            "abc\u{1B}[?1049hdef\u{1B}[?2004h\u{1B}[5 q\u{1B}[>1u\u{1B}]8;;http://a\u{7}\u{1B}c")
        #expect(terminal.picture == "")
        #expect(terminal.modes == [.autowrap, .alternateScroll])
        #expect(terminal.cursor == Cursor())
        #expect(terminal.screen().keyboardFlags == 0)
        terminal.feed("x\u{1B}[?47h")
        #expect(terminal.picture == "")
        #expect(terminal.style(0, 0).link == nil)
    }

    @Test func `the cursor has shapes`() {
        for (number, shape, blinks) in [
            (0, Cursor.Shape.block, true), (2, .block, false), (3, .underline, true), (6, .bar, false),
        ] {
            let cursor = makeTerminal("\u{1B}[\(number) q").cursor
            #expect(cursor.shape == shape && cursor.blinks == blinks)
        }
    }

    @Test func `input follows the modes`() {
        let terminal = makeTerminal()
        #expect(terminal.encode(.key(Key(.up))) == Array("\u{1B}[A".utf8))
        #expect(terminal.encode(.text("a\n")) == Array("a\r".utf8))
        #expect(terminal.encode(.focus(true)).isEmpty)
        terminal.feed("\u{1B}[?1;2004;1004h")
        #expect(terminal.encode(.key(Key(.up))) == Array("\u{1B}OA".utf8))
        #expect(terminal.encode(.paste("x\u{1B}[201~y")) == Array("\u{1B}[200~x[201~y\u{1B}[201~".utf8))
        #expect(terminal.encode(.focus(true)) == Array("\u{1B}[I".utf8))
        let click = MouseInput(.left, .press, at: Point(row: 1, column: 2))
        #expect(terminal.encode(.mouse(click)).isEmpty)
        terminal.feed("\u{1B}[?1000;1006h")
        #expect(terminal.encode(.mouse(click)) == Array("\u{1B}[<0;3;2M".utf8))
    }
}
