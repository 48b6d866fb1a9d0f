package import TendCore

extension Manifest {
    /// What that costs by the list, in US dollars; nil unless each token of it has a price: rather none than a wrong one.
    package func estimate(of usage: [ModelUsage]) -> Double? {
        var sum = 0.0
        for part in usage where part.tokens.total > 0 {
            guard let price = part.model.flatMap(price), let cost = price.cost(of: part.tokens) else { return nil }
            sum += cost
        }
        return usage.isEmpty ? nil : sum
    }

    /// The entry of that name, or that it is a snapshot of: `claude-haiku-4-5-20251001`, `gpt-5-2025-08-07`.
    private func price(of model: String) -> Price? {
        prices.first { model == $0.model }
            ?? prices.first { price in
                guard model.hasPrefix(price.model + "-") else { return false }
                let rest = model.dropFirst(price.model.count + 1)
                return rest.count(where: \.isNumber) == 8 && rest.allSatisfy { $0.isNumber || $0 == "-" }
            }
    }
}

extension Manifest.Price {
    fileprivate func cost(of tokens: TokenCount) -> Double? {
        let parts = [
            (tokens.input, input), (tokens.output, output), (tokens.cacheRead, cacheRead),
            (tokens.cacheWrite, cacheWrite), (tokens.cacheWriteHour, cacheWriteHour), (tokens.unsorted, nil),
        ]
        var sum = 0.0
        for (count, price) in parts where count > 0 {
            guard let price else { return nil }
            sum += Double(count) * price / 1_000_000
        }
        return sum
    }
}
