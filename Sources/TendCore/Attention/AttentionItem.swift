/// Names an attention item for ever: six lowercase base32 characters. Never used again, so a late answer can hit nothing newer.
package struct AttentionID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }
}

/// Something that waits for a person. Texts come from agents: surfaces show them sanitised, and nobody runs them.
package struct AttentionItem: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The agent wants to use a tool.
        case permission
        /// The agent asks one or more questions with choices.
        case question
        /// The agent wants to leave planning and do what it planned.
        case plan
        /// The agent has finished its turn.
        case idle
        case error
        /// The program ended by itself.
        case exit
        /// The agent wants its owner to log in.
        case login
        /// Something about the agent looks odd.
        case hint

        /// Whether the item is an approval: answered with a decision that reaches the agent. Others are only noted.
        package var isAnswerable: Bool { self == .permission || self == .question || self == .plan }
    }

    /// How an answer reaches the agent.
    package enum Way: String, Hashable, Sendable, Codable {
        /// A process beside the agent (a waiting hook, a second client) holds the question and takes the decision.
        case asker
        /// Keys into the dialog on the screen.
        case keys
        /// Nothing is to be sent; the item is dismissed.
        case none
    }

    package struct Question: Hashable, Sendable, Codable {
        package struct Choice: Hashable, Sendable, Codable {
            package var label: String
            package var detail: String

            package init(label: String, detail: String = "") {
                self.label = label
                self.detail = detail
            }
        }

        package var text: String
        /// A word or two for a tab or a list.
        package var header: String
        package var choices: [Choice]
        package var isMultiple: Bool
        /// Whether an own text is an answer, too.
        package var takesText: Bool

        package init(
            text: String, header: String = "", choices: [Choice], isMultiple: Bool = false, takesText: Bool = true
        ) {
            self.text = text
            self.header = header
            self.choices = choices
            self.isMultiple = isMultiple
            self.takesText = takesText
        }
    }

    package enum State: Hashable, Sendable, Codable {
        case open
        case answered(Answer)
        /// Nobody needs to answer any more: answered at the agent's own dialog, interrupted, the program ended. One sentence why.
        case withdrawn(reason: String, at: Double)
        /// The deadline passed. The agent's own dialog stays; nothing was approved.
        case expired(at: Double)
    }

    package var id: AttentionID
    package var session: SessionID
    /// The asker's own name for the question, so that asking again after a lost connection is no second item.
    package var key: String
    package var kind: Kind
    package var way: Way
    /// One line: what is asked, in words.
    package var title: String
    /// The tool that is to be used, as the agent calls it.
    package var tool: String?
    /// The exact command that would run.
    package var command: String?
    /// A unified diff of the change that would be made.
    package var diff: String?
    /// The file or directory that it is about, absolute.
    package var path: String?
    /// Where the agent works, absolute.
    package var directory: String?
    /// A plan, a justification, an error: any number of lines.
    package var detail: String
    package var questions: [Question]
    /// The verdicts that the agent knows here.
    package var verdicts: [Decision.Verdict]
    /// Whether the reason of a denial reaches the agent; nil: it does.
    package var takesReason: Bool?
    /// Told by tool, command and path; nil where it does not apply.
    package var risk: Risk?
    /// Seconds since 1970.
    package var openedAt: Double
    /// Seconds since 1970; nil: as long as the agent waits.
    package var deadline: Double?
    package var state: State
    /// Of one that is answered by keys: what ``Dialog/fingerprint`` its dialog has.
    package var fingerprint: String?

    package var isOpen: Bool { state == .open }

    package init(
        id: AttentionID, session: SessionID, key: String, kind: Kind, way: Way, title: String, tool: String? = nil,
        command: String? = nil, diff: String? = nil, path: String? = nil, directory: String? = nil,
        detail: String = "", questions: [Question] = [], verdicts: [Decision.Verdict] = [],
        takesReason: Bool? = nil, risk: Risk? = nil, openedAt: Double, deadline: Double? = nil, state: State = .open,
        fingerprint: String? = nil
    ) {
        self.id = id
        self.session = session
        self.key = key
        self.kind = kind
        self.way = way
        self.title = title
        self.tool = tool
        self.command = command
        self.diff = diff
        self.path = path
        self.directory = directory
        self.detail = detail
        self.questions = questions
        self.verdicts = verdicts
        self.takesReason = takesReason
        self.risk = risk
        self.openedAt = openedAt
        self.deadline = deadline
        self.state = state
        self.fingerprint = fingerprint
    }

    /// Whether this is the dialog that it was raised for.
    package func isAbout(_ dialog: Dialog?) -> Bool {
        way == .keys && fingerprint != nil && dialog?.fingerprint == fingerprint
    }

    /// Whether a person who answers this one answers that one, too: it is the same, or would be when it is taken in.
    package func asksTheSame(as new: AttentionItem) -> Bool {
        let new = new.bounded
        return kind == new.kind && way == new.way && title == new.title && tool == new.tool && command == new.command
            && diff == new.diff && path == new.path && questions == new.questions
    }
}
