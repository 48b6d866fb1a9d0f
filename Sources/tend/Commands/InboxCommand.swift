import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendScreen

struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "List what waits for you: permissions, questions, plans, errors.",
        discussion: """
            Oldest first. Answer with 'tend approve ID', 'tend deny ID' or 'tend answer ID CHOICE'; the beginning of an id is enough.

            Example:
              tend inbox
              tend inbox --watch | while read -r line; do notify-send "$line"; done
            """
    )

    @Flag(name: .customLong("json"), help: "Print JSON; with --watch one item a line.")
    var isJSON = false

    @Flag(name: .customLong("watch"), help: "Print each item when it comes, until interrupted.")
    var isWatching = false

    @Flag(name: .customLong("all"), help: "Also what was answered, withdrawn or expired lately.")
    var showsAll = false

    func run() async throws {
        let client = try Connector.connect()
        if isWatching { return try await watch(client) }
        let items = try await client.attention(all: showsAll)
        if isJSON { return try Console.write(json: AttentionListJSON(attention: items)) }
        if items.isEmpty { return Console.say("nothing waits for you") }
        let width = isatty(1) == 1 ? Caller.terminalSize(1)?.columns : nil
        let lines = AttentionTable.lines(items, now: Double(time(nil)), width: width, showsState: showsAll)
        try Console.write(lines.joined(separator: "\n") + "\n")
    }

    /// First what waits already, then each new item; one that is in both is printed once.
    private func watch(_ client: Client) async throws {
        // Events from before the list on, so that nothing falls between the two.
        let start = Double(time(nil))
        var printed: Set<String> = []
        for item in try await client.attention() {
            printed.insert(item.id)
            try write(item)
        }
        for try await event in client.events(after: 0, topics: ["attention.opened"]) where event.time.seconds >= start {
            if let item = event.attention, printed.insert(item.id).inserted { try write(item) }
        }
    }

    private func write(_ item: AttentionJSON) throws {
        if isJSON { return try Console.write(jsonLine: item) }
        let what = [item.kind.rawValue, item.risk?.rawValue].compactMap(\.self).joined(separator: " ")
        try Console.write("\(item.id)  \(item.sessionName)  \(what)  \(AttentionTable.summary(of: item))\n")
    }
}

/// Items as a table for people.
enum AttentionTable {
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - width: columns of the terminal; nil: lines are not cut.
    static func lines(_ items: [AttentionJSON], now: Double, width: Int?, showsState: Bool = false) -> [String] {
        var columns: [(heading: String, alignment: Table.Alignment)] = [
            ("ID", .left), ("AGE", .right), ("SESSION", .left), ("KIND", .left), ("RISK", .left),
        ]
        if showsState { columns.append(("STATE", .left)) }
        var table = Table(columns + [("TITLE", .left)])
        for item in items {
            var row = [
                item.id, SessionTable.age(now - item.openedAt.seconds), Table.cut(item.sessionName, to: 24),
                item.kind.rawValue, item.risk?.rawValue ?? "",
            ]
            if showsState { row.append(state(of: item)) }
            table.add(row + [summary(of: item)])
        }
        return table.lines(width: width)
    }

    /// What is asked, and the command that it is about, on one line.
    static func summary(of item: AttentionJSON) -> String {
        let title = DisplayText.cleaned(item.title, limit: 120)
        guard let command = item.command.map({ DisplayText.cleaned($0, limit: 200) }), !title.contains(command) else {
            return title
        }
        return title.hasSuffix("?") || title.hasSuffix(":") ? "\(title) \(command)" : "\(title): \(command)"
    }

    static func state(of item: AttentionJSON) -> String {
        switch item.state {
        case .answered: item.ending?.verdict?.rawValue ?? "answered"
        case .open, .withdrawn, .expired: item.state.rawValue
        }
    }

    /// How an item ended, in a sentence without a period.
    static func ending(of item: AttentionJSON, now: Double) -> String {
        guard let ending = item.ending else { return "it is still open" }
        let ago = SessionTable.age(now - ending.at.seconds) + " ago"
        switch item.state {
        case .open: return "it is still open"
        case .answered:
            let verdict = ending.verdict.map { "'\($0.rawValue)'" } ?? "an answer"
            return "answered with \(verdict) by \(ending.by ?? "somebody") \(ago)"
        case .withdrawn: return "withdrawn \(ago): \(ending.reason ?? "nobody asks any more")"
        case .expired: return "its deadline passed \(ago); nothing was approved"
        }
    }
}
