import CLinux
import FoundationEssentials
import Glibc
import Synchronization
import TendCore
import TendScreen
import Testing

@testable import TendAPI

/// A viewer's terminal that the server reads from and paints on.
@Suite struct LendingTests {
    /// The viewer's terminal, raw, and the window that it is shown in. Both are closed when it goes.
    final class Window: Sendable {
        let terminal: Int32
        private let master: Int32

        init() throws {
            var ends: (master: Int32, terminal: Int32) = (-1, -1)
            var raw = termios()
            cfmakeraw(&raw)
            guard openpty(&ends.master, &ends.terminal, nil, &raw, nil) == 0 else { throw TestFailure("no terminal") }
            (master, terminal) = (ends.master, ends.terminal)
            for end in [master, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }

        deinit {
            close(master)
            close(terminal)
        }

        func type(_ text: String) { _ = text.withCString { write(master, $0, strlen($0)) } }

        /// Reads what was painted until it has `text`; returns all of it.
        func shows(_ text: String) async throws -> String {
            let master = master
            return try await blocking {
                var seen: [UInt8] = []
                while !String(decoding: seen, as: UTF8.self).contains(text) {
                    var file = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
                    guard poll(&file, 1, 60_000) > 0 else {
                        throw TestFailure("not painted: \(text); but \(String(decoding: seen, as: UTF8.self))")
                    }
                    var bytes = [UInt8](repeating: 0, count: 64 << 10)
                    let count = read(master, &bytes, bytes.count)
                    if count > 0 { seen += bytes.prefix(count) }
                }
                return String(decoding: seen, as: UTF8.self)
            }
        }

        /// What was typed and read by nobody.
        var unread: String {
            var bytes = [UInt8](repeating: 0, count: 64)
            _ = fcntl(terminal, F_SETFL, O_NONBLOCK)
            let count = read(terminal, &bytes, bytes.count)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }

        /// Writes until it takes no more, not even a moment later: the kernel moves what it has taken on.
        func jam() {
            _ = fcntl(terminal, F_SETFL, O_NONBLOCK)
            let bytes = [UInt8](repeating: UInt8(ascii: "."), count: 1 << 10)
            var file = pollfd(fd: terminal, events: Int16(POLLOUT), revents: 0)
            while poll(&file, 1, 20) > 0 { while write(terminal, bytes, bytes.count) > 0 {} }
            // The kernel calls it full while there is room for a few.
            while write(terminal, bytes, 1) > 0 {}
            _ = fcntl(terminal, F_SETFL, 0)
        }

        /// The window is closed, and with it the line.
        func hangUp() {
            let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
            dup2(nothing, master)
            close(nothing)
        }
    }

    private static func loan(
        id: Int? = 9, size: Size = Size(rows: 4, columns: 20), colors: Int? = 256, readOnly: Bool? = nil
    ) -> LiveMessage.Request {
        LiveMessage.Request(
            .lend, id: id, channel: 1, rows: size.rows, cols: size.columns, colors: colors, synchronized: true,
            readOnly: readOnly)
    }

    /// A live socket whose viewer has painted the first frame of `a`.
    static func watching(_ server: TestServer, lends: Bool = true) async throws -> TestWebSocket {
        let socket = try await TestWebSocket(server, "/api/v1/live?session=a&lends=\(lends ? 1 : 0)")
        #expect(try await socket.receive(LiveMessage.Reply.self).channel == 1)
        #expect(try await socket.frame() == 1)
        return socket
    }

    /// The same, which has lent the window's terminal.
    private func lending(
        _ window: Window, _ server: TestServer, _ loan: LiveMessage.Request = loan()
    ) async throws
        -> TestWebSocket
    {
        let socket = try await Self.watching(server)
        try socket.send(loan, passing: window.terminal)
        #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 9, ok: true))
        return socket
    }

    @Test func `keys go to the program, and the screen is painted where the first frame left off`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.show("first", in: "a")
            let window = try Window()
            let socket = try await lending(window, server)
            window.type("ls\r")
            await service.until { $0.inputs["ida"]?.count == 1 }
            service.show("first, then", in: "a")
            let painted = try await window.shows(", then")
            // What the viewer painted stands there.
            #expect(!painted.contains("first") && !painted.contains("\u{1B}[2J"))
            #expect(painted.hasPrefix("\u{1B}[?2026h") && painted.hasSuffix("\u{1B}[?2026l"))
            window.type("\u{1B}")
            await service.until { $0.inputs["ida"]?.count == 2 }
            #expect(service.inputs("a") == [.bytes(Array("ls\r".utf8)), .bytes([0x1B])])

            // Once it is answered, keys and terminal are the viewer's.
            try socket.send(LiveMessage.Request(.unwatch, id: 3, channel: 1))
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 3, ok: true))
            window.type("mine")
            #expect(window.unread == "mine")
            #expect(service.inputs("a").count == 2)
        }
    }

    @Test func `the keys that detach give the terminal back`() async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            let socket = try await lending(window, server)
            window.type("x\u{2}d")
            let news = try await socket.receive(LiveMessage.Reply.self)
            #expect(news == LiveMessage.Reply(lent: .init(channel: 1, news: .detached)))
            await service.until { $0.inputs["ida"] == [.bytes([UInt8(ascii: "x")])] }
            window.type("mine")
            #expect(window.unread == "mine")
        }
    }

    @Test func `who only watches may detach and nothing else`() async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            let socket = try await lending(window, server, Self.loan(readOnly: true))
            window.type("x\u{2}d")
            #expect(try await socket.receive(LiveMessage.Reply.self).lent?.news == .detached)
            #expect(service.inputs("a").isEmpty)
        }
    }

    @Test func `typing where the session has another size is told, and so is a size that changes`() async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            let socket = try await lending(window, server, Self.loan(size: Size(rows: 6, columns: 30)))
            window.type("x")
            #expect(try await socket.receive(LiveMessage.Reply.self).lent == .init(channel: 1, news: .typed))
            service.change { $0.screens["ida"] = Screen(size: Size(rows: 6, columns: 30)) }
            let resized = LiveMessage.Reply.Lent(channel: 1, news: .resized, size: Size(rows: 6, columns: 30))
            #expect(try await socket.receive(LiveMessage.Reply.self).lent == resized)
            window.type("y\u{2}d")
            #expect(try await socket.receive(LiveMessage.Reply.self).lent?.news == .detached)
            #expect(service.inputs("a").count == 2)
        }
    }

    @Test func `another size of the terminal paints all of it`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.show("first", in: "a")
            let window = try Window()
            let socket = try await lending(window, server)
            try socket.send(
                LiveMessage.Request(.lend, id: 4, channel: 1, rows: 3, cols: 10))
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 4, ok: true))
            #expect(try await window.shows("first").contains("\u{1B}[2J"))
        }
    }

    @Test func `a terminal that takes nothing holds nobody up`() async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            let socket = try await lending(window, server)
            window.jam()
            service.show("one", in: "a")
            await service.until { $0.framesMade == 2 }
            // Its session's reactor serves all sockets here.
            window.type("x")
            await service.until { $0.inputs["ida"]?.count == 1 }
            // It goes on as soon as it is taken: to the end of the picture, for what stands still now is the next one.
            #expect(try await window.shows("\u{1B}[?2026l").contains("one"))
            window.jam()
            service.show("two", in: "a")
            await service.until { $0.framesMade == 3 }
            try socket.send(LiveMessage.Request(.unwatch, id: 3, channel: 1))
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(id: 3, ok: true))
        }
    }

    @Test func `a terminal that is hung up is told, and the session can be watched on`() async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            let socket = try await lending(window, server)
            window.hangUp()
            #expect(try await socket.receive(LiveMessage.Reply.self).lent?.news == .failed)
            try socket.send(LiveMessage.Request(.watch, id: 5, session: "a"))
            // The old channel ends with the connection.
            #expect(try await socket.receive(LiveMessage.Reply.self).channel == 2)
            #expect(try await socket.frame() == 2)
        }
    }

    @Test func `a session that is removed lets go of the terminal`() async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            let socket = try await lending(window, server)
            try await service.remove("a")
            #expect(try await socket.receive(LiveMessage.Reply.self).closed?.channel == 1)
            window.type("mine")
            #expect(window.unread == "mine")
        }
    }

    @Test func `a connection that ends lets go of the terminal`() async throws {
        let window = try Window()
        try await withServer { service, server in
            service.add("a")
            _ = try await lending(window, server)
        }
        // The server has ended, and with it what it held.
        window.type("mine")
        #expect(window.unread == "mine")
    }

    @Test func `a program in a session types no answer by a terminal of its own`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.inbox.isInside.withLock { $0 = true }
            let window = try Window()
            let socket = try await lending(window, server)
            window.type("1")
            #expect(try await socket.receive(LiveMessage.Reply.self).error?.code == "forbidden")
            #expect(service.inputs("a").isEmpty)
        }
    }

    @Test func `what cannot be lent is refused with the reason`() async throws {
        try await withServer { service, server in
            service.add("a")
            let window = try Window()
            func refusal(
                _ socket: TestWebSocket, _ loan: LiveMessage.Request = Self.loan(), passing descriptor: Int32
            ) async throws -> String? {
                try socket.send(loan, passing: descriptor)
                return try await socket.receive(LiveMessage.Reply.self).error?.message
            }
            let socket = try await Self.watching(server)
            #expect(
                try await refusal(socket, passing: -1)
                    == "lend needs a terminal, passed along with the request (SCM_RIGHTS)")
            #expect(
                try await refusal(socket, Self.loan(colors: 7), passing: window.terminal)
                    == "lend needs colors, one of 2, 16, 256, 16777216")
            let file = open("/dev/null", O_RDWR | O_CLOEXEC)
            defer { close(file) }
            #expect(try await refusal(socket, passing: file) == "what was lent is no terminal")
            let taken = "a terminal can be lent once, when the first frame of a watch with lends was painted"
            #expect(try await refusal(socket, passing: window.terminal) == taken)
            let plain = try await Self.watching(server, lends: false)
            #expect(try await refusal(plain, passing: window.terminal) == taken)
            for allowed in [[], [2]] as [[UInt8]] {
                let late = try await Self.watching(server)
                try late.send(binary: [1, 1] + allowed)
                #expect(try await refusal(late, passing: window.terminal) == taken)
            }
        }
    }
}

extension TestWebSocket {
    /// Sends a request and with it a duplicate of a descriptor, unless that is -1.
    func send(_ request: LiveMessage.Request, passing descriptor: Int32) throws {
        let bytes = TestWebSocket.frame(0x81, Array(try JSONEncoder().encode(request)))
        guard tend_message_send(client.descriptor, bytes, bytes.count, descriptor) == bytes.count else {
            throw TestFailure("cannot send: errno \(errno)")
        }
    }
}
