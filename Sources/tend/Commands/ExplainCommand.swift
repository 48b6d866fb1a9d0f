import ArgumentParser
import TendClient
import TendCore

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why a session's agent is held to be working, waiting or idle.",
        discussion: """
            Shows what each source says of the agent, since when, and what it counts: the program itself
            (OSC 7501), its registry, hooks, title, transcript, screen, notifications, process and output.
            What is old counts less; a dialog on the screen outranks what was said before it opened.

            Example:
              tend explain api --json | jq .state
            """
    )

    @Argument(help: "Id, unique beginning of an id, or name.")
    var session: String

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    func run() async throws {
        let explanation = try await Connector.connect().explain(session)
        if isJSON { return try Console.write(json: explanation) }
        try Console.write(Explanation.lines(explanation).joined(separator: "\n") + "\n")
    }
}

/// The votes on an agent as a text for people.
enum Explanation {
    static func lines(_ explanation: ExplainJSON) -> [String] {
        let name = explanation.session.name
        guard let state = explanation.state else {
            let activity = explanation.session.activity.rawValue
            return [
                "\(name): \(activity), by its output alone — it runs no agent that tend knows, and nobody said anything"
            ]
        }
        var table = Table([
            ("SOURCE", .left), ("SAYS", .left), ("FOR", .right), ("HEARD", .right), ("WEIGHT", .right),
            ("DETAIL", .left),
        ])
        for vote in explanation.votes {
            let rule = vote.source == "screen" && !explanation.rule.isEmpty ? "rule '\(explanation.rule)' " : ""
            table.add([
                vote.source, vote.state, SessionTable.age(vote.since), SessionTable.age(vote.age) + " ago",
                String(vote.weight), DisplayText.cleaned(rule + vote.detail, limit: 120),
            ])
        }
        let source = explanation.source.map { ", says its \($0)" } ?? ""
        let detail = explanation.detail.isEmpty ? "" : " — " + explanation.detail
        return ["\(name): \(state) for \(SessionTable.age(explanation.age))\(source)\(detail)"]
            + table.lines(width: nil)
            + (explanation.session.agent.map(facts) ?? [])
            + (explanation.session.agent?.hints ?? []).map { "hint: " + $0 }
    }

    /// What else is known: `model: …`, `used: …`.
    private static func facts(_ agent: SessionJSON.Agent) -> [String] {
        var lines: [String] = []
        if let model = agent.model { lines.append("model: " + model) }
        if let conversation = agent.conversation { lines.append("conversation: " + conversation) }
        if let tokens = agent.tokenText {
            let kinds = agent.usage.map { usage in
                [
                    ("input", usage.input), ("output", usage.output), ("read from a cache", usage.cacheRead ?? 0),
                    ("written to a cache", usage.cacheWrite ?? 0),
                ].filter { $0.1 > 0 }.map { "\(UsageText.tokens($0.1)) \($0.0)" }.joined(separator: ", ")
            }
            let cost = agent.costText.map { ", \($0)" + (agent.costEstimated == true ? " by list prices" : "") } ?? ""
            lines.append("used: \(tokens) tokens" + (kinds.map { " (\($0))" } ?? "") + cost)
        }
        if let text = agent.text { lines.append("said: " + DisplayText.cleaned(text, limit: 200)) }
        return lines
    }
}
