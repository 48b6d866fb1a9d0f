import FoundationEssentials
import TendCore
import TendScreen
import Testing

@testable import TendAPI

@Suite struct StreamTests {
    @Test func `a stream replays from its offset, goes on live and ends with the session`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.append("0123456789", to: "a")
            let socket = try await TestWebSocket(server, "/api/v1/sessions/a/stream?since=4")
            let hello = try await socket.receive(LiveMessage.StreamHello.self)
            #expect(hello == LiveMessage.StreamHello(offset: 4, oldest: 0))
            #expect(try await socket.receive(bytes: 6) == Array("456789".utf8))
            service.append("live", to: "a")
            #expect(try await socket.receive(bytes: 4) == Array("live".utf8))
            service.end("a", code: 2)
            #expect(try await socket.receive() == .close(code: 1000, reason: "exited with code 2"))
            try socket.send(0x88, [0x03, 0xE8])
            #expect(try await socket.client.readToEnd().isEmpty)
        }
    }

    @Test func `a stream takes bytes and other input`() async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/sessions/a/stream")
            _ = try await socket.receive(LiveMessage.StreamHello.self)
            try socket.send(binary: [1, 0xFF])
            try socket.send(text: #"{"keys":["Up"]}"#)
            try socket.send(text: #"{"key":["Up"]}"#)
            let error = try await socket.receive(ErrorJSON.self)
            #expect(error.error.message.contains("did you mean 'keys'?"))
            await service.until { $0.inputs["ida"] == [.bytes([1, 0xFF]), .key(Key(.up))] }
        }
    }

    @Test func `however much comes at once, all of it is read`() async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/sessions/a/stream")
            _ = try await socket.receive(LiveMessage.StreamHello.self)
            let key = TestWebSocket.frame(0x82, [0x78])
            for round in 1...10 {
                try await socket.client.sendAll(Array(repeatElement(key, count: 500).joined()))
                await service.until { $0.inputs["ida"]?.count == 500 * round }
            }
        }
    }

    @Test func `a viewer that does not read holds little memory and is told that it is too slow`() async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/sessions/a/stream")
            _ = try await socket.receive(LiveMessage.StreamHello.self)
            service.append([UInt8](repeating: 7, count: 8 << 20), to: "a")
            service.overwrite("a", before: 4 << 20)
            var count = 0
            while true {
                switch try await socket.receive() {
                case .binary(let bytes): count += bytes.count
                case .close(let code, let reason):
                    #expect(code == 4008)
                    #expect(reason == "too slow")
                    // What had been sent before it was overwritten: not more than chunk and socket hold.
                    #expect(count <= 1 << 20)
                    return
                case let other: Issue.record("unexpected \(other)")
                }
            }
        }
    }

    @Test func `a stream of a session that is not there is a plain 404`() async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/sessions/x/stream", TestWebSocket.headers, nil))
            let response = try await client.response()
            #expect(response.status == 404)
            #expect(response.headers["connection"] == "close")
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func `any request of a connection may become a WebSocket`() async throws {
        try await withServer { service, server in
            service.add("a")
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/health", [], nil))
            #expect(try await client.response().status == 200)
            try client.send(TestClient.head("GET", "/api/v1/sessions/a/stream", TestWebSocket.headers, nil))
            #expect(try await client.response().status == 101)
            #expect(try await client.read(2)[0] == 0x81)
        }
    }

    @Test func `pings are answered and fragments assembled, also with a ping in between`() async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/sessions/a/stream")
            _ = try await socket.receive(LiveMessage.StreamHello.self)
            try socket.send(0x02, [1, 2])
            try socket.send(0x89, [9])
            try socket.send(0x00, [3])
            try socket.send(0x80, [4])
            #expect(try await socket.receive() == .pong([9]))
            await service.until { $0.inputs["ida"] == [.bytes([1, 2, 3, 4])] }
        }
    }

    static let violations: [(bytes: [UInt8], code: Int)] = [
        (TestWebSocket.frame(0x82, [1], isMasked: false), 1002),
        (TestWebSocket.frame(0xC2, [1]), 1002),
        (TestWebSocket.frame(0x83, [1]), 1002),
        (TestWebSocket.frame(0x8B, [1]), 1002),
        (TestWebSocket.frame(0x80, [1]), 1002),
        (TestWebSocket.frame(0x02, [1]) + TestWebSocket.frame(0x82, [1]), 1002),
        (TestWebSocket.frame(0x09, [1]), 1002),
        (TestWebSocket.frame(0x89, [UInt8](repeating: 0, count: 126)), 1002),
        (TestWebSocket.frame(0x81, [0xFF]), 1007),
        (TestWebSocket.frame(0x88, [3]), 1002),
        (TestWebSocket.frame(0x88, [3, 0xED]), 1002),
        (TestWebSocket.frame(0x88, [3, 0xE8, 0xFF]), 1002),
        (TestWebSocket.frame(0x88, [3, 0xE9]), 1001),
        (TestWebSocket.frame(0x88, []), 1000),
        ([0x82, 0xFF, 0, 0, 0, 0, 0x7F, 0, 0, 0, 1, 2, 3, 4], 1009),
    ]

    @Test(arguments: violations)
    func `a frame that breaks the rules closes the socket with the right code`(bytes: [UInt8], code: Int) async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/sessions/a/stream")
            _ = try await socket.receive(LiveMessage.StreamHello.self)
            try socket.client.send(bytes)
            guard case .close(let got, _) = try await socket.receive() else {
                Issue.record("no close frame")
                return
            }
            #expect(got == code)
        }
    }

    @Test func `a server that stops says goodbye to its WebSockets`() async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/sessions/a/stream")
            _ = try await socket.receive(LiveMessage.StreamHello.self)
            server.server.shutdown(grace: .seconds(60))
            #expect(try await socket.receive() == .close(code: 1001, reason: "the server stops"))
            try socket.send(0x88, [0x03, 0xE9])
            #expect(try await socket.client.readToEnd().isEmpty)
        }
    }
}
