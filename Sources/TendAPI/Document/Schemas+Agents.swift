import TendCore

extension Schemas {
    /// What is known of agents.
    static let agents: [(String, JSONNode)] = [
        (
            "Evidence",
            body(
                [
                    ("source", words(EvidenceJSON.Source.allCases.map(\.rawValue))), ("state", text),
                    ("detail", optional("string")), ("conversation", optional("string")), ("model", optional("string")),
                    ("tool", optional("string")), ("text", optional("string")), ("tokens", optional("integer")),
                    ("cost", optional("number")),
                ], required: ["source", "state"])
        ),
        (
            "Explanation",
            answer(
                [
                    ("session", reference("Session")), ("state", text), ("detail", text), ("source", text),
                    ("age", seconds), ("rule", text), ("votes", list(reference("Vote"))),
                ], optional: ["state", "source"])
        ),
        (
            "Vote",
            answer([
                ("source", text), ("state", text), ("detail", text), ("age", seconds), ("since", seconds),
                ("weight", count),
            ])
        ),
        (
            "SessionAgent",
            answer(
                [
                    ("name", text), ("conversation", text), ("model", text), ("account", text), ("llm", text),
                    ("state", text), ("waiting_for", text),
                    ("detail", text), ("since", time), ("tool", text), ("text", text), ("tokens", count),
                    ("cost", ["type": "number"]), ("hints", list(text)),
                ],
                optional: [
                    "conversation", "model", "account", "llm", "state", "waiting_for", "detail", "since", "tool", "text", "tokens",
                    "cost",
                    "hints",
                ])
        ),
    ]

    private static let seconds: JSONNode = ["type": "number"]
}
