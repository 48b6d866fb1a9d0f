/// Bytes that grow, without the checks that an array makes for each one. Confined to the function that makes it.
struct ByteWriter: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    init(capacity: Int) {
        start = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { start.deallocate() }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    /// Makes room for `extra` more bytes; the functions marked unchecked rely on it.
    @inline(__always)
    mutating func reserve(_ extra: Int) {
        if count + extra > capacity { grow(extra) }
    }

    @inline(never)
    private mutating func grow(_ extra: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(capacity * 2, count + extra))
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
        capacity = max(capacity * 2, count + extra)
    }

    @inline(__always)
    mutating func putUnchecked(_ byte: UInt8) {
        start[count] = byte
        count += 1
    }

    /// At most ten bytes.
    @inline(__always)
    mutating func putUnchecked(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            putUnchecked(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        putUnchecked(UInt8(truncatingIfNeeded: rest))
    }

    /// At most four bytes. `scalar` is a Unicode scalar.
    @inline(__always)
    mutating func putUnchecked(utf8 scalar: UInt32) {
        if scalar < 0x80 { return putUnchecked(UInt8(truncatingIfNeeded: scalar)) }
        if scalar < 0x800 {
            putUnchecked(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
        } else {
            if scalar < 0x10000 {
                putUnchecked(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            } else {
                putUnchecked(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
                putUnchecked(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            }
            putUnchecked(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
        }
        putUnchecked(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }

    mutating func put(_ byte: UInt8) {
        reserve(1)
        putUnchecked(byte)
    }

    mutating func put(varint value: UInt64) {
        reserve(10)
        putUnchecked(varint: value)
    }

    /// A signed difference: 0, -1, 1, -2 … become 0, 1, 2, 3 …
    mutating func put(zigzag value: Int64) {
        put(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    /// Length in bytes plus `bias`, then UTF-8.
    mutating func put(_ text: String, bias: UInt64 = 0) {
        var text = text
        text.withUTF8 { utf8 in
            put(varint: UInt64(utf8.count) + bias)
            reserve(utf8.count)
            if let base = utf8.baseAddress { (start + count).update(from: base, count: utf8.count) }
            count += utf8.count
        }
    }
}
