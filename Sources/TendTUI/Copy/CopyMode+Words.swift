import TendScreen

/// Words are runs of characters that are no separators; separators other than blanks make words of their own. A line that was wrapped
/// goes on in the next row; the end of a line is a blank.
extension CopyMode {
    private enum Class { case blank, separator, word }

    private func kind(at point: Point) -> Class {
        guard let row = rows[point.row], point.column < row.cells.count else { return .blank }
        let character = row.character(at: point.column)
        if character == " " || character == "\t" { return .blank }
        return wordSeparators.contains(character) ? .separator : .word
    }

    /// The place after one, with one for the end of each line. Nil at the end of what is here.
    private func after(_ point: Point) -> Point? {
        guard let row = rows[point.row] else { return nil }
        let next = Point(row: point.row + 1, column: 0)
        let length = row.isWrapped ? row.length(before: rows[next.row], width: rows.width) - 1 : row.textLength
        if point.column < length {
            let column = row.end(of: point.column)
            if !row.isWrapped || column <= length { return Point(row: point.row, column: column) }
        }
        return rows[next.row] == nil ? nil : next
    }

    private func before(_ point: Point) -> Point? {
        if point.column > 0 {
            guard let row = rows[point.row] else { return nil }
            return Point(row: point.row, column: row.start(of: min(point.column, row.textLength + 1) - 1))
        }
        guard point.row > 0, let row = rows[point.row - 1] else { return nil }
        if row.isWrapped {
            let length = row.length(before: rows[point.row], width: rows.width)
            return Point(row: point.row - 1, column: row.start(of: max(length - 1, 0)))
        }
        return Point(row: point.row - 1, column: row.textLength)
    }

    func wordNext(from point: Point) -> Point {
        var point = point
        let first = kind(at: point)
        while first != .blank, kind(at: point) == first, let next = after(point) { point = next }
        while kind(at: point) == .blank, let next = after(point) { point = next }
        return point
    }

    func wordEnd(from point: Point) -> Point {
        guard var point = after(point) else { return point }
        while kind(at: point) == .blank, let next = after(point) { point = next }
        return wordLast(point)
    }

    func wordPrevious(from point: Point) -> Point {
        guard var point = before(point) else { return point }
        while kind(at: point) == .blank, let next = before(point) { point = next }
        return wordFirst(point)
    }

    /// The first place of the word, or the run of blanks, that a place is in.
    func wordFirst(_ point: Point) -> Point {
        var point = point
        let kind = kind(at: point)
        while let next = before(point), self.kind(at: next) == kind, kind != .blank || next.row == point.row {
            point = next
        }
        return point
    }

    func wordLast(_ point: Point) -> Point {
        var point = point
        let kind = kind(at: point)
        while let next = after(point), self.kind(at: next) == kind, kind != .blank || next.row == point.row {
            point = next
        }
        return point
    }
}
