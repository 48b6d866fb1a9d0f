package import TendScreen

/// The checksum of DECRQCRA: the negated sum, in 16 bits, of the codes of all cells and of DEC's numbers for their attributes.
/// A blank counts as a space.
///
/// - SeeAlso: <https://vt100.net/docs/vt510-rm/DECRQCRA.html>; the negation is xterm's since patch 279.
package struct RectangleChecksum: Sendable {
    private var sum: UInt16 = 0

    package init() {}

    /// Counts a cell. `glyph` as in ``Cell/glyph``; of a cluster give the first scalar. The right half of a wide glyph counts nothing.
    package mutating func add(glyph: UInt32, attributes: Attributes, underline: Underline) {
        if glyph == Cell.tail { return }
        sum &+= glyph == 0 ? 0x20 : UInt16(truncatingIfNeeded: glyph)
        if attributes.contains(.protected) { sum &+= 0x04 }
        if attributes.contains(.conceal) { sum &+= 0x08 }
        if underline != .none { sum &+= 0x10 }
        if attributes.contains(.reverse) { sum &+= 0x20 }
        if attributes.contains(.blink) { sum &+= 0x40 }
        if attributes.contains(.bold) { sum &+= 0x80 }
    }

    package var value: UInt16 { 0 &- sum }

    /// `DCS id ! ~ XXXX ST`.
    ///
    /// - Parameter id: the request's first parameter, a number.
    package func reply(id: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "\u{1B}P\(id)!~\(String(repeating: "0", count: 4 - digits.count))\(digits)\u{1B}\\"
    }
}
