import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Typed fast is the same as typed slowly.
@Suite struct AheadTests {
    @Test func `what is typed right after a split is for the new pane`() {
        var desk = Desk()
        desk.isSlow = true
        desk.type("C-b % l s Enter")
        #expect(desk.sent() == [])
        desk.serve()
        #expect(desk.panes == "bash1 [bash2]")
        #expect(desk.sent() == ["bash2 l", "bash2 s", "bash2 Enter"])
    }

    @Test func `a second command acts on what the first one leads to`() {
        var desk = Desk()
        desk.isSlow = true
        desk.type("C-b % C-b \" C-b Left a C-b c b")
        desk.serve()
        #expect(desk.model.workspace?.tabs.count == 2)
        #expect(desk.panes == "[bash4]")
        #expect(desk.sent() == ["bash1 a", "bash4 b"])
    }

    @Test func `what is typed after closing a pane is not for the program that ends`() {
        var desk = Desk()
        desk.type("C-b %")
        desk.isSlow = true
        desk.type("C-b x y l s")
        desk.serve()
        #expect(desk.panes == "[bash1]")
        #expect(desk.sent() == ["bash1 l", "bash1 s"])
    }

    @Test func `while a program is being restarted, keys are for it, not for its last screen`() {
        var desk = Desk()
        let id = desk.model.sessions[0].id
        desk.end(id)
        desk.type("r e x i t")
        #expect(desk.model.workspace?.tabs.count == 1)
        #expect(desk.sent() == [])
        let running = Desk.record(1, name: "bash")
        desk.happen(.event(EventJSON(Event(id: 1, time: 0, session: running, kind: .restarted))))
        #expect(desk.sent() == ["bash1 e", "bash1 x", "bash1 i", "bash1 t"])
    }

    @Test func `before the first workspace is known, keys wait for it`() {
        var model = Model(
            size: Size(rows: 24, columns: 80), configuration: Configuration(), theme: .plain, keymap: Desk.keymap,
            hostName: "host", now: 1000)
        #expect(!model.update(.input(.key(Key(.enter)))).contains(where: isMake))
        #expect(!model.update(.sessions([])).contains(where: isMake))
        #expect(!model.update(.workspace(Workspace(name: "main"))).contains(where: isMake))
        #expect(model.update(.connected).contains(where: isMake))
    }

    private func isMake(_ effect: Effect) -> Bool { if case .makeSession = effect { true } else { false } }

    @Test func `what does not come is not waited for for ever, and a refusal ends the wait`() {
        var desk = Desk()
        desk.isSlow = true
        desk.type("C-b % a")
        desk.isSlow = false
        #expect(desk.sent() == [])
        desk.wait(Ahead.patience)
        #expect(desk.sent() == ["bash1 a"])
        desk.type("b")
        #expect(desk.sent() == ["bash1 b"])
        desk.isSlow = true
        desk.type("C-b % c")
        desk.isSlow = false
        desk.happen(.refused("there are too many sessions"))
        #expect(desk.sent() == ["bash1 c"])
    }

    @Test func `more than can wait goes out as it was typed`() {
        var desk = Desk()
        desk.isSlow = true
        desk.type("C-b %")
        let words = (0..<Ahead.limit + 1000).map { "\($0)" }
        for word in words { desk.happen(.input(.text(word))) }
        desk.serve()
        let isWhole = desk.sent() == words.map { "bash1 \(Input.text($0))" }
        #expect(isWhole)
    }

    @Test func `what is typed when the wait has just ended comes behind what waited`() {
        var desk = Desk()
        desk.isSlow = true
        desk.type("C-b % a")
        desk.model.now += Ahead.patience
        desk.type("b")
        desk.serve()
        #expect(desk.sent() == ["bash1 a", "bash1 b"])
    }

    @Test func `who asks for a pane is answered when it is there, or when it will not be`() {
        var desk = Desk()
        desk.isSlow = true
        desk.happen(.asked(number: 7, "pane.split right -- cat"))
        #expect(desk.refusals.isEmpty)
        desk.serve()
        #expect(desk.refusals == [nil])
        var model = desk.model
        _ = model.update(.asked(number: 8, "pane.split right -- nosuch"))
        #expect(
            model.update(.refused("cannot start nosuch")).contains(.answer(number: 8, refusal: "cannot start nosuch")))
        // It is for whoever asked, not for the one at the keys.
        #expect(model.message == nil)
        _ = model.update(.asked(number: 9, "pane.split right -- cat"))
        #expect(
            model.update(.tick(model.now + 6000)).contains(
                .answer(number: 9, refusal: "it was begun, and is not done after 5 s")))
    }

    @Test func `commands of one line mean the state that those before them lead to`() {
        var desk = Desk()
        desk.isSlow = true
        desk.happen(.asked(number: 7, "tab.new top; pane.move 1; pane.focus previous"))
        #expect(desk.refusals.isEmpty)
        desk.serve()
        #expect(desk.refusals == [nil])
        #expect(desk.panes == "[bash1] top2")
        var model = desk.model
        _ = model.update(.asked(number: 8, "pane.split right -- nosuch; tab.new"))
        let effects = model.update(.refused("cannot start nosuch"))
        #expect(effects.contains(.answer(number: 8, refusal: "cannot start nosuch")))
        #expect(!effects.contains { if case .makeSession = $0 { true } else { false } })
    }

    @Test func `keys in a marked pane reach marked panes beside a zoomed one`() {
        var desk = Desk()
        desk.type("C-b %")
        desk.run("pane.mark all")
        desk.type("C-b z")
        #expect(Scene(desk.model).places.count == 1)
        #expect(desk.model.watched == Set(desk.model.sessions.map(\.id)))
    }

    @Test func `a search can be typed before the history has come`() {
        var desk = Desk()
        let session = desk.model.sessions[0].id
        desk.isSlow = true
        desk.type("C-b [ ? 1 1 Enter")
        desk.serve()
        let fetches = desk.effects.compactMap { effect -> CopyMode.Request? in
            if case .fetch(_, session, let request) = effect { request } else { nil }
        }
        #expect(fetches.count == 1)
        #expect(desk.model.overlays.isEmpty)
        guard let pane = desk.model.focusedPane?.id, let request = fetches.first else {
            Issue.record("nothing was fetched")
            return
        }
        let history = (1...200).map { Row.wrapped("line \($0)", width: 80)[0] }
        let screen = (201...223).map { Row.wrapped("line \($0)", width: 80)[0] }
        desk.happen(
            .history(
                pane,
                CopyMode.Page(
                    request,
                    .latest(
                        history: history, historyCount: 200, screen: screen,
                        anchor: CopyMode.Anchor(mark: 1, width: 80)))))
        #expect(desk.model.copies[pane]?.cursor == Point(row: 118, column: 5))
        #expect(desk.model.copies[pane]?.searchText == "11")
    }
}
