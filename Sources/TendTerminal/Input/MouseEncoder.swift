package import TendScreen

/// Turns mouse events into the reports that the program asked for.
///
/// - SeeAlso: <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html> "Mouse Tracking".
package enum MouseEncoder {
    /// Cursor keys that one step of the wheel stands for under mode 1007. Felt right in `less`; not measured.
    private static let linesPerStep = 3

    /// The bytes for an event; none if the program did not ask for it, or if its place cannot be written.
    package static func encode(_ event: MouseInput, modes: Modes) -> [UInt8] {
        let isWheel =
            MouseInput.Button.wheelUp.rawValue...MouseInput.Button.wheelRight.rawValue ~= event.button.rawValue
        if modes.isDisjoint(with: .anyMouse) { return cursorKeys(event, modes) }
        switch event.action {
        case .press where event.button == .none, .release where event.button == .none || isWheel: return []
        case .press, .release: break
        case .motion:
            let isDrag = event.button != .none && modes.contains(.mouseDrags)
            guard !isWheel, isDrag || modes.contains(.mouseMotion) else { return [] }
        }
        guard event.point.row >= 0, event.point.column >= 0, event.point.row < 65535, event.point.column < 65535 else {
            return []
        }
        var code = Int(event.button.rawValue)
        if event.action == .motion { code += 32 }
        if event.modifiers.contains(.shift) { code += 4 }
        if !event.modifiers.isDisjoint(with: [.alt, .meta]) { code += 8 }
        if event.modifiers.contains(.control) { code += 16 }
        if modes.contains(.mouseSGR) {
            let final = event.action == .release ? "m" : "M"
            return Array("\u{1B}[<\(code);\(event.point.column + 1);\(event.point.row + 1)\(final)".utf8)
        }
        // Without SGR a release does not say of what.
        if event.action == .release { code = code & ~0b1100_0011 | 3 }
        let bytes = [code + 32, event.point.column + 33, event.point.row + 33].compactMap(UInt8.init(exactly:))
        return bytes.count == 3 ? Array("\u{1B}[M".utf8) + bytes : []
    }

    /// Mode 1007: on the alternate screen the wheel moves the cursor.
    private static func cursorKeys(_ event: MouseInput, _ modes: Modes) -> [UInt8] {
        guard modes.isSuperset(of: [.alternateScroll, .alternateScreen]), event.action == .press else { return [] }
        let key: Key
        switch event.button {
        case .wheelUp: key = Key(.up)
        case .wheelDown: key = Key(.down)
        default: return []
        }
        let bytes = KeyEncoder(modes: modes).encode(key)
        return Array(repeating: bytes, count: linesPerStep).flatMap(\.self)
    }
}
