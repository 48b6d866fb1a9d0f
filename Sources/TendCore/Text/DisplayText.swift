/// Makes text that came from a program or a stranger fit to be shown in lists, messages and logs.
package enum DisplayText {
    /// The text on one line: control characters become blanks, what reorders or hides text is dropped, and what is longer than `limit`
    /// characters is cut.
    package static func cleaned(_ text: String, limit: Int) -> String {
        if isClean(text, limit: limit) { return text }
        var scalars = String.UnicodeScalarView()
        var blankPending = false
        var count = 0
        // A character may hold any number of combining marks: the scalars are bounded too.
        for scalar in text.unicodeScalars {
            if isBlank(scalar) {
                blankPending = !scalars.isEmpty
            } else if !isHidden(scalar) {
                if blankPending { scalars.append(" ") }
                blankPending = false
                scalars.append(scalar)
                count += 1
                if count > limit * 4 { break }
            }
        }
        let cleaned = String(scalars)
        guard cleaned.count > limit else { return cleaned }
        return String(cleaned.prefix(max(limit - 1, 0))) + "…"
    }

    /// Whether nothing is to be done, as with most texts. Not of texts beyond ASCII: that is not known at a glance.
    private static func isClean(_ text: String, limit: Int) -> Bool {
        let blank = UInt8(ascii: " ")
        guard text.utf8.count <= limit else { return false }
        var last = blank
        for byte in text.utf8 {
            guard byte > blank || byte == blank && last != blank, byte < 0x7F else { return false }
            last = byte
        }
        return last != blank || text.isEmpty
    }

    /// A piece of what was typed, short enough for an error message.
    package static func excerpt(_ text: String) -> String { cleaned(text, limit: 64) }

    /// White space, line breaks and control characters.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
        default: false
        }
    }

    /// Characters without a picture of their own that can make a text look like another one. The zero-width joiner and the tag characters
    /// stay: they build emoji.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format
            && scalar != "\u{200D}" && !(0xE0020...0xE007F).contains(scalar.value)
    }
}
