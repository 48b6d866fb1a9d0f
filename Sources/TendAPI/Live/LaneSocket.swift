import CLinux
import Glibc
import Synchronization
import TendCore

/// A WebSocket on a reactor: where the session is that its owner types into. So a key goes from the socket to the program, and a
/// picture from the program to the socket, on one thread. Anybody may send; what the kernel does not take at once waits.
final class LaneSocket: @unchecked Sendable {
    // Safe because everything mutable is behind `state` or touched by the reactor `home` only, which changes with a message
    // from the old one to the new.
    private enum Phase { case open, closing, closed }

    private struct State {
        var phase = Phase.open
        var home: any Reactor
        /// Of the watch on `home`; nil while it moves there.
        var token: UInt64?
        /// Where it goes when what has been read is dealt with.
        var destination: (any Reactor)?
        var isStarted = false
        var wantsInput = true
        /// What is sent is kept until reading begins: the answers to what came with the request and the first screens then go out at once,
        /// and wake their reader once.
        var isCorked = true
        var output: [UInt8] = []
        var sent = 0
        /// What waits until the output is with the kernel, one for each key.
        var afterOutput: [Int: @Sendable () -> Void] = [:]
        /// That came along with messages, oldest first.
        var passed: [Int32] = []
        var isOutputEmpty: Bool { sent == output.count }

        mutating func dropOutput() {
            output = []
            sent = 0
        }

        var interest: Readiness {
            var interest: Readiness = wantsInput ? .input : []
            if !isOutputEmpty { interest.insert(.output) }
            return interest
        }
    }

    /// What may wait to be sent before the answers to requests wait, too.
    private static let outputLimit = 256 << 10
    /// What may have been passed along and not been asked for.
    private static let passedLimit = 4
    private static let goodbyePatience = Duration.seconds(5)

    private let descriptor: Int32
    private let inbox = WebSocketInbox()
    private let state: Mutex<State>
    /// Messages in the inbox, or taken from it and not yet dealt with.
    private let waiting = Atomic(0)
    /// Numbers those who wait with what they have to say.
    private let lastSender = Atomic(0)
    private var reader: WebSocketWire.Reader
    private var chunk = [UInt8](repeating: 0, count: 16 << 10)
    private var onBinary: ([UInt8]) -> Void = { _ in }

    /// - Parameters:
    ///   - descriptor: a connected stream socket, which belongs to this object from now on.
    ///   - answer: goes out before all messages.
    init(descriptor: Int32, home: any Reactor, messageLimit: Int, answer: [UInt8]) {
        self.descriptor = descriptor
        reader = WebSocketWire.Reader(isServer: true, limit: messageLimit)
        state = Mutex(State(home: home, output: answer))
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Sends what has been kept, and begins to read. Once.
    ///
    /// - Parameter onBinary: takes binary messages on the reactor, those that nothing waits before.
    func start(onBinary: @escaping @Sendable ([UInt8]) -> Void) {
        let home = state.withLock { state in
            state.isStarted = true
            return state.home
        }
        home.post { [self] in
            self.onBinary = onBinary
            uncork()
            arrive(at: home)
        }
    }

    /// Goes on on another reactor, if it has not begun yet or the caller is on the present one.
    func move(to home: any Reactor) {
        let present = state.withLock { state -> (any Reactor)? in
            guard state.phase != .closed, state.home !== home, state.destination !== home else { return nil }
            if !state.isStarted { state.home = home }
            guard state.isStarted, state.token != nil, state.home.isCurrent else { return nil }
            state.destination = home
            return state.home
        }
        // Behind the messages that have been read here: what is read over there must not overtake them.
        present?.post { [self] in depart() }
    }

    private func depart() {
        let found = state.withLock { state -> (old: any Reactor, token: UInt64, new: any Reactor)? in
            guard let new = state.destination.take(), state.phase != .closed, let token = state.token else {
                return nil
            }
            defer {
                state.home = new
                state.token = nil
            }
            return (state.home, token, new)
        }
        guard let (old, token, new) = found else { return }
        old.unwatch(token)
        new.post { [self] in arrive(at: new) }
    }

    private func arrive(at home: any Reactor) {
        let interest = state.withLock { $0.phase == .closed ? nil : $0.interest }
        guard let interest else { return }
        do {
            let token = try home.watch(socket: descriptor, for: .input) { [self] in serve($0) }
            state.withLock { $0.token = token }
            home.change(token, to: interest)
        } catch {
            end()
        }
    }

    /// Watches for what matters now. On any thread.
    private func refresh() {
        let home = state.withLock { $0.home }
        home.post { [self] in
            let watch = state.withLock { state in
                state.home === home ? state.token.map { ($0, state.interest) } : nil
            }
            // Else it is moving: whoever arrives looks.
            if let (token, interest) = watch { home.change(token, to: interest) }
        }
    }

    // MARK: Reading

    /// The next message that has to wait its turn; nil when the socket is closed or closing. Say ``finishMessage()`` after it.
    func receive() async -> WebSocketMessage? {
        let taken = await inbox.take()
        if taken.makesRoom { resumeReading() }
        return taken.message
    }

    /// Runs `body` where binary messages are dealt with, and returns when it has run.
    func onReactor(_ body: @escaping @Sendable () -> Void) async {
        let home = state.withLock { $0.home }
        await withCheckedContinuation { continuation in
            home.post {
                body()
                continuation.resume()
            }
        }
    }

    /// Runs `body` there, later.
    func post(after delay: Duration, _ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.home }.post(after: delay, body)
    }

    func finishMessage() { waiting.subtract(1, ordering: .acquiringAndReleasing) }

    private func resumeReading() {
        let home = state.withLock { $0.phase == .closed ? nil : $0.home }
        home?.post { [self] in
            // Elsewhere, if it is moving.
            guard state.withLock({ $0.home === home && $0.token != nil }) else { return resumeReading() }
            state.withLock { $0.wantsInput = true }
            takeMessages()
            refresh()
        }
    }

    private func serve(_ readiness: Readiness) {
        if readiness.contains(.output) { flush() }
        guard readiness.isReadable else { return }
        // Twice at most: sessions of this reactor want their turn, too.
        for _ in 0..<2 {
            var passed: Int32 = -1
            let count = tend_message_receive(descriptor, &chunk, chunk.count, &passed)
            if passed >= 0 { keep(passed) }
            if count > 0 {
                reader.append(chunk[..<count])
                takeMessages()
                // What was passed along ends what is read at once.
                if count < chunk.count, passed < 0 { return }
            } else if count == -Int(EAGAIN) {
                return
            } else {
                return end()
            }
            guard state.withLock({ $0.wantsInput && $0.phase != .closed }) else { return }
        }
    }

    private func keep(_ passed: Int32) {
        let isKept = state.withLock { state in
            guard state.phase == .open, state.passed.count < LaneSocket.passedLimit else { return false }
            state.passed.append(passed)
            return true
        }
        if !isKept { Glibc.close(passed) }
    }

    /// The oldest descriptor that came along with a message and has not been taken; the caller's to close.
    func takePassed() -> Int32? {
        state.withLock { $0.passed.isEmpty ? nil : $0.passed.removeFirst() }
    }

    private func takeMessages() {
        do throws(WebSocketWire.Violation) {
            while !inbox.isFull, let message = try reader.next() {
                take(message)
                if state.withLock({ $0.phase == .closed }) { return }
            }
        } catch {
            return close(error.code, error.reason)
        }
        if inbox.isFull {
            state.withLock { $0.wantsInput = false }
            refresh()
        }
    }

    private func take(_ message: WebSocketWire.Reader.Message) {
        let phase = state.withLock { $0.phase }
        switch (message, phase) {
        case (.binary(let bytes), .open) where waiting.load(ordering: .acquiring) == 0: onBinary(bytes)
        case (.binary(let bytes), .open): put(.binary(bytes))
        case (.text(let text), .open): put(.text(text))
        case (.ping(let payload), .open):
            // One who sends pings and reads no answers gets none.
            if state.withLock({ $0.output.count - $0.sent < LaneSocket.outputLimit }) { send(.pong, payload) }
        case (.close(let code, _), .open):
            close(code ?? WebSocketWire.normalCode, "")
            end()
        case (.close, .closing): end()
        default: break
        }
    }

    private func put(_ message: WebSocketMessage) {
        waiting.add(1, ordering: .acquiringAndReleasing)
        inbox.put(message)
    }

    // MARK: Writing

    /// Sends a message, or as much of it as the kernel takes now. On any thread; nothing happens when the socket is closed.
    func send(_ opcode: WebSocketWire.Opcode, _ payload: [UInt8]) {
        var frame: [UInt8] = []
        WebSocketWire.append(opcode, payload, to: &frame)
        let mustWatch = state.withLock { state in
            guard state.phase == .open else { return false }
            return append(frame, &state)
        }
        if mustWatch { refresh() }
    }

    /// Sends text and returns when little of what was sent before is left: who asks and does not read waits.
    func send(text: [UInt8]) async throws {
        struct Closed: Error {}
        send(.text, text)
        let mustWait = state.withLock { $0.output.count - $0.sent > LaneSocket.outputLimit }
        if mustWait {
            let key = lastSender.add(1, ordering: .relaxed).newValue
            await withCheckedContinuation { continuation in afterOutput(-key) { continuation.resume() } }
        }
        if state.withLock({ $0.phase != .open }) { throw Closed() }
    }

    /// Calls `action` when all that was sent before is with the kernel, or no more is sent: now, or on the reactor. Of one key the last one counts.
    func afterOutput(_ key: Int, _ action: @escaping @Sendable () -> Void) {
        let isNow = state.withLock { state in
            if state.isOutputEmpty || state.isCorked || state.phase != .open { return true }
            state.afterOutput[key] = action
            return false
        }
        if isNow { action() }
    }

    /// True when the rest of the output has to be waited for.
    private func append(_ bytes: [UInt8], _ state: inout State) -> Bool {
        guard state.isOutputEmpty, !state.isCorked else {
            state.output += bytes
            return false
        }
        let count = LaneSocket.write(bytes[...], to: descriptor)
        guard count < bytes.count else { return false }
        state.output = Array(bytes[count...])
        state.sent = 0
        return true
    }

    /// Bytes that the kernel took. An error is seen again by reading.
    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
        var taken = 0
        bytes.withUnsafeBytes { buffer in
            while taken < buffer.count {
                let count = Glibc.send(
                    descriptor, buffer.baseAddress! + taken, buffer.count - taken,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                if count > 0 { taken += count } else if errno != EINTR { return }
            }
        }
        return taken
    }

    /// Before anything is watched: whoever watches then looks for what is left to send.
    private func uncork() {
        state.withLock { state in
            state.isCorked = false
            if state.phase != .closed { state.sent += LaneSocket.write(state.output[state.sent...], to: descriptor) }
            if state.isOutputEmpty { state.dropOutput() }
        }
    }

    private func flush() {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            guard state.phase != .closed else { return [] }
            state.sent += LaneSocket.write(state.output[state.sent...], to: descriptor)
            guard state.isOutputEmpty else { return [] }
            state.dropOutput()
            defer { state.afterOutput = [:] }
            return Array(state.afterOutput.values)
        }
        for action in actions { action() }
        refresh()
    }

    // MARK: Closing

    /// Says goodbye once; the connection ends when the peer has answered, at the latest after 5 s. On any thread.
    func close(_ code: UInt16, _ reason: String) {
        var frame: [UInt8] = []
        WebSocketWire.append(.close, WebSocketWire.closePayload(code, reason), to: &frame)
        let found = state.withLock { state -> (home: any Reactor, waiting: [@Sendable () -> Void])? in
            guard state.phase == .open else { return nil }
            _ = append(frame, &state)
            state.phase = .closing
            // What comes now is read to find the answer.
            state.wantsInput = true
            defer { state.afterOutput = [:] }
            return (state.home, Array(state.afterOutput.values))
        }
        guard let (home, waiting) = found else { return }
        inbox.finish()
        for action in waiting { action() }
        refresh()
        home.post(after: LaneSocket.goodbyePatience) { [self] in end() }
    }

    /// The connection is gone. On any thread; what is still watched is let go of on its reactor.
    private func end() {
        let ended = state.withLock { state -> (any Reactor, UInt64?, [@Sendable () -> Void])? in
            guard state.phase != .closed else { return nil }
            state.phase = .closed
            for passed in state.passed { Glibc.close(passed) }
            defer {
                state.passed = []
                state.token = nil
                state.afterOutput = [:]
                state.dropOutput()
            }
            return (state.home, state.token, Array(state.afterOutput.values))
        }
        guard let (home, token, actions) = ended else { return }
        inbox.finish()
        for action in actions { action() }
        home.post { [self] in
            if let token { home.unwatch(token) }
            Glibc.close(descriptor)
        }
    }
}
