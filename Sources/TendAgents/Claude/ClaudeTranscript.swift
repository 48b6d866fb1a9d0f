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

    /// All that the conversation took so far, as the model's provider counted it.
    package struct Tokens: Hashable, Sendable {
        package var input = 0
        package var output = 0
        package var cacheRead = 0
        package var cacheWritten = 0

        static func += (sum: inout Tokens, more: Tokens) {
            sum.input += more.input
            sum.output += more.output
            sum.cacheRead += more.cacheRead
            sum.cacheWritten += more.cacheWritten
        }
    }

    /// What `--resume` takes.
    package internal(set) var conversation: String?
    package internal(set) var model: String?
    /// What the agent said last; the beginning of it.
    package internal(set) var lastText: String?
    /// Tool calls without a result, oldest first: they run, or wait for a permission.
    package internal(set) var pending: [ToolUse] = []
    package internal(set) var hasFailed = false
    /// In US dollars, as far as the transcript says it (version 2.1.329 when it ends); prices are not ours to know.
    package internal(set) var cost: Double?
    /// The newest results by the id of their call.
    var results: [String: Result] = [:]
    private var resultOrder: [String] = []
    private var ended = Tokens()
    /// A message is several records, each with the usage so far: the newest messages by id.
    private var counted: [(id: String, tokens: Tokens)] = []
    var lastCall: (call: UInt64, times: Int)?

    private var line: [UInt8] = []
    private var isSkipping = false

    /// A longer record is passed over: it holds an image or a file and nothing for us.
    private static let lineLimit = 4 << 20
    private static let kept = 64
    private static let textLimit = 4096

    package init() {}

    package var currentTool: ToolUse? { pending.last }

    package var tokens: Tokens {
        counted.reduce(into: ended) { $0 += $1.tokens }
    }

    package func result(of call: String) -> Result? { results[call] }

    /// How often the last tool call was made in a row, exactly like this. A hint, no proof, that the agent turns in circles.
    package var repetitions: Int { lastCall?.times ?? 0 }

    /// Five times in a row.
    // Felt right: a test is run again two or three times while it is mended; not measured.
    package var isLooping: Bool { repetitions >= 5 }

    /// Takes the next bytes, any chunking.
    package mutating func feed(_ bytes: some Collection<UInt8>) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<end])
            if !isSkipping { record(line) }
            line.removeAll(keepingCapacity: line.count < 64 << 10)
            isSkipping = false
            rest = rest[rest.index(after: end)...]
        }
        take(rest)
    }

    private mutating func take(_ bytes: some Collection<UInt8>) {
        guard !isSkipping else { return }
        if line.count + bytes.count > ClaudeTranscript.lineLimit {
            isSkipping = true
            line = []
        } else {
            line += bytes
        }
    }

    // MARK: What records say

    mutating func count(_ tokens: Tokens, message: String) {
        if let index = counted.lastIndex(where: { $0.id == message }) {
            counted[index].tokens = tokens
            return
        }
        counted.append((message, tokens))
        if counted.count > ClaudeTranscript.kept { ended += counted.removeFirst().tokens }
    }

    mutating func end(_ call: String, _ result: Result) {
        pending.removeAll { $0.id == call }
        if results.updateValue(result, forKey: call) == nil { resultOrder.append(call) }
        if resultOrder.count > ClaudeTranscript.kept { results[resultOrder.removeFirst()] = nil }
    }

    mutating func begin(_ call: ToolUse) {
        pending.removeAll { $0.id == call.id }
        pending.append(call)
        if pending.count > ClaudeTranscript.kept { pending.removeFirst() }
        let print = Fingerprint.of("\(call.name) \(call.input)".utf8)
        lastCall = (print, lastCall?.call == print ? lastCall!.times + 1 : 1)
    }

    mutating func say(_ text: String) {
        lastText = String(String.UnicodeScalarView(text.unicodeScalars.prefix(ClaudeTranscript.textLimit)))
    }
}
