/// Reads fields from bytes that may be anything: each call returns a value or throws, and never reads outside.
struct ByteReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// - Parameter bytes: must outlive the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - position }

    @inline(__always)
    mutating func byte() throws(FrameError) -> UInt8 {
        guard position < bytes.count else { throw .truncated }
        let byte = bytes[position]
        position += 1
        return byte
    }

    @inline(__always)
    mutating func varint() throws(FrameError) -> UInt64 {
        let first = try byte()
        return first < 0x80 ? UInt64(first) : try longVarint(first)
    }

    private mutating func longVarint(_ first: UInt8) throws(FrameError) -> UInt64 {
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw .malformed("a number of more than 64 bits") }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    mutating func zigzag() throws(FrameError) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// A number that is at most `limit`.
    mutating func number(atMost limit: Int) throws(FrameError) -> Int {
        let value = try varint()
        guard value <= UInt64(limit) else { throw .tooLarge }
        return Int(value)
    }

    /// A number of things of which each takes at least a byte.
    mutating func count() throws(FrameError) -> Int {
        let value = try varint()
        guard value <= UInt64(remaining) else { throw .truncated }
        return Int(value)
    }

    mutating func text(byteCount: Int) throws(FrameError) -> String {
        guard byteCount <= remaining else { throw .truncated }
        let slice = bytes[position..<position + byteCount]
        position += byteCount
        guard let text = String(validating: slice, as: UTF8.self) else { throw .malformed("text that is not UTF-8") }
        return text
    }

    mutating func text() throws(FrameError) -> String {
        try text(byteCount: try count())
    }

    /// The rest of a UTF-8 sequence that begins with `first`, which is not ASCII.
    mutating func scalar(after first: UInt8) throws(FrameError) -> UInt32 {
        let more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1
        guard first >= 0xC2, first <= 0xF4 else { throw .malformed("text that is not UTF-8") }
        var value = UInt32(first) & (0x3F >> UInt32(more))
        for _ in 0..<more {
            let next = try byte()
            guard next & 0xC0 == 0x80 else { throw .malformed("text that is not UTF-8") }
            value = value << 6 | UInt32(next & 0x3F)
        }
        let isShortest = value >= (more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000)
        guard isShortest, Unicode.Scalar(value) != nil else { throw .malformed("text that is not UTF-8") }
        return value
    }
}
