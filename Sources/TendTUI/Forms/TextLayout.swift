import TendScreen

/// A text that is edited, in lines of so many columns: where each character stands.
struct TextLayout {
    struct Line {
        /// Index of its first character.
        var start: Int
        var text = ""
        var columns = 0
    }

    private(set) var lines: [Line] = []
    /// Where the cursor stands.
    private(set) var row = 0
    private(set) var column = 0
    private let field: TextField
    private let room: Int

    init(_ field: TextField, columns: Int) {
        self.field = field
        room = max(2, columns)
        var line = Line(start: 0)
        for (index, character) in field.text.enumerated() {
            let isEnd = character == "\n"
            let width = isEnd ? 0 : Width.of(text: String(character))
            // The cursor has to fit behind the last character.
            if !isEnd, line.columns + width >= room {
                lines.append(line)
                line = Line(start: index)
            }
            if index == field.cursor { (row, column) = (lines.count, line.columns) }
            guard !isEnd else {
                lines.append(line)
                line = Line(start: index + 1)
                continue
            }
            line.text.append(character)
            line.columns += width
        }
        if field.cursor >= field.text.count { (row, column) = (lines.count, line.columns) }
        lines.append(line)
    }

    /// The cursor in the line so many below; nil: there is none.
    func cursor(movedBy step: Int) -> Int? {
        let target = row + step
        return lines.indices.contains(target) ? index(row: target, column: column) : nil
    }

    /// The character at a place, or the end of its line.
    func index(row: Int, column: Int) -> Int {
        let line = lines[max(0, min(row, lines.count - 1))]
        var width = 0
        for (offset, character) in line.text.enumerated() {
            width += Width.of(text: String(character))
            if width > column { return line.start + offset }
        }
        return line.start + line.text.count
    }
}
