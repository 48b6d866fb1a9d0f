/// Tokens, as the API tells them and is told of them. Each token is of one kind.
package struct UsageJSON: Hashable, Sendable, Codable {
    /// The model, in `usage` of an evidence.
    package var model: String?
    package var input: Int
    package var output: Int
    package var cacheRead: Int?
    /// Into a cache, for however long.
    package var cacheWrite: Int?
    /// That part of `cache_write` that is kept for an hour.
    package var cacheWriteHour: Int?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case model, input, output
        case cacheRead = "cache_read"
        case cacheWrite = "cache_write"
        case cacheWriteHour = "cache_write_hour"
    }

    package init(_ tokens: TokenCount, model: String? = nil) {
        self.model = model
        input = tokens.input
        output = tokens.output
        cacheRead = tokens.cacheRead
        cacheWrite = tokens.cacheWrite + tokens.cacheWriteHour
        cacheWriteHour = tokens.cacheWriteHour == 0 ? nil : tokens.cacheWriteHour
    }

    package init(_ usage: ModelUsage) { self.init(usage.tokens, model: usage.model) }

    package var tokens: TokenCount {
        let written = max(cacheWrite ?? 0, 0)
        let hour = min(max(cacheWriteHour ?? 0, 0), written)
        return TokenCount(
            input: input, output: output, cacheRead: cacheRead ?? 0, cacheWrite: written - hour, cacheWriteHour: hour)
    }
}
