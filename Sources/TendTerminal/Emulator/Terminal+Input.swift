package import TendScreen

extension Terminal {
    /// The bytes that an input event means to the program, in the modes it has set. Empty if it wants none.
    package func encode(_ input: Input) -> [UInt8] {
        switch input {
        case .bytes(let bytes): return bytes
        case .text(let text): return text.utf8.map { $0 == 0x0A ? 0x0D : $0 }
        case .paste(let text): return PasteEncoder.encode(text, bracketed: modes.has(.bracketedPaste))
        case .key(let key):
            let encoder = KeyEncoder(
                modes: modes, kittyFlags: keyboard.flags.rawValue, modifyOtherKeys: modifyOtherKeys
            )
            return encoder.encode(key)
        case .mouse(let event): return MouseEncoder.encode(event, modes: modes)
        case .focus(let hasFocus): return FocusEncoder.encode(hasFocus, modes: modes)
        }
    }
}
