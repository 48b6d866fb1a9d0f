import Glibc
import Synchronization
import TendCore

/// Rings when one of some signals comes, which then does not end the process. One for the life of a process.
final class SignalBell: Sendable {
    private static let end = Atomic<Int32>(-1)
    private let rings = AsyncStream.makeStream(of: Void.self)

    init(_ numbers: [Int32]) {
        var pipe: [Int32] = [-1, -1]
        // Without it signals end us as they do any program.
        guard Glibc.pipe(&pipe) == 0 else { return }
        for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        SignalBell.end.store(pipe[1], ordering: .relaxed)
        let (reader, continuation) = (pipe[0], rings.continuation)
        for number in numbers {
            signal(number) { _ in
                var byte: UInt8 = 0
                _ = write(SignalBell.end.load(ordering: .relaxed), &byte, 1)
            }
        }
        // A thread that sleeps in `read` for ever: a handler may do no more than write.
        let error = startThread(stack: 64 << 10) {
            // Whoever started us may have left them blocked; then they come here.
            var set = sigset_t()
            sigemptyset(&set)
            for number in numbers { sigaddset(&set, number) }
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
            var byte: UInt8 = 0
            while true {
                let count = read(reader, &byte, 1)
                if count > 0 { continuation.yield() } else if errno != EINTR { return }
            }
        }
        guard error != 0 else { return }
        for number in numbers { signal(number, SIG_DFL) }
    }

    /// True as soon as a signal has come; false when the task is cancelled.
    func wait() async -> Bool {
        for await _ in rings.stream { return true }
        return false
    }
}
