import Glibc
import Synchronization
import TendCore
import TendScreen
import Testing

@testable import TendAPI

/// Programs in sessions could answer by keys what an agent asks: each way to type looks at who comes.
@Suite struct InsiderTests {
    /// A live socket that shows the session `a`.
    private func watching(_ server: TestServer) async throws -> TestWebSocket {
        let socket = try await TestWebSocket(server, "/api/v1/live")
        try socket.send(LiveMessage.Request(.watch, session: "a"))
        _ = try await socket.receive(LiveMessage.Reply.self)
        _ = try await socket.frame()
        return socket
    }

    @Test(arguments: [
        ("input", #"{"text":"1"}"#), ("submit", #"{"text":"1"}"#), ("submit", #"{"text":"1","force":true}"#),
    ])
    func `input and prompts are refused`(path: String, body: String) async throws {
        try await withServer { service, server in
            service.add("a")
            service.inbox.isInside.withLock { $0 = true }
            let refused = try await server.request("POST", "/api/v1/sessions/a/\(path)", body)
            #expect(refused.status == 403 && refused.error?.message == "a asks something")
            #expect(service.inputs("a").isEmpty)
        }
    }

    @Test func `a program in a session is no client that could be asked for commands`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.inbox.isInside.withLock { $0 = true }
            let socket = try await watching(server)
            try socket.send(LiveMessage.Request(.announce, id: 1, rows: 24, cols: 80, terminal: "xterm", focused: true))
            #expect(try await socket.receive(LiveMessage.Reply.self).error?.code == "forbidden")
            #expect(try await server.request("GET", "/api/v1/clients").decoded(ClientListJSON.self).clients.isEmpty)
        }
    }

    @Test func `input over the live socket is refused, each by itself`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.inbox.isInside.withLock { $0 = true }
            let socket = try await watching(server)
            try socket.send(LiveMessage.Request(.input, id: 1, channel: 1, input: InputJSON(keys: ["Enter"])))
            let refused = try await socket.receive(LiveMessage.Reply.self)
            #expect(refused.id == 1 && refused.error?.code == "forbidden")
            // The question has been answered.
            service.inbox.isInside.withLock { $0 = false }
            try socket.send(LiveMessage.Request(.input, id: 2, channel: 1, input: InputJSON(text: "x")))
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 2, ok: true))
            #expect(service.inputs("a") == [.text("x")])
        }
    }

    @Test(arguments: [[2, 1, 0x31], [3, 1, 0, 1, 0x31]])
    func `keys over the live socket are refused, until nothing is asked`(message: [UInt8]) async throws {
        try await withServer { service, server in
            service.add("a")
            service.inbox.isInside.withLock { $0 = true }
            let socket = try await watching(server)
            try socket.send(binary: message)
            let refused = try await socket.receive(LiveMessage.Reply.self)
            #expect(refused.error?.code == "forbidden")
            #expect(service.inputs("a").isEmpty)
            service.inbox.isInside.withLock { $0 = false }
            try socket.send(binary: message)
            await service.until { $0.inputs["ida"]?.count == 1 }
        }
    }

    @Test(arguments: [true, false])
    func `input over a stream is refused, until nothing is asked`(isBinary: Bool) async throws {
        try await withServer { service, server in
            service.add("a")
            service.inbox.isInside.withLock { $0 = true }
            let socket = try await TestWebSocket(server, "/api/v1/sessions/a/stream")
            _ = try await socket.receive(LiveMessage.StreamHello.self)
            func type() throws {
                if isBinary { try socket.send(binary: [0x31]) } else { try socket.send(text: #"{"text":"1"}"#) }
            }
            try type()
            #expect(try await socket.receive(ErrorJSON.self).error.code == "forbidden")
            #expect(service.inputs("a").isEmpty)
            service.inbox.isInside.withLock { $0 = false }
            try type()
            await service.until { $0.inputs["ida"]?.count == 1 }
        }
    }

    @Test(arguments: [
        "input.send 1", "pane.zoom ; input.send Enter", "input.prefix", "paste.buffer", "paste.choose", "pane.mark",
    ])
    func `a client is not told to type`(command: String) async throws {
        try await withServer { service, server in
            service.inbox.isInside.withLock { $0 = true }
            let refused = try await server.request(
                "POST", "/api/v1/clients/focused/do", #"{"command":"\#(command)"}"#)
            #expect(refused.status == 403)
            #expect(refused.error?.message.contains("may not type in a client") == true, "\(refused.text)")
            // There is no client, which is what others hear.
            let layout = try await server.request(
                "POST", "/api/v1/clients/focused/do", #"{"command":"layout.load x"}"#)
            #expect(layout.status == 403 && layout.error?.message.contains("'tend layout load'") == true)
            let other = try await server.request("POST", "/api/v1/clients/focused/do", #"{"command":"show.help"}"#)
            #expect(other.status == 404)
        }
    }

    @Test(arguments: [
        ("POST", "/api/v1/sessions/a/evidence", #"{"source":"hook","state":"idle"}"#),
        ("POST", "/api/v1/attention", #"{"session":"a","key":"k","kind":"permission","title":"t"}"#),
        ("POST", "/api/v1/attention/itk1/outcome", #"{"outcome":"applied"}"#),
        ("POST", "/api/v1/attention/itk1/withdraw", #"{"reason":"x"}"#),
        ("PATCH", "/api/v1/providers/claude", #"{"enabled":false}"#),
        ("POST", "/api/v1/mcp", #"{"name":"x","command":"y"}"#), ("DELETE", "/api/v1/mcp/x", ""),
        ("POST", "/api/v1/server/upgrade", #"{"executable":"/x"}"#),
        ("POST", "/api/v1/workspaces/main/actions", #"{"actions":[{"do":"mark","pane":1,"on":true}]}"#),
    ])
    func `what another or the owner has to say is refused`(method: String, path: String, body: String) async throws {
        try await withServer { service, server in
            service.add("a")
            let question = #"{"session":"a","key":"k1","kind":"permission","title":"run ls"}"#
            #expect(try await server.request("POST", "/api/v1/attention", question).status == 201)
            service.inbox.isInside.withLock { $0 = true }
            let refused = try await server.request(method, path, body.isEmpty ? nil : body)
            #expect(refused.status == 403, "\(refused.text)")
            #expect(service.inbox.queue.withLock { $0.openItems.map(\.key) } == ["k1"])
        }
    }

    @Test func `who is gone when the request is read is still known`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.inbox.isInside.withLock { $0 = true }
            // Some connections end before anything is read of them.
            while service.inbox.asked.withLock({ $0.count }) < 20 {
                // Its end closes the connection.
                try TestClient(server.path)
                    .send(TestClient.head("POST", "/api/v1/sessions/a/input", [], Array(#"{"text":"1"}"#.utf8)))
                await Task.yield()
            }
            // Each was asked about, by its process, and none was let through.
            #expect(Set(service.inbox.asked.withLock { $0 }) == [getpid()])
            #expect(service.inputs("a").isEmpty)
        }
    }
}
