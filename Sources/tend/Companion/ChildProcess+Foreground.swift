import CLinux
import Glibc

/// An agent stands where its companion stands: in its process group, with its terminal. What the terminal sends reaches both, and the
/// companion passes over what is meant for the agent. What is sent to the companion alone goes on to the agent.
extension ChildProcess {
    /// Keys that send signals are the agent's. To be called before the first child is started.
    static func leaveKeyboard() {
        for number in [SIGINT, SIGQUIT] { signal(number, SIG_IGN) }
    }

    /// The agent itself.
    static func inForeground(
        _ program: String, _ arguments: [String], environment: [String: String]
    ) throws(Failure) -> ChildProcess {
        let agent = try ChildProcess(
            program, arguments, environment: environment, place: tend_child_in_group, deathSignal: SIGHUP)
        for number in [SIGTERM, SIGHUP, SIGUSR1, SIGUSR2] { tend_child_forward(number, agent.pid) }
        return agent
    }

    /// The next child that ends, of this agent or beside it. When the agent is stopped, so are we, and go on with it.
    func nextEnding() -> (pid: Int32, ending: Ending) {
        while true {
            var status: Int32 = 0
            let pid = waitpid(-1, &status, WUNTRACED)
            if pid < 0 {
                guard errno == EINTR else { return (self.pid, .status(1)) }
                continue
            }
            let stop = tend_child_stop_signal(status)
            guard stop != 0 else { return (pid, Ending(status)) }
            // Who stops the agent by `SIGSTOP` means it alone, and goes on with it alone.
            if pid == self.pid, stop != SIGSTOP {
                // As the shell would see it stop if it were run directly. This thread, so that it is stopped before the next line.
                raise(stop)
                kill(self.pid, SIGCONT)
            }
        }
    }

    func waitForEnd() -> Ending {
        while true {
            let (pid, ending) = nextEnding()
            if pid == self.pid { return ending }
        }
    }
}

extension ChildProcess.Ending {
    /// Ends this process in the same way.
    func repeated() throws {
        switch self {
        case .status(0): return
        case .status(let status): throw Outcome(status: status)
        case .signal(let number):
            Glibc.signal(number, SIG_DFL)
            try Death.of(number)
        }
    }
}
