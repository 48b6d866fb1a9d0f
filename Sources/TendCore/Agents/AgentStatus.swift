/// What an agent does now, for those who show sessions. It is not kept in the books: a new server asks the screen again.
package struct AgentStatus: Hashable, Sendable {
    package var state: AgentState
    /// What it waits for, what it does, what went wrong, in its words.
    package var detail: String
    /// Since when, in seconds since 1970.
    package var since: Double
    package var facts: AgentFacts
    /// What somebody should look at.
    package var hints: [AgentHint]

    package init(state: AgentState, detail: String, since: Double, facts: AgentFacts, hints: [AgentHint] = []) {
        self.state = state
        self.detail = detail
        self.since = since
        self.facts = facts
        self.hints = hints
    }
}

/// Why an agent is held to do what it does.
package struct AgentExplanation: Hashable, Sendable {
    package var session: Session
    /// Nil: the session's program is no agent, and nobody said anything of it.
    package var verdict: Assessment.Verdict?
    /// For how long it has held.
    package var age: Duration
    /// The weightiest first.
    package var votes: [Assessment.Vote]
    /// What was seen on the screen when it was last looked at.
    package var sighting: Sighting
    /// When the votes were counted.
    package var now: Moment

    package init(
        session: Session, verdict: Assessment.Verdict?, age: Duration, votes: [Assessment.Vote], sighting: Sighting,
        now: Moment
    ) {
        self.session = session
        self.verdict = verdict
        self.age = age
        self.votes = votes
        self.sighting = sighting
        self.now = now
    }
}
