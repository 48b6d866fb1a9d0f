import Glibc
import TendCore

/// Signals by name, those that signal(7) has.
enum Signals {
    private static let numbers: [(name: String, number: Int32)] = [
        ("HUP", SIGHUP), ("INT", SIGINT), ("QUIT", SIGQUIT), ("ILL", SIGILL), ("TRAP", SIGTRAP), ("ABRT", SIGABRT),
        ("BUS", SIGBUS), ("FPE", SIGFPE), ("KILL", SIGKILL), ("USR1", SIGUSR1), ("SEGV", SIGSEGV), ("USR2", SIGUSR2),
        ("PIPE", SIGPIPE), ("ALRM", SIGALRM), ("TERM", SIGTERM), ("CHLD", SIGCHLD), ("CONT", SIGCONT),
        ("STOP", SIGSTOP), ("TSTP", SIGTSTP), ("TTIN", SIGTTIN), ("TTOU", SIGTTOU), ("URG", SIGURG), ("XCPU", SIGXCPU),
        ("XFSZ", SIGXFSZ), ("VTALRM", SIGVTALRM), ("PROF", SIGPROF), ("WINCH", SIGWINCH), ("IO", SIGIO),
        ("PWR", SIGPWR), ("SYS", SIGSYS),
    ]

    /// The number that `15`, `TERM`, `SIGTERM` or `sigterm` means.
    static func number(of text: String) throws(APIError) -> Int32 {
        if let number = Int32(text) {
            guard (1...64).contains(number) else { throw .invalid("signal: numbers go from 1 to 64") }
            return number
        }
        var name = text.uppercased()
        if name.hasPrefix("SIG") { name.removeFirst(3) }
        if let entry = numbers.first(where: { $0.name == name }) { return entry.number }
        let hint = Suggestion.nearest(to: name, among: numbers.map(\.name)).map { " — did you mean '\($0)'?" } ?? ""
        throw .invalid("signal: there is no '\(text.sanitized(limit: 32))'\(hint)")
    }
}
