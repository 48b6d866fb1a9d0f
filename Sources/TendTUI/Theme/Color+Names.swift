package import TendScreen

extension Color {
    /// The sixteen colours of every terminal, in the order of their numbers.
    package static let ansiNames =
        ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"].flatMap { [$0] }
        + ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"].map { "bright-" + $0 }

    /// Reads `#rrggbb`, `#rgb`, a number of the 256 colours, a name of ANSI, `default`. Nil: it is none of these.
    package init?(named text: String) {
        if text.utf8.first == UInt8(ascii: "#") {
            guard let color = Color(hex: text.utf8.dropFirst()) else { return nil }
            self = color
        } else if text == "default" {
            self = .default
        } else if let index = Color.ansiNames.firstIndex(of: text) {
            self = .palette(UInt8(index))
        } else if text.utf8.first != UInt8(ascii: "+"), let index = UInt8(text) {
            self = .palette(index)
        } else {
            return nil
        }
    }

    private init?(hex digits: Substring.UTF8View) {
        guard digits.count == 3 || digits.count == 6 else { return nil }
        var value: UInt32 = 0
        for digit in digits {
            guard let number = Color.value(ofHex: digit) else { return nil }
            value = value << 4 | number
            // Each stands for two.
            if digits.count == 3 { value = value << 4 | number }
        }
        self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }

    private static func value(ofHex digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(digit - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// The text that ``init(named:)`` reads.
    package var name: String {
        if let index = paletteIndex { return index < 16 ? Color.ansiNames[Int(index)] : String(index) }
        guard let components else { return "default" }
        let value = UInt32(components.red) << 16 | UInt32(components.green) << 8 | UInt32(components.blue)
        let digits = String(value, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
