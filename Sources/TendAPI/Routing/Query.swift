import TendCore

/// The part of a request's target after the question mark, checked against the parameters that the route has.
struct Query: Sendable {
    private var values: [String: String] = [:]

    /// - Throws: 400 for a parameter that the route does not have, that comes twice, or that cannot be decoded.
    init(_ text: Substring, allowed: [String]) throws(APIError) {
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Query.decoded(pair[0], plusIsSpace: true),
                let value = pair.count == 2 ? Query.decoded(pair[1], plusIsSpace: true) : ""
            else { throw .invalid("a query parameter is not valid percent-encoded UTF-8") }
            guard allowed.contains(name) else {
                let hint = Suggestion.nearest(to: name, among: allowed).map { " — did you mean '\($0)'?" } ?? ""
                let known = allowed.isEmpty ? "this route has none" : "known: \(allowed.joined(separator: ", "))"
                throw .invalid("unknown query parameter '\(name.sanitized(limit: 64))'\(hint) (\(known))")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .invalid("the query parameter '\(name)' is given twice")
            }
        }
    }

    /// Resolves percent escapes; nil when they are malformed or the result is not UTF-8.
    static func decoded(_ text: Substring, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var source = text.utf8.makeIterator()
        while let byte = source.next() {
            if byte == UInt8(ascii: "+"), plusIsSpace {
                bytes.append(32)
            } else if byte == UInt8(ascii: "%") {
                guard let high = source.next(), let low = source.next(),
                    let first = Character(Unicode.Scalar(high)).hexDigitValue,
                    let second = Character(Unicode.Scalar(low)).hexDigitValue
                else { return nil }
                bytes.append(UInt8(first << 4 | second))
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    subscript(_ name: String) -> String? { values[name] }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            let limits =
                range.upperBound == .max
                ? (range.lowerBound == .min ? "" : " from \(range.lowerBound) on")
                : " from \(range.lowerBound) to \(range.upperBound)"
            throw .invalid("\(name)=\(text.sanitized(limit: 64)): must be a whole number\(limits)")
        }
        return value
    }

    func offset(_ name: String) throws(APIError) -> UInt64? {
        guard let text = values[name] else { return nil }
        guard let value = UInt64(text) else {
            throw .invalid("\(name)=\(text.sanitized(limit: 64)): must be a whole number from 0 on")
        }
        return value
    }

    /// `1`, `true`, `yes` and the bare name are true.
    func flag(_ name: String) throws(APIError) -> Bool {
        switch values[name] {
        case nil, "0", "false", "no": return false
        case "", "1", "true", "yes": return true
        case .some(let text): throw .invalid("\(name)=\(text.sanitized(limit: 64)): must be 1 or 0")
        }
    }

    func word<Word: RawRepresentable & CaseIterable>(_ name: String, _ type: Word.Type) throws(APIError) -> Word?
    where Word.RawValue == String {
        guard let text = values[name] else { return nil }
        guard let value = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue)
            let hint = Suggestion.nearest(to: text, among: words).map { " — did you mean '\($0)'?" } ?? ""
            throw .invalid(
                "\(name)=\(text.sanitized(limit: 64)): must be one of \(words.joined(separator: ", "))\(hint)")
        }
        return value
    }

    /// Seconds (`30`, `1.5`), or a number with a unit: `500ms`, `30s`, `2m`, `1h`. At most 30 days.
    func duration(_ name: String) throws(APIError) -> Duration? {
        guard let text = values[name] else { return nil }
        let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
        let unit = units.first { text.hasSuffix($0.0) } ?? ("", 1)
        let number = text.dropLast(unit.0.count)
        guard !number.isEmpty, number.allSatisfy({ ("0"..."9").contains($0) || $0 == "." }), let value = Double(number),
            value * unit.1 <= 30 * 86_400
        else {
            throw .invalid("\(name)=\(text.sanitized(limit: 64)): must be seconds, or like 500ms, 30s, 2m, 1h")
        }
        return .seconds(value * unit.1)
    }
}
