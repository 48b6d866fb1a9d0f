/// Tokens as the provider of a model counts them, each of one kind.
package struct TokenCount: Hashable, Sendable, Codable {
    /// Read by the model as they came: neither from a cache nor into one.
    package var input: Int
    package var output: Int
    package var cacheRead: Int
    /// Put into a cache for minutes.
    package var cacheWrite: Int
    /// Put into a cache for an hour, which some providers charge more for.
    package var cacheWriteHour: Int
    /// Nobody said of which kind.
    package var unsorted: Int

    package init(
        input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0, cacheWriteHour: Int = 0,
        unsorted: Int = 0
    ) {
        self.input = TokenCount.bounded(input)
        self.output = TokenCount.bounded(output)
        self.cacheRead = TokenCount.bounded(cacheRead)
        self.cacheWrite = TokenCount.bounded(cacheWrite)
        self.cacheWriteHour = TokenCount.bounded(cacheWriteHour)
        self.unsorted = TokenCount.bounded(unsorted)
    }

    /// What a stranger says must not overflow a sum.
    package static func bounded(_ count: Int?) -> Int { min(max(count ?? 0, 0), TokenCount.limit) }

    /// More than anybody will use: 2^48.
    private static let limit = 1 << 48

    package var total: Int { input + output + cacheRead + cacheWrite + cacheWriteHour + unsorted }

    /// Whether it is known of all of them of which kind they are.
    package var isSorted: Bool { unsorted == 0 }

    package static func += (sum: inout TokenCount, more: TokenCount) { sum = combine(sum, more, +) }

    /// Kind by kind the larger number: two readings of a count that only rises.
    package func raised(to other: TokenCount) -> TokenCount { TokenCount.combine(self, other, max) }

    /// What has come since an earlier reading.
    package func since(_ earlier: TokenCount) -> TokenCount { TokenCount.combine(self, earlier, -) }

    private static func combine(_ one: TokenCount, _ other: TokenCount, _ body: (Int, Int) -> Int) -> TokenCount {
        TokenCount(
            input: body(one.input, other.input), output: body(one.output, other.output),
            cacheRead: body(one.cacheRead, other.cacheRead), cacheWrite: body(one.cacheWrite, other.cacheWrite),
            cacheWriteHour: body(one.cacheWriteHour, other.cacheWriteHour),
            unsorted: body(one.unsorted, other.unsorted))
    }
}

/// What one model was used for. A conversation may use several: subagents, a change in the middle.
package struct ModelUsage: Hashable, Sendable, Codable {
    /// As its provider names it; nil: nobody said.
    package var model: String?
    package var tokens: TokenCount

    package init(model: String?, tokens: TokenCount) {
        self.model = model
        self.tokens = tokens
    }
}

extension [ModelUsage] {
    /// Adds to what the model was used for before.
    package mutating func add(_ tokens: TokenCount, of model: String?) {
        if let index = firstIndex(where: { $0.model == model }) {
            self[index].tokens += tokens
        } else {
            append(ModelUsage(model: model, tokens: tokens))
        }
    }

    package var total: TokenCount { reduce(into: TokenCount()) { $0 += $1.tokens } }
}
