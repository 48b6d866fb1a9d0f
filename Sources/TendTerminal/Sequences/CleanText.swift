/// The one way by which bytes of a program become text that leaves the emulator: titles, paths, messages, names.
///
/// What comes out is valid UTF-8 without C0, DEL and C1 controls, without bidirectional controls and without scalars that take
/// no room and only serve to deceive (`reference/security.md` §4, rule 16). Joiners and variation selectors survive where they
/// belong to an emoji.
package enum CleanText {
    package enum Lines: Sendable {
        /// Tabs and line breaks become spaces.
        case one
        /// Tabs and line feeds stay; CR LF and CR become LF.
        case many
    }

    /// Decodes and cleans.
    ///
    /// - Parameters:
    ///   - limit: bytes of the result at most; the rest is cut off between two scalars.
    ///   - lines: what becomes of line breaks.
    package static func clean(_ bytes: some Sequence<UInt8>, limit: Int, lines: Lines = .one) -> String {
        clean(String(decoding: Array(bytes), as: UTF8.self), limit: limit, lines: lines)
    }

    package static func clean(_ text: String, limit: Int, lines: Lines = .one) -> String {
        var result = String.UnicodeScalarView()
        var byteCount = 0
        var previous: Unicode.Scalar?
        var raw: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { raw = scalar }
            guard let kept = replacement(for: scalar, after: previous, rawly: raw, lines: lines) else { continue }
            byteCount += UTF8.width(kept)
            if byteCount > limit { break }
            result.append(kept)
            previous = kept
        }
        while let last = result.last, last == joiner { result.removeLast() }
        return String(result)
    }

    /// The text if it is already clean and short enough. For names of things that would be other things once altered.
    package static func exact(_ bytes: some Collection<UInt8>, limit: Int) -> String? {
        guard bytes.count <= limit, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return clean(text, limit: limit) == text ? text : nil
    }

    private static let joiner: Unicode.Scalar = "\u{200D}"

    private static func replacement(
        for scalar: Unicode.Scalar, after previous: Unicode.Scalar?, rawly raw: Unicode.Scalar?, lines: Lines
    ) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x20...0x7E: return scalar
        case 0x09: return lines == .many ? scalar : " "
        case 0x0A:
            if raw == "\r" { return nil }
            return lines == .many ? scalar : " "
        case 0x0D: return lines == .many ? "\n" : " "
        case 0x00...0x1F, 0x7F...0x9F: return nil
        case 0x2028, 0x2029: return lines == .many ? "\n" : " "
        case 0xFE0E, 0xFE0F: return previous == nil ? nil : scalar
        case 0x200D: return previous.map(isEmojiPart) == true ? scalar : nil
        default:
            let properties = scalar.properties
            let isHidden =
                properties.isDefaultIgnorableCodePoint || properties.isBidiControl
                || properties.generalCategory == .format
            return isHidden ? nil : scalar
        }
    }

    private static func isEmojiPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xFE0F
            || scalar.value > 0xFF && (scalar.properties.isEmoji || scalar.properties.isEmojiModifier)
    }
}
