import TendScreen

extension Row {
    /// Columns up to the last glyph that is to be seen.
    var textLength: Int {
        var end = cells.count
        while end > 0, cells[end - 1].glyph == 0 || cells[end - 1].glyph == 0x20 { end -= 1 }
        return end
    }

    /// The column of the glyph that covers this one.
    func start(of column: Int) -> Int {
        column > 0 && column < cells.count && cells[column].isTail ? column - 1 : column
    }

    /// The column after the glyph at this one.
    func end(of column: Int) -> Int {
        column + 1 < cells.count && cells[column + 1].isTail ? column + 2 : column + 1
    }

    func character(at column: Int) -> Character {
        guard column < cells.count else { return " " }
        var text = ""
        append(cells[column], to: &text)
        return text.first ?? " "
    }
}
