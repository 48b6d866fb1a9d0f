/// Whether a dialog of Claude Code is still open, told by what the agent writes of itself; who closed it, if that is told, too.
///
/// Nothing tells a hook that its question has been answered at the desk: it is left to wait. So the one who waits looks now and then.
package struct ClaudeDialog: Sendable {
    package enum Finding: Hashable, Sendable {
        case isOpen
        /// It is gone; nothing tells by whom.
        case isGone
        /// The call was let through or refused, by a hook or by a person.
        case isDecided(isAccepted: Bool, byHook: Bool)
    }

    package let conversation: String
    /// The id of the call that the dialog is about: told to other hooks, but not to the one that asks.
    package private(set) var call: String?
    /// Whether the agent was seen to wait.
    package private(set) var wasWaiting = false
    package let about: ClaudeCallMark
    /// Calls that were seen have been made since the answer: one that has ended already is looked for, too.
    private let isAnswered: Bool
    private var looksWithout = 0

    /// Between two dialogs of one turn the agent is `busy` for a moment.
    private static let enoughLooks = 2
    /// The same where it was not seen to wait: a quarter of a second, in which it would show its dialog if it had not taken the answer.
    private static let enoughLooksUnseen = 4

    package init(_ request: ClaudeRequest) {
        about = ClaudeCallMark(tool: request.tool, input: request.event.input)
        isAnswered = false
        conversation = request.event.conversation
    }

    /// A dialog that somebody else has looked at until it was answered.
    package init(conversation: String, about: ClaudeCallMark, call: String?, wasWaiting: Bool) {
        self.about = about
        isAnswered = true
        self.conversation = conversation
        self.call = call
        self.wasWaiting = wasWaiting
    }

    /// - Parameters:
    ///   - registry: nil if there is no such file, or none that can be read.
    ///   - transcript: with what has been appended up to now.
    package mutating func look(registry: ClaudeRegistry?, transcript: ClaudeTranscript) -> Finding {
        if call == nil {
            let calls = isAnswered ? transcript.ended + transcript.pending : transcript.pending
            call = calls.last(where: about.fits)?.id
        }
        if let result = call.flatMap(transcript.result(of:)) {
            guard let isAccepted = result.isAccepted, result.source != .other else { return .isGone }
            return .isDecided(isAccepted: isAccepted, byHook: result.source == .hook)
        }
        if registry?.isWaiting == true, registry?.conversation == conversation {
            wasWaiting = true
            looksWithout = 0
        } else if wasWaiting {
            looksWithout += 1
        } else if isAnswered, call != nil, registry?.conversation == conversation {
            // Answered before anybody saw it wait: it is at the call now.
            looksWithout += 1
        }
        let enough = wasWaiting ? ClaudeDialog.enoughLooks : ClaudeDialog.enoughLooksUnseen
        return looksWithout >= enough ? .isGone : .isOpen
    }
}
