import Glibc

/// The end of a process by a signal that it has caught.
enum Death {
    /// Ends the process as if the signal had never been caught, so that whoever waits for it sees how it ended.
    static func of(_ number: Int32) throws -> Never {
        // Threads that run tasks block signals.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        raise(number)
        // Somebody has it ignored.
        throw Outcome(status: 128 + number)
    }
}
