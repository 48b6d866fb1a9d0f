/// How text is drawn, apart from its colours.
package struct Attributes: OptionSet, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1 << 0)
    package static let dim = Attributes(rawValue: 1 << 1)
    package static let italic = Attributes(rawValue: 1 << 2)
    package static let blink = Attributes(rawValue: 1 << 3)
    package static let reverse = Attributes(rawValue: 1 << 4)
    package static let strike = Attributes(rawValue: 1 << 5)
    package static let conceal = Attributes(rawValue: 1 << 6)
    package static let overline = Attributes(rawValue: 1 << 7)
    /// Not drawn: set by DECSCA, respected by DECSED and DECSEL.
    package static let protected = Attributes(rawValue: 1 << 8)
}

/// The line under a text (SGR 4 and `4:n`). The raw value is `n`.
package enum Underline: UInt8, Hashable, Sendable {
    case none = 0
    case single, double, curly, dotted, dashed
}

/// A hyperlink as OSC 8 names it.
package struct Link: Hashable, Sendable {
    package var uri: String
    /// The `id=` parameter: cells of the same id and URI are one link, also across lines.
    package var id: String

    package init(uri: String, id: String = "") {
        self.uri = uri
        self.id = id
    }
}

/// Everything about the look of a cell. The readable form of what ``Cell`` packs into twelve bytes.
package struct Style: Hashable, Sendable {
    package var foreground: Color
    package var background: Color
    package var attributes: Attributes
    package var underline: Underline
    package var underlineColor: Color
    package var link: Link?

    package init(
        foreground: Color = .default, background: Color = .default, attributes: Attributes = [],
        underline: Underline = .none, underlineColor: Color = .default, link: Link? = nil
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
        self.underline = underline
        self.underlineColor = underlineColor
        self.link = link
    }

    package static let plain = Style()
}
