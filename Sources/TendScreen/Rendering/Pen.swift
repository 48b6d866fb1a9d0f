/// The style that a terminal draws with, and the shortest escape sequences (SGR and OSC 8) that change it.
package struct Pen: Sendable {
    let depth: ColorDepth
    private(set) var style = Style.plain
    /// Whether ``style`` is.
    private(set) var isPlain = true

    /// A pen that draws plainly.
    package init(depth: ColorDepth) { self.depth = depth }

    /// Appends what makes the terminal draw in the style `wanted`, as far as it has the colours.
    package mutating func set(_ wanted: Style, into bytes: inout [UInt8]) {
        var next = wanted
        next.foreground = wanted.foreground.reduced(to: depth)
        next.background = wanted.background.reduced(to: depth)
        next.underlineColor =
            depth.rawValue < ColorDepth.palette256.rawValue ? .default : wanted.underlineColor.reduced(to: depth)
        next.attributes.remove(.protected)
        next.link = wanted.link.flatMap(Pen.safe)
        guard next != style else { return }
        isPlain = next == .plain
        if next.link != style.link { Pen.put(next.link, into: &bytes) }
        var old = style
        old.link = next.link
        style = next
        guard next != old else { return }
        var plain = Style.plain
        plain.link = next.link
        if next == plain { return bytes += "\u{1B}[m".utf8 }
        // What has no switch of its own that all terminals know is switched off by a reset.
        let mustReset =
            !old.attributes.isSubset(of: next.attributes) || old.underline != .none && next.underline == .none
        if mustReset { old = plain }
        var codes = SGRCodes()
        if mustReset { codes.put(0, &bytes) }
        let added = next.attributes.subtracting(old.attributes)
        if !added.isEmpty {
            for (attribute, code) in Pen.codes where added.contains(attribute) { codes.put(code, &bytes) }
        }
        if next.underline != old.underline {
            if next.underline == .single || depth.rawValue < ColorDepth.palette256.rawValue {
                codes.put(4, &bytes)
            } else {
                codes.put(underline: next.underline, &bytes)
            }
        }
        if next.foreground != old.foreground { codes.put(next.foreground, base: 30, &bytes) }
        if next.background != old.background { codes.put(next.background, base: 40, &bytes) }
        if next.underlineColor != old.underlineColor { codes.put(underlineColor: next.underlineColor, &bytes) }
        codes.end(&bytes)
    }

    private static let codes: [(Attributes, UInt8)] = [
        (.bold, 1), (.dim, 2), (.italic, 3), (.blink, 5), (.reverse, 7), (.conceal, 8), (.strike, 9), (.overline, 53),
    ]

    private static func put(_ link: Link?, into bytes: inout [UInt8]) {
        bytes += "\u{1B}]8;".utf8
        if let link {
            if !link.id.isEmpty { bytes += "id=\(link.id)".utf8 }
            bytes += ";\(link.uri)".utf8
        } else {
            bytes += ";".utf8
        }
        bytes += "\u{1B}\\".utf8
    }

    /// The link without anything that could end the sequence, or nil if it holds such things.
    private static func safe(_ link: Link) -> Link? {
        guard !link.uri.isEmpty, link.uri.utf8.count <= 2083, Printable.isPrintable(link.uri) else { return nil }
        let isGoodID = Printable.isPrintable(link.id) && !link.id.contains { $0 == ";" || $0 == ":" }
        return Link(uri: link.uri, id: isGoodID ? link.id : "")
    }
}
