import Glibc
import Synchronization
import TendCore
import TendScreen
import Testing

@testable import TendAPI

/// A part of a viewer's terminal, which the server paints on while text is typed.
@Suite struct LendingPartTests {
    private typealias Window = LendingTests.Window

    private static let size = Size(rows: 4, columns: 20)

    private static func loan(
        row: Int? = 2, column: Int? = 30, width: Int? = 80, size: Size = size
    ) -> LiveMessage.Request {
        LiveMessage.Request(
            .lend, id: 9, channel: 1, rows: size.rows, cols: size.columns, row: row, col: column, width: width,
            colors: 256, synchronized: true)
    }

    /// A live socket that shows `a`, which says `first`, and has lent the part of the window's terminal where it does.
    private func lending(
        _ window: Window, _ service: FakeService, _ server: TestServer, size: Size = size
    ) async throws -> TestWebSocket {
        service.add("a")
        service.show("first", in: "a")
        let socket = try await LendingTests.watching(server, lends: false)
        try socket.send(Self.loan(size: size), passing: window.terminal)
        #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 9, ok: true))
        return socket
    }

    private func returned(_ socket: TestWebSocket) async throws -> LentPart {
        guard case .binary(let bytes) = try await socket.receive(), bytes.starts(with: [4, 1]) else {
            throw TestFailure("not the part")
        }
        return try LentPart(bytes.dropFirst(2))
    }

    @Test func `text goes to the program, its echo onto the part, and another key brings all back`() async throws {
        try await withServer { service, server in
            let window = try Window()
            let socket = try await lending(window, service, server)
            window.type("l\u{7F}é\t\r")
            await service.until { $0.inputs["ida"]?.count == 1 }
            #expect(service.inputs("a") == [.bytes(Array("l\u{7F}é\t\r".utf8))])
            service.show("first, then", in: "a")
            let painted = try await window.shows(", then")
            #expect(painted.hasPrefix("\u{1B}[?2026h\u{1B}[3;36H, then"))
            #expect(!painted.contains("first") && !painted.contains("\u{1B}[K"))

            // What comes before the key is for the program, the key and what comes after it for the viewer.
            window.type("x\u{2}c")
            let part = try await returned(socket)
            #expect(part.keys == Array("\u{2}c".utf8) && part.isKnown)
            #expect(part.painted?.fresh.first?.row.text == "first, then")
            #expect(service.inputs("a").last == .bytes(Array("x".utf8)))
            window.type("mine")
            #expect(window.unread == "mine")

            // The next frame comes by itself, and the one after it when that was taken.
            service.show("and on", in: "a")
            #expect(try await socket.frame() == 1)
            service.show("and on and on", in: "a")
            try socket.send(binary: [1, 1])
            #expect(try await socket.frame() == 1)
        }
    }

    @Test func `it can be taken back, and lent again`() async throws {
        try await withServer { service, server in
            let window = try Window()
            let socket = try await lending(window, service, server)
            try socket.send(LiveMessage.Request(.recall, channel: 1))
            #expect(try await returned(socket) == LentPart())
            window.type("mine")
            #expect(window.unread == "mine")
            // Nobody has it: nothing comes but the answer.
            try socket.send(LiveMessage.Request(.recall, id: 4, channel: 1))
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 4, ok: true))
            try socket.send(Self.loan(), passing: window.terminal)
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 9, ok: true))
            window.type("its")
            await service.until { $0.inputs["ida"] == [.bytes(Array("its".utf8))] }
        }
    }

    @Test func `who takes a frame of which the part was lent gets the ones after the part is back`() async throws {
        try await withServer { service, server in
            let window = try Window()
            let socket = try await lending(window, service, server)
            try socket.send(binary: [1, 1])
            try socket.send(LiveMessage.Request(.recall, channel: 1))
            _ = try await returned(socket)
            for number in 0..<3 {
                service.show("after \(number)", in: "a")
                #expect(try await socket.frame() == 1)
                try socket.send(binary: [1, 1])
            }
        }
    }

    @Test func `it is not lent while a frame may be on its way`() async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            let socket = try await LendingTests.watching(server, lends: false)
            try socket.send(binary: [1, 1, 2])
            service.show("first", in: "a")
            #expect(try await socket.frame() == 1)
            try socket.send(Self.loan(), passing: window.terminal)
            #expect(
                try await socket.receive(LiveMessage.Reply.self).error?.message
                    == "a part of a terminal can be lent when its frame was not taken yet and no other may come")
            // Nothing is lost of what may come.
            service.show("second", in: "a")
            #expect(try await socket.frame() == 1)
            try socket.send(Self.loan(), passing: window.terminal)
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 9, ok: true))
        }
    }

    @Test(arguments: [Modes.focusEvents, .mouseMotion, .newline])
    func `what the viewer has to see for itself brings the part back`(mode: Modes) async throws {
        try await withServer { service, server in
            let window = try Window()
            let socket = try await lending(window, service, server)
            // A shell at its prompt is nothing to see.
            service.change { $0.screens["ida"]?.modes.insert(.bracketedPaste) }
            service.show("first!", in: "a")
            _ = try await window.shows("!")
            service.change { $0.screens["ida"]?.modes.insert(mode) }
            service.show("first!?", in: "a")
            #expect(try await returned(socket).painted?.fresh.first?.row.text == "first!")
            #expect(try await socket.frame() == 1)
            window.type("mine")
            #expect(window.unread == "mine")
        }
    }

    @Test(arguments: [Cursor(isVisible: true), Cursor(isVisible: false, shape: .bar)])
    func `a cursor that is not seen stays so, and the part comes back when it is another one`(next: Cursor) async throws
    {
        try await withServer { service, server in
            let window = try Window()
            service.add("a")
            service.change { $0.screens["ida"]?.cursor.isVisible = false }
            let socket = try await LendingTests.watching(server, lends: false)
            try socket.send(Self.loan(), passing: window.terminal)
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 9, ok: true))
            service.show("typed", in: "a")
            #expect(!(try await window.shows("typed")).contains("\u{1B}[?25h"))
            service.change { $0.screens["ida"]?.cursor = next }
            service.show("another", in: "a")
            #expect(try await returned(socket).painted?.cursor == Cursor(isVisible: false))
            #expect(try await socket.frame() == 1)
        }
    }

    @Test func `a part that shows something else than the session comes back at once`() async throws {
        try await withServer { service, server in
            let window = try Window()
            // Of another size.
            let socket = try await lending(window, service, server, size: Size(rows: 3, columns: 20))
            #expect(try await returned(socket) == LentPart())
            service.show("newer", in: "a")
            #expect(try await socket.frame() == 1)
            // Older than what there is.
            service.show("newest", in: "a")
            try socket.send(Self.loan(), passing: window.terminal)
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 9, ok: true))
            #expect(try await returned(socket) == LentPart())
            #expect(try await socket.frame() == 1)
            #expect(service.inputs("a").isEmpty)
        }
    }

    @Test func `of a terminal that stands still nobody knows what it shows`() async throws {
        try await withServer { service, server in
            let window = try Window()
            let socket = try await lending(window, service, server)
            window.jam()
            service.show("one", in: "a")
            await service.until { $0.framesMade == 2 }
            // Its session's reactor serves all sockets here.
            window.type("x")
            await service.until { $0.inputs["ida"]?.count == 1 }
            try socket.send(LiveMessage.Request(.recall, channel: 1))
            #expect(try await returned(socket).isKnown == false)
        }
    }

    @Test func `a window that is closed, and a session that is removed, end it`() async throws {
        try await withServer { service, server in
            let window = try Window()
            let socket = try await lending(window, service, server)
            window.hangUp()
            #expect(try await returned(socket) == LentPart(isKnown: false))
        }
        try await withServer { service, server in
            let window = try Window()
            let socket = try await lending(window, service, server)
            try await service.remove("a")
            #expect(try await returned(socket) == LentPart())
            #expect(try await socket.receive(LiveMessage.Reply.self).closed?.channel == 1)
            window.type("mine")
            #expect(window.unread == "mine")
        }
    }

    @Test func `a program in a session types no answer by a part of its own`() async throws {
        try await withServer { service, server in
            service.inbox.isInside.withLock { $0 = true }
            let window = try Window()
            let socket = try await lending(window, service, server)
            window.type("1")
            #expect(try await socket.receive(LiveMessage.Reply.self).error?.code == "forbidden")
            #expect(service.inputs("a").isEmpty)
        }
    }

    private static let places: [(row: Int?, column: Int?, width: Int?)] = [
        (nil, 30, 80), (2, nil, 80), (2, 30, nil), (-1, 30, 80), (2, -1, 80), (2, 61, 80), (500, 30, 80),
        (2, 1000, 1020), (Int.max, Int.max, Int.max), (2, 30, Int.min),
    ]

    @Test(arguments: places)
    func `a place that cannot be is refused`(place: (row: Int?, column: Int?, width: Int?)) async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            let socket = try await LendingTests.watching(server, lends: false)
            try socket.send(
                Self.loan(row: place.row, column: place.column, width: place.width), passing: window.terminal)
            #expect(
                try await socket.receive(LiveMessage.Reply.self).error?.message
                    == "to lend a part takes row and col from 0, and a width of the terminal that has room for cols")
        }
    }
}
