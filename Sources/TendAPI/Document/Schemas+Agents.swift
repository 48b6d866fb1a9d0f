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
                    ("usage", ["type": ["array", "null"], "items": reference("Usage")]), ("cost", optional("number")),
                    ("call", optional("string")), ("input", optional("string")),
                ], required: ["source", "state"])
        ),
        (
            "Usage",
            body(
                [
                    ("model", optional("string")), ("input", count), ("output", count),
                    ("cache_read", optional("integer")),
                    ("cache_write", optional("integer")), ("cache_write_hour", optional("integer")),
                ], required: ["input", "output"])
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
                    ("usage", reference("Usage")), ("cost", ["type": "number"]),
                    ("cost_estimated", ["type": "boolean"]),
                    ("hints", list(text)),
                ],
                optional: [
                    "conversation", "model", "account", "llm", "state", "waiting_for", "detail", "since", "tool",
                    "text", "tokens", "usage", "cost", "cost_estimated", "hints",
                ])
        ),
    ]

    private static let seconds: JSONNode = ["type": "number"]
}
