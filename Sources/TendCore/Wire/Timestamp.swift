/// A moment of the wall clock as it travels: ISO 8601 in UTC with milliseconds, `2026-11-21T03:46:12.345Z`.
package struct Timestamp: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Since 1970, whole milliseconds.
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// - Parameter seconds: since 1970; what no calendar holds becomes the nearest year from 0 to 9999.
    package init(seconds: Double) {
        let limited = min(max(seconds.isNaN ? 0 : seconds, -62_167_219_200), 253_402_300_799)
        milliseconds = Int64((limited * 1000).rounded())
    }

    package var seconds: Double { Double(milliseconds) / 1000 }

    package var description: String {
        let (days, rest) = milliseconds.quotientAndRemainder(dividingByFloored: 86_400_000)
        let (year, month, day) = Timestamp.date(days: days)
        func digits(_ value: Int64, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))T\(digits(rest / 3_600_000, 2))"
            + ":\(digits(rest / 60_000 % 60, 2)):\(digits(rest / 1000 % 60, 2)).\(digits(rest % 1000, 3))Z"
    }

    /// Reads what ``description`` writes; the fraction of the second may be missing.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 || bytes.count == 24, bytes.last == UInt8(ascii: "Z") else { return nil }
        let mask = Array("0000-00-00T00:00:00.000".utf8)
        func number(_ range: Range<Int>) -> Int64 {
            bytes[range].reduce(0) { $0 * 10 + Int64($1) - 48 }
        }
        for (index, byte) in bytes.dropLast().enumerated() {
            let isDigit = (48...57).contains(byte)
            guard mask[index] == 48 ? isDigit : byte == mask[index] else { return nil }
        }
        let (month, day) = (number(5..<7), number(8..<10))
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60 else { return nil }
        let days = Timestamp.days(year: number(0..<4), month: month, day: day)
        milliseconds =
            ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + (bytes.count == 24 ? number(20..<23) : 0)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a time must look like 2026-11-21T03:46:12.345Z")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    // Both after <https://howardhinnant.github.io/date_algorithms.html>: the calendar without Foundation.
    private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingByFloored: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).quotientAndRemainder(dividingByFloored: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Int64 {
    /// Division that rounds down, so that the remainder is never negative.
    fileprivate func quotientAndRemainder(dividingByFloored divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
