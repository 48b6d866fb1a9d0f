/// How many colours a terminal has.
package enum ColorDepth: UInt8, Hashable, Sendable, CaseIterable {
    case mono, palette16, palette256, trueColor

    /// How many colours there are.
    package var count: Int {
        switch self {
        case .mono: 2
        case .palette16: 16
        case .palette256: 256
        case .trueColor: 1 << 24
        }
    }

    /// Nil when no depth has this many colours.
    package init?(count: Int) {
        guard let depth = ColorDepth.allCases.first(where: { $0.count == count }) else { return nil }
        self = depth
    }
}

extension Color {
    typealias Components = (red: UInt8, green: UInt8, blue: UInt8)

    /// xterm's first sixteen colours; where a picture must name a colour, these are it.
    private static let basic: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]

    /// Red, green, blue of xterm's palette: sixteen, a cube of 6×6×6, 24 greys.
    static func paletteValue(_ index: UInt8) -> UInt32 {
        let number = UInt32(index)
        if number < 16 { return basic[Int(number)] }
        if number >= 232 { return (8 + (number - 232) * 10) * 0x010101 }
        let level = { (step: UInt32) -> UInt32 in step == 0 ? 0 : 55 + step * 40 }
        return level((number - 16) / 36) << 16 | level((number - 16) / 6 % 6) << 8 | level((number - 16) % 6)
    }

    /// `0xRRGGBB`, or nil for the default colour.
    var value: UInt32? {
        if let index = paletteIndex { return Color.paletteValue(index) }
        return components == nil ? nil : rawValue & 0xFF_FFFF
    }

    /// The nearest colour that a terminal of that depth has.
    package func reduced(to depth: ColorDepth) -> Color {
        switch depth {
        case .trueColor: return self
        case .mono: return .default
        case .palette256:
            guard let components else { return self }
            return .palette(Color.nearest(components, among: 16...255))
        case .palette16:
            if let index = paletteIndex, index < 16 { return self }
            guard let value else { return .default }
            let bytes = (UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
            return .palette(Color.nearest(bytes, among: 0...15))
        }
    }

    private static func nearest(_ wanted: Components, among indices: ClosedRange<UInt8>) -> UInt8 {
        var best: (distance: Int, index: UInt8) = (.max, indices.lowerBound)
        for index in indices {
            let value = paletteValue(index)
            let red = Int(wanted.red) - Int(value >> 16)
            let green = Int(wanted.green) - Int(value >> 8 & 0xFF)
            let blue = Int(wanted.blue) - Int(value & 0xFF)
            let distance = red * red + green * green + blue * blue
            if distance < best.distance { best = (distance, index) }
        }
        return best.index
    }
}
