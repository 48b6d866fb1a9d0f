/// A colour as a screen shows it.
package struct RGB: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// - Parameter hex: `0xRRGGBB`.
    package init(hex: UInt32) {
        self.init(
            UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8), UInt8(truncatingIfNeeded: hex)
        )
    }
}

// MARK: - X11 specifications

extension RGB {
    /// Reads `#rgb`, `#rrggbb`, `#rrrgggbbb`, `#rrrrggggbbbb`, `rgb:r/g/b` with one to four digits each, or a name.
    ///
    /// - SeeAlso: XParseColor(3). `#rgb` gives the upper bits (`#fff` is `f0f0f0`), `rgb:f/f/f` is scaled to full white.
    package init?(specification bytes: ArraySlice<UInt8>) {
        guard bytes.count <= 32 else { return nil }
        if bytes.first == UInt8(ascii: "#") {
            let digits = bytes.dropFirst()
            guard digits.count % 3 == 0, 3...12 ~= digits.count else { return nil }
            let width = digits.count / 3
            let parts = (0..<3).compactMap { part in
                RGB.hexadecimal(digits.dropFirst(part * width).prefix(width))
            }
            guard parts.count == 3 else { return nil }
            let channels = parts.map {
                width == 1 ? UInt8($0 << 4) : UInt8(truncatingIfNeeded: $0 >> UInt32(width * 4 - 8))
            }
            self.init(channels[0], channels[1], channels[2])
        } else if bytes.starts(with: "rgb:".utf8) {
            let parts = bytes.dropFirst(4).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            let channels = parts.compactMap(RGB.scaled)
            guard parts.count == 3, channels.count == 3 else { return nil }
            self.init(channels[0], channels[1], channels[2])
        } else {
            let name = String(decoding: bytes.filter { $0 != 0x20 }, as: UTF8.self).lowercased()
            guard let color = RGB.names[name] else { return nil }
            self.init(hex: color)
        }
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for digit in digits {
            guard let nibble = hexDigit(digit) else { return nil }
            value = value << 4 | UInt32(nibble)
        }
        return value
    }

    /// One to four digits as a fraction of the largest number with so many.
    private static func scaled(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard 1...4 ~= digits.count, let value = hexadecimal(digits) else { return nil }
        let largest = UInt32(1) << UInt32(digits.count * 4) - 1
        return UInt8(truncatingIfNeeded: (value * 255 + largest / 2) / largest)
    }

    /// The form of replies: `rgb:rrrr/gggg/bbbb`.
    package var specification: String {
        func channel(_ value: UInt8) -> String {
            let digits = String(value, radix: 16)
            let byte = digits.count == 1 ? "0" + digits : digits
            return byte + byte
        }
        return "rgb:\(channel(red))/\(channel(green))/\(channel(blue))"
    }

    /// The names of X11's `rgb.txt` that programs use; the values are X11's where CSS differs (gray, green, maroon, purple).
    private static let names: [String: UInt32] = [
        "black": 0x000000, "white": 0xFFFFFF, "red": 0xFF0000, "green": 0x00FF00, "blue": 0x0000FF, "yellow": 0xFFFF00,
        "magenta": 0xFF00FF, "cyan": 0x00FFFF, "gray": 0xBEBEBE, "grey": 0xBEBEBE, "darkgray": 0xA9A9A9,
        "darkgrey": 0xA9A9A9, "lightgray": 0xD3D3D3, "lightgrey": 0xD3D3D3, "dimgray": 0x696969, "dimgrey": 0x696969,
        "slategray": 0x708090, "slategrey": 0x708090, "darkred": 0x8B0000, "darkgreen": 0x006400, "darkblue": 0x00008B,
        "darkcyan": 0x008B8B, "darkmagenta": 0x8B008B, "darkorange": 0xFF8C00, "darkviolet": 0x9400D3,
        "lightblue": 0xADD8E6, "lightgreen": 0x90EE90, "lightyellow": 0xFFFFE0, "lightcyan": 0xE0FFFF,
        "lightpink": 0xFFB6C1, "orange": 0xFFA500, "orangered": 0xFF4500, "pink": 0xFFC0CB, "hotpink": 0xFF69B4,
        "purple": 0xA020F0, "violet": 0xEE82EE, "indigo": 0x4B0082, "maroon": 0xB03060, "brown": 0xA52A2A,
        "tan": 0xD2B48C, "beige": 0xF5F5DC, "gold": 0xFFD700, "khaki": 0xF0E68C, "olive": 0x808000, "lime": 0x00FF00,
        "limegreen": 0x32CD32, "forestgreen": 0x228B22, "seagreen": 0x2E8B57, "springgreen": 0x00FF7F,
        "turquoise": 0x40E0D0, "teal": 0x008080, "aquamarine": 0x7FFFD4, "navy": 0x000080, "navyblue": 0x000080,
        "royalblue": 0x4169E1, "steelblue": 0x4682B4, "skyblue": 0x87CEEB, "deepskyblue": 0x00BFFF,
        "dodgerblue": 0x1E90FF, "cornflowerblue": 0x6495ED, "midnightblue": 0x191970, "coral": 0xFF7F50,
        "salmon": 0xFA8072, "tomato": 0xFF6347, "crimson": 0xDC143C, "firebrick": 0xB22222, "chocolate": 0xD2691E,
        "orchid": 0xDA70D6, "plum": 0xDDA0DD, "lavender": 0xE6E6FA, "ivory": 0xFFFFF0, "snow": 0xFFFAFA,
        "wheat": 0xF5DEB3, "silver": 0xC0C0C0,
    ]
}

/// The value of a hexadecimal digit.
func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
    default: nil
    }
}
