/// A pattern with `*`, `**` and `?`, which fits a whole text or not at all. Texts are compared scalar by scalar: what only looks alike,
/// or is the same after Unicode normalisation, does not fit.
package struct Glob: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// `*` and `?` stand for anything.
        case command
        /// `*` and `?` stay within one directory, `**` goes through any number of them.
        case path
    }

    private enum Part: Hashable, Sendable {
        case scalar(Unicode.Scalar)
        case one
        case many(crossesSlash: Bool)
    }

    package let text: String
    private let parts: [Part]
    private let kind: Kind

    package init(_ text: String, _ kind: Kind) {
        self.text = text
        self.kind = kind
        var parts: [Part] = []
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "*":
                var isDouble = false
                while scalars.first == "*" {
                    scalars.removeFirst()
                    isDouble = true
                }
                parts.append(.many(crossesSlash: kind == .command || isDouble))
                // `**/x` is also `x`.
                if kind == .path, isDouble, scalars.first == "/" { scalars.removeFirst() }
            case "?": parts.append(.one)
            case "\\":
                parts.append(.scalar(scalars.popFirst() ?? "\\"))
            default: parts.append(.scalar(scalar))
            }
        }
        self.parts = parts
    }

    /// - Complexity: O(length of the text × length of the pattern).
    package func matches(_ text: String) -> Bool {
        if Glob.matches(text, parts, kind) { return true }
        // `git push *` is also `git push`: who denies it with arguments does not mean to let it through without.
        guard kind == .command, parts.count > 2, parts.last == .many(crossesSlash: true),
            parts[parts.count - 2] == .scalar(" ")
        else { return false }
        return Glob.matches(text, parts.dropLast(2), kind)
    }

    private static func matches(_ text: String, _ parts: some Sequence<Part>, _ kind: Kind) -> Bool {
        let scalars = Array(text.unicodeScalars)
        // reach[i]: the parts so far fit the first i scalars.
        var reach = [Bool](repeating: false, count: scalars.count + 1)
        reach[0] = true
        for part in parts {
            var next = [Bool](repeating: false, count: scalars.count + 1)
            switch part {
            case .many(let crossesSlash):
                var isOn = false
                for i in 0...scalars.count {
                    if reach[i] { isOn = true }
                    next[i] = isOn
                    if i < scalars.count, scalars[i] == "/", !crossesSlash { isOn = false }
                }
            case .one:
                for i in scalars.indices where reach[i] && (kind == .command || scalars[i] != "/") {
                    next[i + 1] = true
                }
            case .scalar(let wanted):
                for i in scalars.indices where reach[i] && scalars[i] == wanted { next[i + 1] = true }
            }
            reach = next
        }
        return reach[scalars.count]
    }
}
