/// A set of 94 graphic characters. In UTF-8 only the sets that programs still use to draw lines matter; the others are ignored.
///
/// - SeeAlso: <https://vt100.net/docs/vt220-rm/chapter2.html>, tables 2-3 and 2-5.
package enum Charset: UInt8, Hashable, Sendable {
    case ascii = 0
    /// DEC special graphics: `q` is ─.
    case graphics
    /// United Kingdom: `#` is £.
    case british

    /// The set that the final byte of `ESC (` and its like names, nil if it is not known here.
    package init?(designator: UInt8) {
        switch designator {
        case UInt8(ascii: "B"), UInt8(ascii: "1"): self = .ascii
        case UInt8(ascii: "0"), UInt8(ascii: "2"): self = .graphics
        case UInt8(ascii: "A"): self = .british
        default: return nil
        }
    }

    /// The Unicode scalar that an ASCII byte stands for in this set.
    @inline(__always)
    package func scalar(for byte: UInt8) -> UInt32 {
        switch self {
        case .ascii: return UInt32(byte)
        case .british: return byte == UInt8(ascii: "#") ? 0xA3 : UInt32(byte)
        case .graphics:
            guard case 0x5F...0x7E = byte else { return UInt32(byte) }
            return Charset.graphicsTable[unchecked: Int(byte &- 0x5F)]
        }
    }

    /// `_` to `~`. The blank is NBSP as in xterm's table, so that it is not taken for a space that was never written.
    private static let graphicsTable: InlineArray<32, UInt32> = [
        0x00A0, 0x25C6, 0x2592, 0x2409, 0x240C, 0x240D, 0x240A, 0x00B0, 0x00B1, 0x2424, 0x240B, 0x2518, 0x2510, 0x250C,
        0x2514, 0x253C, 0x23BA, 0x23BB, 0x2500, 0x23BC, 0x23BD, 0x251C, 0x2524, 0x2534, 0x252C, 0x2502, 0x2264, 0x2265,
        0x03C0, 0x2260, 0x00A3, 0x00B7,
    ]
}

/// The four designated sets and which of them is in use.
///
/// Only the left half (GL) exists: the right half of the code table belongs to UTF-8.
package struct Charsets: Hashable, Sendable {
    /// G0…G3.
    private var sets: InlineArray<4, Charset>
    /// Index of the set shifted into GL.
    private(set) package var shifted: UInt8
    /// Index of the set for the next glyph only (SS2, SS3); nil mostly.
    private(set) package var single: UInt8?

    package init() {
        sets = InlineArray(repeating: .ascii)
        shifted = 0
        single = nil
    }

    /// Restores a state from ``packed``.
    package init(packed: UInt32) {
        self.init()
        for slot in 0..<4 {
            sets[slot] = Charset(rawValue: UInt8(truncatingIfNeeded: packed >> UInt32(slot * 4) & 0xF)) ?? .ascii
        }
        shifted = UInt8(truncatingIfNeeded: packed >> 16 & 3)
        single = packed >> 20 & 4 == 0 ? nil : UInt8(truncatingIfNeeded: packed >> 20 & 3)
    }

    /// The whole state as a number, for snapshots.
    package var packed: UInt32 {
        var packed = UInt32(shifted) << 16
        for slot in 0..<4 { packed |= UInt32(sets[slot].rawValue) << UInt32(slot * 4) }
        if let single { packed |= (UInt32(single) | 4) << 20 }
        return packed
    }

    /// Whether bytes stand for themselves, so that the fast path may be taken.
    @inline(__always)
    package var isPlain: Bool { single == nil && sets[unchecked: Int(shifted & 3)] == .ascii }

    /// Takes `ESC ( F`, `ESC ) F`, `ESC * F`, `ESC + F`. Unknown sets leave everything as it is.
    ///
    /// - Parameters:
    ///   - intermediate: `(`, `)`, `*` or `+` for G0…G3.
    ///   - designator: the final byte.
    package mutating func designate(intermediate: UInt8, designator: UInt8) {
        guard case 0x28...0x2B = intermediate, let set = Charset(designator: designator) else { return }
        sets[Int(intermediate - 0x28)] = set
    }

    /// SI (0), SO (1), LS2 (2), LS3 (3).
    package mutating func shift(to slot: UInt8) { shifted = slot & 3 }

    /// SS2 (2), SS3 (3): for the next glyph only.
    package mutating func shiftOnce(to slot: UInt8) { single = slot & 3 }

    /// The Unicode scalar that the ASCII byte stands for; ends a single shift.
    @inline(__always)
    package mutating func scalar(for byte: UInt8) -> UInt32 {
        let slot = single ?? shifted
        single = nil
        return sets[unchecked: Int(slot & 3)].scalar(for: byte)
    }

    package static func == (left: Charsets, right: Charsets) -> Bool { left.packed == right.packed }

    package func hash(into hasher: inout Hasher) { hasher.combine(packed) }
}
