import TendScreen

extension CopyMode {
    /// First and last cell of what is selected, in reading order; in a block its upper left and lower right ones.
    private var bounds: (first: Point, last: Point)? {
        guard let selection else { return nil }
        let isForward = (selection.anchor.row, selection.anchor.column) <= (cursor.row, cursor.column)
        var (first, last) = isForward ? (selection.anchor, cursor) : (cursor, selection.anchor)
        switch selection.kind {
        case .characters: break
        case .lines:
            first = Point(row: rows.line(around: first.row).lowerBound, column: 0)
            last = Point(row: rows.line(around: last.row).upperBound - 1, column: max(rows.width - 1, 0))
        case .block:
            // The wider end of a wide glyph counts.
            let ends = [first, last].map { rows[$0.row]?.end(of: $0.column) ?? $0.column + 1 }
            let left = min(first.column, last.column)
            first.column = left
            last.column = (ends.max() ?? left + 1) - 1
        }
        return (first, last)
    }

    /// The selected columns of a row, with blanks beyond its end; nil: none.
    private func selectedColumns(of number: Int, _ first: Point, _ last: Point) -> Range<Int>? {
        guard number >= first.row, number <= last.row, let selection else { return nil }
        let row = rows[number] ?? .blank
        let isBlock = selection.kind == .block
        var lower = isBlock || number == first.row ? first.column : 0
        var upper = isBlock || number == last.row ? last.column + 1 : rows.width
        lower = row.start(of: lower)
        if upper > 0 { upper = max(row.end(of: upper - 1), upper) }
        return lower < upper ? lower..<upper : nil
    }

    var selectionHighlights: [Highlight] {
        guard let (first, last) = bounds else { return [] }
        return (0..<size.rows).compactMap { number in
            guard let columns = selectedColumns(of: origin.row + number, first, last) else { return nil }
            return Highlight(row: number, columns: columns, kind: .selection)
        }
    }

    /// The selected text: rows that were wrapped are joined, blanks at the ends of lines go, lines end with a line feed. Nil if nothing is
    /// selected, or not all of it has been fetched.
    package var selectedText: String? {
        guard let selection, let (first, last) = bounds, rows.isLoaded(first.row..<last.row + 1) else { return nil }
        var text = ""
        for number in first.row...last.row {
            let row = rows[number] ?? .blank
            var columns = selectedColumns(of: number, first, last) ?? 0..<0
            let isJoined = selection.kind != .block && row.isWrapped && number < last.row
            if isJoined {
                let length = row.length(before: rows[number + 1], width: rows.width)
                columns = columns.clamped(to: 0..<max(length, 0))
            }
            var piece = row.text(columns)
            if !isJoined {
                let isAtEnd = selection.kind == .block || columns.upperBound >= row.textLength
                if isAtEnd { piece.cutBlanks() }
                if number < last.row || selection.kind == .lines { piece += "\n" }
            }
            text += piece
        }
        return text
    }

    /// `copy.select`.
    mutating func select(_ argument: String) -> [CopyEffect] {
        switch argument {
        case "none": selection = nil
        case "swap":
            guard let anchor = selection?.anchor else { return [.refuse("nothing is selected")] }
            selection?.anchor = cursor
            cursor = anchor
        default:
            guard let kind = Selection.Kind(rawValue: argument.isEmpty ? "characters" : argument) else {
                return [.refuse("copy.select does not know '\(argument)'")]
            }
            if selection?.kind == kind {
                selection = nil
            } else {
                selection = Selection(kind: kind, anchor: selection?.anchor ?? cursor)
            }
        }
        return []
    }

    /// `copy.yank`: copies, as soon as all of it is there, and leaves.
    ///
    /// - Parameter argument: what is selected instead when nothing is: the key that began the selection copies it.
    mutating func yank(_ argument: String = "") -> [CopyEffect] {
        if selection == nil, !argument.isEmpty { return select(argument) }
        guard let (first, last) = bounds else { return [.refuse("nothing is selected")] }
        let range = first.row..<last.row + 1
        // What was refused when it was only to be seen may be had now.
        if !isYankPending { rows.retry(range) }
        guard let text = selectedText else {
            let effects: [CopyEffect] = isYankPending ? [] : [.say("copying\u{2026}")]
            isYankPending = true
            return effects + rows.requests(for: range, limit: CopyRows.requestLimit).map { .fetch($0) }
        }
        isYankPending = false
        selection = nil
        return [.copy(text), .leave]
    }
}
