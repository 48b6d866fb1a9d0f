/// UTF-8 byte by byte, with U+FFFD for each maximal part of an invalid sequence (Unicode 17, §3.9, "U+FFFD substitution").
struct UTF8Decoder {
    /// Bits so far.
    var scalar: UInt32 = 0
    /// Bytes still to come.
    var remaining: UInt8 = 0
    /// What the next byte may be.
    private(set) var low: UInt8 = 0x80
    private(set) var high: UInt8 = 0xBF

    init() {}

    /// Restores a decoder; nil if the numbers contradict each other.
    init?(scalar: UInt32, remaining: UInt8, low: UInt8, high: UInt8) {
        guard remaining <= 3, scalar <= 0x10FFFF, 0x80 <= low, high <= 0xBF, low <= high else { return nil }
        self.scalar = scalar
        self.remaining = remaining
        self.low = low
        self.high = high
    }

    /// Takes a byte ≥ 0x80 that begins a sequence.
    ///
    /// - Returns: false if nothing begins with it.
    @inline(__always)
    mutating func begin(_ byte: UInt8) -> Bool {
        low = 0x80
        high = 0xBF
        switch byte {
        case 0xC2...0xDF:
            scalar = UInt32(byte & 0x1F)
            remaining = 1
        case 0xE0...0xEF:
            scalar = UInt32(byte & 0x0F)
            remaining = 2
            if byte == 0xE0 { low = 0xA0 } else if byte == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            scalar = UInt32(byte & 0x07)
            remaining = 3
            if byte == 0xF0 { low = 0x90 } else if byte == 0xF4 { high = 0x8F }
        default: return false
        }
        return true
    }

    /// Takes a byte of a sequence that has begun.
    ///
    /// - Returns: false if it does not belong to it; the sequence is over then, and the byte is still to be looked at.
    @inline(__always)
    mutating func proceed(_ byte: UInt8) -> Bool {
        guard low <= byte, byte <= high else {
            remaining = 0
            return false
        }
        low = 0x80
        high = 0xBF
        scalar = scalar << 6 | UInt32(byte & 0x3F)
        remaining &-= 1
        return true
    }
}
