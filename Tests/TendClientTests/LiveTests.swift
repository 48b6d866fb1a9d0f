import Foundation
import Glibc
import TendCore
import TendScreen
import Testing

@testable import TendClient

struct LiveTests {
    /// The answer to a watch, the first one if `request` does not say otherwise.
    private static func watched(_ request: String = "", channel: Int) -> String {
        let id = (try? JSONDecoder().decode(LiveMessage.Request.self, from: Data(request.utf8)))?.id ?? 0
        return json(LiveMessage.Reply(id: id, ok: true, channel: channel, session: SessionJSON(sample())))
    }

    /// Waits as an owner does.
    private static func next(of live: Live) throws -> Live.Update {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if let update = try live.next() { return update }
            var file = pollfd(
                fd: live.descriptor, events: Int16(live.hasOutput ? POLLIN | POLLOUT : POLLIN), revents: 0)
            let left = live.deadline.map { max(.zero, $0 - .now) / .milliseconds(1) } ?? 1000
            _ = poll(&file, 1, Int32(left.rounded(.up)))
            live.flush()
        }
        throw NoUpdate()
    }

    private struct NoUpdate: Error {}

    private static func word(_ update: Live.Update) -> String {
        switch update {
        case .watching(let reference, let session): "watching \(reference) \(session.name)"
        case .frame(let reference, let frame):
            "frame \(reference) \(frame.order.map(String.init).joined(separator: ","))"
        case .refused(let reference, let error): "refused \(reference ?? "-") \(error.message)"
        case .closed(let reference, let reason): "closed \(reference) \(reason)"
        case .event(let event): "event \(event.id)"
        case .reconnecting: "reconnecting"
        }
    }

    @Test func `a screen is watched, typed into, and found again by the next server`() throws {
        let server = try FakeServer { number, peer in
            // The second time the session is asked for by its id: its name may be another one by now.
            #expect(
                try peer.upgrade().line
                    == [
                        "GET /api/v1/live?topics=session.bell&session=k3x9&rows=3&cols=9 HTTP/1.1",
                        "GET /api/v1/live?topics=session.bell&after=9&session=\(sample().id) HTTP/1.1",
                    ][number])
            try peer.send(text: Self.watched(channel: number == 0 ? 1 : 300))
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
        let live = Live(socketPath: server.path)
        live.subscribe(topics: ["session.bell"])
        live.watch("k3x9", size: Size(rows: 3, columns: 9))
        #expect(Self.word(try Self.next(of: live)) == "watching k3x9 build")
        #expect(Self.word(try Self.next(of: live)) == "event 9")
        #expect(Self.word(try Self.next(of: live)) == "frame k3x9 5,6")
        live.send(Array("ls\r".utf8), to: "k3x9")
        live.take("k3x9")
        #expect(Self.word(try Self.next(of: live)) == "reconnecting")
        live.send(Array("a".utf8), to: "k3x9")
        live.resize("k3x9", to: Size(rows: 3, columns: 20))
        live.send(Array("b".utf8), to: "k3x9")
        #expect(Self.word(try Self.next(of: live)) == "watching k3x9 build")
        #expect(Self.word(try Self.next(of: live)) == "frame k3x9 7,8")
        live.take("k3x9")
        #expect(Self.word(try Self.next(of: live)) == "closed k3x9 removed")
    }

    @Test func `a refused watch is told and forgotten`() throws {
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            try peer.send(
                text: json(
                    LiveMessage.Reply(
                        id: 0, ok: false, error: ErrorJSON(ServiceError(.notFound, "no session 'x'")).error)))
            peer.waitForEnd()
        }
        let live = Live(socketPath: server.path)
        live.watch("x")
        #expect(Self.word(try Self.next(of: live)) == "refused x no session 'x'")
    }

    @Test func `typing blindly is bounded`() throws {
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            try peer.send(text: Self.watched(channel: 1))
            // Of the two only the first fits.
            #expect(try peer.message().count == 40_002)
            #expect(try peer.message() == [2, 1] + Array("end".utf8))
            try peer.send(text: json(LiveMessage.Reply(closed: .init(channel: 1, session: "a", reason: "removed"))))
            peer.waitForEnd()
        }
        let live = Live(socketPath: server.path)
        live.watch("a")
        for _ in 0..<2 { live.send([UInt8](repeating: 0x61, count: 40_000), to: "a") }
        live.send(Array("end".utf8), to: "a")
        #expect(Self.word(try Self.next(of: live)) == "watching a build")
        #expect(Self.word(try Self.next(of: live)) == "closed a removed")
    }

    @Test func `without a keeper it ends with the reason`() throws {
        let live = Live(socketPath: FakeServer.unusedPath())
        let error = #expect(throws: ClientError.self) { _ = try Self.next(of: live) }
        guard case .notRunning = error else {
            Issue.record("it is \(String(describing: error))")
            return
        }
    }
}
