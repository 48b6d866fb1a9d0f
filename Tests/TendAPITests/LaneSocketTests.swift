import Glibc
import Synchronization
import TendCore
import Testing

@testable import TendAPI

@Suite struct LaneSocketTests {
    @Test func `a socket that ended with its inbox full leaves its reactor alone`() async throws {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let reactor = HandReactor()
        let socket = LaneSocket(descriptor: ends[0], home: reactor, messageLimit: 1000, answer: [])
        // More than an inbox holds, and less than is read at once.
        let bytes = Array(repeatElement(TestWebSocket.frame(0x81, [0x78]), count: 100).joined())
        try #require(write(ends[1], bytes, bytes.count) == bytes.count)
        socket.start { _ in }
        reactor.run()
        reactor.report(.input)
        reactor.run()
        #expect(reactor.interest == [], "the inbox is full")
        socket.close(1001, "the server stops")
        close(ends[1])
        reactor.run()
        reactor.report(.input)
        reactor.run()
        #expect(reactor.interest == nil, "it has ended")
        var count = 0
        while await socket.receive() != nil { count += 1 }
        #expect(count == 16)
        reactor.run()
        #expect(reactor.isIdle)
    }

    @Test func `who waits until a peer has read is let go when the socket is closed`() async throws {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[1]) }
        let reactor = HandReactor()
        let socket = LaneSocket(descriptor: ends[0], home: reactor, messageLimit: 1000, answer: [])
        socket.start { _ in }
        reactor.run()
        // More than the kernel has room for.
        socket.send(.text, [UInt8](repeating: 0x78, count: 2 << 20))
        let isLetGo = Mutex(false)
        socket.afterOutput(1) { isLetGo.withLock { $0 = true } }
        #expect(!isLetGo.withLock { $0 })
        socket.close(1001, "the server stops")
        #expect(isLetGo.withLock { $0 })
        // And nobody waits after that.
        await #expect(throws: (any Error).self) { try await socket.send(text: [0x78]) }
        reactor.run()
    }
}

/// A reactor whose thread is the test.
private final class HandReactor: Reactor {
    private struct State {
        var blocks: [@Sendable () -> Void] = []
        var interest: Readiness?
    }
    private let state = Mutex(State())
    /// Of the one descriptor that is watched.
    nonisolated(unsafe) private var handler: (Readiness) -> Void = { _ in }  // Safe because one test uses it.

    var isCurrent: Bool { true }
    var isIdle: Bool { state.withLock { $0.blocks.isEmpty } }
    /// What is waited for; nil when nothing is watched.
    var interest: Readiness? { state.withLock { $0.interest } }

    /// Runs what was posted before.
    func run() {
        let blocks = state.withLock { state in
            defer { state.blocks = [] }
            return state.blocks
        }
        for block in blocks { block() }
    }

    func report(_ readiness: Readiness) { handler(readiness) }

    func post(_ block: @escaping @Sendable () -> Void) { state.withLock { $0.blocks.append(block) } }
    func post(after delay: Duration, _ block: @escaping @Sendable () -> Void) {}

    func watch(socket descriptor: Int32, for events: Readiness, _ handler: @escaping (Readiness) -> Void) -> UInt64 {
        self.handler = handler
        state.withLock { $0.interest = events }
        return 1
    }
    func change(_ token: UInt64, to events: Readiness) { state.withLock { $0.interest = events } }
    func unwatch(_ token: UInt64) { state.withLock { $0.interest = nil } }
}
