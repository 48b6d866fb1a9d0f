import TendCore

/// What the transcript of a conversation (`projects/…/ID.jsonl`, one record a line) tells of an agent.
///
/// Fed with bytes as they are appended. Records and fields that it does not know are passed over, memory is bounded however long the
/// conversation gets. What was fed before the last `/compact` or `--resume` counts as well: it is the same conversation.
package struct ClaudeTranscript: Sendable {
    package struct ToolUse: Hashable, Sendable {
        package var id: String
        package var name: String
        /// One line: `Bash: make test`.
        package var summary: String
        var input: JSONTree
    }

    /// How a tool call ended, and who let it.
    package struct Result: Hashable, Sendable {
        package enum Source: Hashable, Sendable {
            /// A hook, such as ours.
            case hook
            /// A person at the dialog.
            case desk
            /// Rules, modes, interrupts, or not told.
            case other
        }

        package var isAccepted: Bool?
        package var source: Source
        package var isError: Bool
    }

    /// What `--resume` takes.
    package internal(set) var conversation: String?
    package internal(set) var model: String?
    /// What the agent said last; the beginning of it.
    package internal(set) var lastText: String?
    /// Tool calls without a result, oldest first: they run, or wait for a permission.
    package internal(set) var pending: [ToolUse] = []
    /// The newest of those that have one.
    package internal(set) var ended: [ToolUse] = []
    package internal(set) var hasFailed = false
    /// The newest results by the id of their call.
    var results: [String: Result] = [:]
    private var resultOrder: [String] = []

    private var lines = LineFeed(limit: ClaudeTranscript.lineLimit)

    /// A longer record is passed over: it holds an image or a file and nothing for us.
    static let lineLimit = 4 << 20
    private static let kept = 64
    private static let textLimit = 4096

    package init() {}

    package var currentTool: ToolUse? { pending.last }

    package func result(of call: String) -> Result? { results[call] }

    /// Bytes of a record that has not come to its end.
    var openByteCount: Int { lines.openByteCount }

    /// Takes the next bytes, any chunking.
    package mutating func feed(_ bytes: some Collection<UInt8>) {
        for line in lines.take(bytes) { record(line) }
    }

    // MARK: What records say

    mutating func end(_ call: String, _ result: Result) {
        ended += pending.filter { $0.id == call }
        if ended.count > ClaudeTranscript.kept { ended.removeFirst() }
        pending.removeAll { $0.id == call }
        if results.updateValue(result, forKey: call) == nil { resultOrder.append(call) }
        if resultOrder.count > ClaudeTranscript.kept { results[resultOrder.removeFirst()] = nil }
    }

    mutating func begin(_ call: ToolUse) {
        pending.removeAll { $0.id == call.id }
        pending.append(call)
        if pending.count > ClaudeTranscript.kept { pending.removeFirst() }
    }

    mutating func say(_ text: String) {
        lastText = String(String.UnicodeScalarView(text.unicodeScalars.prefix(ClaudeTranscript.textLimit)))
    }
}
