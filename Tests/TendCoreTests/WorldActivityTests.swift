import Testing

@testable import TendCore

struct WorldActivityTests {
    let id = SessionID(rawValue: "aaaaaaaa")
    var world = World(epoch: 0)

    init() { _ = world.reduce(.created(makeSession()), now: .at(0)) }

    @Test mutating func `a session works at its first output and is idle eight seconds after its last`() {
        #expect(world.nextDeadline == nil)
        #expect(world.reduce(.becameActive(id), now: .at(1)).published == [.activity(.working)])
        #expect(world.nextDeadline == .at(9))
        #expect(world.reduce(.timePassed, now: .at(8.9)).isEmpty)
        #expect(world.reduce(.timePassed, now: .at(9)) == [.checkQuiet(id)])
        #expect(world.nextDeadline == nil)
        // It was still printing.
        #expect(world.reduce(.quietSince(id, .at(4)), now: .at(9)).isEmpty)
        #expect(world.nextDeadline == .at(12))
        #expect(world.reduce(.timePassed, now: .at(12)) == [.checkQuiet(id)])
        let effects = world.reduce(.quietSince(id, .at(4)), now: .at(12))
        #expect(effects.published == [.activity(.idle)])
        #expect(effects.last == .watchOutput(id, after: .at(4)))
        #expect(world.nextDeadline == nil)
        #expect(world.reduce(.timePassed, now: .at(100)).isEmpty)
        #expect(world.reduce(.becameActive(id), now: .at(200)).published == [.activity(.working)])
    }

    @Test mutating func `a flood costs one question per quiet time and tells nothing`() {
        _ = world.reduce(.becameActive(id), now: .at(0))
        var effects: [Effect] = []
        var now = 0.0
        while let next = world.nextDeadline, now < 80 {
            now = next.sinceStart.inSeconds
            effects += world.reduce(.timePassed, now: next)
            effects += world.reduce(.quietSince(id, next), now: next)
        }
        #expect(effects == Array(repeating: .checkQuiet(id), count: 10))
    }

    @Test mutating func `each edge is told once`() {
        #expect(world.reduce(.becameActive(id), now: .at(1)).published.count == 1)
        #expect(world.reduce(.becameActive(id), now: .at(2)).isEmpty)
        #expect(world.reduce(.quietSince(id, .at(2)), now: .at(10)).published.count == 1)
        #expect(world.reduce(.quietSince(id, .at(2)), now: .at(11)).isEmpty)
    }

    @Test mutating func `a blocked program waits, whatever it prints, until it says otherwise`() {
        _ = world.reduce(.becameActive(id), now: .at(1))
        let blocked = ProgramReport(state: "blocked", kind: "permission", message: "approve Bash")
        #expect(
            world.reduce(.programReported(id, blocked), now: .at(2)).published == [
                .program(state: "blocked", kind: "permission", message: "approve Bash"), .activity(.waiting),
            ])
        #expect(world.reduce(.programReported(id, blocked), now: .at(2)).isEmpty)
        #expect(world.reduce(.quietSince(id, .at(2)), now: .at(10)).published.isEmpty)
        #expect(world.reduce(.becameActive(id), now: .at(11)).isEmpty)
        let effects = world.reduce(.programReported(id, ProgramReport(state: "working")), now: .at(12))
        #expect(effects.published.last == .activity(.working))
    }

    @Test mutating func `one blocked part is enough, and clear takes all records away`() {
        _ = world.reduce(.programReported(id, ProgramReport(id: "a", state: "blocked")), now: .at(1))
        _ = world.reduce(.programReported(id, ProgramReport(state: "working")), now: .at(2))
        #expect(world.session(id)?.activity == .waiting)
        _ = world.reduce(.programReported(id, ProgramReport(state: "clear")), now: .at(3))
        #expect(world.session(id)?.activity == .starting)
    }

    @Test mutating func `records beyond the limit are not kept`() {
        for number in 0..<300 {
            _ = world.reduce(.programReported(id, ProgramReport(id: "\(number)", state: "working")), now: .at(1))
        }
        #expect(world.entries[id]?.reports.count == 256)
    }

    @Test mutating func `a spinner in the title is told once a second, the newest one last`() {
        var effects: [Effect] = []
        for tick in 0..<20 {
            effects += world.reduce(.titleChanged(id, "spin \(tick)"), now: .at(Double(tick) / 20))
        }
        #expect(effects.published == [.title("spin 0")])
        #expect(world.session(id)?.title == "spin 19")
        #expect(world.nextDeadline == .at(1))
        #expect(world.reduce(.timePassed, now: .at(1)).published == [.title("spin 19")])
        #expect(world.nextDeadline == nil)
        #expect(effects.withoutPublished.isEmpty)
    }

    @Test mutating func `an activity that flaps is told a few times and in the end as it is`() {
        var effects: [Effect] = []
        for _ in 0..<100 {
            effects += world.reduce(.programReported(id, ProgramReport(state: "blocked")), now: .at(1))
            effects += world.reduce(.programReported(id, ProgramReport(state: "working")), now: .at(1))
        }
        effects += world.reduce(.programReported(id, ProgramReport(state: "blocked")), now: .at(1))
        let told = effects.published.filter { if case .activity = $0 { true } else { false } }
        #expect(told.count == 5)
        let last = world.reduce(.timePassed, now: .at(2)).published
        #expect(last.allSatisfy { $0 != .activity(.starting) })
        #expect(world.session(id)?.activity == .waiting)
    }

    @Test mutating func `titles and notifications lose what could harm a list`() {
        _ = world.reduce(.titleChanged(id, " a\u{7}\u{202E}b\n\u{200B}c "), now: .at(1))
        #expect(world.session(id)?.title == "a b c")
        let effects = world.reduce(.notified(id, title: "", body: "x\u{1B}[31m"), now: .at(1))
        #expect(effects.published == [.notification(title: "", body: "x [31m")])
        #expect(world.reduce(.notified(id, title: "\u{7}", body: ""), now: .at(1)).isEmpty)
    }

    @Test mutating func `a shorter quiet time counts at once`() {
        _ = world.reduce(.becameActive(id), now: .at(1))
        _ = world.reduce(.configured(.init(quietAfter: .seconds(2))), now: .at(2))
        #expect(world.nextDeadline == .at(4))
        #expect(world.reduce(.quietSince(id, .at(1)), now: .at(4)).published == [.activity(.idle)])
    }

    @Test func `after a crash an idle session stays idle and a working one is asked again`() {
        var world = World(epoch: 0)
        let idle = makeSession("idle", activity: .idle)
        #expect(world.reduce(.restored(idle, reports: []), now: .at(0)) == [.watchOutput(idle.id, after: nil)])
        #expect(world.nextDeadline == nil)
        let working = makeSession("work", activity: .working)
        #expect(world.reduce(.restored(working, reports: []), now: .at(0)).isEmpty)
        #expect(world.nextDeadline == .at(8))
        #expect(world.reduce(.quietSince(working.id, nil), now: .at(8)).published == [.activity(.idle)])
        let waiting = makeSession("wait", activity: .waiting)
        let reports = [ProgramReport(state: "blocked")]
        #expect(
            world.reduce(.restored(waiting, reports: reports), now: .at(9)) == [.watchOutput(waiting.id, after: nil)])
        #expect(world.session(waiting.id)?.activity == .waiting)
    }
}
