import Foundation
import TendCore
import TendScreen
import Testing

@testable import TendClient

struct LiveTests {
    /// The answer to a watch, whose request came as text.
    private static func watched(_ request: String, channel: Int) -> String {
        let id = (try? JSONDecoder().decode(LiveMessage.Request.self, from: Data(request.utf8)))?.id
        return json(LiveMessage.Reply(id: id, ok: true, channel: channel, session: SessionJSON(sample())))
    }

    private static func word(_ update: Live.Update?) -> String {
        switch update {
        case .watching(let reference, let session): "watching \(reference) \(session.name)"
        case .frame(let reference, let frame):
            "frame \(reference) \(frame.order.map(String.init).joined(separator: ","))"
        case .refused(let reference, let error): "refused \(reference ?? "-") \(error.message)"
        case .closed(let reference, let reason): "closed \(reference) \(reason)"
        case .event(let event): "event \(event.id)"
        case .reconnecting: "reconnecting"
        case nil: "end"
        }
    }

    @Test func `a screen is watched, typed into, and found again by the next server`() async throws {
        let server = try FakeServer { number, peer in
            #expect(try peer.upgrade().line == "GET /api/v1/live HTTP/1.1")
            let subscription = try peer.text()
            #expect(subscription.contains(#""subscribe""#))
            #expect(subscription.contains(#""after":9"#) == (number == 1))
            let watch = try peer.text()
            try peer.send(text: Self.watched(watch, channel: number == 0 ? 1 : 300))
            if number == 0 {
                try peer.send(
                    text: json(
                        LiveMessage.Reply(event: EventJSON(Event(id: 9, time: 0, session: sample(), kind: .bell)))))
                try peer.send(binary: frame(channel: 1, stamp: 5))
                #expect(try peer.message() == [2, 1] + Array("ls\r".utf8))
                #expect(try peer.message() == [1, 1], "the frame was taken")
            } else {
                // 300 as LEB128; what was typed meanwhile comes in order, before what is typed now.
                #expect(try peer.message() == [2, 0xAC, 0x02] + Array("a".utf8))
                #expect(try peer.text().contains(#""resize""#))
                #expect(try peer.message() == [2, 0xAC, 0x02] + Array("b".utf8))
                try peer.send(binary: [1, 0xAC, 0x02] + frame(channel: 0, stamp: 7).dropFirst(2))
                #expect(try peer.message() == [1, 0xAC, 0x02])
                try peer.send(
                    text: json(LiveMessage.Reply(closed: .init(channel: 300, session: "k3x9aaaa", reason: "removed"))))
                peer.waitForEnd()
            }
        }
        let live = Client(socketPath: server.path).live()
        live.subscribe(topics: ["session.bell"])
        live.watch("k3x9")
        #expect(Self.word(try await live.next()) == "watching k3x9 build")
        #expect(Self.word(try await live.next()) == "event 9")
        #expect(Self.word(try await live.next()) == "frame k3x9 5,6")
        live.send(Array("ls\r".utf8), to: "k3x9")
        live.take("k3x9")
        #expect(Self.word(try await live.next()) == "reconnecting")
        live.send(Array("a".utf8), to: "k3x9")
        live.resize("k3x9", to: Size(rows: 3, columns: 20))
        live.send(Array("b".utf8), to: "k3x9")
        #expect(Self.word(try await live.next()) == "watching k3x9 build")
        #expect(Self.word(try await live.next()) == "frame k3x9 7,8")
        live.take("k3x9")
        #expect(Self.word(try await live.next()) == "closed k3x9 removed")
        live.close()
        #expect(Self.word(try await live.next()) == "end")
    }

    @Test func `a refused watch is told and forgotten`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            let request = try JSONDecoder().decode(LiveMessage.Request.self, from: Data(try peer.text().utf8))
            try peer.send(
                text: json(
                    LiveMessage.Reply(
                        id: request.id, ok: false, error: ErrorJSON(ServiceError(.notFound, "no session 'x'")).error)))
            peer.waitForEnd()
        }
        let live = Client(socketPath: server.path).live()
        live.watch("x")
        #expect(Self.word(try await live.next()) == "refused x no session 'x'")
        live.close()
    }

    @Test func `typing blindly is bounded`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            try peer.send(text: Self.watched(try peer.text(), channel: 1))
            // Of the two only the first fits.
            #expect(try peer.message().count == 40_002)
            #expect(try peer.message() == [2, 1] + Array("end".utf8))
            try peer.send(text: json(LiveMessage.Reply(closed: .init(channel: 1, session: "a", reason: "removed"))))
            peer.waitForEnd()
        }
        let live = Client(socketPath: server.path).live()
        live.watch("a")
        for _ in 0..<2 { live.send([UInt8](repeating: 0x61, count: 40_000), to: "a") }
        live.send(Array("end".utf8), to: "a")
        #expect(Self.word(try await live.next()) == "watching a build")
        #expect(Self.word(try await live.next()) == "closed a removed")
        live.close()
    }

    @Test func `without a keeper it ends with the reason`() async throws {
        let live = Client(socketPath: FakeServer.unusedPath()).live()
        let error = await #expect(throws: ClientError.self) { _ = try await live.next() }
        guard case .notRunning = error else {
            Issue.record("it is \(String(describing: error))")
            return
        }
    }
}
