import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// A search while its text is typed, and what else of copy mode is typed key by key.
struct CopyTypingTests {
    private static let lines = (1...61).map { $0 % 20 == 0 ? "error \($0) (bad)" : "line \($0)" }

    private func looking(_ lines: [String] = lines) -> Desk {
        var desk = Desk(rows: 12)
        desk.history = lines
        desk.type("C-b [")
        desk.run("copy.move end; copy.move line-start")
        desk.effects = []
        return desk
    }

    private func copy(_ desk: Desk) -> CopyMode? { desk.model.focusedPane.flatMap { desk.model.copies[$0.id] } }
    private func row(_ desk: Desk) -> String {
        guard let copy = copy(desk) else { return "no copy mode" }
        return copy.rows[copy.cursor.row]?.text ?? "not here"
    }

    @Test func `while it is typed the pane goes to the first match, with all of them marked`() {
        var desk = looking()
        desk.type("? e r")
        #expect(row(desk) == "error 60 (bad)")
        #expect(copy(desk)?.matches.isEmpty == false)
        desk.write("ror 2")
        #expect(row(desk) == "error 20 (bad)")
        desk.type("BSpace BSpace")
        #expect(row(desk) == "error 60 (bad)")
        desk.type("Enter")
        #expect(row(desk) == "error 60 (bad)")
        #expect(desk.model.overlays.isEmpty)
        desk.type("n")
        #expect(row(desk) == "error 40 (bad)")
    }

    @Test func `Escape goes back to where one was`() {
        var desk = looking()
        let before = copy(desk)
        desk.type("? e r r Escape")
        #expect(copy(desk)?.cursor == before?.cursor && copy(desk)?.origin == before?.origin)
        #expect(copy(desk)?.matches == [] && copy(desk)?.searchText == nil)
        desk.type("? Enter")
        #expect(copy(desk)?.cursor == before?.cursor)
    }

    @Test func `half of an expression is no mistake before Enter`() {
        var desk = looking()
        desk.type("?")
        desk.write("error 40 (")
        #expect(row(desk) == "error 40 (bad)" && desk.model.message == nil)
        desk.write("b|x)")
        #expect(desk.model.message == nil)
        desk.type("BSpace")
        let before = desk.model.message
        desk.type("Enter")
        #expect(before == nil && desk.model.message?.text == "not a regular expression: error 40 (b|x")
        #expect(row(desk) != "error 40 (bad)", "it is where it was")
    }

    @Test func `what is not there is told with Enter, and the pane is where it was`() {
        var desk = looking()
        let before = copy(desk)?.cursor
        desk.type("?")
        desk.write("erzz")
        #expect(copy(desk)?.cursor == before && desk.model.message == nil)
        desk.type("Enter")
        #expect(desk.model.message?.text == "not found: erzz")
        #expect(copy(desk)?.cursor == before)
    }

    @Test func `C-r and C-s go from match to match, and a longer text from there`() {
        var desk = looking()
        desk.type("?")
        desk.write("error")
        desk.type("C-r")
        #expect(row(desk) == "error 40 (bad)")
        desk.write(" 4")
        #expect(row(desk) == "error 40 (bad)")
        desk.type("BSpace BSpace C-s")
        #expect(row(desk) == "error 60 (bad)")
        desk.type("Enter ? C-r")
        guard case .prompt(let prompt) = desk.model.overlays.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.field.string == "error", "the last one comes back")
        #expect(row(desk) == "error 40 (bad)")
    }

    @Test func `digits before a motion, and the character of a jump, are no commands`() {
        var desk = looking()
        desk.type("5 k")
        #expect(row(desk) == "line 56")
        desk.type("1 0 k")
        #expect(row(desk) == "line 46")
        desk.type("f 4")
        #expect(copy(desk)?.cursor.column == 5)
        desk.type("0")
        #expect(copy(desk)?.cursor.column == 0)
        desk.type("f e ;")
        #expect(copy(desk)?.cursor.column == 3 && desk.model.message?.text == "no 'e' in the line that way")
        desk.type("7 Escape k")
        #expect(row(desk) == "line 45", "Escape drops the number alone")
        desk.type("f Escape f C-b [ k")
        #expect(row(desk) == "line 44", "another key drops the jump")
        desk.type("f")
        desk.happen(.input(.text("l")))
        #expect(desk.model.message?.text == "no 'l' in the line that way")
        #expect(desk.sent() == [])
    }

    @Test func `what is nowhere is nowhere with more letters: the server is not asked again`() {
        var rig = CopyRig((1...4000).map { "line \($0)" })
        func asked() -> Int { rig.requests.count { if case .match = $0 { true } else { false } } }
        rig.handle(rig.mode.typeSearch("li", isForward: false))
        rig.handle(rig.mode.typeSearch("liz", isForward: false))
        let once = asked()
        rig.handle(rig.mode.typeSearch("lizard", isForward: false))
        #expect(asked() == once)
        rig.handle(rig.mode.typeSearch("liz|line 7$", isForward: false))
        #expect(asked() > once && rig.mode.cursor == Point(row: 6, column: 0))
        rig.handle(rig.mode.typeSearch("line 70", isForward: false))
        #expect(rig.mode.cursor == Point(row: 708, column: 0))
        rig.perform("copy.search backward line 7077777")
        #expect(rig.refusals == ["not found: line 7077777"])
    }
}
