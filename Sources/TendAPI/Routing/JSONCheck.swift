/// Checks the syntax of JSON before anything is made of it: the whole text is one value, nesting ends at 64, no object has a key
/// twice, all strings are valid. `JSONDecoder` is more lenient and does not say where an error is.
struct JSONCheck {
    struct Failure: Error, Hashable {
        var line: Int
        var column: Int
        var reason: String
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var topKeys: [String] = []

    /// - Returns: the keys of the outermost object, in order; nil when the value is no object.
    static func topLevelKeys(of bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> [String]? {
        var check = JSONCheck(bytes: bytes)
        check.skipSpace()
        let isObject = check.peek == UInt8(ascii: "{")
        try check.value(depth: 0)
        check.skipSpace()
        guard check.position == bytes.count else { throw check.failure("more text after the value") }
        return isObject ? check.topKeys : nil
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ reason: String) -> Failure {
        var (line, column) = (1, 1)
        for byte in bytes[..<min(position, bytes.count)] {
            if byte == 10 { (line, column) = (line + 1, 1) } else if byte & 0xC0 != 0x80 { column += 1 }
        }
        return Failure(line: line, column: column, reason: reason)
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
    }

    private mutating func value(depth: Int) throws(Failure) {
        guard depth <= 64 else { throw failure("more than 64 levels") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case nil: throw failure("the text ends where a value was expected")
        case .some(let byte) where byte == UInt8(ascii: "-") || (48...57).contains(byte): try number()
        default: throw failure("a value was expected")
        }
    }

    private mutating func object(depth: Int) throws(Failure) {
        position += 1
        var keys: Set<String> = []
        skipSpace()
        if peek == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw failure("a key in quotes was expected") }
            let start = position
            let range = try string()
            let key = Self.unescaped(bytes[range])
            guard keys.insert(key).inserted else {
                position = start
                throw failure("the key '\(key.prefix(64))' stands here twice")
            }
            if depth == 0 { topKeys.append(key) }
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw failure("':' was expected") }
            position += 1
            try value(depth: depth + 1)
            skipSpace()
            if peek == UInt8(ascii: ",") {
                position += 1
            } else if peek == UInt8(ascii: "}") {
                position += 1
                return
            } else {
                throw failure("',' or '}' was expected")
            }
        }
    }

    private mutating func array(depth: Int) throws(Failure) {
        position += 1
        skipSpace()
        if peek == UInt8(ascii: "]") {
            position += 1
            return
        }
        while true {
            try value(depth: depth + 1)
            skipSpace()
            if peek == UInt8(ascii: ",") {
                position += 1
            } else if peek == UInt8(ascii: "]") {
                position += 1
                return
            } else {
                throw failure("',' or ']' was expected")
            }
        }
    }

    /// The range between the quotes.
    private mutating func string() throws(Failure) -> Range<Int> {
        position += 1
        let start = position
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                guard String(validating: bytes[start..<position], as: UTF8.self) != nil else {
                    throw failure("a string that is not UTF-8")
                }
                position += 1
                return start..<(position - 1)
            case UInt8(ascii: "\\"):
                position += 1
                try escape()
            case 0..<32: throw failure("a control character in a string must be escaped")
            default: position += 1
            }
        }
        throw failure("a string without end")
    }

    private mutating func escape() throws(Failure) {
        switch peek {
        case .some(let byte) where "\"\\/bfnrt".utf8.contains(byte): position += 1
        case UInt8(ascii: "u"):
            let unit = try hex()
            if (0xDC00...0xDFFF).contains(unit) { throw failure("half of a surrogate pair") }
            if (0xD800...0xDBFF).contains(unit) {
                guard peek == UInt8(ascii: "\\") else { throw failure("half of a surrogate pair") }
                position += 1
                guard peek == UInt8(ascii: "u"), (0xDC00...0xDFFF).contains(try hex()) else {
                    throw failure("half of a surrogate pair")
                }
            }
        default: throw failure("an unknown escape")
        }
    }

    private mutating func hex() throws(Failure) -> UInt32 {
        position += 1
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits were expected")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private mutating func number() throws(Failure) {
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }
        if peek == UInt8(ascii: "-") { position += 1 }
        guard isDigit(peek) else { throw failure("a digit was expected") }
        let startsWithZero = peek == 48
        position += 1
        if startsWithZero, isDigit(peek) { throw failure("a number must not begin with 0") }
        while isDigit(peek) { position += 1 }
        if peek == UInt8(ascii: ".") {
            position += 1
            guard isDigit(peek) else { throw failure("a digit was expected") }
            while isDigit(peek) { position += 1 }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard isDigit(peek) else { throw failure("a digit was expected") }
            while isDigit(peek) { position += 1 }
        }
    }

    private mutating func word(_ expected: StaticString) throws(Failure) {
        let text = expected.description.utf8
        guard bytes.count - position >= text.count, bytes[position..<(position + text.count)].elementsEqual(text) else {
            throw failure("a value was expected")
        }
        position += text.count
    }

    /// The text of a checked string, for comparing keys: escapes resolved.
    private static func unescaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        var text = String(decoding: bytes, as: UTF8.self).utf16.makeIterator()
        while let unit = text.next() {
            guard unit == 0x5C, let escape = text.next() else {
                units.append(unit)
                continue
            }
            switch UInt8(truncatingIfNeeded: escape) {
            case UInt8(ascii: "b"): units.append(8)
            case UInt8(ascii: "f"): units.append(12)
            case UInt8(ascii: "n"): units.append(10)
            case UInt8(ascii: "r"): units.append(13)
            case UInt8(ascii: "t"): units.append(9)
            case UInt8(ascii: "u"):
                let digits = (0..<4).compactMap { _ in text.next() }
                units.append(UInt16(String(decoding: digits, as: UTF16.self), radix: 16) ?? 0xFFFD)
            default: units.append(escape)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }
}
