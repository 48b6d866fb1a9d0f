/// Writes pieces of JSON into memory that somebody else owns and has made large enough: each is a few instructions.
///
/// Who writes says before how much it can be at most (``expect(_:)``): one comparison for many pieces. A bound that is wrong ends the
/// server instead of spoiling its memory.
struct JSONPen {
    private let start: UnsafeMutablePointer<UInt8>
    private var next: UnsafeMutablePointer<UInt8>
    private let end: UnsafeMutablePointer<UInt8>

    /// - Parameter room: not empty, and there for as long as the pen is used.
    init(_ room: UnsafeMutableRawBufferPointer) {
        start = room.baseAddress!.assumingMemoryBound(to: UInt8.self)
        next = start
        end = start + room.count
    }

    /// Bytes written.
    var count: Int { next - start }

    /// Of what is written until the next call there are at most so many bytes.
    @inline(__always) func expect(_ byteCount: Int) { precondition(byteCount <= end - next) }

    /// JSON as it stands in the source: the length is known where this is called, so it becomes one or two stores.
    @inline(__always) mutating func raw(_ json: StaticString) {
        next.update(from: json.utf8Start, count: json.utf8CodeUnitCount)
        next += json.utf8CodeUnitCount
    }

    mutating func bytes(_ json: [UInt8]) {
        json.withUnsafeBufferPointer { json in
            guard let first = json.baseAddress else { return }
            next.update(from: first, count: json.count)
            next += json.count
        }
    }

    @inline(__always) mutating func byte(_ byte: UInt8) {
        next.pointee = byte
        next += 1
    }

    /// A number that is not negative, in at most 20 bytes.
    @inline(__always) mutating func number(_ number: Int) {
        switch number {
        case ..<10: break
        case ..<100: byte(digit(number / 10))
        case ..<1000:
            byte(digit(number / 100))
            byte(digit(number / 10 % 10))
        default: return long(number)
        }
        byte(digit(number % 10))
    }

    private mutating func long(_ number: Int) {
        if number >= 10 { long(number / 10) }
        byte(digit(number % 10))
    }

    @inline(__always) private func digit(_ value: Int) -> UInt8 { UInt8(truncatingIfNeeded: value) + 0x30 }

    /// The lower 24 bits of two numbers as six hexadecimal digits each, for ``sixBytes(_:)``.
    @inline(__always) static func hex(_ one: UInt32, _ other: UInt32) -> SIMD2<UInt64> {
        // Each digit in a byte of its own, the first in the lowest; then all are made letters or figures at once.
        var digits = SIMD2(UInt64(one.byteSwapped >> 8), UInt64(other.byteSwapped >> 8))
        digits = (digits | digits &<< 16) & SIMD2(repeating: 0x0000_00FF_0000_FFFF)
        digits = (digits | digits &<< 8) & SIMD2(repeating: 0x0000_00FF_00FF_00FF)
        digits = (digits &>> 4 | digits &<< 8) & SIMD2(repeating: 0x0000_0F0F_0F0F_0F0F)
        let letters = (digits &+ SIMD2(repeating: 0x0606_0606_0606)) &>> 4 & SIMD2(repeating: 0x0101_0101_0101)
        // A letter stands 0x27 behind where a figure of its value would.
        let gap = letters &<< 5 | letters &<< 2 | letters &<< 1 | letters
        return digits &+ SIMD2(repeating: 0x3030_3030_3030) &+ gap
    }

    /// The lowest six bytes of a word, and two that what is written next replaces.
    @inline(__always) mutating func sixBytes(_ word: UInt64) {
        UnsafeMutableRawPointer(next).storeBytes(of: word.littleEndian, as: UInt64.self)
        next += 6
    }

    /// A scalar within a string, in at most six bytes. What is no scalar is replaced.
    @inline(__always) mutating func scalar(_ scalar: UInt32) {
        if scalar &- 0x20 < 0x5F {
            if scalar == 0x22 || scalar == 0x5C { byte(0x5C) }
            byte(UInt8(truncatingIfNeeded: scalar))
        } else {
            rare(scalar)
        }
    }

    private mutating func rare(_ value: UInt32) {
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        if scalar.value < 0x20 {
            raw("\\u00")
            byte(scalar.value < 0x10 ? 0x30 : 0x31)
            let digit = UInt8(truncatingIfNeeded: scalar.value & 15)
            byte(digit < 10 ? 0x30 + digit : 0x57 + digit)
        } else {
            for byte in UTF8.encode(scalar)! { self.byte(byte) }
        }
    }
}
