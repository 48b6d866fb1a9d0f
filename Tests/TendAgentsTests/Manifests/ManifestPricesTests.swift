import TendCore
import Testing

@testable import TendAgents

struct ManifestPricesTests {
    private static let prices =
        #"{"source":"https://example.org","models":[{"model":"m-4","input":3,"output":15,"cacheRead":0.3}]}"#

    private func manifest(_ prices: String) -> (manifest: Manifest?, told: [String]) {
        let text = #"{"name":"x","cli":{"command":"x"},"prices":\#(prices)}"#
        let (manifest, diagnostics) = ManifestReader.read(text, file: "x.json")
        return (manifest, diagnostics.map(\.description))
    }

    @Test(
        arguments: [
            ("m-4", TokenCount(input: 1_000_000, output: 100_000), 4.5),
            ("m-4", TokenCount(cacheRead: 2_000_000), 0.6), ("m-4-20260930", TokenCount(input: 1_000_000), 3),
            ("m-4-2026-09-30", TokenCount(input: 1_000_000), 3),
            // Another model, however alike its name is.
            ("m-4-5", TokenCount(input: 1), nil), ("m-4-mini", TokenCount(input: 1), nil),
            ("m", TokenCount(input: 1), nil),
            (nil, TokenCount(input: 1), nil),
            // A kind that has no price.
            ("m-4", TokenCount(cacheWrite: 1), nil), ("m-4", TokenCount(unsorted: 1), nil), ("other", TokenCount(), 0),
        ] as [(String?, TokenCount, Double?)])
    func `what has a price has a cost, and the rest has none`(model: String?, tokens: TokenCount, cost: Double?) throws
    {
        let manifest = try #require(manifest(ManifestPricesTests.prices).manifest)
        #expect(manifest.estimate(of: [ModelUsage(model: model, tokens: tokens)]) == cost)
    }

    @Test func `one model without a price leaves the whole without a cost`() throws {
        let manifest = try #require(manifest(ManifestPricesTests.prices).manifest)
        let known = ModelUsage(model: "m-4", tokens: TokenCount(input: 5))
        #expect(manifest.estimate(of: [known, ModelUsage(model: "n", tokens: TokenCount(input: 5))]) == nil)
        #expect(manifest.estimate(of: []) == nil)
    }

    @Test(arguments: [
        (#"{"models":[]}"#, "x.json: prices.source: is missing"),
        (#"{"source":"s"}"#, "x.json: prices.models: is missing"),
        (#"{"source":"s","models":[{"model":"m","input":1}]}"#, "x.json: prices.models[0].output: is missing"),
        (
            #"{"source":"s","models":[{"model":"m","input":"much","output":1}]}"#,
            "x.json: prices.models[0].input: US dollars for a million tokens are wanted, not 'much'"
        ),
    ])
    func `mistakes are told with their place`(prices: String, told: String) {
        #expect(manifest(prices).told == [told])
    }
}
