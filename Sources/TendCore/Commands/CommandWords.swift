/// Splits a line into words as a shell does: blanks part them, single quotes keep everything, double quotes everything but a backslash
/// before `"` and `\`, a backslash keeps the next character. Nothing is expanded. A bare `;` ends a command.
struct CommandWords {
    struct Word: Hashable {
        var text: String
        /// In characters from the start of the line.
        var offset: Int
    }

    /// The words of each command. A command without words is there as an empty list, with the offset of its end.
    private(set) var commands: [(words: [Word], end: Int)] = []

    init(_ line: String) throws(CommandError) {
        let characters = Array(line)
        var words: [Word] = []
        var word: Word?
        var quote: (mark: Character, offset: Int)?
        var index = 0
        func begin() { if word == nil { word = Word(text: "", offset: index) } }
        while index < characters.count {
            let character = characters[index]
            if let open = quote {
                if character == open.mark {
                    quote = nil
                } else if character == "\\", open.mark == "\"", index + 1 < characters.count,
                    "\"\\".contains(characters[index + 1])
                {
                    index += 1
                    word?.text.append(characters[index])
                } else {
                    word?.text.append(character)
                }
            } else if character == "'" || character == "\"" {
                begin()
                quote = (character, index)
            } else if character == "\\" {
                guard index + 1 < characters.count else {
                    throw CommandError("nothing after the backslash — write \\\\ for the character itself", at: index)
                }
                begin()
                index += 1
                word?.text.append(characters[index])
            } else if character.isWhitespace || character == ";" {
                if let done = word { words.append(done) }
                word = nil
                if character == ";" {
                    commands.append((words, index))
                    words = []
                }
            } else {
                begin()
                word?.text.append(character)
            }
            index += 1
        }
        if let quote { throw CommandError("the quote \(quote.mark) is not closed", at: quote.offset) }
        if let word { words.append(word) }
        commands.append((words, characters.count))
    }

    /// The word as it must be written to be read as it is.
    static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.allSatisfy { !$0.isWhitespace && !"'\"\\;".contains($0) }
        guard !isPlain else { return word }
        guard word.contains("'") else { return "'\(word)'" }
        let escaped = word.reduce(into: "") { text, character in
            if character == "\"" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return "\"\(escaped)\""
    }
}
