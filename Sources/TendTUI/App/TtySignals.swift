import Glibc
import Synchronization

/// The signals that matter while a terminal is raw, as bytes to be read: their numbers.
package enum TtySignals {
    /// What ends the process once the terminal has been given back. Not those of a fault of ours: they may come in the middle of anything.
    package static let deadly = [
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
    ]

    private static let others = [SIGWINCH, SIGTSTP, SIGCONT]
    /// Where the handlers write; they may do no more than that.
    private static let bell = Atomic<Int32>(-1)

    /// How often this process was told to go on.
    private static let continuations = Atomic(0)

    /// Catches the signals of this process from now on.
    package static func catchAll(_ wake: Wake) {
        bell.store(wake.writer, ordering: .relaxed)
        // Made here: a handler must not be the first to touch it.
        continuations.store(0, ordering: .relaxed)
        for number in deadly + others { signal(number, handler) }
    }

    private static let handler: @convention(c) (Int32) -> Void = { number in
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        if number == SIGCONT { TtySignals.continuations.add(1, ordering: .relaxed) }
        _ = write(TtySignals.bell.load(ordering: .relaxed), &byte, 1)
        errno = before
    }

    /// Stops this process and those that stand in the terminal with it, as the terminal's own key does. Returns when it goes on.
    ///
    /// - Returns: false at once where no shell is that could go on with it: the kernel stops nobody there. `SIGSTOP` would, for good.
    package static func stop() -> Bool {
        let before = continuations.load(ordering: .relaxed)
        signal(SIGTSTP, SIG_DFL)
        kill(0, SIGTSTP)
        signal(SIGTSTP, handler)
        return continuations.load(ordering: .relaxed) != before
    }

    /// Back to what a process does by default.
    package static func release() {
        for number in deadly + others { signal(number, SIG_DFL) }
    }
}
