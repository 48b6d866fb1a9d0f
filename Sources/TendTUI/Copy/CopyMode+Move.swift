import TendScreen

extension CopyMode {
    /// Arguments of `copy.move`.
    enum Motion: String, Hashable, CaseIterable {
        case left, right, up, down
        case wordNext = "word-next"
        case wordPrevious = "word-previous"
        case wordEnd = "word-end"
        case bigWordNext = "big-word-next"
        case bigWordPrevious = "big-word-previous"
        case bigWordEnd = "big-word-end"
        case lineStart = "line-start"
        case lineText = "line-text"
        case lineEnd = "line-end"
        case paragraphNext = "paragraph-next"
        case paragraphPrevious = "paragraph-previous"
        case bracket
        case bracketPrevious = "bracket-previous"
        case top, middle, bottom
        case halfUp = "half-up"
        case halfDown = "half-down"
        case pageUp = "page-up"
        case pageDown = "page-down"
        case scrollUp = "scroll-up"
        case scrollDown = "scroll-down"
        case centre
        case toTop = "to-top"
        case toBottom = "to-bottom"
        case start, end
    }

    /// - Parameter count: how often; for start and end the line, counted from the oldest.
    mutating func move(_ motion: Motion, _ count: Int?) -> [CopyEffect] {
        switch motion {
        case .up, .down: moveRows(by: motion == .up ? -(count ?? 1) : count ?? 1, wantedColumn ?? cursor.column)
        case .scrollUp, .scrollDown: scrollRows(by: motion == .scrollUp ? -(count ?? 1) : count ?? 1)
        case .bracket, .bracketPrevious:
            guard let place = matchingBracket(isBehind: motion == .bracketPrevious) else {
                return [.refuse("no bracket with its other half here")]
            }
            show(place)
        case .start where count != nil, .end where count != nil:
            show(Point(row: min(count ?? 1, rows.count) - 1, column: 0))
        default:
            for _ in 0..<max(count ?? 1, 1) {
                let before = cursor
                move(motion)
                if cursor == before { break }
            }
        }
        return []
    }

    private mutating func move(_ motion: Motion) {
        let wanted = wantedColumn ?? cursor.column
        wantedColumn = nil
        switch motion {
        case .left: moveLeft()
        case .right: moveRight()
        case .wordNext: cursor = wordNext(from: cursor)
        case .wordPrevious: cursor = wordPrevious(from: cursor)
        case .wordEnd: cursor = wordEnd(from: cursor)
        case .bigWordNext: cursor = wordNext(from: cursor, isBig: true)
        case .bigWordPrevious: cursor = wordPrevious(from: cursor, isBig: true)
        case .bigWordEnd: cursor = wordEnd(from: cursor, isBig: true)
        // A line goes on in the rows that it was wrapped into.
        case .lineStart: cursor = Point(row: rows.line(around: cursor.row).lowerBound, column: 0)
        case .lineText: cursor = firstText(of: rows.line(around: cursor.row))
        case .lineEnd:
            let last = rows.line(around: cursor.row).upperBound - 1
            cursor = Point(row: last, column: lastColumn(of: last))
            // Up and down stay at the ends of lines.
            wantedColumn = .max
        case .paragraphNext: cursor = paragraph(isForward: true)
        case .paragraphPrevious: cursor = paragraph(isForward: false)
        case .top: moveRows(by: origin.row - cursor.row, wanted)
        case .middle: moveRows(by: (origin.row + lastVisible) / 2 - cursor.row, wanted)
        case .bottom: moveRows(by: lastVisible - cursor.row, wanted)
        case .halfUp: page(by: -max(size.rows / 2, 1), wanted)
        case .halfDown: page(by: max(size.rows / 2, 1), wanted)
        case .pageUp: page(by: -max(size.rows - 2, 1), wanted)
        case .pageDown: page(by: max(size.rows - 2, 1), wanted)
        case .centre: origin.row = cursor.row - size.rows / 2
        case .toTop: origin.row = cursor.row
        case .toBottom: origin.row = cursor.row - size.rows + 1
        case .start: cursor = Point(row: 0, column: 0)
        case .end:
            let last = (0..<rows.count).last { $0 < rows.historyCount || rows[$0]?.textLength ?? 0 > 0 } ?? 0
            cursor = Point(row: last, column: lastColumn(of: last))
            origin.row = lastTop
        case .up, .down, .scrollUp, .scrollDown, .bracket, .bracketPrevious: break
        }
    }

    private var lastVisible: Int { min(origin.row + size.rows, rows.count) - 1 }

    /// The column of the last glyph of a row.
    func lastColumn(of row: Int) -> Int {
        guard let row = rows[row], row.textLength > 0 else { return 0 }
        return row.start(of: row.textLength - 1)
    }

    private func firstText(of line: Range<Int>) -> Point {
        for row in line {
            guard let column = rows[row]?.cells.firstIndex(where: { $0.glyph != 0 && $0.glyph != 0x20 }) else {
                continue
            }
            return Point(row: row, column: column)
        }
        return Point(row: line.lowerBound, column: 0)
    }

    private mutating func moveLeft() {
        if cursor.column > 0 {
            cursor.column -= 1
        } else if cursor.row > 0, rows[cursor.row - 1] != nil {
            cursor = Point(row: cursor.row - 1, column: lastColumn(of: cursor.row - 1))
        }
    }

    private mutating func moveRight() {
        let next = rows[cursor.row]?.end(of: cursor.column) ?? cursor.column
        let last = lastColumn(of: cursor.row)
        if next <= max(last, 0) {
            cursor.column = next
        } else if cursor.row + 1 < rows.count {
            cursor = Point(row: cursor.row + 1, column: 0)
        }
    }

    private mutating func moveRows(by count: Int, _ wanted: Int) {
        cursor.row = min(max(cursor.row + count, 0), max(rows.count - 1, 0))
        wantedColumn = wanted
        let limit = wanted == .max ? lastColumn(of: cursor.row) : rows.width - 1
        cursor.column = min(wanted, limit)
    }

    /// Moves the pane; the cursor stays where it is in the text as long as that is shown.
    mutating func scrollRows(by count: Int) {
        origin.row = min(max(origin.row + count, 0), lastTop)
        cursor.row = min(max(cursor.row, origin.row), origin.row + size.rows - 1)
    }

    /// The next row without text, behind those that the cursor is among; where there is none, the end of what is here.
    private func paragraph(isForward: Bool) -> Point {
        let step = isForward ? 1 : -1
        var row = cursor.row
        for wantsText in [true, false] {
            while let this = rows[row], (this.textLength > 0) != wantsText {
                guard rows[row + step] != nil else {
                    return Point(row: row, column: isForward ? lastColumn(of: row) : 0)
                }
                row += step
            }
        }
        return Point(row: row, column: 0)
    }

    /// Moves pane and cursor alike; at the ends the cursor alone.
    private mutating func page(by count: Int, _ wanted: Int) {
        let top = origin.row
        origin.row = min(max(origin.row + count, 0), lastTop)
        moveRows(by: origin.row == top ? count : origin.row - top, wanted)
    }
}
