import FoundationEssentials
import Synchronization
import TendCore
import TendScreen
import Testing

@testable import TendAPI

@Suite struct LiveTests {
    @Test func `sessions are watched on channels, each frame after the last was taken`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.add("b")
            let socket = try await TestWebSocket(server, "/api/v1/live")
            try socket.send(LiveMessage.Request(.watch, id: 7, session: "a"))
            let first = try await socket.receive(LiveMessage.Reply.self)
            #expect(first.id == 7 && first.ok == true && first.channel == 1 && first.session?.name == "a")
            #expect(try await socket.frame() == 1)
            try socket.send(LiveMessage.Request(.watch, session: "b"))
            #expect(try await socket.receive(LiveMessage.Reply.self).channel == 2)
            #expect(try await socket.frame() == 2)

            for _ in 0..<50 { service.show("x", in: "a") }
            // Nothing of "a" may come: a request after the changes is answered first.
            try socket.send(LiveMessage.Request(.taken, id: 8, channel: 2))
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 8, ok: true))
            #expect(service.state.withLock { $0.framesMade } == 2)
            try socket.send(binary: [1, 1])
            #expect(try await socket.frame() == 1)
            #expect(service.state.withLock { $0.framesMade } == 3)
        }
    }

    @Test func `as many frames come as the viewer has room for`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.add("b")
            let socket = try await TestWebSocket(server, "/api/v1/live")
            try socket.send(LiveMessage.Request(.watch, session: "a"))
            let window = try #require(try await socket.receive(LiveMessage.Reply.self).window)
            #expect(try await socket.frame() == 1)
            func expect(frames count: Int, _ name: String) async throws {
                let comment = Comment(rawValue: name)
                for number in 0..<count {
                    service.show("\(name) \(number)", in: "a")
                    #expect(try await socket.frame() == 1, comment)
                }
                let made = service.state.withLock { $0.framesMade }
                service.show(name, in: "a")
                // One more would be made before that of another channel, and come before it.
                try socket.send(LiveMessage.Request(.watch, session: "b"))
                let other = try #require(try await socket.receive(LiveMessage.Reply.self).channel, comment)
                #expect(try await Int(socket.frame()) == other, comment)
                #expect(service.state.withLock { $0.framesMade } == made + 1, comment)
            }
            try socket.send(binary: [1, 1, 3])
            try await expect(frames: 3, "three")
            // The first of them is what was shown last.
            for _ in 0..<2 { try socket.send(binary: [1, 1]) }
            #expect(try await socket.frame() == 1)
            try await expect(frames: 1, "one and one")
            // 200 as LEB128.
            try socket.send(binary: [1, 1, 0xC8, 0x01])
            #expect(try await socket.frame() == 1)
            try await expect(frames: window - 1, "no more than the window")
            for count: [UInt8] in [[0], [0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0x7F]] {
                try socket.send(binary: [1, 1] + count)
                #expect(
                    try await socket.receive(LiveMessage.Reply.self).error?.message
                        == "the number of frames that may come is a varint from 1")
            }
            try await expect(frames: 0, "a number that is none")
        }
    }

    @Test func `a channel ends with unwatch and with its session`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.add("b")
            let socket = try await TestWebSocket(server, "/api/v1/live")
            for name in ["a", "b"] {
                try socket.send(LiveMessage.Request(.watch, session: name))
                _ = try await socket.receive(LiveMessage.Reply.self)
                _ = try await socket.frame()
            }
            try socket.send(LiveMessage.Request(.unwatch, id: 1, channel: 1))
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 1, ok: true))
            try socket.send(binary: [1, 2])
            try await service.remove("b")
            let closed = LiveMessage.Reply.Closed(channel: 2, session: "idb", reason: "removed")
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(closed: closed))
            try socket.send(LiveMessage.Request(.taken, id: 2, channel: 2))
            #expect(try await socket.receive(LiveMessage.Reply.self).error?.message == "there is no channel 2")
        }
    }

    @Test func `input is acknowledged when it was taken, and a stuck program holds up no other`() async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/live")
            try socket.send(LiveMessage.Request(.watch, session: "a"))
            _ = try await socket.receive(LiveMessage.Reply.self)
            _ = try await socket.frame()
            service.stick(true)
            try socket.send(binary: [2, 1] + Array("raw".utf8))
            try socket.send(LiveMessage.Request(.input, id: 1, channel: 1, input: InputJSON(keys: ["C-c"])))
            try socket.send(LiveMessage.Request(.resize, id: 2, session: "a", rows: 9999, cols: 10))
            let resized = try await socket.receive(LiveMessage.Reply.self)
            #expect(resized.id == 2 && resized.session?.rows == 500)
            service.stick(false)
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 1, ok: true))
            #expect(service.inputs("a") == [.bytes(Array("raw".utf8)), .key(Key(.character("c"), .control))])
        }
    }

    @Test func `what a stuck program does not take is bounded`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.stick(true)
            let socket = try await TestWebSocket(server, "/api/v1/live")
            let text = String(repeating: "x", count: 900_000)
            for id in 1...6 {
                let input = LiveMessage.Request(.input, id: id, session: "a", input: InputJSON(paste: text))
                try await socket.client.sendAll(TestWebSocket.frame(0x81, Array(try JSONEncoder().encode(input))))
            }
            let refused = try await socket.receive(LiveMessage.Reply.self)
            #expect(refused.id == 5 && refused.error?.code == "limit")
        }
    }

    @Test func `however much comes at once, all of it is read`() async throws {
        try await withServer { _, server in
            let socket = try await TestWebSocket(server, "/api/v1/live")
            // Nobody is answered; the last one is.
            let idle = TestWebSocket.frame(0x81, Array(#"{"op":"unwatch","channel":9}"#.utf8))
            for id in 1...20 {
                try await socket.client.sendAll(Array(repeatElement(idle, count: 1000).joined()))
                try socket.send(LiveMessage.Request(.unwatch, id: id, channel: 9))
                #expect(try await socket.receive(LiveMessage.Reply.self).id == id)
            }
        }
    }

    @Test func `events are told by topic and replayed`() async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/live")
            try socket.send(
                LiveMessage.Request(.subscribe, id: 1, topics: ["session.exited", "session.created"], after: 0))
            #expect(try await socket.receive(LiveMessage.Reply.self).ok == true)
            #expect(try await socket.receive(LiveMessage.Reply.self).event?.topic == "session.created")
            service.publish(.bell, service.add("b"))
            service.end("a", code: 1)
            #expect(try await socket.receive(LiveMessage.Reply.self).event?.session?.name == "b")
            let event = try await socket.receive(LiveMessage.Reply.self).event
            #expect(event?.topic == "session.exited" && event?.session?.exitCode == 1)
            try socket.send(LiveMessage.Request(.unsubscribe, id: 2))
            #expect(try await socket.receive(LiveMessage.Reply.self).id == 2)
        }
    }

    @Test(arguments: [
        (#"{"op":"wach","session":"a"}"#, "op"), (#"{"op":"watch"}"#, "watch needs a session"),
        (#"{"op":"watch","session":"zz"}"#, "no session 'zz'"), (#"{"op":"taken"}"#, "needs a channel"),
        (#"{"op":"input","session":"a"}"#, "needs an input"), (#"{"op":"resize","session":"a"}"#, "rows and cols"),
        (#"{"op":"subscribe","topics":["x"]}"#, "unknown topic"), ("{", "line 1, column 2"),
        (#"{"op":"watch","sesion":"a"}"#, "did you mean 'session'?"),
    ])
    func `a wrong request is answered and ends nothing`(text: String, part: String) async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(server, "/api/v1/live")
            try socket.send(text: text)
            let reply = try await socket.receive(LiveMessage.Reply.self)
            #expect(reply.ok == false)
            #expect(reply.error?.message.contains(part) == true, "\(reply)")
            try socket.send(binary: [9, 9])
            #expect(try await socket.receive(LiveMessage.Reply.self).ok == false)
            try socket.send(LiveMessage.Request(.watch, session: "a"))
            #expect(try await socket.receive(LiveMessage.Reply.self).ok == true)
        }
    }
}

extension LiveTests {
    @Test(arguments: [
        #"{"op":"wach","id":3}"#, #"{"op":"watch","sesion":"a","id":3}"#, #"{"op":"watch","rows":"x","id":3}"#,
    ])
    func `a request that cannot be read is refused by its number`(text: String) async throws {
        try await withServer { _, server in
            let socket = try await TestWebSocket(server, "/api/v1/live")
            try socket.send(text: text)
            let reply = try await socket.receive(LiveMessage.Reply.self)
            #expect(reply.id == 3 && reply.ok == false)
        }
    }
}

extension TestWebSocket {
    /// The channel of the frame that must come next.
    func frame() async throws -> UInt8 {
        guard case .binary(let bytes) = try await receive(), bytes.count > 2, bytes[0] == 1 else {
            throw TestFailure("no frame")
        }
        return bytes[1]
    }
}
