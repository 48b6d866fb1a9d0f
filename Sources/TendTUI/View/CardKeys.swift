import TendCore

/// The keys of a card with what they do.
struct CardKeys {
    private var hints: KeyHints

    init(_ item: AttentionJSON, _ card: Card, _ model: Model) {
        hints = KeyHints(Marks(model.theme))
        let isPlan = item.kind == .plan
        let verdicts = model.isReadOnly ? [] : item.verdicts
        if model.attention.answering.contains(item.id) {
            hints.add("", "the answer is on its way", "answering")
        } else {
            if item.questions.indices.contains(card.question), verdicts.contains(.answer) { addChoosing(item, card) }
            if verdicts.contains(.allow) { hints.add("a", isPlan ? "go ahead" : "allow") }
            if verdicts.contains(.allowSession) {
                hints.add("s", isPlan ? "accept edits too" : "for the session", isPlan ? "edits" : "session")
            }
            if verdicts.contains(.allowAlways) { hints.add("A", "always") }
            if verdicts.contains(.deny) {
                hints.add("d", isPlan ? "keep planning" : "deny", "deny")
                if item.takesReason != false {
                    hints.add("r", isPlan ? "say what to change" : "deny with a reason", "why")
                }
            }
            if !model.isReadOnly { hints.add("x", "dismiss") }
        }
        if model.attention.open.count > 1 { hints.add("Tab", "next") }
        if item.kind.isAnswerable {
            hints.add("Esc", "leave it to its own dialog", "leave")
        } else {
            hints.add("Esc", "close")
        }
    }

    private mutating func addChoosing(_ item: AttentionJSON, _ card: Card) {
        let question = item.questions[card.question]
        if !question.choices.isEmpty {
            let last = min(question.choices.count, 9)
            hints.add(last == 1 ? "1" : "1-\(last)", question.multiple ? "choose any" : "choose", "choose")
            if question.multiple { hints.add("Space", "toggle") }
        }
        if question.takesText { hints.add("t", "own text", "text") }
        if item.questions.count > 1 { hints.add("Right", "next question", "question") }
        hints.add("Enter", "send")
    }

    /// As ``KeyHints/lines(columns:most:isTight:)``.
    func lines(columns: Int, most: Int, isTight: Bool) -> [[Span]] {
        hints.lines(columns: columns, most: most, isTight: isTight)
    }
}
