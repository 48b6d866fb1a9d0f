import TendScreen
import TendTUI

/// This terminal, as far as the environment tells.
struct TerminalChecks {
    var environment: [String: String]
    var isTerminal = Console.isTerminal

    func run() -> [Finding] { isTerminal ? [terminal(), colors(), locale()] : [locale()] }

    private func terminal() -> Finding {
        let name = environment["TERM"] ?? ""
        guard TerminalTraits(environment: environment) != nil else {
            return .fail(
                "terminal", name.isEmpty ? "TERM is not set" : "TERM is '\(name)', which cannot place a cursor",
                "set TERM to what the terminal is, xterm-256color for most")
        }
        let size = Caller.terminalSize(1).map { ", \($0.columns)x\($0.rows)" } ?? ""
        return .ok("terminal", name + size)
    }

    private func colors() -> Finding {
        switch TerminalTraits(environment: environment)?.depth {
        case .trueColor: .ok("colour", "16 million")
        case .palette256:
            .ok("colour", "256; set COLORTERM=truecolor if the terminal has more")
        case .palette16:
            .warn("colour", "16", "set TERM=xterm-256color, or COLORTERM=truecolor, if the terminal has more")
        case .mono, nil: .warn("colour", "none", "set TERM to one with colours if the terminal has them")
        }
    }

    private func locale() -> Finding {
        // The first one that is set counts.
        let found = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { name in
            environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
        }.first
        guard let (name, value) = found else {
            return .warn("locale", "none is set", "set LANG=C.UTF-8, so that programs print more than ASCII")
        }
        let charset = value.split(separator: ".").last.map { $0.lowercased().filter { $0 != "-" } } ?? ""
        return charset.hasPrefix("utf8")
            ? .ok("locale", "\(name)=\(value)")
            : .warn("locale", "\(name)=\(value) is not UTF-8, in which everything here is drawn", "set \(name)=C.UTF-8")
    }
}
