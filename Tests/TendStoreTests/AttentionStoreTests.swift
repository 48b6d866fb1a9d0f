import TendCore
import Testing

@testable import TendStore

@Suite struct AttentionStoreTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func item(_ id: String, at time: Double = 1) -> AttentionItem {
        AttentionItem(
            id: AttentionID(rawValue: id), session: SessionID(rawValue: "aaaaaaaa"), key: "k" + id, kind: .question,
            way: .asker, title: "t", tool: "Ask", command: "a\nb", diff: "+é", path: "/p", directory: "/d", detail: "x",
            questions: [.init(text: "?", choices: [.init(label: "Red")], isMultiple: true)], verdicts: [.answer, .deny],
            risk: .writes, openedAt: time, deadline: 9)
    }

    @Test func `items come back as they were, in the order of opening`() async throws {
        var answered = item("bbbbbb", at: 2)
        answered.state = .answered(
            Answer(Decision(.answer, answers: [["Red"]]), by: Origin(.session, name: "s", session: answered.session), at: 3))
        let store = fixture.store()
        _ = try await store.load()
        store.persist(item("aaaaaa", at: 3))
        try await store.flush()
        store.persist(item("cccccc", at: 5))
        store.persist(item("dddddd", at: 4))
        store.persist(answered)
        store.forget(attention: [AttentionID(rawValue: "cccccc")])
        // Not closed: as after a kill.
        try await store.flush()
        let state = try await fixture.store().load()
        #expect(state.attention == [item("aaaaaa", at: 3), answered, item("dddddd", at: 4)])
        #expect(state.problems.isEmpty)
        // A change keeps the place.
        var withdrawn = item("aaaaaa", at: 3)
        withdrawn.state = .withdrawn(reason: "r", at: 6)
        store.persist(withdrawn)
        try await store.close()
        #expect(try await fixture.store().load().attention.first == withdrawn)
    }

    @Test func `the audit log keeps every line in order and gives the newest`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        var entries: [AuditEntry] = []
        for number in 0..<5 {
            entries.append(
                AuditEntry(.asked, item("n\(number)"), sessionName: "s", agent: "claude", at: Double(number)))
            store.append(entries[number])
        }
        let lines = try await store.audit(limit: 3, since: 0)
        #expect(lines.map(\.number) == [3, 4, 5] && lines.map(\.entry) == Array(entries[2...]))
        #expect(try await store.audit(limit: 100, since: 4).map(\.number) == [5])
        try await store.close()
        let next = fixture.store()
        _ = try await next.load()
        next.append(entries[0])
        #expect(try await next.audit(limit: 1, since: 0).map(\.number) == [6])
    }

    @Test func `an item that makes no sense is told and not listed`() async throws {
        try await fixture.fill([])
        try await fixture.alter("INSERT INTO attention (id, json) VALUES ('odd', '{}')")
        let state = try await fixture.store().load()
        #expect(state.attention.isEmpty)
        #expect(state.problems == [.unreadableAttention(path: fixture.path, items: ["odd"])])
    }

    @Test func `who started a session is kept`() async throws {
        var session = makeSession("aaaaaaaa")
        session.startedBy = SessionID(rawValue: "bbbbbbbb")
        try await fixture.fill([session])
        #expect(try await fixture.store().load().sessions == [session])
    }
}
