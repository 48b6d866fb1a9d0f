/// What a person (or a rule) says to an attention item.
package struct Decision: Hashable, Sendable, Codable {
    package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
        case allow
        /// Also everything like it until the agent ends.
        case allowSession = "allow_session"
        /// Also everything like it from now on.
        case allowAlways = "allow_always"
        case deny
        /// The choices or the text of ``Decision/answers`` are the answer to a question.
        case answer
        /// The item needs nothing more; nothing reaches the agent.
        case dismiss

        package var isAllowing: Bool { self == .allow || self == .allowSession || self == .allowAlways }
    }

    package var verdict: Verdict
    /// With `deny`: why, told to the agent. With `allow`: a remark, where the agent takes one.
    package var reason: String?
    /// One list for each question of the item, in its order: labels of choices, or one own text.
    package var answers: [[String]]

    package init(_ verdict: Verdict, reason: String? = nil, answers: [[String]] = []) {
        self.verdict = verdict
        self.reason = reason
        self.answers = answers
    }
}

/// Who said something: travels with every decision and stands in the audit log.
package struct Origin: Hashable, Sendable, Codable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// The owner, by command line or full-screen client on this machine.
        case localUser = "local_user"
        /// A program inside a session.
        case session
        /// A line of `approvals.yaml`.
        case rule
        /// The agent's own dialog on the screen.
        case desk
    }

    package var kind: Kind
    /// In a person's words: `you in the terminal`, `rule 3: allow Bash git status`.
    package var name: String
    /// With `session`: which one.
    package var session: SessionID?

    package init(_ kind: Kind, name: String, session: SessionID? = nil) {
        self.kind = kind
        self.name = name
        self.session = session
    }

    package var description: String { name }
}

/// A decision as it was taken, and what became of it.
package struct Answer: Hashable, Sendable, Codable {
    package enum Outcome: String, Hashable, Sendable, Codable {
        /// On its way to the agent.
        case pending
        /// The agent took it.
        case applied
        /// It was handed over, and nothing tells whether the agent took it.
        case unconfirmed
    }

    package var decision: Decision
    package var origin: Origin
    /// Seconds since 1970.
    package var time: Double
    package var outcome: Outcome

    package init(_ decision: Decision, by origin: Origin, at time: Double, outcome: Outcome = .pending) {
        self.decision = decision
        self.origin = origin
        self.time = time
        self.outcome = outcome
    }
}
