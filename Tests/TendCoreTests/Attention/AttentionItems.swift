@testable import TendCore

/// An open item that stands for any other.
func makeItem(
    _ id: String = "itemaa", session: String = "aaaaaaaa", key: String? = nil, kind: AttentionItem.Kind = .permission,
    command: String? = "make", questions: [AttentionItem.Question] = [], verdicts: [Decision.Verdict]? = nil,
    openedAt: Double = 1000, deadline: Double? = nil
) -> AttentionItem {
    AttentionItem(
        id: AttentionID(rawValue: id), session: SessionID(rawValue: session), key: key ?? "key of \(id)", kind: kind,
        way: .asker, title: "run make", tool: "Bash", command: command, questions: questions,
        verdicts: verdicts ?? AttentionItem.usualVerdicts(of: kind), openedAt: openedAt, deadline: deadline)
}

func makeAnswer(_ verdict: Decision.Verdict = .allow, by name: String = "you", at time: Double = 1001) -> Answer {
    Answer(Decision(verdict), by: Origin(.localUser, name: name), at: time)
}
