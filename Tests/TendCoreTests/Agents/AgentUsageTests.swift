import Foundation
import TendCore
import Testing

/// What a session has used, out of what is said of its conversations.
@Suite struct AgentUsageTests {
    private func said(
        _ id: String?, _ output: Int, model: String = "m", cost: Double? = nil, estimate: Double? = nil
    ) -> AgentUsage.Conversation {
        AgentUsage.Conversation(
            id: id, models: [ModelUsage(model: model, tokens: TokenCount(output: output))], cost: cost,
            estimate: estimate)
    }

    private func heard(_ words: [AgentUsage.Conversation]) -> AgentUsage {
        words.reduce(into: AgentUsage()) { _ = $0.take($1) }
    }

    @Test func `sums that are said again, or by a reader that has begun anew, count once`() {
        #expect(heard([said("a", 5), said("a", 9), said("a", 9)]).tokens.total == 9)
        #expect(heard([said("a", 9), said("a", 3), said("a", 12)]).tokens.total == 12)
        var usage = heard([said("a", 9)])
        let again = usage.take(said("a", 9))
        #expect(!again)
    }

    @Test func `conversations and models add up`() {
        #expect(heard([said("a", 5), said("b", 7), said("a", 6)]).tokens.total == 13)
        let both = AgentUsage.Conversation(
            id: "a",
            models: [
                ModelUsage(model: "m", tokens: TokenCount(input: 1)),
                ModelUsage(model: "n", tokens: TokenCount(cacheRead: 2)),
            ])
        #expect(heard([both, said("b", 4)]).tokens == TokenCount(input: 1, output: 4, cacheRead: 2))
        // An id that becomes known is no second conversation.
        #expect(heard([said(nil, 5), said("a", 6)]).tokens.total == 6)
    }

    @Test func `after many conversations the sum is still right`() {
        let many = (0..<99).map { said("c\($0)", 2, cost: 0.5) }
        let usage = heard(many)
        #expect(usage.tokens.total == 198 && usage.conversations.count <= 16)
        #expect(usage.cost == 49.5)
        #expect(!usage.isCostEstimated)
    }

    @Test func `tokens of which nobody says the kind give way to those that are sorted`() {
        let blunt = AgentUsage.Conversation(
            id: "a", models: [ModelUsage(model: nil, tokens: TokenCount(unsorted: 7))])
        #expect(heard([blunt]).tokens.total == 7 && !heard([blunt]).tokens.isSorted)
        #expect(heard([blunt, said("a", 6)]).tokens == TokenCount(output: 6))
        #expect(heard([said("a", 6), blunt]).tokens == TokenCount(output: 6))
    }

    @Test func `a cost is the agent's own until it uses more, then an estimate, or none`() {
        #expect(heard([said("a", 5, cost: 1)]).cost == 1)
        let estimated = heard([said("a", 5, cost: 1), said("a", 9, estimate: 2)])
        #expect(estimated.cost == 2 && estimated.isCostEstimated)
        #expect(heard([said("a", 5, cost: 1), said("a", 9)]).cost == nil)
        #expect(heard([said("a", 5, cost: 1), said("b", 9)]).cost == nil, "rather none than half of it")
        #expect(heard([said("a", 5, cost: 1), said("b", 9, estimate: 3)]).cost == 4)
        #expect(heard([]).cost == nil)
    }

    @Test func `it is kept as it is`() throws {
        let usage = heard([said("a", 5, cost: 1), said("b", 9, model: "n")])
        #expect(try JSONDecoder().decode(AgentUsage.self, from: JSONEncoder().encode(usage)) == usage)
    }

    @Test func `what a stranger says overflows nothing`() {
        let usage = heard([said("a", .max), said("b", .max), said("c", -7)])
        #expect(usage.tokens.output == 1 << 48)
    }

    @Test(arguments: [
        (0, "0"), (950, "950"), (1000, "1k"), (1250, "1.2k"), (9_999, "9.9k"), (12_345, "12k"), (1_240_000, "1.2M"),
        (34_000_000, "34M"), (-4, "0"),
    ])
    func `tokens are told in a few characters`(count: Int, text: String) {
        #expect(UsageText.tokens(count) == text)
    }

    @Test(arguments: [
        (0.0, false, "$0.00"), (0.421, false, "$0.42"), (0.001, true, "~$0.01"), (12.005, true, "~$12.01"),
        (128.4, false, "$128"), (-1, false, "$0.00"),
    ])
    func `so is money`(dollars: Double, isEstimate: Bool, text: String) {
        #expect(UsageText.cost(dollars, isEstimate: isEstimate) == text)
    }
}
