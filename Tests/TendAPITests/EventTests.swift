import FoundationEssentials
import TendCore
import Testing

@testable import TendAPI

@Suite struct EventTests {
    @Test func `events come as they happen, with their ids`() async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/events", [], nil))
            #expect(try await client.response().headers["content-type"] == "text/event-stream")
            _ = try await client.read(through: ": events of tend\n\n")
            service.add("a")
            let event = try await client.read(through: "\n\n")
            #expect(event.contains("id: 1\nevent: session.created\ndata: {"))
        }
    }

    @Test func `a client that comes back is told what it missed`() async throws {
        try await withServer { service, server in
            let session = service.add("a")
            for number in 1...4 { service.publish(.note("n\(number)"), session) }
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/events?topics=session.note", ["Last-Event-ID: 3"], nil))
            _ = try await client.read(through: ": events of tend\n\n")
            let missed = try await client.read(through: "id: 5\n")
            #expect(missed.contains("id: 4\n") && !missed.contains("id: 3\n"))
        }
    }

    @Test func `text that a program chose loses its control characters`() async throws {
        try await withServer { service, server in
            let session = service.add("a")
            service.publish(.title("a\u{1B}[2J\u{202E}b\u{200B}\n"), session)
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/events?after=1", [], nil))
            _ = try await client.read(through: ": events of tend\n\n")
            #expect(try await client.read(through: "\n\n").contains(#""title":"a[2Jb""#))
        }
    }

    @Test func `a stream of events ends when the server stops`() async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/events", [], nil))
            _ = try await client.read(through: ": events of tend\n\n")
            server.server.shutdown(grace: .seconds(60))
            _ = try await client.readToEnd()
        }
    }
}
