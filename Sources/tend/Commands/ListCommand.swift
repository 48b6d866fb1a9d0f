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
            Shows all sessions, ended ones too, the newest last. Of agents TITLE is what they do or have said last; TOKENS and
            COST are those of all their conversations, ~ means by list prices. BRANCH is that of a session's own git worktree.

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
        try Console.write(lines.text(separator: "\n") + "\n")
        let count = sessions.count { $0.state == .interrupted }
        if count > 0, isatty(2) == 1 {
            Console.say("\(count) interrupted — 'tend restart --interrupted' runs them again")
        }
    }
}

/// Sessions as a table for people.
enum SessionTable {
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - width: columns of the terminal; nil: lines are not cut.
    static func lines(_ sessions: [SessionJSON], now: Double, width: Int?) -> [String] {
        let sorted = sessions.sorted { $0.startedAt.milliseconds < $1.startedAt.milliseconds }
        var columns: [Column] = [
            Column("ID", .left) { $0.id }, Column("NAME", .left) { Table.cut($0.name, to: 24) },
            Column("STATE", .left, state), Column("AGE", .right) { age(now - $0.startedAt.seconds) },
            Column("SIZE", .right, isOptional: true) { "\($0.cols)x\($0.rows)" },
            Column("COMMAND", .left, isOptional: true) { Table.cut(command(of: $0), to: 32) },
        ]
        if sorted.contains(where: { $0.worktree != nil }) {
            columns.append(Column("BRANCH", .left, isOptional: true) { Table.cut($0.worktree?.branch ?? "", to: 24) })
        }
        if sorted.contains(where: { $0.agent?.tokens != nil }) {
            columns.append(Column("TOKENS", .right, isOptional: true) { $0.agent?.tokenText ?? "" })
        }
        if sorted.contains(where: { $0.agent?.cost != nil }) {
            columns.append(Column("COST", .right, isOptional: true) { $0.agent?.costText ?? "" })
        }
        columns.append(Column("TITLE", .left, title))
        // The narrower the terminal, the fewer columns: what is said last is worth more than a size.
        while let width, room(columns, sorted, width) < titleRoom,
            let index = columns.firstIndex(where: \.isOptional)
        {
            columns.remove(at: index)
        }
        var table = Table(columns.map { ($0.heading, $0.alignment) })
        for session in sorted { table.add(columns.map { $0.text(session) }) }
        return table.lines(width: width)
    }

    private struct Column {
        var heading: String
        var alignment: Table.Alignment
        var isOptional: Bool
        var text: (SessionJSON) -> String

        init(
            _ heading: String, _ alignment: Table.Alignment, isOptional: Bool = false,
            _ text: @escaping (SessionJSON) -> String
        ) {
            self.heading = heading
            self.alignment = alignment
            self.isOptional = isOptional
            self.text = text
        }
    }

    /// The last column wants so much.
    private static let titleRoom = 16

    /// What the other columns leave to the last one.
    private static func room(_ columns: [Column], _ sessions: [SessionJSON], _ width: Int) -> Int {
        columns.dropLast().reduce(width) { room, column in
            room - 2 - (sessions.map { Table.width(column.text($0)) } + [Table.width(column.heading)]).max()!
        }
    }

    /// What an agent does or has said, else the terminal's title; before it how far the program is.
    private static func title(of session: SessionJSON) -> String {
        let said = session.state == .running ? session.agent?.summary ?? "" : ""
        let words = [session.progress?.percent.map { "\($0)%" }, said.isEmpty ? session.title : said]
        return words.compactMap(\.self).filter { !$0.isEmpty }.text(separator: " ")
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
        return DisplayText.cleaned(([program] + session.args).text(separator: " "), limit: 200)
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
