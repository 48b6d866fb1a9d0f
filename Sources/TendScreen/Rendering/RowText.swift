/// The text of rows that are one line, and where each piece of it stands on the screen.
///
/// Blanks at the end of the line are no part of it; at the end of a row that was wrapped they are.
package struct RowText: Sendable {
    private struct Piece {
        /// Of its text, in UTF-8.
        var offset: Int
        /// Its cell; row 0 is the first row given.
        var point: Point
        /// The column after it.
        var end: Int
    }

    package let text: String
    private let pieces: [Piece]

    /// - Parameter width: columns of the screen that the rows are from.
    package init(_ rows: [Row], width: Int) {
        var text = ""
        var pieces: [Piece] = []
        for (number, row) in rows.enumerated() {
            let next = number + 1 < rows.count ? rows[number + 1] : nil
            for column in 0..<row.length(before: next, width: width) {
                let cell = column < row.cells.count ? row.cells[column] : .blank
                if cell.isTail { continue }
                let point = Point(row: number, column: column)
                pieces.append(Piece(offset: text.utf8.count, point: point, end: column + (cell.isWide ? 2 : 1)))
                row.append(cell, to: &text)
            }
        }
        text.cutBlanks()
        let count = text.utf8.count
        while let last = pieces.last, last.offset >= count { pieces.removeLast() }
        self.text = text
        self.pieces = pieces
    }

    /// The cell that a place of the text is in.
    package func point(of index: String.Index) -> Point? {
        piece(at: text.utf8.distance(from: text.startIndex, to: index)).map { pieces[$0].point }
    }

    /// Where the text of a cell begins. Nil for a cell beyond the end and the right half of a wide one.
    package func index(of point: Point) -> String.Index? {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            let place = pieces[middle].point
            if (place.row, place.column) < (point.row, point.column) { low = middle + 1 } else { high = middle }
        }
        guard low < pieces.count, pieces[low].point == point else { return nil }
        return text.utf8.index(text.startIndex, offsetBy: pieces[low].offset)
    }

    /// The columns of a part of the text, for each row that it touches.
    package func columns(of range: Range<String.Index>) -> [(row: Int, columns: Range<Int>)] {
        let lower = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        let upper = text.utf8.distance(from: text.startIndex, to: range.upperBound)
        guard lower < upper, let first = piece(at: lower), let last = piece(at: upper - 1) else { return [] }
        var parts: [(row: Int, columns: Range<Int>)] = []
        for piece in pieces[first...last] {
            let (row, column) = (piece.point.row, piece.point.column)
            if let part = parts.last, part.row == row {
                parts[parts.count - 1].columns = part.columns.lowerBound..<piece.end
            } else {
                parts.append((row, column..<piece.end))
            }
        }
        return parts
    }

    /// All matches that are not empty, in order.
    package func matches(of pattern: Regex<AnyRegexOutput>) -> [Range<String.Index>] {
        text.ranges(of: pattern).filter { !$0.isEmpty }
    }

    /// Index of the last piece that begins at or before an offset.
    private func piece(at offset: Int) -> Int? {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }
}

extension Row {
    /// Columns of the row that belong to its line: when the line goes on in `next`, the blanks at its end do.
    package func length(before next: Row?, width: Int) -> Int {
        guard isWrapped, let next else { return cells.count }
        // A wide glyph that did not fit left a column free.
        let isEarly = cells.count == width - 1 && next.cells.first?.isWide == true
        return isEarly ? cells.count : max(cells.count, width)
    }

    /// The text of some columns, with blanks for those beyond the end.
    package func text(_ columns: Range<Int>) -> String {
        var text = ""
        for column in columns { append(column < cells.count ? cells[column] : .blank, to: &text) }
        return text
    }
}
