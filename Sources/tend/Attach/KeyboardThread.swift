import Glibc
import Synchronization
import TendScreen

/// Reads a terminal on a thread of its own, so that a key is on its way before anything else is thought of.
final class KeyboardThread: Sendable {
    enum Event: Sendable {
        /// For the program.
        case keys([UInt8], isTyping: Bool)
        case detach
        case signal(Int32)
        /// The terminal is gone.
        case end
    }

    /// Longer than the bytes of one key lie apart, shorter than a person notices.
    private static let keyPatience: Int32 = 20
    /// Nothing depends on it: after that, an answer that never ended is given up.
    private static let replyPatience: Int32 = 500

    private let terminal: Int32
    private let signals: Wake
    private let handler: @Sendable (Event) -> Void
    private let wanted = Mutex<Modes>([])
    private let isStopping = Atomic(false)
    private let thread = Mutex<pthread_t?>(nil)

    /// - Parameters:
    ///   - signals: brings the numbers of signals, as bytes.
    ///   - handler: is called on the thread and should not block.
    init(terminal: Int32, signals: Wake, handler: @escaping @Sendable (Event) -> Void) {
        self.terminal = terminal
        self.signals = signals
        self.handler = handler
    }

    /// What the program asked the terminal to report.
    func want(_ modes: Modes) { wanted.withLock { $0 = modes } }

    func start() throws {
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<KeyboardThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, me.toOpaque())
        guard result == 0 else {
            me.release()
            throw Failure("cannot start a thread: \(String(cString: strerror(result)))")
        }
        self.thread.withLock { $0 = thread }
    }

    /// Returns when no more keys are taken from the terminal.
    func stop() {
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let thread else { return }
        isStopping.store(true, ordering: .releasing)
        signals.ring()
        pthread_join(thread, nil)
    }

    private func run() {
        var replies = ReplyFilter()
        var detaching = DetachFilter()
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        var files = [
            pollfd(fd: terminal, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.reader, events: Int16(POLLIN), revents: 0),
        ]
        while !isStopping.load(ordering: .acquiring) {
            let isHolding = replies.hold == .key || detaching.isHolding
            let patience = replies.hold == .reply ? Self.replyPatience : isHolding ? Self.keyPatience : -1
            let ready = poll(&files, 2, patience)
            if ready < 0, errno != EINTR { return handler(.end) }
            if ready == 0 {
                let held = replies.flush()
                pass(detaching.feed(held.bytes), isTyping: held.isTyping)
                pass(detaching.flush(), isTyping: true)
            }
            guard ready > 0 else { continue }
            if files[1].revents != 0 { takeSignals() }
            guard files[0].revents != 0 else { continue }
            let count = read(terminal, &buffer, buffer.count)
            if count > 0 {
                replies.modes = wanted.withLock { $0 }
                let found = replies.feed(buffer[..<count])
                pass(detaching.feed(found.bytes), isTyping: found.isTyping)
            } else if count == 0 || errno != EINTR && errno != EAGAIN {
                return handler(.end)
            }
        }
    }

    private func pass(_ output: DetachFilter.Output, isTyping: Bool) {
        if !output.bytes.isEmpty { handler(.keys(output.bytes, isTyping: isTyping)) }
        if output.detaches { handler(.detach) }
    }

    private func takeSignals() {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(signals.reader, &bytes, bytes.count)
        for number in bytes.prefix(max(0, count)) where number != 0 { handler(.signal(Int32(number))) }
    }
}
