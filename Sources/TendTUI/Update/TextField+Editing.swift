package import TendScreen

extension TextField {
    /// Edits as readline does. False when the key is none of an editor's.
    package mutating func take(_ key: Key) -> Bool {
        let control = key.modifiers == .control
        let alt = key.modifiers == .alt
        switch key.code {
        case .left where alt || control: cursor = wordStart
        case .right where alt || control: cursor = wordEnd
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = text.count
        case .backspace where alt || control: remove(wordStart..<cursor)
        case .backspace: if cursor > 0 { remove(cursor - 1..<cursor) }
        case .delete: if cursor < text.count { remove(cursor..<cursor + 1) }
        case .character(let scalar):
            if control { return takeControl(scalar) }
            if alt { return takeAlt(scalar) }
            guard key.modifiers.subtracting(.shift).isEmpty else { return false }
            insert(String(scalar))
        default: return false
        }
        return true
    }

    private mutating func takeControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a": cursor = 0
        case "e": cursor = text.count
        case "b": cursor = max(0, cursor - 1)
        case "f": cursor = min(text.count, cursor + 1)
        case "h": if cursor > 0 { remove(cursor - 1..<cursor) }
        case "d": if cursor < text.count { remove(cursor..<cursor + 1) }
        case "w": remove(wordStart..<cursor)
        case "u": remove(0..<cursor)
        case "k": remove(cursor..<text.count)
        default: return false
        }
        return true
    }

    private mutating func takeAlt(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "b": cursor = wordStart
        case "f": cursor = wordEnd
        case "d": remove(cursor..<wordEnd)
        default: return false
        }
        return true
    }

    /// Control characters, of a paste say, become blanks.
    ///
    /// - Parameter keepsLines: line feeds stay.
    package mutating func insert(_ new: String, keepsLines: Bool = false) {
        let clean = new.map { character -> Character in
            if character.isNewline { return keepsLines ? "\n" : " " }
            return character.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? " " : character
        }
        text.insert(contentsOf: clean, at: cursor)
        cursor += clean.count
    }

    /// In a text of several lines.
    mutating func goToEnd(ofLine isEnd: Bool) {
        if isEnd {
            cursor = text[cursor...].firstIndex(of: "\n") ?? text.count
        } else {
            cursor = text[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        }
    }

    private mutating func remove(_ range: Range<Int>) {
        text.removeSubrange(range)
        cursor = range.lowerBound
    }

    private var wordStart: Int {
        var index = cursor
        while index > 0, !text[index - 1].isLetter, !text[index - 1].isNumber { index -= 1 }
        while index > 0, text[index - 1].isLetter || text[index - 1].isNumber { index -= 1 }
        return index
    }

    private var wordEnd: Int {
        var index = cursor
        while index < text.count, !text[index].isLetter, !text[index].isNumber { index += 1 }
        while index < text.count, text[index].isLetter || text[index].isNumber { index += 1 }
        return index
    }
}
