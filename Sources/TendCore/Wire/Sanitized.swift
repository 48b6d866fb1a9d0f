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
