/// What the rules for an agent's screen found there.
package struct Sighting: Hashable, Sendable {
    /// Nil: no rule applied.
    package var state: AgentState?
    /// The rule that did.
    package var rule: String
    package var detail: String
    package var dialog: Dialog?
    /// What the title says; nil: nothing.
    package var title: AgentState?

    package init(
        state: AgentState? = nil, rule: String = "", detail: String = "", dialog: Dialog? = nil,
        title: AgentState? = nil
    ) {
        self.state = state
        self.rule = rule
        self.detail = detail
        self.dialog = dialog
        self.title = title
    }
}

/// A question on the screen that keys can answer.
package struct Dialog: Hashable, Sendable {
    package struct Option: Hashable, Sendable {
        package var label: String
        /// Nil: it is a choice of a question.
        package var verdict: Decision.Verdict?
        /// Names as ``Key`` reads them, or single characters.
        package var keys: [String]

        package init(label: String, verdict: Decision.Verdict?, keys: [String]) {
            self.label = label
            self.verdict = verdict
            self.keys = keys
        }
    }

    package var kind: AttentionItem.Kind
    /// What is asked.
    package var title: String
    package var tool: String?
    package var command: String?
    package var options: [Option]
    /// Whether several options may be chosen before it is sent: not answerable by one press.
    package var isMultiple: Bool
    /// All of its text as it was shown: the same text is the same question.
    package var fingerprint: String

    package init(
        kind: AttentionItem.Kind, title: String, tool: String? = nil, command: String? = nil, options: [Option],
        isMultiple: Bool = false, fingerprint: String
    ) {
        self.kind = kind
        self.title = title
        self.tool = tool
        self.command = command
        self.options = options
        self.isMultiple = isMultiple
        self.fingerprint = fingerprint
    }

    /// The keys that say this; nil if the dialog has no such option. Those of several options are pressed by nobody.
    package func keys(for decision: Decision) -> [String]? {
        if decision.verdict == .answer {
            guard !isMultiple, decision.answers.count == 1, decision.answers[0].count == 1 else { return nil }
            return options.first { $0.label == decision.answers[0][0] }?.keys
        }
        // A reason has nowhere to go: the dialog takes one key.
        guard decision.reason == nil else { return nil }
        return options.first { $0.verdict == decision.verdict }?.keys
    }
}

extension Assessment {
    /// Takes note of what was seen.
    ///
    /// - Parameter titleTime: when the title changed last: one that says "working" and stands still says nothing.
    package mutating func take(_ sighting: Sighting, titleTime: Moment, at now: Moment) {
        if let state = sighting.state {
            take(Evidence(.screen, state, detail: sighting.detail, at: now))
        } else {
            drop(.screen)
        }
        if let state = sighting.title { take(Evidence(.title, state, at: titleTime)) } else { drop(.title) }
    }
}
