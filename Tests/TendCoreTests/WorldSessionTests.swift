import TendScreen
import Testing

@testable import TendCore

struct WorldSessionTests {
    let id = SessionID(rawValue: "aaaaaaaa")
    var world = World(epoch: 1000)

    @Test mutating func `a created session is written down, told of and watched, in this order`() {
        let session = makeSession()
        let effects = world.reduce(.created(session), now: .at(2))
        #expect(
            effects == [
                .persist(session), .publish(Event(id: 1, time: 1002, session: session, kind: .created)),
                .watchOutput(id, after: nil),
            ])
        #expect(world.sessions == [session])
    }

    @Test mutating func `an ended session keeps its status and has neither pid nor deadline`() throws {
        _ = world.reduce(.created(makeSession()), now: .at(0))
        _ = world.reduce(.becameActive(id), now: .at(1))
        let effects = world.reduce(.exited(id, .code(3)), now: .at(5))
        let session = try #require(world.session(id))
        #expect(session.state == .exited && session.exit == .code(3) && session.endedAt == 1005)
        #expect(session.activity == .unknown && session.pid == nil)
        #expect(effects.published == [.exited])
        #expect(effects.first == .persist(session))
        #expect(world.nextDeadline == nil)
        #expect(world.reduce(.exited(id, .code(0)), now: .at(6)).isEmpty)
    }

    @Test mutating func `when an interrupted session ended is not known`() throws {
        _ = world.reduce(.restored(makeSession(activity: .idle), reports: []), now: .at(0))
        #expect(world.reduce(.interrupted(id), now: .at(1)).published == [.interrupted])
        let session = try #require(world.session(id))
        #expect(session.state == .interrupted && session.endedAt == nil && session.exit == nil)
    }

    @Test mutating func `a restarted session starts over with what it counted`() throws {
        _ = world.reduce(.created(makeSession()), now: .at(0))
        _ = world.reduce(.titleChanged(id, "old"), now: .at(0))
        _ = world.reduce(.exited(id, .signal(9)), now: .at(1))
        _ = world.reduce(.measured(id, byteCount: 77, lineCount: 3), now: .at(1))
        let effects = world.reduce(.restarted(id, pid: 7), now: .at(9))
        let session = try #require(world.session(id))
        #expect(session.state == .running && session.activity == .starting && session.pid == 7)
        #expect(session.exit == nil && session.endedAt == nil && session.title == "" && session.startedAt == 1009)
        #expect(session.byteCount == 77)
        #expect(effects.published == [.restarted])
        #expect(effects.last == .watchOutput(id, after: nil))
        #expect(world.reduce(.restarted(id, pid: 8), now: .at(10)).isEmpty)
    }

    @Test mutating func `a restarted agent has the launch of its new plan`() throws {
        var session = makeSession()
        session.agent = AgentCard(name: "claude", conversation: "c1", model: "opus")
        _ = world.reduce(.created(session), now: .at(0))
        _ = world.reduce(.exited(id, .code(0)), now: .at(1))
        let launch = Launch(command: "claude", arguments: ["--resume", "c1"], directory: "/src")
        let card = AgentCard(name: "claude", conversation: "c1", model: "opus", plannedVariables: ["X"])
        #expect(world.reduce(.agentPlanned(id, card), now: .at(2)).count == 1)
        #expect(world.reduce(.agentPlanned(id, card), now: .at(2)).isEmpty)
        _ = world.reduce(.restarted(id, pid: 7, as: launch), now: .at(2))
        #expect(world.session(id)?.launch == launch)
        #expect(world.session(id)?.agent == card)
    }

    @Test mutating func `what is learned of an agent is kept, and of other programs nothing is`() {
        _ = world.reduce(.created(makeSession()), now: .at(0))
        #expect(world.reduce(.agentLearned(id, conversation: "c1", model: nil), now: .at(1)).isEmpty)
        #expect(world.session(id)?.agent == nil)
        _ = world.reduce(.agentPlanned(id, AgentCard(name: "codex", model: "m")), now: .at(1))
        let effects = world.reduce(.agentLearned(id, conversation: "c1", model: nil), now: .at(1))
        #expect(world.session(id)?.agent == AgentCard(name: "codex", conversation: "c1", model: "m"))
        #expect(effects == [.persist(world.session(id)!)])
    }

    @Test mutating func `a removed session is forgotten and told of as it last was`() {
        _ = world.reduce(.created(makeSession()), now: .at(0))
        let effects = world.reduce(.removed(id), now: .at(1))
        #expect(effects.first == .forget(id))
        #expect(effects.published == [.removed])
        #expect(world.sessions.isEmpty)
        #expect(world.reduce(.bellRang(id), now: .at(2)).isEmpty)
    }

    @Test mutating func `what a removed session started belongs to who started that`() {
        func add(_ name: String, by starter: SessionID?) -> SessionID {
            var session = makeSession(name, name: name)
            session.startedBy = starter
            _ = world.reduce(.created(session), now: .at(0))
            return session.id
        }
        let agent = add("agent", by: nil)
        let middle = add("middle", by: agent)
        let (grand, twin) = (add("grand", by: middle), add("twin", by: middle))
        let effects = world.reduce(.removed(middle), now: .at(1))
        #expect([grand, twin].map { world.session($0)?.startedBy } == [agent, agent])
        // It is so after a crash, too.
        #expect(effects.contains(.persist(world.session(grand)!)) && effects.contains(.persist(world.session(twin)!)))
        // Of the first one the id stays, which still tells that the two belong together.
        _ = world.reduce(.removed(agent), now: .at(2))
        #expect([grand, twin].map { world.session($0)?.startedBy } == [agent, agent])
    }

    @Test mutating func `a rename or resize that changes nothing is silent`() {
        _ = world.reduce(.created(makeSession()), now: .at(0))
        #expect(world.reduce(.renamed(id, to: "claude"), now: .at(1)).isEmpty)
        #expect(world.reduce(.renamed(id, to: "api"), now: .at(1)).published == [.renamed])
        #expect(world.reduce(.resized(id, to: Size(rows: 40, columns: 120)), now: .at(1)).isEmpty)
        #expect(world.reduce(.resized(id, to: Size(rows: 9999, columns: 0)), now: .at(1)).published == [.resized])
        #expect(world.session(id)?.size == Size(rows: 500, columns: 2))
    }

    @Test mutating func `notes are bounded and not repeated`() {
        _ = world.reduce(.created(makeSession()), now: .at(0))
        _ = world.reduce(.noted(id, "output was skipped"), now: .at(1))
        #expect(world.reduce(.noted(id, "output was skipped"), now: .at(2)).isEmpty)
        for number in 0..<50 { _ = world.reduce(.noted(id, "note \(number)"), now: .at(3)) }
        #expect(world.session(id)?.notes.count == World.noteLimit)
        #expect(world.session(id)?.notes.last == "note 49")
    }

    @Test mutating func `restored sessions keep their order and are not announced`() {
        for name in ["c", "a", "b"] {
            let session = makeSession(name, name: name, state: .exited, activity: .unknown)
            #expect(world.reduce(.restored(session, reports: []), now: .at(0)).isEmpty)
        }
        #expect(world.sessions.map(\.name) == ["c", "a", "b"])
        #expect(world.log.events(after: 0) == .events([]))
    }

    @Test mutating func `counts go into the books with the end, not with each change`() {
        _ = world.reduce(.created(makeSession()), now: .at(0))
        #expect(world.reduce(.measured(id, byteCount: 10, lineCount: 1), now: .at(1)).isEmpty)
        _ = world.reduce(.exited(id, .code(0)), now: .at(1))
        #expect(world.reduce(.measured(id, byteCount: 12, lineCount: 1), now: .at(1)).count == 1)
        #expect(world.reduce(.measured(id, byteCount: 12, lineCount: 1), now: .at(1)).isEmpty)
    }

    @Test func `event ids are reserved ahead and go on after those of the server before`() {
        var world = World(epoch: 0, firstEventID: 5000)
        var reservations: [UInt64] = []
        var effects = world.reduce(.created(makeSession()), now: .at(0))
        for second in 0..<2000 {
            effects += world.reduce(.bellRang(id), now: .at(Double(second) * 2))
        }
        for effect in effects {
            if case .reserveEventIDs(let last) = effect { reservations.append(last) }
            if case .publish(let event) = effect { #expect(event.id <= max(reservations.last ?? 0, 5000 + 1023)) }
        }
        #expect(effects.published.count == 2001)
        #expect(reservations.count == 3)
        #expect(world.log.lastID == 7000)
    }
}
