import TendScreen
import Testing

@testable import TendTerminal

struct FrameTests {
    @Test func `a viewer gets only what it lacks`() {
        let terminal = makeTerminal("one\r\ntwo")
        var view = ViewState()
        #expect(terminal.frame(since: &view, offset: 7).fresh.count == 5)
        #expect(!terminal.hasChanged(since: view))
        terminal.feed("!")
        #expect(terminal.hasChanged(since: view))
        let frame = terminal.frame(since: &view, offset: 8)
        #expect(frame.fresh.map(\.row.text) == ["two!"])
        #expect(frame.title == nil)
    }

    @Test func `rows that only move are not sent again`() {
        let terminal = makeTerminal("1\r\n2\r\n3\r\n4\r\n5")
        var view = ViewState()
        _ = terminal.frame(since: &view, offset: 0)
        terminal.feed("\r\n6")
        let frame = terminal.frame(since: &view, offset: 0)
        #expect(frame.fresh.map(\.row.text) == ["6"])
        #expect(frame.order.count == 5)
    }

    @Test func `bells, titles and modes reach the viewer`() {
        let terminal = makeTerminal()
        var view = ViewState()
        #expect(terminal.frame(since: &view, offset: 0).title == "")
        terminal.feed("\u{7}\u{7}\u{1B}]2;t\u{7}\u{1B}[?25l")
        #expect(terminal.hasChanged(since: view))
        let frame = terminal.frame(since: &view, offset: 0)
        #expect(frame.bellCount == 2 && frame.title == "t" && !frame.cursor.isVisible)
        #expect(!terminal.hasChanged(since: view))
    }

    @Test func `bells from before a viewer came do not ring for it`() {
        let terminal = makeTerminal("\u{7}\u{7}")
        var view = ViewState()
        #expect(terminal.frame(since: &view, offset: 0).bellCount == 0)
        #expect(!terminal.hasChanged(since: view))
        terminal.feed("\u{7}")
        #expect(terminal.frame(since: &view, offset: 0).bellCount == 1)
    }

    @Test func `rows are equal however they came to look the same`() {
        let one = makeTerminal("\u{1B}[4;58;5;3mx\u{1B}[my e\u{301}")
        let other = makeTerminal("q\u{302}w\u{302}\r\u{1B}[4;58;5;9mx\r\u{1B}[4;58;5;3mx\u{1B}[my e\u{301}")
        #expect(one.row(at: 0) == other.row(at: 0))
    }
}
