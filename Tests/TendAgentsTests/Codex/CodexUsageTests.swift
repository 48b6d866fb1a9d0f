import TendCore
import Testing

@testable import TendAgents

@Suite struct CodexUsageTests {
    private func total(_ input: Int, _ output: Int, cached: Int = 0, written: Int = 0) -> JSONTree {
        [
            "inputTokens": .number("\(input)"), "cachedInputTokens": .number("\(cached)"),
            "cacheWriteInputTokens": .number("\(written)"), "outputTokens": .number("\(output)"),
            "totalTokens": .number("\(input + output)"),
        ]
    }

    @Test func `kinds are told apart, and none twice`() {
        var usage = CodexUsage()
        usage.take(total: total(100, 20, cached: 60, written: 10), model: "m")
        #expect(
            usage.models == [
                ModelUsage(model: "m", tokens: TokenCount(input: 30, output: 20, cacheRead: 60, cacheWrite: 10))
            ])
        usage.take(total: total(100, 20, cached: 60, written: 10), model: "m")
        #expect(usage.models.total.total == 120)
    }

    @Test func `what comes after a change of the model is the new one's`() {
        var usage = CodexUsage()
        usage.take(total: total(100, 20), model: "m")
        usage.take(total: total(150, 30), model: "n")
        #expect(
            usage.models == [
                ModelUsage(model: "m", tokens: TokenCount(input: 100, output: 20)),
                ModelUsage(model: "n", tokens: TokenCount(input: 50, output: 10)),
            ])
    }

    @Test func `a count that begins anew goes on`() {
        var usage = CodexUsage()
        usage.take(total: total(100, 20), model: "m")
        usage.take(total: total(10, 2), model: "m")
        usage.take(total: total(15, 3), model: "m")
        #expect(usage.models.total == TokenCount(input: 105, output: 21))
    }

    @Test func `a rollout is read alike, and a sum alone is better than nothing`() {
        var usage = CodexUsage()
        usage.take(
            total: ["input_tokens": 9, "cached_input_tokens": 4, "output_tokens": 2, "total_tokens": 11], model: nil)
        #expect(usage.models.total == TokenCount(input: 5, output: 2, cacheRead: 4))
        var blunt = CodexUsage()
        blunt.take(total: ["totalTokens": 7], model: nil)
        #expect(blunt.models.total == TokenCount(unsorted: 7))
    }
}
