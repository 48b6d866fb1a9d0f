import TendCore

extension Schemas {
    /// What belongs to the inbox.
    static let attention: [(String, JSONNode)] = [
        ("Attention", item), ("AttentionList", answer([("attention", list(reference("Attention")))])),
        ("AttentionQuestion", question), ("Ask", ask),
        (
            "AnswerAttention",
            body(
                [
                    ("verdict", verdict), ("reason", optional("string")),
                    ("answers", ["type": ["array", "null"], "items": list(text)]),
                ], required: ["verdict"])
        ),
        (
            "Answered",
            answer([
                ("result", words(AnsweredJSON.Result.allCases.map(\.rawValue))), ("item", reference("Attention")),
            ])
        ),
        ("Outcome", body([("outcome", words(OutcomeJSON.Outcome.allCases.map(\.rawValue)))], required: ["outcome"])),
        ("Withdraw", body([("reason", text)], required: ["reason"])),
        ("Audit", audit), ("AuditList", answer([("audit", list(reference("Audit")))])),
        (
            "ApprovalTest",
            body(
                [
                    ("agent", optional("string")), ("tool", text), ("command", optional("string")),
                    ("path", optional("string")), ("cwd", optional("string")),
                ], required: ["tool"])
        ),
        (
            "ApprovalRuling",
            answer(
                [
                    ("action", words(ApprovalRule.Action.allCases.map(\.rawValue))), ("rule", size),
                    ("explanation", text),
                    ("reason", text), ("risk", risk), ("problems", list(text)),
                ], optional: ["rule", "reason"])
        ),
    ]

    private static let verdict = words(Decision.Verdict.allCases.map(\.rawValue))
    private static let risk = words(Risk.allCases.map(\.rawValue))
    private static let kind = words(AttentionItem.Kind.allCases.map(\.rawValue))
    private static let way = words(["asker", "keys", "none"])

    private static let question = answer([
        ("text", text), ("header", text), ("choices", list(answer([("label", text), ("detail", text)]))),
        ("multiple", flag), ("takes_text", flag),
    ])

    private static let item = answer(
        [
            ("id", text), ("session", text), ("session_name", text), ("kind", kind), ("way", way), ("title", text),
            ("tool", text), ("command", text), ("diff", text), ("path", text), ("cwd", text), ("detail", text),
            ("questions", list(reference("AttentionQuestion"))), ("verdicts", list(verdict)), ("takes_reason", flag),
            ("risk", risk),
            ("opened_at", time), ("deadline", time), ("state", words(AttentionJSON.State.allCases.map(\.rawValue))),
            (
                "ending",
                answer(
                    [
                        ("verdict", verdict), ("reason", text), ("answers", list(list(text))), ("by", text),
                        ("at", time),
                        ("outcome", words(["pending", "applied", "unconfirmed"])),
                    ], optional: ["verdict", "reason", "answers", "by", "outcome"])
            ),
        ], optional: ["tool", "command", "diff", "path", "cwd", "risk", "deadline", "ending"])

    private static let ask = body(
        [
            ("session", text), ("key", text), ("kind", kind), ("way", way), ("title", text),
            ("tool", optional("string")),
            ("command", optional("string")), ("diff", optional("string")), ("path", optional("string")),
            ("cwd", optional("string")), ("detail", optional("string")),
            ("questions", ["type": ["array", "null"], "items": reference("AttentionQuestion")]),
            ("verdicts", ["type": ["array", "null"], "items": verdict]), ("deadline", optional("number")),
        ], required: ["session", "key", "kind", "title"])

    private static let audit = answer(
        [
            ("number", count), ("time", time), ("event", words(AuditEntry.Happening.allCases.map(\.rawValue))),
            ("item", text), ("session", text), ("session_name", text), ("agent", text), ("kind", kind), ("title", text),
            ("tool", text), ("command", text), ("path", text), ("diff", text), ("detail", text), ("risk", risk),
            ("verdict", verdict), ("reason", text), ("answers", list(list(text))), ("by", text),
        ],
        optional: ["tool", "command", "path", "diff", "detail", "risk", "verdict", "reason", "answers", "by"])
}
