import TendCore

/// What a thread has used, by model. Codex tells the sum of the whole thread, whatever models it used: what has come since the last time
/// counts for the model of now.
struct CodexUsage: Hashable, Sendable {
    private(set) var models: [ModelUsage] = []
    private var counted = TokenCount()

    /// - Parameter total: as the app server tells it (`totalTokens`, `inputTokens` with those of caches …), or a rollout
    ///   (`total_tokens` …).
    mutating func take(total: JSONTree, model: String?) {
        func count(_ name: String, _ rolloutName: String) -> Int {
            TokenCount.bounded(total[name]?.integer ?? total[rolloutName]?.integer)
        }
        let read = count("cachedInputTokens", "cached_input_tokens")
        let written = count("cacheWriteInputTokens", "cache_write_input_tokens")
        let input = count("inputTokens", "input_tokens")
        let output = count("outputTokens", "output_tokens")
        var tokens = TokenCount(input: input - read - written, output: output, cacheRead: read, cacheWrite: written)
        // An older Codex told nothing but the sum.
        if tokens.total == 0 { tokens.unsorted = max(count("totalTokens", "total_tokens"), 0) }
        let more = tokens.since(counted)
        // The sum of a thread that goes on after a restart may begin anew.
        if tokens.total < counted.total { return counted = tokens }
        counted = tokens
        if more.total > 0 { models.add(more, of: model) }
    }
}
