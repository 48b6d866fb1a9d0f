import TendScreen

/// What is not a key: the mouse, and answers.
extension KeyDecoder {
    // MARK: Mouse

    /// `button ; column ; row`.
    static func mouse(_ fields: Fields, isRelease: Bool, offset: Int = 0) -> TerminalInput? {
        guard fields.count == 3, let button = fields[0], let column = fields[1], let row = fields[2] else { return nil }
        return mouse(Int(button) - offset, column: Int(column), row: Int(row), isRelease: isRelease, tellsButton: offset == 0)
    }

    /// Three bytes behind `CSI M`, each 32 more than it means.
    static func x10Mouse(_ bytes: ArraySlice<UInt8>) -> TerminalInput? {
        let numbers = bytes.map { Int($0) - 32 }
        return mouse(numbers[0], column: numbers[1], row: numbers[2], isRelease: false, tellsButton: false)
    }

    /// - Parameters:
    ///   - code: button, modifiers and motion as xterm adds them up.
    ///   - tellsButton: a release says of which button (SGR only).
    private static func mouse(
        _ code: Int, column: Int, row: Int, isRelease: Bool, tellsButton: Bool
    ) -> TerminalInput? {
        guard 0..<256 ~= code, column > 0, row > 0, column < 1 << 16, row < 1 << 16 else { return nil }
        var modifiers: Key.Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        guard let button = MouseInput.Button(rawValue: UInt8(truncatingIfNeeded: code & 0b1100_0011)) else { return nil }
        let isMotion = code & 32 != 0
        let isWheel = code & 64 != 0
        if isWheel, isRelease || isMotion { return nil }
        let action: MouseInput.Action =
            isMotion ? .motion : isRelease || !tellsButton && button == .none ? .release : .press
        if button == .none, action == .press { return nil }
        return .input(.mouse(MouseInput(button, action, at: Point(row: row - 1, column: column - 1), modifiers)))
    }

    // MARK: Answers

    /// A control sequence with a private marker.
    static func answer(_ parameters: ArraySlice<UInt8>, _ final: UInt8) -> TerminalInput? {
        let isMode = parameters.last == UInt8(ascii: "$")
        let fields = Fields(parameters.dropFirst().dropLast(isMode ? 1 : 0))
        guard parameters.first == UInt8(ascii: "?") else { return .report(.other) }
        switch Unicode.Scalar(final) {
        case "y" where isMode:
            guard let mode = fields[0], let setting = fields[1] else { return .report(.other) }
            return .report(.mode(Int(mode), setting: Int(setting)))
        case "u": return .report(.keyboardFlags(UInt8(truncatingIfNeeded: fields[0] ?? 0)))
        case "c": return .report(.attributes((0..<fields.count).compactMap { fields[$0].map(Int.init) }))
        case "n" where fields[0] == 997: return .colorScheme(isDark: fields[1] != 2)
        default: return .report(.other)
        }
    }

    /// Whether an answer may begin like that; otherwise Alt was pressed with the first byte. Behind Alt-], Alt-P and Alt-_ comes
    /// nothing, or what is typed next; behind the others what no one types at once.
    static func mayBeAnswer(_ bytes: [UInt8]) -> Bool {
        let isDigit = bytes.count < 2 || 0x30..<0x3A ~= bytes[1]
        switch Unicode.Scalar(bytes[0]) {
        case "]": return isDigit
        case "P":
            if bytes.count < 2 { return true }
            guard isDigit || bytes[1] == UInt8(ascii: ">") || bytes[1] == UInt8(ascii: "!") else { return false }
            return bytes.count < 3 || "|$+!".utf8.contains(bytes[2])
        default: return bytes.count < 2 || bytes[1] == UInt8(ascii: "G")
        }
    }

    /// - Parameter bytes: introducer and text of an OSC, DCS or APC, without its terminator.
    static func answer(_ bytes: [UInt8]) -> TerminalInput? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("]11;"), let color = rgb(text.dropFirst(4)) else { return .report(.other) }
        return .background(red: color.red, green: color.green, blue: color.blue)
    }

    /// `rgb:RRRR/GGGG/BBBB` with one to four digits each, as X has it; also `rgba:` and `#RRGGBB`.
    private static func rgb(_ text: Substring) -> (red: UInt8, green: UInt8, blue: UInt8)? {
        var parts: [Substring]
        if text.hasPrefix("#"), text.utf8.count == 7, text.utf8.allSatisfy({ $0 < 0x80 }) {
            let digits = Array(text.dropFirst())
            parts = stride(from: 0, to: 6, by: 2).map { Substring(String(digits[$0...($0 + 1)])) }
        } else if text.hasPrefix("rgb:") || text.hasPrefix("rgba:") {
            parts = text.drop { $0 != ":" }.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        } else {
            return nil
        }
        let values = parts.prefix(3).compactMap { part -> UInt8? in
            guard 1...4 ~= part.count, let value = UInt32(part, radix: 16) else { return nil }
            let full = UInt32(1) << UInt32(4 * part.count) - 1
            return UInt8((value * 255 + full / 2) / full)
        }
        return values.count == 3 ? (values[0], values[1], values[2]) : nil
    }
}
