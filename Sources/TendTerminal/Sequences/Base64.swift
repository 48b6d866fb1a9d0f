/// Base64 (RFC 4648 §4) as it comes out of a terminal: padding may be missing, anything else must be right.
enum Base64 {
    /// - Parameter limit: bytes of the result at most.
    /// - Returns: nil if the text is not base64 or holds more than `limit` bytes.
    static func decode(_ text: some BidirectionalCollection<UInt8>, limit: Int) -> [UInt8]? {
        var digits = text[...]
        var padding = 0
        while padding < 2, digits.last == UInt8(ascii: "=") {
            digits = digits.dropLast()
            padding += 1
        }
        let count = digits.count
        guard count % 4 != 1, padding == 0 || (count + padding) % 4 == 0, count / 4 * 3 <= limit else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(count / 4 * 3 + 2)
        var accumulator: UInt32 = 0
        var bits = 0
        for byte in digits {
            guard let value = value(of: byte) else { return nil }
            accumulator = accumulator << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bits)))
            }
        }
        return result.count <= limit ? result : nil
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
