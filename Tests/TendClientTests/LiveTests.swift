import Foundation
import Glibc
import Synchronization
import TendCore
import TendScreen
import TestSupport
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
        let end = ContinuousClock.now + patience
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
        case .workspace(let workspace): "workspace \(workspace.name) \(workspace.version)"
        case .inventory(let sessions, let names):
            "inventory \(sessions.map(\.name).joined(separator: ",")) \(names.joined(separator: ","))"
        case .unfollowed(let name): "unfollowed \(name)"
        case .asked(let number, let command): "asked \(number) \(command)"
        case .reconnecting: "reconnecting"
        case .lent(let reference, let lent): "lent \(reference) \(lent.news.rawValue)"
        case .returned(let reference): "returned \(reference)"
        case .partReturned(let reference, let part):
            "part of \(reference) returned \(String(decoding: part.keys, as: UTF8.self))"
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

    @Test func `frames may come ahead where the server lets them`() throws {
        let server = try FakeServer { number, peer in
            _ = try peer.upgrade()
            // The second one is older and knows nothing of that.
            var reply = LiveMessage.Reply(id: 0, ok: true, channel: 1, session: SessionJSON(sample()))
            if number == 0 { reply.window = 3 }
            try peer.send(text: json(reply))
            try peer.send(binary: frame(channel: 1, stamp: 5))
            #expect(try peer.message() == (number == 0 ? [1, 1, 3] : [1, 1]))
            for stamp in number == 0 ? [7, 9, 11] : [7] {
                try peer.send(binary: frame(channel: 1, stamp: UInt64(stamp)))
            }
            // Taken once for all that were let come; one by one where the viewer wants it so.
            #expect(try peer.message() == [1, 1])
            if number == 1 { peer.waitForEnd() }
        }
        let live = Live(socketPath: server.path)
        live.watch("k3x9")
        for (number, stamps) in [["5,6", "7,8", "9,10", "11,12"], ["5,6", "7,8"]].enumerated() {
            if number == 1 { #expect(Self.word(try Self.next(of: live)) == "reconnecting") }
            #expect(Self.word(try Self.next(of: live)) == "watching k3x9 build")
            #expect(!live.isHeld("k3x9"))
            for stamp in stamps {
                #expect(Self.word(try Self.next(of: live)) == "frame k3x9 \(stamp)")
                #expect(live.isHeld("k3x9") == (stamp == "5,6" || stamp == stamps.last))
                live.take("k3x9", ahead: stamp == "5,6" ? 5 : 0)
            }
            #expect(!live.isHeld("k3x9"))
        }
    }

    private static func request(_ text: String) throws -> LiveMessage.Request {
        try JSONDecoder().decode(LiveMessage.Request.self, from: Data(text.utf8))
    }

    private static func shown(_ name: String, _ version: UInt64, to id: Int? = nil) -> String {
        var workspace = Workspace(name: name)
        workspace.version = version
        return json(LiveMessage.Reply(id: id, ok: id == nil ? nil : true, workspace: workspace))
    }

    @Test func `a terminal is lent, fitted and taken back, and lent anew to the next server`() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let server = try FakeServer { number, peer in
            #expect(try peer.upgrade().line.contains("&lends=1"))
            try peer.send(text: Self.watched(channel: 4))
            try peer.send(binary: frame(channel: 4, stamp: 5))
            let loan = try Self.request(peer.text())
            #expect(
                loan
                    == LiveMessage.Request(
                        .lend, id: loan.id, channel: 4, rows: 24, cols: 80, colors: 256, synchronized: true,
                        readOnly: false))
            if number == 0 {
                try peer.send(text: json(LiveMessage.Reply(id: loan.id, ok: true)))
                try peer.send(text: json(LiveMessage.Reply(lent: .init(channel: 4, news: .typed))))
                #expect(try Self.request(peer.text()) == LiveMessage.Request(.lend, channel: 4, rows: 9, cols: 9))
            } else {
                let refusal = ErrorJSON(ServiceError(.unavailable, "no")).error
                try peer.send(text: json(LiveMessage.Reply(id: loan.id, ok: false, error: refusal)))
                let end = try Self.request(peer.text())
                #expect(end == LiveMessage.Request(.unwatch, id: end.id, channel: 4))
                try peer.send(text: json(LiveMessage.Reply(id: end.id, ok: true)))
                peer.waitForEnd()
            }
        }
        let live = Live(socketPath: server.path)
        let loan = Live.Loan(
            descriptor: ends[0], size: Size(rows: 24, columns: 80), depth: .palette256, synchronized: true,
            isReadOnly: false)
        #expect(!live.lend("k3x9", loan), "nothing is watched")
        live.watch("k3x9", lends: true)
        #expect(Self.word(try Self.next(of: live)).hasPrefix("watching k3x9"))
        #expect(Self.word(try Self.next(of: live)) == "frame k3x9 5,6")
        #expect(live.lend("k3x9", loan))
        #expect(Self.word(try Self.next(of: live)) == "lent k3x9 typed")
        live.fit("k3x9", to: Size(rows: 9, columns: 9))
        #expect(Self.word(try Self.next(of: live)) == "reconnecting")
        #expect(!live.lend("k3x9", loan), "nobody is there")
        #expect(Self.word(try Self.next(of: live)).hasPrefix("watching k3x9"))
        #expect(Self.word(try Self.next(of: live)) == "frame k3x9 5,6")
        #expect(live.lend("k3x9", loan))
        #expect(Self.word(try Self.next(of: live)) == "refused k3x9 no")
        #expect(live.takeBack("k3x9"))
        #expect(Self.word(try Self.next(of: live)) == "returned k3x9")
        #expect(!live.takeBack("k3x9"))
    }

    @Test func `a part of a terminal is lent with its place, and comes back with what was typed and painted`() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let painted = Frame(from: nil, to: Screen(size: Size(rows: 2, columns: 9)))
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            try peer.send(text: Self.watched(channel: 4))
            try peer.send(binary: frame(channel: 4, stamp: 5))
            let loan = try Self.request(peer.text())
            #expect(
                loan
                    == LiveMessage.Request(
                        .lend, id: loan.id, channel: 4, rows: 2, cols: 9, row: 3, col: 5, width: 80, colors: 256,
                        synchronized: false, readOnly: false))
            try peer.send(text: json(LiveMessage.Reply(id: loan.id, ok: true)))
            #expect(try Self.request(peer.text()) == LiveMessage.Request(.recall, channel: 4))
            // That of a channel which nobody knows is nobody's.
            try peer.send(binary: [LiveMessage.Kind.returned.rawValue, 9] + LentPart(keys: [7]).encode())
            try peer.send(
                binary: [LiveMessage.Kind.returned.rawValue, 4] + LentPart(keys: [65], painted: painted).encode())
            peer.waitForEnd()
        }
        let live = Live(socketPath: server.path)
        let place = ScreenPainter.Place(origin: Point(row: 3, column: 5), terminalColumns: 80)
        let loan = Live.Loan(
            descriptor: ends[0], size: Size(rows: 2, columns: 9), depth: .palette256, synchronized: false,
            isReadOnly: false, place: place)
        live.watch("k3x9")
        #expect(Self.word(try Self.next(of: live)).hasPrefix("watching k3x9"))
        // What stands there may be overtaken by a frame that is on its way.
        #expect(!live.lend("k3x9", loan))
        #expect(Self.word(try Self.next(of: live)) == "frame k3x9 5,6")
        #expect(live.lend("k3x9", loan))
        live.recall("k3x9")
        guard case .partReturned("k3x9", let part) = try Self.next(of: live) else {
            Issue.record("not the part")
            return
        }
        #expect(part == LentPart(keys: [65], painted: painted))
    }

    @Test func `a workspace is followed under its newest name, and the client announced, by each server`() throws {
        let server = try FakeServer { number, peer in
            let name = ["main", "side"][number]
            // Who watches something already asks for that, and not for what there may be to see.
            let query = number == 0 ? "workspace=main&screens=1" : "workspace=side"
            #expect(try peer.upgrade().line == "GET /api/v1/live?\(query) HTTP/1.1")
            let announcement = try Self.request(peer.text())
            #expect(
                announcement
                    == LiveMessage.Request(
                        .announce, rows: 24, cols: 80, terminal: "foot", focused: number == 0 ? true : false))
            // What is watched comes behind it: both would be answered with 0.
            if number == 1 { #expect(try Self.request(peer.text()).session == "k3x9") }
            try peer.send(text: Self.shown(name, number == 0 ? 7 : 1, to: 0))
            if number == 0 {
                try peer.send(text: Self.shown("side", 8))
                try peer.send(text: json(LiveMessage.Reply(ask: .init(number: 3, command: "pane.zoom"))))
                #expect(try Self.request(peer.text()) == LiveMessage.Request(.answer, number: 3, refusal: "no pane"))
                #expect(try Self.request(peer.text()).focused == false)
                #expect(try Self.request(peer.text()).op == .watch)
            } else {
                try peer.send(text: json(LiveMessage.Reply(unfollowed: "side")))
                peer.waitForEnd()
            }
        }
        let live = Live(socketPath: server.path)
        live.follow(workspace: "main")
        live.announce(terminal: "foot", size: Size(rows: 24, columns: 80), isFocused: true)
        #expect(Self.word(try Self.next(of: live)) == "workspace main 7")
        #expect(Self.word(try Self.next(of: live)) == "workspace side 8")
        #expect(Self.word(try Self.next(of: live)) == "asked 3 pane.zoom")
        live.answer(3, refusal: "no pane")
        live.announce(terminal: "foot", size: Size(rows: 24, columns: 80), isFocused: false)
        live.watch("k3x9")
        #expect(Self.word(try Self.next(of: live)) == "reconnecting")
        #expect(Self.word(try Self.next(of: live)) == "workspace side 1")
        #expect(Self.word(try Self.next(of: live)) == "unfollowed side")
    }

    @Test func `what a workspace shows is watched unasked, and told before it`() throws {
        let server = try FakeServer { number, peer in
            let line = try peer.upgrade().line
            var (known, other) = (SessionJSON(sample()), SessionJSON(sample()))
            known.id = "k3x9"
            other.id = "w2"
            if number == 0 {
                // One of them nobody knows: it is of no use.
                let channels = [("k3x9", 1), ("gone", 2), ("w2", 3)].map {
                    LiveMessage.Reply.Begun(channel: $0.1, session: $0.0)
                }
                try peer.send(
                    text: json(
                        LiveMessage.Reply(
                            id: 0, ok: true, workspace: Workspace(name: "main"), sessions: [known, other],
                            workspaces: ["main"], channels: channels)))
                try peer.send(binary: frame(channel: 3, stamp: 5))
                #expect(try Self.request(peer.text()) == LiveMessage.Request(.unwatch, channel: 2))
                #expect(try peer.message() == [1, 3], "the frame was taken")
                #expect(try Self.request(peer.text()) == LiveMessage.Request(.unwatch, channel: 1))
            } else {
                #expect(!line.contains("screens"))
                let request = try peer.text()
                #expect(try Self.request(request).session == "w2")
                try peer.send(text: Self.watched(request, channel: 1))
                peer.waitForEnd()
            }
        }
        let live = Live(socketPath: server.path)
        live.follow(workspace: "main")
        #expect(Self.word(try Self.next(of: live)) == "watching k3x9 build")
        #expect(Self.word(try Self.next(of: live)) == "watching w2 build")
        #expect(Self.word(try Self.next(of: live)) == "inventory build,build main")
        #expect(Self.word(try Self.next(of: live)) == "workspace main 0")
        #expect(Self.word(try Self.next(of: live)) == "frame w2 5,6")
        live.take("w2")
        live.unwatch("k3x9")
        #expect(Self.word(try Self.next(of: live)) == "reconnecting")
        #expect(Self.word(try Self.next(of: live)) == "watching w2 build")
    }

    @Test func `what comes of the workspace before is not taken for the new one`() throws {
        let server = try FakeServer { number, peer in
            let line = try peer.upgrade().line
            if number == 1 {
                // The one that was shown when another one was refused.
                #expect(line.contains("?workspace=two&"))
                return try peer.send(text: Self.shown("two", 6, to: 0))
            }
            #expect(line.contains("?workspace=one&"))
            try peer.send(text: Self.shown("one", 1, to: 0))
            let second = try Self.request(peer.text())
            #expect(second.workspace == "two")
            try peer.send(text: Self.shown("one", 2))
            try peer.send(text: json(LiveMessage.Reply(unfollowed: "one")))
            try peer.send(text: Self.shown("two", 5, to: second.id))
            let third = try Self.request(peer.text())
            let refusal = ErrorJSON(ServiceError(.invalid, "no such name")).error
            try peer.send(text: json(LiveMessage.Reply(id: third.id, ok: false, error: refusal)))
        }
        let live = Live(socketPath: server.path)
        live.follow(workspace: "one")
        #expect(Self.word(try Self.next(of: live)) == "workspace one 1")
        live.follow(workspace: "two")
        #expect(Self.word(try Self.next(of: live)) == "workspace two 5")
        live.follow(workspace: "a/b")
        #expect(Self.word(try Self.next(of: live)) == "refused - no such name")
        #expect(Self.word(try Self.next(of: live)) == "reconnecting")
        #expect(Self.word(try Self.next(of: live)) == "workspace two 6")
    }

    @Test func `a workspace that is refused at once is told, and another can be followed`() throws {
        let server = try FakeServer { _, peer in
            #expect(try peer.upgrade().line.contains("?workspace=one&"))
            let refusal = ErrorJSON(ServiceError(.limit, "no more workspaces")).error
            try peer.send(text: json(LiveMessage.Reply(id: 0, ok: false, error: refusal)))
            let second = try Self.request(peer.text())
            try peer.send(text: Self.shown("two", 5, to: second.id))
            peer.waitForEnd()
        }
        let live = Live(socketPath: server.path)
        live.follow(workspace: "one")
        #expect(Self.word(try Self.next(of: live)) == "refused - no more workspaces")
        live.follow(workspace: "two")
        #expect(Self.word(try Self.next(of: live)) == "workspace two 5")
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

    @Test func `a channel that nobody wants any more is given back, whenever it comes`() throws {
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            try peer.send(text: Self.watched(channel: 1))
            var requests: [String] = []
            while requests.count < 3 { requests.append(try peer.text()) }
            #expect(try requests.map { try Self.request($0).session } == ["b", "c", "c"])
            for (request, channel) in zip(requests, [7, 8, 9]) {
                try peer.send(text: Self.watched(request, channel: channel))
            }
            for channel in [7, 8] {
                #expect(try Self.request(peer.text()) == LiveMessage.Request(.unwatch, channel: channel))
            }
            try peer.send(binary: frame(channel: 9, stamp: 5))
            #expect(try peer.message() == [1, 9], "the one that was asked for last")
            // Watched anew, it has another channel.
            #expect(try Self.request(peer.text()) == LiveMessage.Request(.unwatch, channel: 9))
            #expect(try Self.request(peer.text()).op == .watch)
            try peer.send(text: json(LiveMessage.Reply(closed: .init(channel: 1, session: "a", reason: "removed"))))
            peer.waitForEnd()
        }
        let live = Live(socketPath: server.path)
        live.watch("a")
        #expect(Self.word(try Self.next(of: live)) == "watching a build")
        live.watch("b")
        live.unwatch("b")
        live.watch("c")
        live.unwatch("c")
        live.watch("c")
        #expect(Self.word(try Self.next(of: live)) == "watching c build")
        #expect(Self.word(try Self.next(of: live)) == "frame c 5,6")
        live.take("c")
        live.watch("c")
        #expect(Self.word(try Self.next(of: live)) == "closed a removed")
    }

    @Test func `a server whose words cannot be understood is not asked again and again`() throws {
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            try peer.send(text: Self.watched(channel: 1))
            try peer.send(binary: [1, 1, 0xFF, 0xFF, 0xFF])
            peer.waitForEnd()
        }
        let live = Live(socketPath: server.path)
        live.watch("a")
        for _ in 0..<4 {
            #expect(Self.word(try Self.next(of: live)) == "watching a build")
            #expect(Self.word(try Self.next(of: live)) == "reconnecting")
        }
        #expect(try #require(live.deadline) > .now)
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

    /// A number that is closed twice is somebody else's the second time.
    @Test func `a connection that fails closes its own descriptor only`() async {
        let path = FakeServer.unusedPath()
        /// What another thread opened and found closed.
        final class Sentinel: Sendable {
            let isDone = Atomic(false)
            let lost = Atomic(0)
        }
        let sentinel = Sentinel()
        let thread = Task { @Sendable in
            while !sentinel.isDone.load(ordering: .relaxed) {
                let mine = dup(2)
                sched_yield()
                if fcntl(mine, F_GETFD) < 0 { sentinel.lost.add(1, ordering: .relaxed) } else { close(mine) }
            }
        }
        for _ in 0..<5000 {
            #expect(throws: ClientError.self) { _ = try WebSocketLink(path: path, target: "/", attempt: "try") }
        }
        sentinel.isDone.store(true, ordering: .relaxed)
        await thread.value
        let lost = sentinel.lost.load(ordering: .relaxed)
        #expect(lost == 0)
    }
}
