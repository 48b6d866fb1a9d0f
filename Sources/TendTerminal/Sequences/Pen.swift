package import TendScreen

/// How the next glyph will look: what SGR sets, and the protection of DECSCA. The hyperlink of OSC 8 is kept apart, because
/// SGR 0 does not end it.
package struct Pen: Hashable, Sendable {
    package var foreground: Color
    package var background: Color
    package var underlineColor: Color
    package var attributes: Attributes
    package var underline: Underline

    package init(
        foreground: Color = .default, background: Color = .default, underlineColor: Color = .default,
        attributes: Attributes = [], underline: Underline = .none
    ) {
        self.foreground = foreground
        self.background = background
        self.underlineColor = underlineColor
        self.attributes = attributes
        self.underline = underline
    }

    package static let plain = Pen()

    /// The `look` field of a narrow cell drawn with this pen, without extras.
    @inline(__always)
    package var look: UInt32 { Cell.look(attributes, underline) }

    /// Back to the default look. Protection stays: only DECSCA and a reset of the terminal change it (DEC STD 070).
    @inline(__always)
    package mutating func clear() {
        self = Pen(attributes: Attributes(rawValue: attributes.rawValue & Attributes.protected.rawValue))
    }
}
