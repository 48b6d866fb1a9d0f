package import TendScreen

extension CopyMode {
    /// The rows that the pane shows, exactly as many as it has; what has not been fetched is blank.
    package var visible: [Row] { (0..<size.rows).map { rows[origin.row + $0] ?? .blank } }

    /// Where the cursor is in the pane.
    package var visibleCursor: Point {
        Point(row: cursor.row - origin.row, column: cursor.column - origin.column)
    }

    /// What to paint over ``visible``: matches, then the current one, then the selection.
    package var highlights: [Highlight] { matches + selectionHighlights }

    /// How far back the pane shows and how much there is: `[120/4000]`, or which moment: `[moment 3/57]`.
    package var position: String {
        if let travel, travel.index < travel.moments.count {
            return "[moment \(travel.index + 1)/\(travel.moments.count)]"
        }
        return "[\(max(rows.historyCount - origin.row, 0))/\(rows.historyCount)]"
    }

    /// When the screen looked like this, in milliseconds since 1970. Nil unless travelling.
    package var travelTime: Int64? {
        guard let travel, travel.index < travel.moments.count else { return nil }
        return travel.moments[travel.index].time
    }

    /// The pane has another size; the cursor stays in it.
    package mutating func resize(to size: Size) -> [CopyEffect] {
        self.size = size
        return finish()
    }

    // MARK: Keeping things right

    /// The last row that may be at the top: where the screen begins, or further down if the pane is smaller than the screen.
    var lastTop: Int { max(rows.historyCount, rows.count - size.rows) }

    /// Brings cursor and pane to where they can be, the pane to the cursor.
    mutating func settle() {
        cursor.row = min(max(cursor.row, 0), max(rows.count - 1, 0))
        cursor.column = min(max(cursor.column, 0), max(rows.width - 1, 0))
        if let row = rows[cursor.row] { cursor.column = row.start(of: cursor.column) }
        origin.row = min(max(origin.row, 0), lastTop)
        if cursor.row < origin.row { origin.row = cursor.row }
        if cursor.row >= origin.row + size.rows { origin.row = max(cursor.row - size.rows + 1, 0) }
        origin.column = min(max(origin.column, 0), max(rows.width - size.columns, 0))
        if cursor.column < origin.column { origin.column = cursor.column }
        if cursor.column >= origin.column + size.columns { origin.column = max(cursor.column - size.columns + 1, 0) }
    }

    /// What every change ends with: requests for rows that are shown or may be shown next, and the matches in what is shown.
    mutating func finish() -> [CopyEffect] {
        settle()
        let near = origin.row - 2 * size.rows..<origin.row + 2 * size.rows
        let requests = rows.requests(for: near)
        if !isYankPending { rows.trim(keeping: near) }
        findVisibleMatches()
        return requests.map { .fetch($0) }
    }
}
