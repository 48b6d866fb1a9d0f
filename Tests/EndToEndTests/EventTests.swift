import Foundation
import Testing

/// `GET /events`: what a listener hears, and what it hears after it or the server was away.
@Suite struct EventTests {
    /// The next event of a session whose topic is one of these; others (activity, title) come when they come.
    private func next(
        _ topics: Set<String>, on connection: TestConnection, ids: inout [UInt64]
    ) async throws
        -> TestConnection.ServerEvent
    {
        while true {
            let event = try await connection.event()
            ids.append(event.id)
            if topics.contains(event.topic) { return event }
        }
    }

    @Test func `Last-Event-ID replays what was missed and goes on live`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        let lives: Set = ["session.created", "session.removed"]
        var ids: [UInt64] = []
        let live = try await home.events()
        for name in ["one", "two", "three"] { try await home.ok("new", "-d", "--name", name, "--", "cat") }
        var seen: [TestConnection.ServerEvent] = []
        for _ in 0..<3 { seen.append(try await next(lives, on: live, ids: &ids)) }
        #expect(seen.map(\.session) == ["one", "two", "three"])

        var again: [UInt64] = []
        let replay = try await home.events(after: seen[0].id)
        #expect(try await next(lives, on: replay, ids: &again).session == "two")
        #expect(try await next(lives, on: replay, ids: &again).session == "three")
        try await home.ok("rm", "-f", "two")
        for connection in [live, replay] {
            let event = try await next(["session.removed"], on: connection, ids: &again)
            #expect(event.session == "two")
        }
        #expect(ids == ids.sorted() && Set(ids).count == ids.count, "\(ids)")
        try await home.close()
    }

    @Test func `ids are not used again by the server after kill -9, and nothing it tells is missed`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        var last: UInt64 = 0
        var used: Set<UInt64> = []
        for round in 1...3 {
            // As a listener that lost its server: connected again later, with the last id it saw.
            try await home.ok("new", "-d", "--name", "round \(round)", "--", "cat")
            let connection = try await home.events(after: last)
            while true {
                let event = try await connection.event()
                #expect(event.id > last, "round \(round): \(event) after \(last)")
                #expect(used.insert(event.id).inserted, "round \(round): \(event) again")
                last = event.id
                if event.topic == "session.created", event.session == "round \(round)" { break }
            }
            try await home.killServer()
        }
        try await home.close()
    }

    @Test func `a program that ends while no server runs is heard of`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "box", "--", "cat")
        let connection = try await home.events(after: 0)
        var ids: [UInt64] = []
        let created = try await next(["session.created"], on: connection, ids: &ids)
        let server = try await home.status().pid
        kill(server, SIGSTOP)
        kill(try #require(try await home.pid(of: "cat")), SIGKILL)
        kill(server, SIGKILL)
        try await eventually("another server answers") { try await home.status().pid != server }
        try await home.wait("box", until: "exit")
        // Long over when the listener comes back.
        let again = try await home.events(after: ids.last)
        let ended = try await next(["session.exited"], on: again, ids: &ids)
        #expect(ended.session == "box")
        #expect(ended.id > created.id)
        try await home.close()
    }
}

extension TestHome {
    func pid(of program: String) async throws -> Int32? {
        var found: Int32?
        try await eventually("\(program) runs") {
            found = try self.childOfKeeper(named: program)
            return found != nil
        }
        return found
    }
}
