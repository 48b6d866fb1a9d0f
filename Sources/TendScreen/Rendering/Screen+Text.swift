extension Screen {
    /// The rows as plain lines, each without trailing blanks and ended by a line feed.
    ///
    /// - Parameter history: rows above the screen, oldest first.
    package func text(history: [Row] = []) -> String {
        var text = ""
        for row in [history, rows].joined() {
            var end = row.cells.count
            while end > 0, row.cells[end - 1].glyph == 0 || row.cells[end - 1].glyph == 0x20 { end -= 1 }
            for cell in row.cells[..<end] where !cell.isTail { text += Printable.text(of: cell, in: row) }
            text += "\n"
        }
        return text
    }

    /// The rows with colours, attributes and links as escape sequences, so that `cat` shows them; no cursor movement.
    package func ansi(history: [Row] = [], depth: ColorDepth = .trueColor) -> String {
        var bytes: [UInt8] = []
        var pen = Pen(depth: depth)
        for row in [history, rows].joined() {
            for run in StyledRun.runs(of: row) {
                pen.set(run.style, into: &bytes)
                bytes += run.text.utf8
            }
            pen.set(.plain, into: &bytes)
            bytes.append(0x0A)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
