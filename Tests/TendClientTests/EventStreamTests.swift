import TendCore
import TestSupport
import Testing

@testable import TendClient

struct EventStreamTests {
    private static let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"

    @Test func `events go on after the last one when the server is replaced`() async throws {
        let server = try FakeServer { number, peer in
            let request = try peer.request()
            switch number {
            case 0:
                #expect(request.line == "GET /api/v1/events?topics=session.bell HTTP/1.1")
                #expect(request.headers["last-event-id"] == "4")
                try peer.write(Self.head + ": ready\n\n" + event(5) + event(6) + String(event(7).dropLast(10)))
            case 1: return
            default:
                #expect(request.headers["last-event-id"] == "6")
                try peer.write(Self.head + event(7) + event(8))
                peer.waitForEnd()
            }
        }
        var ids: [UInt64] = []
        for try await event in Client(socketPath: server.path).events(after: 4, topics: ["session.bell"]) {
            ids.append(event.id)
            if event.id == 8 { break }
        }
        #expect(ids == [5, 6, 7, 8])
    }

    @Test func `a refusal ends the stream`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.request()
            try peer.answer("400 Bad Request", #"{"error":{"code":"invalid","message":"no such topic"}}"#)
        }
        var events = Client(socketPath: server.path).events().makeAsyncIterator()
        await #expect(throws: ClientError.service(ServiceError(.invalid, "no such topic"))) {
            _ = try await events.next()
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func `any chunking and any line end give the same messages`(_ end: String) {
        let text = ": hello\n\nid: 1\nevent: a\ndata: x\ndata: y\n\nretry: 5\n\ndata:z\n\n".replacing("\n", with: end)
        let expected = [
            ServerSentEvents.Message(id: "1", event: "a", data: "x\ny"),
            ServerSentEvents.Message(id: "1", event: "", data: "z"),
        ]
        var whole = ServerSentEvents()
        #expect(whole.feed(text.utf8) == expected)
        var single = ServerSentEvents()
        #expect(text.utf8.flatMap { single.feed([$0]) } == expected)
    }
}
