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
