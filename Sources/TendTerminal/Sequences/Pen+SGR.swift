import TendScreen

// Select Graphic Rendition. `;` separates renditions, `:` the parts of one; 38, 48 and 58 are found in both spellings.
// <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html> "CSI Pm m", ITU-T T.416 §13.1.8,
// <https://sw.kovidgoyal.net/kitty/underlines/>

extension Pen {
    /// Applies the renditions of one sequence from left to right. Unknown and malformed ones are skipped.
    ///
    /// - Complexity: O(values), without allocation.
    package mutating func apply(_ parameters: Parameters) {
        let end = parameters.valueCount
        var index = 0
        while index < end {
            let rendition = parameters.rawValue(at: index)
            if parameters.isSubparameter(at: index &+ 1) {
                let start = index &+ 1
                index = start
                while parameters.isSubparameter(at: index) { index &+= 1 }
                apply(rendition, parts: parameters, in: start..<index)
            } else if rendition == 38 || rendition == 48 || rendition == 58 {
                index = applyColor(rendition, parameters, after: index)
            } else {
                apply(rendition)
                index &+= 1
            }
        }
    }

    /// A rendition of one number.
    @inline(__always)
    private mutating func apply(_ rendition: Int) {
        switch rendition {
        case 0: clear()
        case 1: attributes.set(.bold, true)
        case 2: attributes.set(.dim, true)
        case 3: attributes.set(.italic, true)
        case 4: underline = .single
        case 5, 6: attributes.set(.blink, true)
        case 7: attributes.set(.reverse, true)
        case 8: attributes.set(.conceal, true)
        case 9: attributes.set(.strike, true)
        case 21: underline = .double
        case 22:
            attributes.set(.bold, false)
            attributes.set(.dim, false)
        case 23: attributes.set(.italic, false)
        case 24: underline = .none
        case 25: attributes.set(.blink, false)
        case 27: attributes.set(.reverse, false)
        case 28: attributes.set(.conceal, false)
        case 29: attributes.set(.strike, false)
        case 30...37: foreground = .palette(UInt8(truncatingIfNeeded: rendition &- 30))
        case 39: foreground = .default
        case 40...47: background = .palette(UInt8(truncatingIfNeeded: rendition &- 40))
        case 49: background = .default
        case 53: attributes.set(.overline, true)
        case 55: attributes.set(.overline, false)
        case 59: underlineColor = .default
        case 90...97: foreground = .palette(UInt8(truncatingIfNeeded: rendition &- 82))
        case 100...107: background = .palette(UInt8(truncatingIfNeeded: rendition &- 92))
        default: break
        }
    }

    /// `38;5;n` and `38;2;r;g;b`.
    ///
    /// - Returns: the index behind what was used up. As in xterm a colour that does not exist uses up its numbers all the same,
    ///   and one that is cut short uses up the rest.
    @inline(__always)
    private mutating func applyColor(_ rendition: Int, _ parameters: Parameters, after index: Int) -> Int {
        switch parameters.rawValue(at: index &+ 1) {
        case 5:
            guard index &+ 2 < parameters.valueCount else { return parameters.valueCount }
            if let color = Pen.color(index: parameters.rawValue(at: index &+ 2)) { set(rendition, color) }
            return index &+ 3
        case 2:
            guard index &+ 4 < parameters.valueCount else { return parameters.valueCount }
            let color = Pen.color(
                parameters.rawValue(at: index &+ 2), parameters.rawValue(at: index &+ 3),
                parameters.rawValue(at: index &+ 4)
            )
            if let color { set(rendition, color) }
            return index &+ 5
        default: return index &+ 2
        }
    }

    /// `4:n`, `38:5:n`, `38:2:r:g:b`, `38:2:space:r:g:b` and what may follow it (tolerance).
    private mutating func apply(_ rendition: Int, parts: Parameters, in range: Range<Int>) {
        let first = parts.rawValue(at: range.lowerBound)
        switch rendition {
        case 4:
            if parts.number(at: range.lowerBound) != nil, let style = Underline(rawValue: UInt8(clamping: first)) {
                underline = style
            }
        case 38, 48, 58:
            let arguments = range.lowerBound &+ 1
            if first == 5, range.count >= 2 {
                if let color = Pen.color(index: parts.rawValue(at: arguments)) { set(rendition, color) }
            } else if first == 2, range.count >= 4 {
                let red = range.count == 4 ? arguments : arguments &+ 1
                let color = Pen.color(
                    parts.rawValue(at: red), parts.rawValue(at: red &+ 1), parts.rawValue(at: red &+ 2)
                )
                if let color { set(rendition, color) }
            }
        default: break
        }
    }

    @inline(__always)
    private mutating func set(_ rendition: Int, _ color: Color) {
        switch rendition {
        case 38: foreground = color
        case 48: background = color
        default: underlineColor = color
        }
    }

    @inline(__always)
    private static func color(index: Int) -> Color? {
        index <= 255 ? .palette(UInt8(truncatingIfNeeded: index)) : nil
    }

    @inline(__always)
    private static func color(_ red: Int, _ green: Int, _ blue: Int) -> Color? {
        guard red | green | blue <= 255 else { return nil }
        return .rgb(UInt8(truncatingIfNeeded: red), UInt8(truncatingIfNeeded: green), UInt8(truncatingIfNeeded: blue))
    }
}

extension Pen {
    /// The parameters of the SGR sequence that sets exactly this pen, for DECRQSS: `0;1;4:3;38:2::255:0:0`.
    package var sgrParameters: String {
        var text = "0"
        for (attribute, number) in Pen.attributeRenditions where attributes.contains(attribute) {
            text += ";\(number)"
        }
        switch underline {
        case .none: break
        case .single: text += ";4"
        default: text += ";4:\(underline.rawValue)"
        }
        text += Pen.rendition(foreground, base: 30) + Pen.rendition(background, base: 40)
        text += Pen.rendition(underlineColor, base: 50)
        return text
    }

    private static let attributeRenditions: [(Attributes, Int)] = [
        (.bold, 1), (.dim, 2), (.italic, 3), (.blink, 5), (.reverse, 7), (.conceal, 8), (.strike, 9), (.overline, 53),
    ]

    /// - Parameter base: 30 foreground, 40 background, 50 underline, which has no short forms.
    private static func rendition(_ color: Color, base: Int) -> String {
        if let (red, green, blue) = color.components { return ";\(base + 8):2::\(red):\(green):\(blue)" }
        guard let index = color.paletteIndex.map(Int.init) else { return "" }
        return switch index {
        case 0..<8 where base != 50: ";\(base + index)"
        case 8..<16 where base != 50: ";\(base + 60 + index - 8)"
        default: ";\(base + 8):5:\(index)"
        }
    }
}
