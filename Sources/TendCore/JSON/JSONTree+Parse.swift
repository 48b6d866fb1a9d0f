extension JSONTree {
    /// Where the text stops being JSON.
    package struct SyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
        /// Bytes before it.
        package var offset: Int
        package var description: String { "no JSON at byte \(offset)" }
    }

    /// Deeper than any message of an agent, and shallow enough for a thread's stack.
    private static let depthLimit = 200

    /// Reads one value and nothing else but white space.
    ///
    /// - Complexity: O(bytes).
    package init(parsing bytes: some Sequence<UInt8>) throws(SyntaxError) {
        var reader = Reader(bytes: Array(bytes))
        self = try reader.value(depth: 0)
        reader.skipBlanks()
        if reader.at < reader.bytes.count { throw SyntaxError(offset: reader.at) }
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var next: UInt8? { at < bytes.count ? bytes[at] : nil }

        mutating func skipBlanks() {
            while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
        }

        mutating func value(depth: Int) throws(SyntaxError) -> JSONTree {
            skipBlanks()
            guard depth < JSONTree.depthLimit, let first = next else { throw SyntaxError(offset: at) }
            switch first {
            case UInt8(ascii: "{"): return .object(try members(depth))
            case UInt8(ascii: "["): return .array(try elements(depth))
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "t"): return try word("true", .bool(true))
            case UInt8(ascii: "f"): return try word("false", .bool(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: return .number(try number())
            }
        }

        private mutating func word(_ word: StaticString, _ value: JSONTree) throws(SyntaxError) -> JSONTree {
            let end = at + word.utf8CodeUnitCount
            let isThere =
                end <= bytes.count
                && word.withUTF8Buffer { text in bytes[at..<end].elementsEqual(text) }
            guard isThere else { throw SyntaxError(offset: at) }
            at = end
            return value
        }

        private mutating func number() throws(SyntaxError) -> String {
            let start = at
            if next == UInt8(ascii: "-") { at += 1 }
            let hasZero = next == UInt8(ascii: "0")
            let whole = digits()
            guard whole > 0, !hasZero || whole == 1 else { throw SyntaxError(offset: at) }
            if next == UInt8(ascii: ".") {
                at += 1
                guard digits() > 0 else { throw SyntaxError(offset: at) }
            }
            if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
                at += 1
                if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
                guard digits() > 0 else { throw SyntaxError(offset: at) }
            }
            return String(decoding: bytes[start..<at], as: UTF8.self)
        }

        private mutating func digits() -> Int {
            let start = at
            while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { at += 1 }
            return at - start
        }

        private mutating func expect(_ byte: UInt8) throws(SyntaxError) {
            skipBlanks()
            guard next == byte else { throw SyntaxError(offset: at) }
            at += 1
        }

        /// Whether a comma follows; the closing bracket is taken.
        private mutating func goesOn(until close: UInt8) throws(SyntaxError) -> Bool {
            skipBlanks()
            if next == UInt8(ascii: ",") {
                at += 1
                return true
            }
            try expect(close)
            return false
        }

        private mutating func elements(_ depth: Int) throws(SyntaxError) -> [JSONTree] {
            at += 1
            skipBlanks()
            if next == UInt8(ascii: "]") {
                at += 1
                return []
            }
            var elements: [JSONTree] = []
            repeat { elements.append(try value(depth: depth + 1)) } while try goesOn(until: UInt8(ascii: "]"))
            return elements
        }

        private mutating func members(_ depth: Int) throws(SyntaxError) -> [Member] {
            at += 1
            skipBlanks()
            if next == UInt8(ascii: "}") {
                at += 1
                return []
            }
            var members: [Member] = []
            repeat {
                skipBlanks()
                guard next == UInt8(ascii: "\"") else { throw SyntaxError(offset: at) }
                let name = try string()
                try expect(UInt8(ascii: ":"))
                members.append(Member(name, try value(depth: depth + 1)))
            } while try goesOn(until: UInt8(ascii: "}"))
            return members
        }

        private mutating func string() throws(SyntaxError) -> String {
            at += 1
            var text: [UInt8] = []
            while true {
                let start = at
                while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { at += 1 }
                text += bytes[start..<at]
                guard let byte = next, byte >= 0x20 else { throw SyntaxError(offset: at) }
                at += 1
                if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
                try escape(into: &text)
            }
        }

        private mutating func escape(into text: inout [UInt8]) throws(SyntaxError) {
            guard let byte = next else { throw SyntaxError(offset: at) }
            at += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text += String(try scalar()).utf8
            default: throw SyntaxError(offset: at - 1)
            }
        }

        /// What follows `\u`. JavaScript writes half a pair when a text was cut there; it reads as U+FFFD.
        private mutating func scalar() throws(SyntaxError) -> Unicode.Scalar {
            let unit = try hexadecimal()
            guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
            guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
                return "\u{FFFD}"
            }
            let before = at
            at += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else {
                at = before
                return "\u{FFFD}"
            }
            return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
        }

        private mutating func hexadecimal() throws(SyntaxError) -> UInt32 {
            guard at + 4 <= bytes.count, bytes[at] != UInt8(ascii: "+"), bytes[at] != UInt8(ascii: "-"),
                let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
            else { throw SyntaxError(offset: at) }
            at += 4
            return unit
        }
    }
}
