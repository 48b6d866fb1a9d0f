extension Duration {
    /// Seconds with their fraction, for clocks that count so.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// Reads `500ms`, `30s`, `2m`, `1h`, `1h30m`, `1.5s`; a number alone is seconds.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`. Longest: 10,000 days.
    package init(parsing text: String) throws(ServiceError) {
        guard let nanoseconds = Duration.nanoseconds(in: Substring(text)) else {
            throw ServiceError(
                .invalid, "'\(DisplayText.excerpt(text))' is not a duration — write 30s, 2m, 500ms, 1h or 1h30m")
        }
        self = .nanoseconds(nanoseconds)
    }

    private static let units: [Substring: Int64] = [
        "ms": 1_000_000, "s": 1_000_000_000, "sec": 1_000_000_000, "m": 60_000_000_000, "min": 60_000_000_000,
        "h": 3_600_000_000_000, "d": 86_400_000_000_000,
    ]

    private static let longest: Int64 = 10_000 * 86_400_000_000_000

    private static func nanoseconds(in text: Substring) -> Int64? {
        func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) && character.isASCII }
        var rest = text
        var total: Int64 = 0
        repeat {
            let whole = rest.prefix(while: isDigit)
            rest = rest.dropFirst(whole.count)
            var fraction: Substring = ""
            if rest.first == "." {
                fraction = rest.dropFirst().prefix(while: isDigit)
                rest = rest.dropFirst(fraction.count + 1)
                if fraction.isEmpty { return nil }
            }
            let unitName = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unitName.count)
            // Only a number that stands alone may go without a unit.
            let isAlone = unitName.isEmpty && rest.isEmpty && total == 0
            guard let unit = isAlone ? 1_000_000_000 : units[unitName], let count = Int64(whole), fraction.count <= 9
            else { return nil }
            let (product, overflows) = count.multipliedReportingOverflow(by: unit)
            guard !overflows, product <= longest - total else { return nil }
            total += product
            // The digits behind the point, worth a tenth of the unit each time.
            var worth = unit
            for digit in fraction {
                worth /= 10
                total += worth * Int64(digit.wholeNumberValue ?? 0)
            }
        } while !rest.isEmpty
        return total <= longest ? total : nil
    }
}
