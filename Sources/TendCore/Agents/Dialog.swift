/// A question on the screen that keys can answer, as it looks at one moment.
package struct Dialog: Hashable, Sendable {
    package struct Option: Hashable, Sendable {
        package var label: String
        /// Nil: it is a choice of a question.
        package var verdict: Decision.Verdict?
        /// Names as ``Key`` reads them, or single characters; first perhaps ``Dialog/toRow``.
        package var keys: [String]
        /// Its place in the list, counted from 1.
        package var number: Int
        /// Its check mark; nil: it has none.
        package var isChecked: Bool?
        /// All that its row shows, check mark and number aside. For an option that takes a text: what has been typed there.
        package var text: String
        /// Whether its row is an empty field for a text of one's own.
        package var takesText: Bool

        package init(
            label: String, verdict: Decision.Verdict?, keys: [String], number: Int = 1, isChecked: Bool? = nil,
            text: String? = nil, takesText: Bool = false
        ) {
            self.label = label
            self.verdict = verdict
            self.keys = keys
            self.number = number
            self.isChecked = isChecked
            self.text = text ?? label
            self.takesText = takesText
        }
    }

    /// A row that the highlight can stand on.
    package enum Place: Hashable, Sendable {
        case option(Int)
        /// The row that sends what was chosen.
        case submit
    }

    /// In the place of keys: whatever brings the highlight to the option.
    package static let toRow = "{row}"

    package var kind: AttentionItem.Kind
    /// What is asked.
    package var title: String
    package var tool: String?
    package var command: String?
    package var options: [Option]
    /// The option that is a field for text, or would be one if nobody had typed there: the last of such dialogs.
    package var field: Int?
    /// Whether several options may be chosen before it is sent.
    package var isMultiple: Bool
    /// Whether it has a row that sends what was chosen; without, Enter does so wherever the highlight is.
    package var hasSubmit: Bool
    /// Whether the options stand side by side, so that the highlight goes right and not down.
    package var isAcross: Bool
    /// Nil: it cannot be told.
    package var highlight: Place?
    /// What makes it go away as refused, where no option does. Empty: nothing is known to.
    package var cancel: [String]
    /// What it shows besides title and command, options and all: one line for each row.
    package var text: String
    /// Its text as it was shown, without what answering changes (highlight, check marks, what was typed): the same text is the same
    /// question.
    package var fingerprint: String

    package init(
        kind: AttentionItem.Kind, title: String, tool: String? = nil, command: String? = nil, options: [Option],
        field: Int? = nil, isMultiple: Bool = false, hasSubmit: Bool = false, isAcross: Bool = false,
        highlight: Place? = nil, cancel: [String] = [], text: String = "", fingerprint: String
    ) {
        self.kind = kind
        self.title = title
        self.tool = tool
        self.command = command
        self.options = options
        self.field = field
        self.isMultiple = isMultiple
        self.hasSubmit = hasSubmit
        self.isAcross = isAcross
        self.highlight = highlight
        self.cancel = cancel
        self.text = text
        self.fingerprint = fingerprint
    }

    /// What can be said to it.
    package var verdicts: [Decision.Verdict] {
        var verdicts: [Decision.Verdict] = []
        for verdict in options.compactMap(\.verdict) where !verdicts.contains(verdict) { verdicts.append(verdict) }
        // Without check marks nobody sees what is ticked.
        let isAnswerable = !isMultiple || options.allSatisfy { $0.isChecked != nil || $0.number == field }
        if kind == .question, isAnswerable { verdicts.append(.answer) }
        if !cancel.isEmpty, !verdicts.contains(.deny) { verdicts.append(.deny) }
        return verdicts
    }

    /// Whether it has a row for the reason of a denial.
    package var takesReason: Bool { options.contains { $0.verdict == .deny && $0.takesText } }

    /// What it asks as a question with choices; nil: it is none.
    package var question: AttentionItem.Question? {
        guard kind == .question else { return nil }
        return AttentionItem.Question(
            text: title,
            choices: options.filter { !$0.takesText }.map { AttentionItem.Question.Choice(label: $0.label) },
            isMultiple: isMultiple, takesText: options.contains { $0.takesText && $0.verdict == nil })
    }
}
