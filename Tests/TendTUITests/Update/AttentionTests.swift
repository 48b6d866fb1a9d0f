import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// What waits for somebody, as it comes and goes, and what is done about it without a card.
struct AttentionTests {
    private static let keymap: Keymap = {
        var keymap = Desk.keymap
        keymap.bind(Key(.character("a")), in: "prefix", to: binding(.attentionNext))
        keymap.bind(Key(.character("A")), in: "prefix", to: binding(.attentionList))
        keymap.bind(Key(.character("i")), in: "prefix", to: binding(.attentionCard))
        return keymap
    }()

    private static func binding(_ name: Command.Name) -> Keymap.Binding { Keymap.Binding(.commands([Command(name)])) }

    /// Sessions bash1…, each in a tab of its own; the last one has the focus.
    func desk(sessions: Int = 2) -> Desk {
        var desk = Desk(sessions: sessions)
        desk.model.keymap = AttentionTests.keymap
        desk.happen(.attention([]))
        desk.effects = []
        return desk
    }

    func item(
        _ id: String, of number: Int, _ kind: AttentionItem.Kind = .permission, at time: Double = 900,
        state: AttentionItem.State = .open, change: (inout AttentionItem) -> Void = { _ in }
    ) -> AttentionJSON {
        makeItem(
            id, kind, session: "s\(number)aaaaaa", name: "bash\(number)", title: "use a tool", openedAt: time,
            verdicts: kind == .question ? [.answer] : [.allow, .allowSession, .deny], state: state, change: change)
    }

    func card(_ desk: Desk) -> String? {
        if case .card(let card) = desk.model.overlays.last { card.item } else { nil }
    }

    private func notices(_ desk: Desk) -> [String] {
        desk.effects.compactMap { if case .notify(let notice) = $0 { "\(notice.title) | \(notice.body)" } else { nil } }
    }

    func decisions(_ desk: Desk) -> [String] {
        desk.effects.compactMap { effect -> String? in
            guard case .answerAttention(let id, let decision) = effect else { return nil }
            let answers: [String?] = decision.answers.map { $0.joined(separator: "+") }
            let words = [decision.verdict.rawValue, decision.reason] + answers
            return ([id] + words.compactMap(\.self)).joined(separator: " ")
        }
    }

    // MARK: What the server says

    @Test func `all that waits is asked for at the start and when the server is back`() {
        var desk = desk()
        desk.happen(.disconnected)
        desk.happen(.connected)
        #expect(desk.effects.contains(.readAttention))
    }

    @Test func `what happens while the list is on its way is newer than the list`() {
        var desk = desk()
        desk.happen(.connected)
        desk.happen(.attentionChanged(item("new", of: 1, at: 950)))
        desk.happen(.attentionChanged(item("old", of: 1, state: ended(.allow))))
        desk.happen(.attention([item("old", of: 1), item("mid", of: 2, at: 920)]))
        #expect(desk.model.attention.open.map(\.id) == ["mid", "new"])
    }

    @Test func `an item that is told twice is one`() {
        var desk = desk()
        for _ in 1...2 { desk.happen(.attentionChanged(item("one", of: 1))) }
        #expect(desk.model.attention.open.map(\.id) == ["one"])
        desk.happen(.attentionChanged(item("one", of: 1, state: ended(.deny))))
        #expect(desk.model.attention.open.isEmpty)
    }

    @Test func `who answered stands in the border for a while`() {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 1)))
        desk.happen(.attentionChanged(item("one", of: 1, state: ended(.allow))))
        #expect(desk.model.attention.ended["s1aaaaaa"] != nil)
        desk.wait(8000)
        #expect(desk.model.attention.ended.isEmpty)
    }

    @Test func `a session that is removed asks nothing any more`() {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 1)))
        desk.happen(.sessionGone("s1aaaaaa"))
        #expect(desk.model.attention.open.isEmpty)
    }

    // MARK: Telling

    @Test func `the terminal is told of what is new elsewhere, not of the pane that one looks at`() {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 1) { ($0.command, $0.risk) = ("rm -rf x", .deletes) }))
        desk.happen(.attentionChanged(item("two", of: 2)))
        #expect(notices(desk) == ["bash1 asks | deletes: rm -rf x"])
        desk.happen(.input(.focus(false)))
        desk.happen(.attentionChanged(item("three", of: 2)))
        #expect(notices(desk).last == "bash2 asks | use a tool")
    }

    @Test func `who wants no quiet is told of everything, and who wants nothing of nothing`() {
        var desk = desk()
        desk.model.configuration.isAttentionQuiet = false
        desk.happen(.attentionChanged(item("one", of: 2)))
        #expect(notices(desk).count == 1)
        desk.model.configuration.attentionNotify = []
        desk.happen(.attentionChanged(item("two", of: 1)))
        #expect(notices(desk).count == 1)
    }

    @Test func `what waited before the client came is not told, what came while the server was away is`() {
        var desk = Desk(sessions: 2)
        desk.happen(.attention([item("one", of: 1)]))
        #expect(notices(desk) == [])
        desk.happen(.disconnected)
        desk.happen(.connected)
        desk.happen(.attention([item("one", of: 1), item("two", of: 1, .question)]))
        #expect(notices(desk).count == 1)
    }

    @Test func `the title counts what waits, if it is to`() {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 1)))
        desk.happen(.attentionChanged(item("two", of: 2, .idle)))
        #expect(desk.effects.contains(.title("(1) bash2 — tend")))
        desk.model.configuration.attentionNotify = [.bell]
        desk.happen(.attentionChanged(item("three", of: 1)))
        #expect(desk.effects.last { if case .title = $0 { true } else { false } } == .title("bash2 — tend"))
    }

    @Test func `the bar counts what somebody has to do something about`() {
        var desk = desk(sessions: 3)
        desk.happen(.attentionChanged(item("one", of: 1)))
        desk.happen(.attentionChanged(item("two", of: 1, .question)))
        desk.happen(.attentionChanged(item("three", of: 2, .idle)))
        desk.model.sessions[2].activity = .waiting
        #expect(desk.model.waitingCount == 3)
        #expect(desk.model.sessions.map(desk.model.isWaiting) == [true, false, true])
    }

    // MARK: Going there

    @Test func `one key goes to the next that waits, the urgent ones first, and shows its card`() {
        var desk = desk(sessions: 4)
        desk.happen(.attentionChanged(item("done", of: 1, .idle, at: 100)))
        desk.happen(.attentionChanged(item("late", of: 3, at: 300)))
        desk.happen(.attentionChanged(item("soon", of: 2, at: 200)))
        for (id, name) in [("soon", "bash2"), ("late", "bash3"), ("done", "bash1"), ("soon", "bash2")] {
            desk.type("C-b a")
            #expect(card(desk) == id)
            #expect(desk.model.focusedSession?.name == name)
            desk.type("Escape")
        }
        // From card to card with one key.
        desk.type("C-b a Tab")
        #expect(card(desk) == "done")
        #expect(desk.model.overlays.count == 1)
    }

    @Test func `nothing waits`() {
        var desk = desk()
        for keys in ["C-b a", "C-b A"] {
            desk.type(keys)
            #expect(desk.model.message?.text == "nothing waits for you")
        }
        desk.type("C-b i")
        #expect(desk.model.message?.text == "bash2 asks nothing")
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `a session without a pane is looked for in the other workspaces, and opened if none has it`() {
        var desk = desk()
        let other = Desk.session(9, name: "api")
        desk.happen(.sessions(desk.model.sessions + [other]))
        desk.happen(.attentionChanged(item("one", of: 9) { $0.session = SessionID(rawValue: other.id) }))
        desk.type("C-b a")
        #expect(desk.effects.contains(.seek(session: other.id)))
        desk.happen(.sought(session: other.id, workspace: "web"))
        #expect(desk.effects.contains(.follow(workspace: "web")))
        var there = Workspace(name: "web")
        _ = try? there.apply(.newTab(session: desk.model.sessions[0].id, name: nil, at: nil))
        _ = try? there.apply(.newTab(session: other.id, name: nil, at: nil))
        _ = try? there.apply(.newTab(session: desk.model.sessions[1].id, name: nil, at: nil))
        desk.happen(.workspace(there))
        #expect(desk.model.focusedSession?.id == other.id)
        #expect(card(desk) == "one")

        desk.type("Escape")
        let third = Desk.session(8, name: "lone")
        desk.happen(.sessions(desk.model.sessions + [third]))
        desk.happen(.sought(session: third.id, workspace: nil))
        #expect(desk.model.focusedSession?.id == third.id)
    }

    @Test func `the list leads to the one that is chosen`() {
        var desk = desk(sessions: 3)
        desk.happen(.attentionChanged(item("one", of: 1, at: 100)))
        desk.happen(.attentionChanged(item("two", of: 2, at: 200)))
        desk.type("C-b A Down Enter")
        #expect(card(desk) == "two")
        #expect(desk.model.focusedSession?.name == "bash2")
    }
}
