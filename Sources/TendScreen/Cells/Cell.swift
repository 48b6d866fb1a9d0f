/// One place of a screen: a glyph and its look, in 16 bytes.
///
/// `glyph` is 0 for a blank, a Unicode scalar, ``Cell/tail`` for the right half of a wide glyph, or, with the top bit set,
/// an index into the clusters of the row that holds the cell (several scalars in one cell).
/// `look` packs, from the lowest bit: ``Attributes`` (9 bits), ``Underline`` (3 bits), one bit that says the glyph is two
/// columns wide, and above bit 13 an index plus one into the row's ``Extra`` table (0: none).
package struct Cell: Hashable, Sendable {
    package var glyph: UInt32
    package var foreground: Color
    package var background: Color
    package var look: UInt32

    package init(
        glyph: UInt32 = 0, foreground: Color = .default, background: Color = .default, look: UInt32 = 0
    ) {
        self.glyph = glyph
        self.foreground = foreground
        self.background = background
        self.look = look
    }

    package static let blank = Cell()
    /// The glyph of the right half of a wide character; the left half already carries the text.
    package static let tail: UInt32 = 0x7FFF_FFFF
    package static let clusterFlag: UInt32 = 0x8000_0000
    package static let wideFlag: UInt32 = 1 << 12
    static let attributeMask: UInt32 = 0x1FF
    static let underlineShift: UInt32 = 9
    package static let underlineMask: UInt32 = 7 << 9
    package static let extraShift: UInt32 = 13

    package var isTail: Bool { glyph == Cell.tail }
    package var isWide: Bool { look & Cell.wideFlag != 0 }

    /// Index into the row's clusters, if the cell holds more than one scalar.
    package var clusterIndex: Int? {
        glyph & Cell.clusterFlag != 0 ? Int(glyph & ~Cell.clusterFlag) : nil
    }

    /// Index into the row's extras (underline colour, link), if it has any.
    package var extraIndex: Int? {
        let index = look >> Cell.extraShift
        return index == 0 ? nil : Int(index) - 1
    }

    package var attributes: Attributes { Attributes(rawValue: UInt16(truncatingIfNeeded: look & Cell.attributeMask)) }

    package var underline: Underline {
        Underline(rawValue: UInt8(truncatingIfNeeded: look >> Cell.underlineShift & 7)) ?? .none
    }

    /// Takes some attributes away and gives others; all else stays as it is.
    package mutating func restyle(adding added: Attributes, removing removed: Attributes) {
        look = look & ~(UInt32(removed.rawValue) & Cell.attributeMask) | UInt32(added.rawValue) & Cell.attributeMask
    }

    /// The `look` field for given attributes; `extraIndex` as in ``extraIndex``.
    package static func look(
        _ attributes: Attributes, _ underline: Underline = .none, isWide: Bool = false, extraIndex: Int? = nil
    ) -> UInt32 {
        UInt32(attributes.rawValue) & attributeMask | UInt32(underline.rawValue) << underlineShift
            | (isWide ? wideFlag : 0) | UInt32(truncatingIfNeeded: (extraIndex ?? -1) + 1) << extraShift
    }
}

/// The rare parts of a look that do not fit into a cell.
package struct Extra: Hashable, Sendable {
    package var underlineColor: Color
    package var link: Link?

    package init(underlineColor: Color = .default, link: Link? = nil) {
        self.underlineColor = underlineColor
        self.link = link
    }
}
