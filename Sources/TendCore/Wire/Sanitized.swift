extension String {
    /// The text as it may leave the server when a program chose it: without control, bidirectional and zero-width
    /// characters, and at most `limit` scalars long. With `keepsLines` line feeds and tabs stay.
    package func sanitized(limit: Int = 1024, keepsLines: Bool = false) -> String {
        var result = ""
        var count = 0
        for scalar in unicodeScalars where !scalar.isDeceptive || keepsLines && (scalar == "\n" || scalar == "\t") {
            guard count < limit else { break }
            result.unicodeScalars.append(scalar)
            count += 1
        }
        return result
    }

    /// The same for what somebody decides about: what ``sanitized(limit:keepsLines:)`` leaves out is written out, as `<U+202E>`, since a
    /// command that looks like another one must not get by.
    package func escaped(limit: Int = 1024, keepsLines: Bool = false) -> String {
        var result = ""
        let scalars = Array(unicodeScalars.prefix(limit))
        for (index, scalar) in scalars.enumerated() {
            // The end of a line, as Windows writes it.
            if keepsLines, scalar == "\r", scalars.dropFirst(index + 1).first == "\n" { continue }
            if !scalar.isDeceptive || keepsLines && (scalar == "\n" || scalar == "\t") {
                result.unicodeScalars.append(scalar)
            } else {
                result += "<U+" + String(scalar.value, radix: 16, uppercase: true) + ">"
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Whether the scalar changes what surrounds it without being seen. The joiners U+200C and U+200D are not among these:
    /// emoji and several scripts need them.
    fileprivate var isDeceptive: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F: true
        case 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
            true
        case 0xE0001, 0xE0020...0xE007F: true
        default: false
        }
    }
}
