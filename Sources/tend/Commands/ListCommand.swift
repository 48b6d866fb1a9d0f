import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendScreen

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List sessions.",
        discussion: """
            Shows all sessions, ended ones too, the newest last.

            Example:
              tend ls --json | jq -r '.sessions[] | select(.state == "running") | .id'
            """
    )

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    func run() async throws {
        let sessions = try await Connector.connect().sessions()
        if isJSON { return try Console.write(json: SessionListJSON(sessions: sessions)) }
        if sessions.isEmpty { return Console.say("no sessions — 'tend new' starts one") }
        let now = Double(time(nil))
        let width = isatty(1) == 1 ? Caller.terminalSize(1)?.columns : nil
        let lines = SessionTable.lines(sessions, now: now, width: width)
        try Console.write(lines.joined(separator: "\n") + "\n")
    }
}

/// Sessions as a table for people.
enum SessionTable {
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - width: columns of the terminal; nil: lines are not cut.
    static func lines(_ sessions: [SessionJSON], now: Double, width: Int?) -> [String] {
        var table = Table([
            ("ID", .left), ("NAME", .left), ("STATE", .left), ("AGE", .right), ("SIZE", .right), ("COMMAND", .left),
            ("TITLE", .left),
        ])
        for session in sessions.sorted(by: { $0.startedAt.milliseconds < $1.startedAt.milliseconds }) {
            table.add([
                session.id, Table.cut(session.name, to: 24), state(of: session),
                age(now - session.startedAt.seconds), "\(session.cols)x\(session.rows)",
                Table.cut(command(of: session), to: 32), session.title,
            ])
        }
        return table.lines(width: width)
    }

    /// A glyph and a word: what it is doing, or how it ended.
    static func state(of session: SessionJSON) -> String {
        if session.state == .running, let agent = session.agent, let word = agent.state {
            return "\(glyph(of: agent)) \(words(of: agent, word))"
        }
        return switch session.state {
        case .running:
            switch session.activity {
            case .working: "● working"
            case .idle: "○ idle"
            case .waiting: "◆ waiting"
            case .starting: "◌ starting"
            case .unknown: "○ running"
            }
        case .exited:
            if let signal = session.signal {
                "✗ " + SignalName.name(signal)
            } else if let code = session.exitCode, code != 0 {
                "✗ exit \(code)"
            } else {
                "✓ exit 0"
            }
        case .interrupted: "✗ interrupted"
        }
    }

    private static func glyph(of agent: SessionJSON.Agent) -> String {
        switch agent.state {
        case "working": "●"
        case "waiting": "◆"
        case "starting": "◌"
        case "error": "✗"
        case "done": "✓"
        default: "○"
        }
    }

    /// What it does, and with what: `working Bash`, `waiting permission`.
    private static func words(of agent: SessionJSON.Agent, _ word: String) -> String {
        let more = word == "waiting" ? agent.waitingFor : word == "working" ? agent.tool : nil
        return more.map { "\(word) \(Table.cut($0, to: 12))" } ?? word
    }

    static func command(of session: SessionJSON) -> String {
        let program = session.command.split(separator: "/").last.map(String.init) ?? session.command
        return DisplayText.cleaned(([program] + session.args).joined(separator: " "), limit: 200)
    }

    /// The two largest units that count: `5s`, `3m`, `2h10m`, `4d`.
    static func age(_ seconds: Double) -> String {
        let total = Int(max(0, seconds))
        return switch total {
        case ..<60: "\(total)s"
        case ..<3600: "\(total / 60)m"
        case ..<86_400: "\(total / 3600)h\(total / 60 % 60)m"
        default: "\(total / 86_400)d"
        }
    }
}
