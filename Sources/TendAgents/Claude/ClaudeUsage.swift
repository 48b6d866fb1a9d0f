import Glibc
package import TendCore

/// What the transcripts of a conversation say of tokens: its own, and those of its subagents.
///
/// Found on version 2.1.329: each message of the model is one or more records `{"type":"assistant","message":{"id","model","usage"}}`, each
/// with the usage so far, so that the last one of an id counts. Subagents write files of their own (`ID/subagents/agent-*.jsonl`), whose
/// records look the same. When the program ends it adds `cost-state` with the sum of both in US dollars.
package struct ClaudeUsage: Hashable, Sendable {
    struct Message: Hashable, Sendable {
        var id: String
        var model: String?
        var tokens: TokenCount
    }

    /// Of messages that are over.
    var ended: [ModelUsage] = []
    /// The newest messages, which may go on.
    var recent: [Message] = []
    /// In US dollars, as the program says; nil when more has been used since.
    package internal(set) var cost: Double?

    /// Names the agent's own last words.
    var said: UInt64?

    /// Subagents write at the same time; each has one message that goes on.
    private static let kept = 64

    package init() {}

    /// By model.
    package var models: [ModelUsage] {
        recent.reduce(into: ended) { $0.add($1.tokens, of: $1.model) }
    }

    /// Whether the last words that were read are these: Claude Code calls its hook before it has written them down.
    package func ends(with words: String) -> Bool { said == ClaudeUsage.name(of: words) }

    private static func name(of words: String) -> UInt64 { Fingerprint.of(words.trimmed.utf8) }

    /// Reads a line. Most say nothing of this, and are not looked at any closer.
    package mutating func take(_ line: [UInt8]) {
        guard ClaudeUsage.mayTell(line), let record = try? JSONTree(parsing: line) else { return }
        switch record["type"]?.text {
        case "assistant":
            guard let message = record["message"] else { return }
            count(message)
            guard record["isSidechain"]?.flag != true else { return }
            if let words = message["content"]?.elements.compactMap({ $0["text"]?.text }).last {
                said = ClaudeUsage.name(of: words)
            }
        // Not where a model has no price.
        case "cost-state" where record["hasUnknownModelCost"]?.flag == false: cost = record["totalCostUSD"]?.real
        default: break
        }
    }

    private static func mayTell(_ line: [UInt8]) -> Bool {
        // JSON has no zeros; what stands behind one is not looked at.
        (line + [0]).withUnsafeBytes { bytes in
            let text = bytes.baseAddress!.assumingMemoryBound(to: CChar.self)
            return strstr(text, "\"usage\"") != nil || strstr(text, "\"cost-state\"") != nil
        }
    }

    private mutating func count(_ message: JSONTree) {
        guard let usage = message["usage"], let id = message["id"]?.text else { return }
        let written = TokenCount.bounded(usage["cache_creation_input_tokens"]?.integer)
        let hour = min(TokenCount.bounded(usage["cache_creation"]?["ephemeral_1h_input_tokens"]?.integer), written)
        let tokens = TokenCount(
            input: usage["input_tokens"]?.integer ?? 0, output: usage["output_tokens"]?.integer ?? 0,
            cacheRead: usage["cache_read_input_tokens"]?.integer ?? 0, cacheWrite: written - hour, cacheWriteHour: hour)
        // Where the program speaks for the model ("<synthetic>") nothing is used.
        guard tokens.total > 0 else { return }
        if let index = recent.lastIndex(where: { $0.id == id }) {
            if recent[index].tokens != tokens { cost = nil }
            recent[index].tokens = tokens
            return
        }
        cost = nil
        recent.append(Message(id: id, model: message["model"]?.text, tokens: tokens))
        if recent.count > ClaudeUsage.kept {
            let oldest = recent.removeFirst()
            ended.add(oldest.tokens, of: oldest.model)
        }
    }
}
