import TendScreen

/// Words are runs of characters that are no separators; separators other than blanks make words of their own. A line that was wrapped
/// goes on in the next row; the end of a line is a blank.
extension CopyMode {
    private enum Class { case blank, separator, word }

    /// - Parameter isBig: only blanks part words, as for vi's capital motions.
    private func kind(at point: Point, isBig: Bool = false) -> Class {
        guard let row = rows[point.row], point.column < row.cells.count else { return .blank }
        let character = row.character(at: point.column)
        if character == " " || character == "\t" { return .blank }
        return !isBig && wordSeparators.contains(character) ? .separator : .word
    }

    /// The place after one, with one for the end of each line. Nil at the end of what is here.
    func after(_ point: Point) -> Point? {
        guard let row = rows[point.row] else { return nil }
        let next = Point(row: point.row + 1, column: 0)
        let length = row.isWrapped ? row.length(before: rows[next.row], width: rows.width) - 1 : row.textLength
        if point.column < length {
            let column = row.end(of: point.column)
            if !row.isWrapped || column <= length { return Point(row: point.row, column: column) }
        }
        return rows[next.row] == nil ? nil : next
    }

    func before(_ point: Point) -> Point? {
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

    func wordNext(from point: Point, isBig: Bool = false) -> Point {
        var point = point
        let first = kind(at: point, isBig: isBig)
        while first != .blank, kind(at: point, isBig: isBig) == first, let next = after(point) { point = next }
        while kind(at: point, isBig: isBig) == .blank, let next = after(point) { point = next }
        return point
    }

    func wordEnd(from point: Point, isBig: Bool = false) -> Point {
        guard var point = after(point) else { return point }
        while kind(at: point, isBig: isBig) == .blank, let next = after(point) { point = next }
        return wordLast(point, isBig: isBig)
    }

    func wordPrevious(from point: Point, isBig: Bool = false) -> Point {
        guard var point = before(point) else { return point }
        while kind(at: point, isBig: isBig) == .blank, let next = before(point) { point = next }
        return wordFirst(point, isBig: isBig)
    }

    /// The first place of the word, or the run of blanks, that a place is in.
    func wordFirst(_ point: Point, isBig: Bool = false) -> Point {
        var point = point
        let kind = kind(at: point, isBig: isBig)
        while let next = before(point), self.kind(at: next, isBig: isBig) == kind,
            kind != .blank || next.row == point.row
        {
            point = next
        }
        return point
    }

    func wordLast(_ point: Point, isBig: Bool = false) -> Point {
        var point = point
        let kind = kind(at: point, isBig: isBig)
        while let next = after(point), self.kind(at: next, isBig: isBig) == kind,
            kind != .blank || next.row == point.row
        {
            point = next
        }
        return point
    }

    /// The word under the cursor, or else the first one behind it in its line.
    func wordHere() -> (place: Point, text: String)? {
        let line = rows.line(around: cursor.row)
        var point = cursor
        while kind(at: point) != .word {
            guard let next = after(point), line.contains(next.row) else { return nil }
            point = next
        }
        let first = wordFirst(point)
        let last = wordLast(point)
        var text = ""
        point = first
        while let row = rows[point.row] {
            text.append(row.character(at: point.column))
            guard point != last, let next = after(point) else { break }
            point = next
        }
        return (first, text)
    }
}
