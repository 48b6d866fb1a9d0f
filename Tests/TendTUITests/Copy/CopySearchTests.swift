import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct CopySearchTests {
    @Test func `backwards from the cursor, all matches are marked`() {
        var rig = CopyRig(["error one", "fine", "Error two error", "fine", "$"])
        rig.perform("copy.search backward error")
        expectPane(rig, "error one\n~mmmmm\nfine\nError two error\n~mmmmm     ▮MMMM\nfine\n$")
        rig.perform("copy.next same")
        #expect(rig.mode.cursor == Point(row: 2, column: 0))
        rig.perform("copy.next same")
        #expect(rig.mode.cursor == Point(row: 0, column: 0))
        rig.perform("copy.next opposite")
        #expect(rig.mode.cursor == Point(row: 2, column: 0))
    }

    @Test func `a capital letter makes case count`() {
        var rig = CopyRig(["error", "Error", "$"])
        rig.perform("copy.search backward Error\ncopy.next same")
        #expect(rig.mode.cursor.row == 1)
        #expect(rig.effects == [.say("search goes on at the other end")])
    }

    @Test func `it goes on at the other end`() {
        var rig = CopyRig(["alpha", "beta", "alpha"])
        rig.perform("copy.search forward alpha")
        #expect(rig.mode.cursor == Point(row: 0, column: 0))
        rig.perform("copy.next same")
        #expect(rig.mode.cursor == Point(row: 2, column: 0))
    }

    @Test func `what is not there is refused and the cursor stays`() {
        var rig = CopyRig(["alpha", "beta"])
        rig.perform("copy.search forward gamma")
        #expect(rig.refusals == ["not found: gamma"])
        #expect(rig.mode.cursor == Point(row: 1, column: 0))
        rig.perform("copy.search forward (")
        #expect(rig.refusals.last == "not a regular expression: (")
    }

    @Test func `without a text it is asked for`() {
        var rig = CopyRig(["alpha"])
        rig.perform("copy.search backward\ncopy.next same")
        #expect(rig.effects == [.askSearch(isForward: false), .refuse("nothing to search for")])
    }

    @Test func `a pattern with blanks finds text across the end of a row, marked in both`() {
        var rig = CopyRig(["0123456789 012345 red fox", "$"])
        rig.perform("copy.search backward red fox")
        expectPane(rig, "0123456789 012345 re\n~                  ▮M\nd fox\n~MMMMM\n$")
    }

    @Test func `rows that are not here are searched by the server`() {
        var lines = (1...4000).map { "line \($0)" }
        lines[99] = "a needle here"
        lines[2000] = "and a needle there"
        var rig = CopyRig(lines)
        rig.perform("copy.search backward needle")
        #expect(rig.mode.cursor == Point(row: 2000, column: 6))
        #expect(rig.mode.matches == [CopyMode.Highlight(row: 2, columns: 6..<12, kind: .matchCurrent)])
        rig.perform("copy.next same")
        #expect(rig.mode.cursor == Point(row: 99, column: 2))
        rig.perform("copy.next same")
        #expect(rig.mode.cursor == Point(row: 2000, column: 6), "around the beginning")
        rig.perform("copy.next opposite")
        #expect(rig.mode.cursor == Point(row: 99, column: 2), "around the end")
        rig.perform("copy.next opposite")
        #expect(rig.mode.cursor == Point(row: 2000, column: 6))
        #expect(rig.refusals.isEmpty)
        rig.perform("copy.search backward nowhere")
        #expect(rig.refusals == ["not found: nowhere"])
    }

    @Test func `a search looks through a part of what is here; the rest is the server's`() {
        var lines = (1...4000).map { "line \($0) with a text" }
        lines[5] = "a needle"
        var rig = CopyRig(lines, width: 80)
        rig.perform("copy.move start")
        rig.perform("copy.move end")
        let before = rig.requests.count
        rig.perform("copy.search backward ne+dle")
        #expect(rig.mode.cursor == Point(row: 5, column: 2))
        let asked = rig.requests[before...].filter { if case .match = $0 { true } else { false } }
        #expect(asked.count == 1)
        rig.perform("copy.search backward (a+)+$")
        #expect(rig.refusals.count == 1)
    }

    @Test func `the answer to an earlier search does not count`() {
        var lines = (1...2000).map { "line \($0)" }
        lines[10] = "first"
        lines[20] = "second"
        var rig = CopyRig(lines)
        rig.isSlow = true
        rig.handle(rig.mode.typeSearch("first", isForward: false))
        rig.handle(rig.mode.typeSearch("second", isForward: false))
        rig.serve()
        #expect(rig.mode.cursor == Point(row: 20, column: 0))
    }

    @Test func `a search extends the selection`() {
        var rig = CopyRig(["one two", "three"])
        rig.perform("copy.move start\ncopy.select characters\ncopy.search forward three")
        #expect(rig.mode.selectedText == "one two\nt")
    }

    @Test func `prompts are found here and by the server`() {
        var rows = (1...3000).map { Row.wrapped("line \($0)", width: 20)[0] }
        for row in [50, 1500, 2996] { rows[row].isPrompt = true }
        var rig = CopyRig(rows: rows)
        rig.perform("copy.prompt previous")
        #expect(rig.mode.cursor == Point(row: 2996, column: 0))
        rig.perform("copy.prompt previous")
        #expect(rig.mode.cursor == Point(row: 1500, column: 0))
        rig.perform("copy.prompt previous")
        #expect(rig.mode.cursor == Point(row: 50, column: 0))
        rig.perform("copy.prompt previous")
        #expect(rig.refusals.count == 1)
        #expect(rig.mode.cursor == Point(row: 50, column: 0))
        rig.perform("copy.prompt next\ncopy.prompt next")
        #expect(rig.mode.cursor == Point(row: 2996, column: 0))
        rig.perform("copy.prompt next")
        #expect(rig.refusals.count == 2)
    }

    // MARK: What is done before the answer

    private var far: CopyRig {
        var lines = (1...4000).map { "line \($0)" }
        for row in [99, 199, 299] { lines[row] = "needle \(row)" }
        var rig = CopyRig(lines)
        rig.isSlow = true
        return rig
    }

    @Test func `what is done before a search was answered is done where it leads to`() {
        var rig = far
        rig.perform("copy.search backward ^needle 199$\ncopy.select lines\ncopy.yank")
        #expect(rig.copied == [])
        rig.serve()
        #expect(rig.copied == ["needle 199\n"])
    }

    @Test func `the same after a text that was typed key by key`() {
        var rig = far
        for text in ["n", "need", "needle 1"] { rig.handle(rig.mode.typeSearch(text, isForward: false)) }
        rig.perform("copy.search backward needle 1\ncopy.select lines\ncopy.yank")
        rig.serve()
        #expect(rig.copied == ["needle 199\n"])
    }

    @Test func `the next match as often as it was asked for`() {
        var rig = far
        rig.perform("copy.search backward needle\ncopy.next same\ncopy.next same")
        rig.serve()
        #expect(rig.mode.cursor.row == 99)
        rig.perform("copy.search forward nowhere\ncopy.move down")
        rig.serve()
        #expect(rig.refusals == ["not found: nowhere"])
        #expect(rig.mode.cursor.row == 100)
    }

    @Test func `a prompt is waited for as well`() {
        var rows = (1...3000).map { Row.wrapped("line \($0)", width: 20)[0] }
        rows[50].isPrompt = true
        var rig = CopyRig(rows: rows)
        rig.isSlow = true
        rig.perform("copy.prompt previous\ncopy.move down\ncopy.select lines\ncopy.yank")
        rig.serve()
        #expect(rig.copied == ["line 52\n"])
    }

    @Test func `what is given up does not come later`() {
        var rig = far
        rig.perform("copy.search backward needle\ncopy.select lines\ncopy.yank")
        rig.mode.giveUp()
        rig.serve()
        #expect(rig.copied == [] && rig.mode.selection == nil)
        #expect(rig.mode.cursor.row == 3999)
        rig.perform("copy.move up")
        #expect(rig.mode.cursor.row == 3998)
    }
}

extension CopyRig {
    init(rows: [Row]) {
        self.init(rows.map(\.text), isSlow: true)
        self.rows = rows
        isSlow = false
        serve()
    }
}
