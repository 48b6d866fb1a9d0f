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
    private let request: ClaudeRequest?
    private var looksWithout = 0

    /// Between two dialogs of one turn the agent is `busy` for a moment.
    private static let enoughLooks = 2

    package init(_ request: ClaudeRequest) {
        self.request = request
        conversation = request.event.conversation
    }

    /// A dialog that somebody else has looked at until now.
    package init(conversation: String, call: String?, wasWaiting: Bool) {
        request = nil
        self.conversation = conversation
        self.call = call
        self.wasWaiting = wasWaiting
    }

    /// - Parameters:
    ///   - registry: nil if there is no such file, or none that can be read.
    ///   - transcript: with what has been appended up to now.
    package mutating func look(registry: ClaudeRegistry?, transcript: ClaudeTranscript) -> Finding {
        if call == nil, let request { call = transcript.pending.last { request.isAbout($0) }?.id }
        if let result = call.flatMap(transcript.result(of:)) {
            guard let isAccepted = result.isAccepted, result.source != .other else { return .isGone }
            return .isDecided(isAccepted: isAccepted, byHook: result.source == .hook)
        }
        if registry?.isWaiting == true, registry?.conversation == conversation {
            wasWaiting = true
            looksWithout = 0
        } else if wasWaiting {
            looksWithout += 1
        }
        return looksWithout >= ClaudeDialog.enoughLooks ? .isGone : .isOpen
    }
}

extension ClaudeRequest {
    /// Whether the call is the one that is asked about, as far as can be told: paths may be written in another way there.
    fileprivate func isAbout(_ call: ClaudeTranscript.ToolUse) -> Bool {
        guard call.name == tool else { return false }
        if let command = event.input["command"] { return call.input["command"] == command }
        guard let path = event.input["file_path"]?.text, let other = call.input["file_path"]?.text else { return true }
        return path == other || path.hasSuffix("/" + other)
    }
}
