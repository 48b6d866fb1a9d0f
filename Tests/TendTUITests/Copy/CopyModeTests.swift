import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct CopyModeTests {
    private let numbered = (1...30).map { "line \($0)" }

    @Test func `it begins with the screen as it is and the cursor where it was`() {
        let rig = CopyRig(numbered)
        expectPane(rig, "line 26\nline 27\nline 28\nline 29\nline 30\n~▮")
        #expect(rig.mode.position == "[0/25]")
        #expect(rig.requests == [.latest(count: 500)])
        #expect(rig.effects.isEmpty)
    }

    @Test func `the pane follows the cursor into the history`() {
        var rig = CopyRig(numbered)
        rig.perform("copy.move up\ncopy.move up\ncopy.move up\ncopy.move up\ncopy.move up\ncopy.move up")
        expectPane(rig, "line 24\n~▮\nline 25\nline 26\nline 27\nline 28")
        #expect(rig.mode.position == "[2/25]")
    }

    @Test func `pages and halves move the pane`() {
        var rig = CopyRig(numbered)
        rig.perform("copy.move page-up")
        #expect(rig.mode.position == "[3/25]")
        #expect(rig.mode.visibleCursor.row == 4)
        rig.perform("copy.move half-up")
        #expect(rig.mode.position == "[5/25]")
        rig.perform("copy.move page-down\ncopy.move page-down")
        #expect(rig.mode.position == "[0/25]")
        rig.perform("copy.move start")
        expectPane(rig, "line 1\n~▮\nline 2\nline 3\nline 4\nline 5")
        rig.perform("copy.move end")
        expectPane(rig, "line 26\nline 27\nline 28\nline 29\nline 30\n~      ▮")
        rig.perform("copy.move top")
        #expect(rig.mode.visibleCursor.row == 0)
        rig.perform("copy.move middle")
        #expect(rig.mode.visibleCursor.row == 2)
        rig.perform("copy.move bottom")
        #expect(rig.mode.visibleCursor.row == 4)
    }

    @Test func `up and down remember the column`() {
        var rig = CopyRig(["a long line here", "b", "another long line"])
        rig.perform("copy.move up\ncopy.move up\ncopy.move line-end\ncopy.move left")
        let column = rig.mode.cursor.column
        rig.perform("copy.move down\ncopy.move down")
        #expect(rig.mode.cursor == Point(row: 2, column: column))
        rig.perform("copy.move line-end\ncopy.move up")
        #expect(rig.mode.cursor == Point(row: 1, column: 0), "the end of a line is an end everywhere")
    }

    @Test func `left and right go around the ends of rows and over wide characters as one`() {
        var rig = CopyRig(["漢字", "x"])
        rig.perform("copy.move left")
        #expect(rig.mode.cursor == Point(row: 0, column: 2))
        rig.perform("copy.move left")
        #expect(rig.mode.cursor == Point(row: 0, column: 0))
        rig.perform("copy.move right\ncopy.move right")
        #expect(rig.mode.cursor == Point(row: 1, column: 0))
    }

    @Test func `words end at separators, go on in wrapped rows, and are as in vi`() {
        var rig = CopyRig(["make (all)  done", "abcdefghijklmnopqrstuvwxyz end"])
        rig.perform("copy.move start")
        var places: [Point] = []
        for _ in 0..<6 {
            rig.perform("copy.move word-next")
            places.append(rig.mode.cursor)
        }
        #expect(
            places == [
                Point(row: 0, column: 5), Point(row: 0, column: 6), Point(row: 0, column: 9), Point(row: 0, column: 12),
                Point(row: 1, column: 0), Point(row: 2, column: 7),
            ])
        places = []
        for _ in 0..<6 {
            rig.perform("copy.move word-previous")
            places.append(rig.mode.cursor)
        }
        #expect(
            places == [
                Point(row: 1, column: 0), Point(row: 0, column: 12), Point(row: 0, column: 9), Point(row: 0, column: 6),
                Point(row: 0, column: 5), Point(row: 0, column: 0),
            ])
        places = []
        for _ in 0..<6 {
            rig.perform("copy.move word-end")
            places.append(rig.mode.cursor)
        }
        #expect(
            places == [
                Point(row: 0, column: 3), Point(row: 0, column: 5), Point(row: 0, column: 8), Point(row: 0, column: 9),
                Point(row: 0, column: 15), Point(row: 2, column: 5),
            ])
    }

    @Test func `what is done before the history is known is done then`() {
        var rig = CopyRig(numbered, isSlow: true)
        rig.perform("copy.move page-up\ncopy.move up")
        #expect(rig.mode.position == "[0/0]")
        rig.serve()
        #expect(rig.mode.position == "[3/25]")
        #expect(rig.mode.visibleCursor.row == 3)
    }

    @Test func `leaving does not wait`() {
        var rig = CopyRig(numbered, isSlow: true)
        rig.perform("copy.leave")
        #expect(rig.effects == [.leave])
    }

    @Test func `without a history there is still the screen`() {
        var rig = CopyRig(numbered, isSlow: true)
        rig.perform("copy.move up")
        rig.handle(rig.mode.take(CopyMode.Page(.latest(count: 500), .refused("the server is away"))))
        #expect(rig.refusals == ["the server is away"])
        #expect(rig.mode.cursor.row == 3)
    }

    @Test func `a long history is fetched as it is looked at, and only once`() {
        var rig = CopyRig((1...5000).map { "line \($0)" })
        rig.perform("copy.move start")
        expectPane(rig, "line 1\n~▮\nline 2\nline 3\nline 4\nline 5")
        #expect(rig.requests.count == 2)
        rig.perform("copy.move down\ncopy.move down\ncopy.move page-down")
        #expect(rig.requests.count == 2)
        for _ in 0..<1700 { rig.perform("copy.move page-down") }
        expectPane(rig, "line 4996\nline 4997\nline 4998\nline 4999\nline 5000\n~▮")
        #expect(rig.requests.count < 25)
    }

    @Test func `rows that were dropped meanwhile are blank`() {
        var rig = CopyRig((1...1000).map { "line \($0)" }, isSlow: true)
        rig.serve()
        rig.perform("copy.move start")
        guard case .rows(let anchor, let skip, let count) = rig.requests.last else {
            Issue.record("no rows are asked for")
            return
        }
        let rest = Array(rig.rows[100..<1000 - 5 - skip])
        rig.handle(rig.mode.take(CopyMode.Page(.rows(anchor, skip: skip, count: count), .rows(rest))))
        #expect(rig.mode.visible.allSatisfy { $0 == .blank })
        for _ in 0..<100 { rig.perform("copy.move down") }
        #expect(rig.mode.rows[100]?.text == "line 101")
    }

    @Test func `a smaller pane keeps the cursor in view, a larger one shows more`() {
        var rig = CopyRig(numbered, size: Size(rows: 3, columns: 6))
        expectPane(rig, "line 28\nline 29\nline 30\n~▮")
        rig.perform("copy.move line-end")
        #expect(rig.mode.origin.column == 1)
        #expect(rig.mode.visibleCursor == Point(row: 2, column: 5))
        rig.handle(rig.mode.resize(to: Size(rows: 8, columns: 30)))
        #expect(rig.mode.visible.count == 8)
        #expect(rig.mode.origin.column == 0)
    }

    @Test func `all text goes to the editor`() {
        var rig = CopyRig(["one", "two"])
        rig.perform("copy.edit")
        #expect(rig.effects == [.openEditor("one\ntwo\n\n\n")])
    }

    @Test func `unknown arguments are refused`() {
        var rig = CopyRig(numbered)
        rig.perform("copy.move sideways\ncopy.select all\ncopy.travel there\npane.zoom")
        #expect(rig.refusals.count == 4)
    }
}
