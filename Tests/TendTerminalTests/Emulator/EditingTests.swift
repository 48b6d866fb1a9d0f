import TendScreen
import Testing

@testable import TendTerminal

struct EditingTests {
    private let grid = "aaaaa\r\nbbbbb\r\nccccc\r\nddddd\r\neeeee"

    @Test func `the cursor moves and stops at the edges`() {
        expectScreen("\u{1B}[3;4H", cursor: Point(row: 2, column: 3), "")
        expectScreen("\u{1B}[3;4H\u{1B}[A\u{1B}[2D", cursor: Point(row: 1, column: 1), "")
        expectScreen("\u{1B}[99;99H", cursor: Point(row: 4, column: 9), "")
        expectScreen("\u{1B}[99B\u{1B}[99C\u{1B}[2F", cursor: Point(row: 2, column: 0), "")
        expectScreen("\u{1B}[2E\u{1B}[5G\u{1B}[4d", cursor: Point(row: 3, column: 4), "")
        expectScreen("\u{1B}[5C\u{1B}[2a\u{1B}[e\u{1B}[3j", cursor: Point(row: 1, column: 4), "")
        expectScreen("\u{1B}[;2r\u{1B}[9e", cursor: Point(row: 4, column: 0), "")
        expectScreen("\u{1B}[?69h\u{1B}[1;4s\u{1B}[9a", cursor: Point(row: 0, column: 9), "")
        expectScreen("ab\u{8}\u{8}\u{8}", cursor: Point(row: 0, column: 0), "ab")
    }

    @Test func `cursor movements stop at the region when they start inside of it`() {
        expectScreen("\u{1B}[2;4r\u{1B}[3;1H\u{1B}[9A", cursor: Point(row: 1, column: 0), "")
        expectScreen("\u{1B}[2;4r\u{1B}[3;1H\u{1B}[9B", cursor: Point(row: 3, column: 0), "")
        expectScreen("\u{1B}[2;4r\u{1B}[1;1H\u{1B}[9B", cursor: Point(row: 3, column: 0), "")
        expectScreen("\u{1B}[2;4r\u{1B}[5;1H\u{1B}[9B", cursor: Point(row: 4, column: 0), "")
    }

    @Test func `origin mode counts from the region`() {
        expectScreen("\u{1B}[2;4r\u{1B}[?6h\u{1B}[2;2Hx\u{1B}[9;1Hy", "\n\n x\ny")
        expectAnswer("\u{1B}[2;4r\u{1B}[?6h\u{1B}[2;2H\u{1B}[6n", "\u{1B}[2;2R")
    }

    @Test func `ED and EL erase to, from and all`() {
        expectScreen(grid + "\u{1B}[3;3H\u{1B}[J", "aaaaa\nbbbbb\ncc")
        expectScreen(grid + "\u{1B}[3;3H\u{1B}[1J", "\n\n   cc\nddddd\neeeee")
        expectScreen(grid + "\u{1B}[2J", cursor: Point(row: 4, column: 5), "")
        expectScreen(grid + "\u{1B}[3;3H\u{1B}[K", "aaaaa\nbbbbb\ncc\nddddd\neeeee")
        expectScreen(grid + "\u{1B}[3;3H\u{1B}[1K", "aaaaa\nbbbbb\n   cc\nddddd\neeeee")
        expectScreen(grid + "\u{1B}[3;3H\u{1B}[2K", "aaaaa\nbbbbb\n\nddddd\neeeee")
        expectScreen("abcdef\u{1B}[1;3H\u{1B}[2X", "ab  ef")
    }

    @Test func `erasing leaves the background colour`() {
        let terminal = makeTerminal("\u{1B}[44m\u{1B}[K")
        #expect(terminal.style(0, 9).background == .palette(4))
        terminal.feed("\u{1B}[m\u{1B}[K")
        #expect(terminal.row(at: 0).cells.isEmpty)
    }

    @Test func `lines and characters are inserted and deleted`() {
        expectScreen(grid + "\u{1B}[2;2H\u{1B}[2L", cursor: Point(row: 1, column: 0), "aaaaa\n\n\nbbbbb\nccccc")
        expectScreen(grid + "\u{1B}[2;2H\u{1B}[2M", cursor: Point(row: 1, column: 0), "aaaaa\nddddd\neeeee")
        expectScreen("abcdef\u{1B}[1;3H\u{1B}[2@", "ab  cdef")
        expectScreen("abcdef\u{1B}[1;3H\u{1B}[2P", "abef")
        // Also in rows that do not scroll.
        expectScreen("\u{1B}[2;4rabcdef\u{1B}[1;3H\u{1B}[2P", "abef")
        expectScreen("\u{1B}[2;4r\u{1B}[5Habcdef\u{1B}[5;3H\u{1B}[2@", "\n\n\n\nab  cdef")
        expectScreen(grid + "\u{1B}[1;2H\u{1B}['}", "a aaaa\nb bbbb\nc cccc\nd dddd\ne eeee")
        expectScreen(grid + "\u{1B}[1;2H\u{1B}[2'~", "aaa\nbbb\nccc\nddd\neee")
    }

    @Test func `the region scrolls alone`() {
        expectScreen(grid + "\u{1B}[2;4r\u{1B}[4;1H\n", "aaaaa\nccccc\nddddd\n\neeeee")
        expectScreen(grid + "\u{1B}[2;4r\u{1B}[2;1H\u{1B}M", "aaaaa\n\nbbbbb\nccccc\neeeee")
        expectScreen(grid + "\u{1B}[2;4r\u{1B}[2S", "aaaaa\nddddd\n\n\neeeee")
        expectScreen(grid + "\u{1B}[2;4r\u{1B}[T", "aaaaa\n\nbbbbb\nccccc\neeeee")
        expectScreen(grid + "\u{1B}[99S", "")
    }

    @Test func `margins keep scrolling, inserting and wrapping between them`() {
        let margins = "\u{1B}[?69h\u{1B}[2;4s"
        expectScreen(grid + margins + "\u{1B}[5;2H\n", "abbba\nbcccb\ncdddc\ndeeed\ne   e")
        expectScreen(grid + margins + "\u{1B}[1;2H\u{1B}[@", "a aaa\nbbbbb\nccccc\nddddd\neeeee")
        expectScreen(grid + margins + "\u{1B}[1;2H\u{1B}[P", "aaa a\nbbbbb\nccccc\nddddd\neeeee")
        expectScreen(
            grid + margins + "\u{1B}[2;3H\u{1B}[L",
            "aaaaa\nb   b\ncbbbc\ndcccd\nededde".replacing("ededde", with: "eddde"))
        expectScreen(margins + "\u{1B}[1;2Hvwxyz", cursor: Point(row: 1, column: 3), " vwx\n yz")
        expectScreen("\u{1B}[?69h\u{1B}[2;4s\u{1B}[?69l\u{1B}[1;2Hvwxyz", " vwxyz")
    }

    @Test func `tabs stop every eight columns and where they are set`() {
        expectScreen("\tx", columns: 20, "        x")
        expectScreen("\u{1B}[5G\u{1B}H\r\tx\t\u{1B}[Zy", columns: 20, "    y")
        expectScreen(
            "\u{1B}[3g\tx", columns: 20, cursor: Point(row: 0, column: 19), String(repeating: " ", count: 19) + "x")
        expectScreen("\u{1B}[2Ix", columns: 20, "                x")
        expectScreen("\t\u{1B}[g\r\tx", columns: 20, "                x")
    }

    @Test func `selective erase leaves protected cells`() {
        expectScreen("ab\u{1B}[1\"qcd\u{1B}[\"qef\u{1B}[?2K", "  cd")
        expectScreen("ab\u{1B}[1\"qcd\u{1B}[2\"qef\u{1B}[?2J", "  cd")
        expectScreen("ab\u{1B}[1\"qcd\u{1B}[\"qef\u{1B}[2K", "")
    }

    @Test func `the cursor is saved with pen and charset`() {
        let terminal = makeTerminal("\u{1B}[2;3H\u{1B}[31m\u{1B}(0\u{1B}7\u{1B}[H\u{1B}[m\u{1B}(B\u{1B}8q")
        #expect(terminal.picture == "\n  ─")
        #expect(terminal.style(1, 2).foreground == .palette(1))
        expectScreen("\u{1B}[2;3H\u{1B}[s\u{1B}[H\u{1B}[ux", "\n  x")
    }

    @Test func `lines that leave the top of the primary screen are kept, others not`() {
        let terminal = makeTerminal("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7")
        #expect(terminal.past == ["1", "2"])
        terminal.feed("\u{1B}[S")
        #expect(terminal.past == ["1", "2", "3"])
        terminal.feed("\u{1B}[2;4r\u{1B}[4;1H\n\n\u{1B}[r\u{1B}[M\u{1B}[2J")
        #expect(terminal.past == ["1", "2", "3"])
        terminal.feed("\u{1B}[?1049h\n\n\n\n\n\n\n\n")
        #expect(terminal.past == ["1", "2", "3"])
        terminal.feed("\u{1B}[?1049l\u{1B}[3J")
        #expect(terminal.past.isEmpty)
    }
}
