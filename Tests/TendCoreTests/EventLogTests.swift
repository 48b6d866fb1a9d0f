import Testing

@testable import TendCore

struct EventLogTests {
    @Test func `events come back from any id that is held, and older ones are a gap`() {
        var log = EventLog(capacity: 5, firstID: 10)
        #expect(log.events(after: 9) == .events([]))
        #expect(log.events(after: 8) == .gap(last: 9))
        let all = (0..<12).map { log.append(.note("\($0)"), of: makeSession(), time: Double($0)) }
        #expect(all.map(\.id) == Array(10...21))
        #expect(log.events(after: 21) == .events([]))
        #expect(log.events(after: 18) == .events(Array(all.suffix(3))))
        #expect(log.events(after: 16) == .events(Array(all.suffix(5))))
        #expect(log.events(after: 15) == .gap(last: 21))
        #expect(log.events(after: 22) == .gap(last: 21))
        #expect(log.events(after: .max) == .gap(last: 21))
    }

    @Test func `the ring grows to its capacity and no further, in bytes as in events`() {
        var log = EventLog(capacity: 4096, byteLimit: 100_000)
        for number in 0..<10_000 {
            _ = log.append(.note(String(repeating: "x", count: number % 500)), of: makeSession(), time: 0)
        }
        #expect(log.byteCount <= 100_000)
        guard case .events(let events) = log.events(after: log.lastID - 50) else {
            Issue.record("the newest events are gone")
            return
        }
        #expect(events.map(\.id) == Array((log.lastID - 49)...log.lastID))
    }
}
