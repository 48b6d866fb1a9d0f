/// Tokens and money in a few characters.
package enum UsageText {
    /// `950`, `12k`, `1.2M`.
    package static func tokens(_ count: Int) -> String {
        switch count {
        case ..<1000: "\(max(count, 0))"
        case ..<10_000: tenths(count / 100) + "k"
        case ..<1_000_000: "\(count / 1000)k"
        case ..<10_000_000: tenths(count / 100_000) + "M"
        default: "\(count / 1_000_000)M"
        }
    }

    /// `$0.42`, `$128`; `~$0.42` if it follows from a list of prices.
    package static func cost(_ dollars: Double, isEstimate: Bool) -> String {
        let cents = Int(min(max(dollars, 0), 1e12) * 100 + 0.5)
        let amount =
            cents >= 10_000 ? "\(cents / 100)" : "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
        return (isEstimate ? "~$" : "$") + (cents == 0 && dollars > 0 ? "0.01" : amount)
    }

    private static func tenths(_ count: Int) -> String {
        count % 10 == 0 ? "\(count / 10)" : "\(count / 10).\(count % 10)"
    }
}

extension SessionJSON.Agent {
    /// `12k`; nil if nobody has told.
    package var tokenText: String? { tokens.map(UsageText.tokens) }

    /// `~$0.42`; nil if there is no figure.
    package var costText: String? { cost.map { UsageText.cost($0, isEstimate: costEstimated == true) } }

    /// What it does, or what it said last, on one line; empty: not known.
    package var summary: String {
        let text: String? =
            switch state {
            case "working", "waiting", "error": detail ?? tool
            default: self.text ?? detail
            }
        return DisplayText.cleaned(text ?? "", limit: 200)
    }
}
