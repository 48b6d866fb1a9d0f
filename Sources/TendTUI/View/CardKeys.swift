import TendCore
import TendScreen

/// The keys of a card with what they do, in as few lines as there is room for.
struct CardKeys {
    private struct Entry {
        var key: String
        var label: String
        /// For where there is little room.
        var short: String

        init(_ key: String, _ label: String, _ short: String? = nil) {
            (self.key, self.label) = (key, label)
            self.short = short ?? label
        }
    }

    private var entries: [Entry] = []
    private let marks: Marks

    init(_ item: AttentionJSON, _ card: Card, _ model: Model) {
        marks = Marks(model.theme)
        let isPlan = item.kind == .plan
        let verdicts = model.isReadOnly ? [] : item.verdicts
        if model.attention.answering.contains(item.id) {
            entries = [Entry("", "the answer is on its way", "answering")]
        } else {
            if item.questions.indices.contains(card.question), verdicts.contains(.answer) { addChoosing(item, card) }
            if verdicts.contains(.allow) { entries.append(Entry("a", isPlan ? "go ahead" : "allow")) }
            if verdicts.contains(.allowSession) { entries.append(Entry("s", "for the session", "session")) }
            if verdicts.contains(.allowAlways) { entries.append(Entry("A", "always")) }
            if verdicts.contains(.deny) {
                entries.append(Entry("d", isPlan ? "keep planning" : "deny", "deny"))
                entries.append(Entry("r", isPlan ? "say what to change" : "deny with a reason", "why"))
            }
            if !model.isReadOnly { entries.append(Entry("x", "dismiss")) }
        }
        if model.attention.open.count > 1 { entries.append(Entry("Tab", "next")) }
        let isLeft = item.kind.isAnswerable
        entries.append(isLeft ? Entry("Esc", "leave it to its own dialog", "leave") : Entry("Esc", "close"))
    }

    private mutating func addChoosing(_ item: AttentionJSON, _ card: Card) {
        let question = item.questions[card.question]
        if !question.choices.isEmpty {
            let last = min(question.choices.count, 9)
            entries.append(Entry(last == 1 ? "1" : "1-\(last)", question.multiple ? "choose any" : "choose", "choose"))
            if question.multiple { entries.append(Entry("Space", "toggle")) }
        }
        if question.takesText { entries.append(Entry("t", "own text", "text")) }
        if item.questions.count > 1 { entries.append(Entry("Right", "next question", "question")) }
        entries.append(Entry("Enter", "send"))
    }

    /// - Parameters:
    ///   - most: lines; if even the keys alone need more, the rest is left out.
    ///   - isTight: as few lines as the labels allow.
    func lines(columns: Int, most: Int, isTight: Bool) -> [[Span]] {
        let full = wrapped(columns) { CardKeys.spans($0.key, $0.label) }
        let isCut = entries.contains { CardKeys.spans($0.key, $0.label).columns > columns }
        if !isCut, full.count <= most, !isTight || full.count == 1 { return full }
        let short = wrapped(columns) { CardKeys.spans($0.key, $0.short) }
        if short.count <= most { return short }
        return Array(wrapped(columns, gap: 1) { [Span($0.key, .popupKey)] }.prefix(most))
    }

    private static func spans(_ key: String, _ label: String) -> [Span] {
        [Span(key, .popupKey), Span(key.isEmpty ? label : " \(label)", .popup)]
    }

    private func wrapped(_ columns: Int, gap: Int = 3, _ spans: (Entry) -> [Span]) -> [[Span]] {
        let separator = gap == 3 ? " \(marks.dot) " : " "
        var lines: [[Span]] = []
        for entry in entries {
            let piece = spans(entry)
            if let last = lines.last, last.columns + gap + piece.columns <= columns {
                lines[lines.count - 1] += [Span(separator, .popupDim)] + piece
            } else {
                lines.append(piece)
            }
        }
        return lines.map { $0.cut(to: columns, mark: marks.ellipsis) }
    }
}
