import TendCore
import TendScreen
import Testing

/// What the world makes of what is said about an agent.
@Suite struct WorldAgentTests {
    private var world = World(epoch: 1000)
    private let id = SessionID(rawValue: "aaaaaaaa")

    init() {
        var session = makeSession()
        session.agent = AgentCard(name: "claude")
        _ = world.reduce(.created(session), now: .start)
    }

    private mutating func report(_ state: String, _ kind: String = "", at second: Double) -> [Effect] {
        world.reduce(.programReported(id, ProgramReport(state: state, kind: kind)), now: .at(second))
    }

    /// The drafts among the effects, taken in as the shell would.
    private mutating func raise(_ effects: [Effect], at second: Double) -> [AttentionItem] {
        effects.compactMap { effect in
            guard case .raise(var item) = effect else { return nil }
            item.id = AttentionID(rawValue: "item\(world.attention.allItems.count)")
            _ = world.reduce(.asked(item), now: .at(second))
            return item
        }
    }

    private static let dialog = Dialog(
        kind: .permission, title: "Do you want to proceed?", command: "touch x",
        options: [
            Dialog.Option(label: "Yes", verdict: .allow, keys: ["1"]),
            Dialog.Option(label: "No", verdict: .deny, keys: ["2"]),
        ], fingerprint: "touch x")

    @Test mutating func `an agent's activity follows the verdict and not its output`() {
        _ = world.reduce(.becameActive(id), now: .at(1))
        _ = report("idle", at: 1)
        #expect(world.session(id)?.activity == .idle)
        let effects = report("working", at: 2)
        #expect(effects.published.contains(.agent(.working, detail: "")))
        #expect(effects.published.contains(.activity(.working)))
        _ = world.reduce(.quietSince(id, .at(1)), now: .at(20))
        #expect(world.session(id)?.activity == .working)
        _ = report("blocked", "permission", at: 30)
        #expect(world.session(id)?.activity == .waiting)
        #expect(world.session(id)?.status?.state == .waiting(.permission))
        #expect(world.session(id)?.status?.since == 1030)
    }

    @Test mutating func `an agent that has only drawn itself has not finished anything`() {
        _ = world.reduce(.becameActive(id), now: .at(1))
        _ = world.reduce(.timePassed, now: .at(8))
        #expect(world.session(id)?.status?.state == .working)
        var effects = world.reduce(.sighted(id, Sighting(state: .idle, rule: "prompt")), now: .at(9))
        effects += world.reduce(.timePassed, now: .at(20))
        #expect(world.session(id)?.status?.state == .idle)
        #expect(raise(effects, at: 20).isEmpty)
    }

    @Test mutating func `an interrupt that the screen shows after the program is idle is no end of work`() {
        _ = report("working", at: 1)
        let items = raise(report("idle", at: 2) + world.reduce(.timePassed, now: .at(3)), at: 3)
        #expect(items.map(\.kind) == [.idle])
        _ = world.reduce(.sighted(id, Sighting(state: .interrupted)), now: .at(4))
        _ = world.reduce(.timePassed, now: .at(6))
        #expect(world.session(id)?.status?.state == .interrupted)
        #expect(world.attention.openItems.isEmpty)
    }

    @Test mutating func `an agent that finished, failed or ended is an item, until it goes on`() {
        _ = report("working", at: 1)
        let finished = raise(report("done", at: 2), at: 2)
        #expect(finished.map(\.kind) == [.idle])
        #expect(world.attention.openItems.count == 1)
        _ = report("working", at: 3)
        #expect(world.attention.openItems.isEmpty)
        let failed = raise(report("error", at: 4), at: 4)
        #expect(failed.map(\.kind) == [.error])
        _ = report("working", at: 5)
        // Interrupted at the desk: whoever did it knows.
        _ = world.reduce(.sighted(id, Sighting(state: .interrupted)), now: .at(6))
        let stopped = raise(report("idle", at: 6), at: 6)
        #expect(stopped.isEmpty)
        let ended = raise(world.reduce(.exited(id, .code(1)), now: .at(7)), at: 7)
        #expect(ended.map(\.title) == ["claude has ended with code 1"] && ended.map(\.kind) == [.error])
    }

    @Test func `who ended a program needs not be told that something went wrong`() {
        #expect([ExitStatus.code(0), .code(130), .signal(1), .signal(15)].allSatisfy { !$0.isFailure })
        #expect([ExitStatus.code(1), .code(127), .signal(9), .signal(11)].allSatisfy { $0.isFailure })
    }

    @Test mutating func `a notification tells that an agent waits, and opens no question`() {
        _ = world.reduce(.becameActive(id), now: .at(1))
        var effects = world.reduce(
            .heard(id, .waiting(.permission), detail: "claude needs your permission"), now: .at(2))
        #expect(world.session(id)?.status?.state != .waiting(.permission))
        effects += world.reduce(.timePassed, now: .at(3))
        #expect(world.session(id)?.status?.state == .waiting(.permission))
        let asked = raise(effects, at: 3)
        #expect(asked.isEmpty)
        let votes = world.explanation(of: id, now: .at(3))?.votes ?? []
        #expect(votes.map(\.evidence.source) == [.notification, .output])
        #expect(votes.first?.evidence.detail == "claude needs your permission")
        // Of a program that is no agent nothing follows.
        var shell = World(epoch: 1000)
        _ = shell.reduce(.created(makeSession()), now: .start)
        #expect(shell.reduce(.heard(id, .done, detail: ""), now: .at(1)).isEmpty)
    }

    @Test mutating func `a login is wanted until its dialog is gone`() {
        let asked = raise(report("blocked", "auth", at: 1), at: 1)
        #expect(asked.map(\.kind) == [.login])
        _ = report("idle", at: 2)
        #expect(world.attention.openItems.isEmpty)
    }

    @Test mutating func `a question that was answered at the desk is withdrawn after a moment`() {
        _ = report("blocked", "permission", at: 1)
        let item = AttentionItem(
            id: AttentionID(rawValue: "q"), session: id, key: "k", kind: .permission, way: .asker, title: "Bash",
            verdicts: [.allow, .deny], openedAt: 1001)
        _ = world.reduce(.asked(item), now: .at(1))
        _ = report("working", at: 5)
        #expect(world.attention.openItems.count == 1)
        #expect(world.nextDeadline == .at(6))
        _ = world.reduce(.timePassed, now: .at(6))
        #expect(
            world.attention[AttentionID(rawValue: "q")]?.state == .withdrawn(reason: "answered at the desk", at: 1006))
    }

    @Test mutating func `a question asked after the last one was left stays`() {
        _ = report("blocked", "permission", at: 1)
        _ = report("working", at: 5)
        let item = AttentionItem(
            id: AttentionID(rawValue: "q"), session: id, key: "k", kind: .permission, way: .asker, title: "Bash",
            openedAt: 1005.5)
        _ = world.reduce(.asked(item), now: .at(5.5))
        _ = world.reduce(.timePassed, now: .at(6))
        #expect(world.attention.openItems.count == 1)
    }

    @Test mutating func `a dialog that stands becomes an item to be answered by keys`() {
        let seen = Sighting(state: .waiting(.permission), dialog: WorldAgentTests.dialog)
        let early = raise(world.reduce(.sighted(id, seen), now: .at(1)), at: 1)
        #expect(early.isEmpty)
        let items = raise(world.reduce(.timePassed, now: .at(3)), at: 3)
        #expect(items.map(\.way) == [.keys])
        #expect(items.first?.verdicts == [.allow, .deny])
        #expect(items.first?.command == "touch x")
        _ = world.reduce(.sighted(id, Sighting(state: .working)), now: .at(4))
        #expect(world.attention.openItems.isEmpty)
    }

    @Test mutating func `a dialog that did not take its answer is asked about again`() throws {
        _ = world.reduce(
            .sighted(id, Sighting(state: .waiting(.permission), dialog: WorldAgentTests.dialog)), now: .at(1))
        func answer(_ kind: Origin.Kind, at second: Double) throws -> [AttentionItem] {
            let item = try #require(world.attention.openItems.first)
            let given = Answer(Decision(.allow), by: Origin(kind, name: ""), at: 1000 + second)
            _ = world.reduce(.attentionAnswered(item.id, given), now: .at(second))
            let effects = world.reduce(.attentionSettled(item.id, .unconfirmed), now: .at(second))
            return raise(effects + world.reduce(.timePassed, now: .at(second + 2)), at: second + 2)
        }
        #expect(raise(world.reduce(.timePassed, now: .at(3)), at: 3).count == 1)
        #expect(try answer(.localUser, at: 4).map(\.kind) == [.permission])
        #expect(try answer(.rule, at: 7).isEmpty)
    }

    @Test(arguments: [true, false])
    mutating func `the same words again, before anybody saw the first dialog go, are a new question`(
        isSeen: Bool
    ) throws {
        let seen = Sighting(state: .waiting(.permission), dialog: WorldAgentTests.dialog)
        _ = world.reduce(.sighted(id, seen), now: .at(1))
        #expect(raise(world.reduce(.timePassed, now: .at(3)), at: 3).count == 1)
        let item = try #require(world.attention.openItems.first)
        let answer = Answer(Decision(.allow), by: Origin(.localUser, name: ""), at: 1004)
        _ = world.reduce(.attentionAnswered(item.id, answer), now: .at(4))
        _ = world.reduce(.attentionSettled(item.id, .applied), now: .at(4))
        if isSeen { _ = world.reduce(.sighted(id, Sighting(state: .working)), now: .at(4.1)) }
        #expect(raise(world.reduce(.timePassed, now: .at(7)), at: 7).count == (isSeen ? 0 : 1))
    }

    @Test mutating func `a dialog that a hook asks about is no second item`() {
        let item = AttentionItem(
            id: AttentionID(rawValue: "q"), session: id, key: "k", kind: .permission, way: .asker, title: "Bash",
            openedAt: 1001)
        _ = world.reduce(.asked(item), now: .at(1))
        let seen = Sighting(state: .waiting(.permission), dialog: WorldAgentTests.dialog)
        _ = world.reduce(.sighted(id, seen), now: .at(1))
        let items = raise(world.reduce(.timePassed, now: .at(3)), at: 3)
        #expect(items.isEmpty)
    }

    @Test mutating func `what hooks tell is shown, and the conversation is remembered`() {
        var news = AgentNews()
        news.conversation = "c-1"
        news.tool = "Bash"
        let evidence = Evidence(.hook, .working, detail: "make", at: .at(1))
        _ = world.reduce(.observed(id, evidence, news), now: .at(1))
        #expect(world.session(id)?.agent?.conversation == "c-1")
        #expect(world.session(id)?.status?.facts.tool == "Bash")
        #expect(SessionJSON(world.session(id)!).agent?.tool == "Bash")
    }

    @Test mutating func `an explanation tells all votes`() {
        _ = report("working", at: 1)
        _ = world.reduce(.sighted(id, Sighting(state: .idle, rule: "prompt")), now: .at(2))
        let explanation = world.explanation(of: id, now: .at(3))
        #expect(explanation?.verdict?.state == .working)
        #expect(explanation?.votes.map(\.evidence.source) == [.program, .screen])
        #expect(explanation?.sighting.rule == "prompt")
    }

    @Test mutating func `a program that is no agent is left as it was`() {
        let plain = SessionID(rawValue: "bbbbbbbb")
        _ = world.reduce(.created(makeSession("bbbbbbbb", name: "other")), now: .start)
        _ = world.reduce(.sighted(plain, Sighting(state: .working)), now: .at(1))
        #expect(world.session(plain)?.activity == .starting)
        #expect(world.explanation(of: plain, now: .at(2))?.verdict == nil)
    }
}
