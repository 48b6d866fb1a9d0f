import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct CopySelectionTests {
    @Test func `characters from the anchor to the cursor, both with them`() {
        var rig = CopyRig(["first line", "second line"])
        rig.perform(
            """
            copy.move start
            copy.move word-next
            copy.select characters
            copy.move down
            """)
        expectPane(rig, "first line\n~      ssssssssssssss\nsecond line\n~ssssss▮")
        #expect(rig.mode.selectedText == "line\nsecond ")
        rig.perform("copy.yank")
        #expect(rig.effects == [.copy("line\nsecond "), .leave])
    }

    @Test func `a word with copy.yank begins a selection where there is none`() {
        var rig = CopyRig(["first line", "second line"])
        rig.perform("copy.move start\ncopy.yank characters")
        #expect(rig.effects == [])
        rig.perform("copy.move word-end\ncopy.yank characters")
        #expect(rig.effects == [.copy("first"), .leave])
        rig = CopyRig(["first line", "second line"])
        rig.perform("copy.move start\ncopy.yank lines\ncopy.yank lines")
        #expect(rig.effects == [.copy("first line\n"), .leave])
        rig = CopyRig(["first line"])
        rig.perform("copy.yank")
        #expect(rig.refusals == ["nothing is selected"])
    }

    @Test func `backwards is the same`() {
        var rig = CopyRig(["first line", "second line"])
        rig.perform("copy.move line-end\ncopy.select characters\ncopy.move start\ncopy.yank")
        #expect(rig.copied == ["first line\nsecond line"])
    }

    @Test func `rows of one line are joined, also when the break was at a blank`() {
        var rig = CopyRig(["aaaa bbbb cccc dddd eeee", "next"])
        rig.perform("copy.move start\ncopy.select characters\ncopy.move end\ncopy.yank")
        #expect(rig.copied == ["aaaa bbbb cccc dddd eeee\nnext"])
    }

    @Test func `a wide character that did not fit leaves no blank`() {
        var rig = CopyRig(["abcdefghijklmnopqrs漢字", "next"])
        #expect(rig.rows[0].cells.count == 19)
        rig.perform("copy.move start\ncopy.select lines\ncopy.yank")
        #expect(rig.copied == ["abcdefghijklmnopqrs漢字\n"])
    }

    @Test func `lines are whole lines, wrapped or not, and end with a line feed`() {
        var rig = CopyRig(["one", "aaaaaaaaaabbbbbbbbbbcccccccccc", "two"])
        rig.perform("copy.move start\ncopy.move down\ncopy.move down\ncopy.select lines")
        #expect(rig.mode.selectedText == "aaaaaaaaaabbbbbbbbbbcccccccccc\n")
        rig.perform("copy.move down\ncopy.yank")
        #expect(rig.copied == ["aaaaaaaaaabbbbbbbbbbcccccccccc\ntwo\n"])
    }

    @Test func `a block takes columns, and wide characters whole`() {
        var rig = CopyRig(["abcdef", "x漢字y", "ab"])
        rig.perform("copy.move start\ncopy.move right\ncopy.select block\ncopy.move down\ncopy.move down")
        rig.perform("copy.move right")
        rig.handle(rig.mode.perform(Command(.copyMove, ["up"])))
        rig.perform("copy.move start\ncopy.move right\ncopy.move right")
        rig.perform("copy.select none\ncopy.select block\ncopy.move down\ncopy.move down")
        #expect(rig.mode.selectedText == "c\n漢\n")
    }

    @Test func `a block is as wide as its wider end`() {
        var rig = CopyRig(["abcdef", "x漢y"])
        rig.perform("copy.move start\ncopy.move right\ncopy.select block\ncopy.move down")
        expectPane(rig, "abcdef\n~ ss\nx漢y\n~ ▮s")
        #expect(rig.mode.selectedText == "bc\n漢")
    }

    @Test func `the same kind again selects nothing, another kind changes it`() {
        var rig = CopyRig(["one", "two"])
        rig.perform("copy.move start\ncopy.select characters\ncopy.move down\ncopy.select lines")
        #expect(rig.mode.selectedText == "one\ntwo\n")
        rig.perform("copy.select lines")
        #expect(rig.mode.selection == nil)
        rig.perform("copy.yank")
        #expect(rig.refusals == ["nothing is selected"])
    }

    @Test func `the ends can be swapped`() {
        var rig = CopyRig(["one", "two"])
        rig.perform("copy.move start\ncopy.select characters\ncopy.move down\ncopy.select swap")
        #expect(rig.mode.cursor == Point(row: 0, column: 0))
        #expect(rig.mode.selectedText == "one\nt")
    }

    @Test func `copying waits for rows that are not here`() {
        var rig = CopyRig((1...3000).map { "line \($0)" })
        rig.perform("copy.select lines\ncopy.move start")
        #expect(rig.mode.selectedText == nil)
        rig.perform("copy.yank")
        #expect(rig.copied == [(1...3000).map { "line \($0)\n" }.joined()])
        #expect(rig.effects.last == .leave)
    }

    // MARK: Mouse

    @Test func `a drag selects cells, a click alone nothing`() {
        var rig = CopyRig(["hello world"])
        rig.handle(rig.mode.press(at: Point(row: 0, column: 2), clicks: 1))
        #expect(rig.mode.selection == nil)
        rig.handle(rig.mode.drag(to: Point(row: 0, column: 2)))
        #expect(rig.mode.selection == nil)
        rig.handle(rig.mode.drag(to: Point(row: 0, column: 6)))
        rig.handle(rig.mode.release())
        #expect(rig.mode.selectedText == "llo w")
        rig.handle(rig.mode.press(at: Point(row: 0, column: 0), clicks: 1))
        #expect(rig.mode.selection == nil)
    }

    @Test func `two clicks select a word, three a line, and a drag goes on by those`() {
        var rig = CopyRig(["make (all) done now", "more"])
        rig.handle(rig.mode.press(at: Point(row: 0, column: 12), clicks: 2))
        #expect(rig.mode.selectedText == "done")
        rig.handle(rig.mode.drag(to: Point(row: 0, column: 7)))
        #expect(rig.mode.selectedText == "all) done")
        rig.handle(rig.mode.drag(to: Point(row: 0, column: 13)))
        #expect(rig.mode.selectedText == "done")
        rig.handle(rig.mode.drag(to: Point(row: 0, column: 17)))
        #expect(rig.mode.selectedText == "done now")
        rig.handle(rig.mode.release())
        rig.handle(rig.mode.press(at: Point(row: 0, column: 12), clicks: 3))
        #expect(rig.mode.selectedText == "make (all) done now\n")
        rig.handle(rig.mode.drag(to: Point(row: 1, column: 0)))
        #expect(rig.mode.selectedText == "make (all) done now\nmore\n")
    }

    @Test func `a drag with a modifier selects a block`() {
        var rig = CopyRig(["abc", "def"])
        rig.handle(rig.mode.press(at: Point(row: 0, column: 1), clicks: 1, isBlock: true))
        rig.handle(rig.mode.drag(to: Point(row: 1, column: 2)))
        #expect(rig.mode.selectedText == "bc\nef")
    }

    @Test func `a drag beyond the edge scrolls, and goes on while the pointer is held there`() {
        var rig = CopyRig((1...30).map { "line \($0)" })
        rig.handle(rig.mode.press(at: Point(row: 1, column: 0), clicks: 1))
        rig.handle(rig.mode.drag(to: Point(row: -1, column: 3)))
        #expect(rig.mode.wantsAutoScroll)
        #expect(rig.mode.position == "[1/25]")
        for _ in 0..<4 { rig.handle(rig.mode.autoScroll()) }
        #expect(rig.mode.position == "[5/25]")
        #expect(rig.mode.selectedText == (21...26).map { "line \($0)" }.joined(separator: "\n").dropFirst(3) + "\nl")
        rig.handle(rig.mode.drag(to: Point(row: 2, column: 3)))
        #expect(!rig.mode.wantsAutoScroll)
        rig.handle(rig.mode.release())
        #expect(rig.mode.autoScroll().isEmpty)
    }

    @Test func `the wheel scrolls, and leaves at the end when it led here`() {
        var rig = CopyRig((1...30).map { "line \($0)" }, leavesAtEnd: true)
        rig.handle(rig.mode.scroll(by: -6))
        #expect(rig.mode.position == "[6/25]")
        rig.handle(rig.mode.scroll(by: 3))
        #expect(rig.effects.isEmpty)
        rig.handle(rig.mode.scroll(by: 3))
        #expect(rig.effects == [.leave])
        var other = CopyRig((1...30).map { "line \($0)" })
        other.handle(other.mode.scroll(by: 3))
        #expect(other.effects.isEmpty)
    }

    // MARK: Long selections

    @Test func `of a long selection only a few parts are asked for at a time`() {
        var rig = CopyRig((1...60_000).map { "line \($0)" })
        rig.perform("copy.select lines\ncopy.move start")
        rig.isSlow = true
        let before = rig.requests.count
        rig.perform("copy.yank")
        #expect((1...CopyRows.requestLimit).contains(rig.requests.count - before))
        rig.serve()
        #expect(rig.copied == [(1...60_000).map { "line \($0)\n" }.joined()])
    }

    @Test func `where a part is refused nothing is copied, and the next try asks for it again`() {
        var rig = CopyRig((1...3000).map { "line \($0)" })
        rig.perform("copy.select lines\ncopy.move start")
        rig.refusedRows = 2
        rig.perform("copy.yank")
        #expect(rig.copied == [])
        #expect(rig.refusals.first == "nothing was copied: the server is busy")
        #expect(rig.mode.selection != nil)
        rig.refusedRows = 0
        rig.perform("copy.yank")
        #expect(rig.copied == [(1...3000).map { "line \($0)\n" }.joined()])
    }

    @Test func `rows that were refused when they were to be shown are no text`() {
        var rig = CopyRig((1...3000).map { "line \($0)" })
        rig.perform("copy.select lines")
        rig.refusedRows = 1
        rig.perform("copy.move start")
        #expect(rig.refusals == ["the server is busy"])
        rig.perform("copy.yank")
        #expect(rig.copied == [(1...3000).map { "line \($0)\n" }.joined()])
    }
}
