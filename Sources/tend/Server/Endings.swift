import Glibc
import Synchronization
import TendCore

/// Why the server ends. The first reason counts.
final class Endings: Sendable {
    enum Reason: Sendable, CustomStringConvertible {
        /// TERM or INT: the keeper starts another server.
        case signal
        /// Asked to by a request: the keeper starts another server, maybe of another binary.
        case restart
        /// Asked to by a request: all sessions have been ended, the keeper ends too.
        case stop
        case keeperLost

        var description: String {
            switch self {
            case .signal: "it got a signal"
            case .restart: "it is restarted"
            case .stop: "it is stopped"
            case .keeperLost: "the keeper is gone"
            }
        }
    }

    private let reasons = AsyncStream.makeStream(of: Reason.self)

    func end(_ reason: Reason) { reasons.continuation.yield(reason) }

    func wait() async -> Reason {
        for await reason in reasons.stream { return reason }
        return .signal
    }

    /// Turns TERM and INT into ``Reason/signal``. SIGHUP and SIGPIPE are ignored: the server has no terminal.
    func catchSignals() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        var pipe: [Int32] = [-1, -1]
        // Without it TERM ends us as it does any program; nothing is lost.
        guard Glibc.pipe(&pipe) == 0 else { return }
        for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        Endings.bell.store(pipe[1], ordering: .relaxed)
        let reader = pipe[0]
        // A thread that sleeps in `read` for ever: a handler may do no more than write.
        let waiter = Waiter(descriptor: reader, endings: self)
        guard startThread({ waiter.run() }) == 0 else { return }
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in
                var byte: UInt8 = 0
                _ = write(Endings.bell.load(ordering: .relaxed), &byte, 1)
            }
        }
    }

    private static let bell = Atomic<Int32>(-1)

    private final class Waiter: Sendable {
        let descriptor: Int32
        let endings: Endings

        init(descriptor: Int32, endings: Endings) {
            self.descriptor = descriptor
            self.endings = endings
        }

        func run() {
            var byte: UInt8 = 0
            while true {
                let count = read(descriptor, &byte, 1)
                if count > 0 { endings.end(.signal) } else if errno != EINTR { return }
            }
        }
    }
}
