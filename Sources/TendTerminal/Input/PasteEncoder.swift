/// Makes pasted text harmless: it may hold no control character but tab and Enter, so it can neither end the bracket nor
/// speak to the line editor.
///
/// - SeeAlso: <https://invisible-island.net/xterm/xterm-paste64.html>, `reference/security.md` §2 (paste escapes).
package enum PasteEncoder {
    /// - Parameter bracketed: mode 2004.
    package static func encode(_ text: String, bracketed: Bool) -> [UInt8] {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A where previous == "\r": break
            case 0x0A: result.append("\r")
            case 0x09, 0x0D: result.append(scalar)
            case 0x00...0x1F, 0x7F...0x9F: break
            default: result.append(scalar)
            }
            previous = scalar
        }
        let bytes = Array(String(result).utf8)
        return bracketed ? Array("\u{1B}[200~".utf8) + bytes + Array("\u{1B}[201~".utf8) : bytes
    }
}
