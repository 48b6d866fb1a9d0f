import TendCore
import TendScreen
import Testing

/// What the world makes of tokens, odd behaviour and progress.
@Suite struct WorldUsageTests {
    private var world = World(epoch: 1000)
    private let id = SessionID(rawValue: "aaaaaaaa")

    init() {
        var session = makeSession()
        session.agent = AgentCard(name: "claude")
        _ = world.reduce(.created(session), now: .start)
    }

    private mutating func hear(
        _ state: AgentState, tokens: Int? = nil, call: String? = nil, text: String? = nil, at second: Double
    ) -> [Effect] {
        var news = AgentNews()
        news.conversation = "c1"
        news.text = text
        if let call {
            news.tool = "Bash"
            news.call = AgentCall(id: call, input: "make")
        }
        if let tokens { news.usage = [ModelUsage(model: "m", tokens: TokenCount(output: tokens))] }
        let evidence = Evidence(.hook, state, detail: call == nil ? "" : "Bash: make", at: .at(second))
        return world.reduce(.observed(id, evidence, news), now: .at(second))
    }

    private mutating func raise(_ effects: [Effect], at second: Double) -> [AttentionItem] {
        effects.compactMap { effect in
            guard case .raise(var item) = effect else { return nil }
            item.id = AttentionID(rawValue: "item\(world.attention.allItems.count)")
            _ = world.reduce(.asked(item), now: .at(second))
            return item
        }
    }

    private var agent: SessionJSON.Agent? { world.session(id).flatMap { SessionJSON($0).agent } }

    @Test mutating func `what was used and said is in the books, and a new server counts on from there`() throws {
        let effects = hear(.done, tokens: 500, text: "All done.", at: 1)
        #expect(effects.published.contains(.facts))
        let session = try #require(world.session(id))
        #expect(
            effects.contains {
                if case .persist(let kept) = $0 { kept.agent?.usage?.tokens.total == 500 } else { false }
            })
        world = World(epoch: 2000)
        _ = world.reduce(.restored(session, reports: []), now: .start)
        #expect(agent?.tokens == nil || agent?.tokens == 500)
        _ = hear(.working, at: 1)
        #expect(agent?.tokens == 500 && agent?.text == "All done.")
        // The same sum again, and more in the same conversation.
        _ = hear(.done, tokens: 500, at: 2)
        #expect(agent?.tokens == 500)
        _ = hear(.done, tokens: 700, at: 3)
        #expect(agent?.tokens == 700 && agent?.usage?.output == 700)
        // It has ended: still known. Run again, by another plan: it goes on.
        _ = world.reduce(.exited(id, .code(0)), now: .at(4))
        #expect(agent?.tokens == 700 && agent?.state == nil)
        _ = world.reduce(.agentPlanned(id, AgentCard(name: "claude", conversation: "c1", model: "m")), now: .at(5))
        _ = world.reduce(.restarted(id, pid: 7), now: .at(5))
        _ = hear(.working, tokens: 700, at: 6)
        #expect(agent?.tokens == 700)
    }

    @Test mutating func `a loop is an item until another call is made`() {
        for number in 1...4 { _ = raise(hear(.working, call: "c\(number)", at: Double(number)), at: Double(number)) }
        #expect(world.attention.openItems.isEmpty)
        let items = raise(hear(.working, call: "c5", at: 5), at: 5)
        #expect(items.map(\.kind) == [.hint] && items.first?.detail == "the same call 5 times in a row: Bash: make")
        #expect(agent?.hints == ["the same call 5 times in a row: Bash: make"])
        // One item for one loop.
        let more = raise(hear(.working, call: "c6", at: 6), at: 6)
        #expect(more.isEmpty && world.attention.openItems.count == 1)
        _ = raise(hear(.done, at: 7), at: 7)
        #expect(!world.attention.openItems.contains { $0.kind == .hint })
    }

    @Test mutating func `a stall is told by itself, once, and taken back when it goes on`() {
        _ = hear(.working, tokens: 5, at: 1)
        #expect(world.nextDeadline != nil)
        var items: [AttentionItem] = []
        var turns = 0
        while let due = world.nextDeadline, due <= .at(5000), turns < 100 {
            turns += 1
            items += raise(world.reduce(.timePassed, now: due), at: due.sinceStart.inSeconds)
        }
        #expect(turns < 20, "no deadline comes again and again")
        #expect(items.map(\.kind) == [.hint])
        #expect(items.first?.openedAt == 1601)
        _ = hear(.working, tokens: 9, at: 5001)
        #expect(world.attention.openItems.isEmpty)
    }

    @Test mutating func `limits may be off`() {
        _ = world.reduce(
            .configured(World.Options(hints: AgentHint.Limits(repetitions: nil, silence: nil))), now: .start)
        for number in 1...9 { _ = hear(.working, tokens: 5, call: "c\(number)", at: Double(number)) }
        #expect(agent?.hints == nil)
    }

    @Test mutating func `a login that is told twice is one item`() {
        _ = hear(.working, at: 1)
        let first = raise(hear(.waiting(.auth), at: 2), at: 2)
        let second = raise(hear(.error(.auth), at: 3), at: 3)
        #expect(first.map(\.kind) == [.login] && second.isEmpty)
    }

    @Test mutating func `a failure that nobody saw coming is an item, and one from before is none`() {
        _ = hear(.idle, at: 1)
        let failed = raise(hear(.error(.rateLimit), at: 2), at: 2)
        #expect(failed.map(\.kind) == [.error])
        let again = raise(hear(.error(.api), at: 3), at: 3)
        #expect(again.isEmpty)
        world = World(epoch: 2000)
        var session = makeSession()
        session.agent = AgentCard(name: "claude")
        _ = world.reduce(.restored(session, reports: []), now: .start)
        let before = raise(hear(.error(.rateLimit), at: 1), at: 1)
        #expect(before.isEmpty)
    }

    @Test mutating func `progress is evidence of work, and shown`() {
        let effects = world.reduce(.progressed(id, Progress(state: .normal, percent: 42)), now: .at(1))
        #expect(effects.published.contains(.progress(Progress(state: .normal, percent: 42))))
        #expect(world.session(id)?.activity == .working)
        let shown = world.session(id).flatMap { SessionJSON($0).progress }
        #expect(shown?.state == .running && shown?.percent == 42)
        #expect(world.explanation(of: id, now: .at(1))?.votes.first?.evidence.source == .progress)
        _ = world.reduce(.progressed(id, Progress(state: .error, percent: 42)), now: .at(2))
        #expect(world.session(id).flatMap { SessionJSON($0).progress }?.state == .error)
        _ = world.reduce(.progressed(id, Progress()), now: .at(3))
        #expect(world.session(id)?.progress == nil)
        #expect(world.explanation(of: id, now: .at(3))?.votes.contains { $0.evidence.source == .progress } == false)
        // It ends with its program.
        _ = world.reduce(.progressed(id, Progress(state: .indeterminate)), now: .at(4))
        _ = world.reduce(.exited(id, .code(0)), now: .at(5))
        #expect(world.session(id)?.progress == nil)
    }
}
