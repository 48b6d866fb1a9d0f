import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// vi's motions, with numbers before them.
struct CopyMotionTests {
    private func cursor(_ lines: [String], _ commands: String, separators: String = " ()/:\"") -> Point {
        var rig = CopyRig(lines, separators: separators)
        rig.perform("copy.move start\n" + commands)
        #expect(rig.refusals == [])
        return rig.mode.cursor
    }

    @Test func `a number before a motion does it so often`() {
        var rig = CopyRig((1...200).map { "line \($0)" })
        rig.perform("copy.count 5\ncopy.move up")
        #expect(rig.mode.cursor.row == 194)
        rig.perform("copy.count 1\ncopy.count 2\ncopy.move up")
        #expect(rig.mode.cursor.row == 182)
        rig.perform("copy.move up")
        #expect(rig.mode.cursor.row == 181, "a number is for one command")
        rig.perform("copy.count 2\ncopy.count 1\ncopy.move start")
        #expect(rig.mode.cursor.row == 20)
        rig.perform(String(repeating: "copy.count 9\n", count: 30) + "copy.move down")
        #expect(rig.mode.cursor.row == 199)
    }

    @Test func `words, ends of words, and words between blanks`() {
        let lines = ["one two/three (four) five", "six"]
        #expect(cursor(lines, "copy.count 3\ncopy.move word-next") == Point(row: 0, column: 8))
        #expect(cursor(lines, "copy.count 2\ncopy.move big-word-next") == Point(row: 0, column: 14))
        #expect(cursor(lines, "copy.count 3\ncopy.move big-word-next") == Point(row: 1, column: 1))
        #expect(cursor(lines, "copy.count 2\ncopy.move big-word-end") == Point(row: 0, column: 12))
        #expect(
            cursor(lines, "copy.move line-end\ncopy.count 3\ncopy.move big-word-previous") == Point(row: 0, column: 4))
    }

    @Test func `to a character of the line, up to it, and back`() {
        let lines = ["a,b,c,d,e", "x,y"]
        #expect(cursor(lines, "copy.jump to ,") == Point(row: 0, column: 1))
        #expect(cursor(lines, "copy.count 3\ncopy.jump to ,") == Point(row: 0, column: 5))
        #expect(cursor(lines, "copy.jump till ,\ncopy.jump same") == Point(row: 0, column: 2))
        #expect(cursor(lines, "copy.jump to ,\ncopy.count 2\ncopy.jump same") == Point(row: 0, column: 5))
        #expect(cursor(lines, "copy.count 3\ncopy.jump to ,\ncopy.jump opposite") == Point(row: 0, column: 3))
        #expect(cursor(lines, "copy.move line-end\ncopy.jump back-to a") == Point(row: 0, column: 0))
        #expect(cursor(lines, "copy.move line-end\ncopy.jump back-till a") == Point(row: 0, column: 1))
        #expect(cursor(lines, "copy.move line-end\ncopy.jump back-till ,\ncopy.jump same") == Point(row: 0, column: 6))
    }

    @Test func `a jump goes on in the rows into which the line was wrapped, and no further`() {
        var rig = CopyRig(["0123456789 012345 red fox", "zebra"])
        rig.perform("copy.move start\ncopy.jump to x")
        #expect(rig.mode.cursor == Point(row: 1, column: 4))
        rig.perform("copy.jump to z")
        #expect(rig.refusals == ["no 'z' in the line that way"])
        #expect(rig.mode.cursor == Point(row: 1, column: 4))
        rig.perform("copy.count 3\ncopy.jump back-to 1")
        #expect(rig.refusals.last == "no 3 times '1' in the line that way")
        rig.perform("copy.jump back-till 9")
        #expect(rig.mode.cursor == Point(row: 0, column: 10))
    }

    @Test func `a bracket leads to its other half, over rows`() {
        let lines = ["if (a[1] == (2)) {", "  f({})", "}"]
        #expect(cursor(lines, "copy.move bracket") == Point(row: 0, column: 15))
        #expect(cursor(lines, "copy.move bracket\ncopy.move bracket") == Point(row: 0, column: 3))
        #expect(cursor(lines, "copy.move line-end\ncopy.move bracket") == Point(row: 2, column: 0))
        #expect(cursor(lines, "copy.move end\ncopy.move bracket") == Point(row: 0, column: 17))
        #expect(cursor(lines, "copy.move line-end\ncopy.move bracket-previous") == Point(row: 0, column: 3))
        var rig = CopyRig(["f(x", "no"])
        rig.perform("copy.move start\ncopy.move bracket")
        #expect(rig.refusals == ["no bracket with its other half here"])
    }

    @Test func `paragraphs end at rows without text`() {
        var rig = CopyRig(["one", "one", "", "", "two", "two", "", "three", "three"], rows: 9)
        rig.perform("copy.move start\ncopy.move paragraph-next")
        #expect(rig.mode.cursor == Point(row: 2, column: 0))
        rig.perform("copy.move paragraph-next")
        #expect(rig.mode.cursor == Point(row: 6, column: 0))
        rig.perform("copy.move paragraph-next")
        #expect(rig.mode.cursor == Point(row: 8, column: 4))
        rig.perform("copy.count 2\ncopy.move paragraph-previous")
        #expect(rig.mode.cursor == Point(row: 3, column: 0))
        rig.perform("copy.move paragraph-previous")
        #expect(rig.mode.cursor == Point(row: 0, column: 0))
    }

    @Test func `the pane scrolls by rows, and its middle comes to the cursor`() {
        var rig = CopyRig((1...30).map { "line \($0)" })
        rig.perform("copy.count 3\ncopy.move scroll-up")
        #expect(rig.mode.position == "[3/25]")
        #expect(rig.mode.visibleCursor.row == 4, "at the edge")
        rig.perform("copy.move centre")
        #expect(rig.mode.visibleCursor.row == 2)
        rig.perform("copy.move scroll-down")
        #expect(rig.mode.visibleCursor.row == 1)
        rig.perform("copy.count 9\ncopy.move up")
        let cursor = rig.mode.cursor
        rig.perform("copy.move to-bottom")
        #expect(rig.mode.visibleCursor.row == 4 && rig.mode.cursor == cursor)
        rig.perform("copy.move to-top")
        #expect(rig.mode.visibleCursor.row == 0 && rig.mode.cursor == cursor)
    }

    @Test func `the word under the cursor is searched for as a whole word`() {
        var rig = CopyRig(["foo.bar food", "a foo", "foo"])
        rig.perform("copy.move start\ncopy.move right\ncopy.search-word forward")
        #expect(rig.mode.cursor == Point(row: 0, column: 0), "foo.bar is one word")
        rig = CopyRig(["foo.bar food", "a foo", "foo"], separators: " .")
        rig.perform("copy.move start\ncopy.move right\ncopy.search-word forward")
        #expect(rig.mode.cursor == Point(row: 1, column: 2))
        rig.perform("copy.next same")
        #expect(rig.mode.cursor == Point(row: 2, column: 0))
        rig.perform("copy.count 2\ncopy.next opposite")
        #expect(rig.mode.cursor == Point(row: 0, column: 0))
        rig.perform("copy.move right\ncopy.search-word backward")
        #expect(rig.mode.cursor == Point(row: 2, column: 0))
    }

    @Test func `a number goes over matches and prompts, here and at the server`() {
        var rows = (1...3000).map { Row.wrapped("line \($0)", width: 20)[0] }
        for row in [50, 1500, 2996] { rows[row].isPrompt = true }
        var rig = CopyRig(rows: rows)
        rig.perform("copy.count 3\ncopy.prompt previous")
        #expect(rig.mode.cursor == Point(row: 50, column: 0))
        rig.perform("copy.count 2\ncopy.prompt next")
        #expect(rig.mode.cursor == Point(row: 2996, column: 0))
        rig.perform("copy.search backward line .000\ncopy.count 2\ncopy.next same")
        #expect(rig.mode.cursor == Point(row: 2999, column: 0), "2000, 1000, and around the end")
    }

    @Test func `the ends of a line are those of all rows that it was wrapped into`() {
        let lines = ["before", "  0123456789 012345 red fox", "after"]
        var rig = CopyRig(lines)
        rig.perform("copy.move start\ncopy.move down\ncopy.move line-end")
        #expect(rig.mode.cursor == Point(row: 2, column: 6))
        rig.perform("copy.move line-start")
        #expect(rig.mode.cursor == Point(row: 1, column: 0))
        rig.perform("copy.move down\ncopy.move line-text")
        #expect(rig.mode.cursor == Point(row: 1, column: 2))
        rig.perform("copy.select characters\ncopy.move line-end\ncopy.yank")
        #expect(rig.copied == ["0123456789 012345 red fox"])
    }
}
