package import TendScreen

extension Color {
    /// The sixteen colours of every terminal, in the order of their numbers.
    package static let ansiNames =
        ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"].flatMap { [$0] }
        + ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"].map { "bright-" + $0 }

    /// Reads `#rrggbb`, `#rgb`, a number of the 256 colours, a name of ANSI, `default`. Nil: it is none of these.
    package init?(named text: String) {
        if text == "default" {
            self = .default
        } else if let index = Color.ansiNames.firstIndex(of: text) {
            self = .palette(UInt8(index))
        } else if text.first != "+", let index = UInt8(text) {
            self = .palette(index)
        } else if text.first == "#", let color = Color(hex: text.dropFirst()) {
            self = color
        } else {
            return nil
        }
    }

    private init?(hex digits: Substring) {
        guard digits.allSatisfy(\.isHexDigit), digits.count == digits.utf8.count else { return nil }
        let long = digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : String(digits)
        guard long.count == 6, let value = UInt32(long, radix: 16) else { return nil }
        self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
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
