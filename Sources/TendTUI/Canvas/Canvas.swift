package import TendCore
package import TendScreen

/// A screen that is being composed: cells, and where the cursor goes.
///
/// All that is drawn is cut at the edges. What covers half of a wide character blanks its other half, so that no half is ever left.
package struct Canvas {
    package let size: Size
    package var cursor: Cursor?

    /// Rows; cells that one lacks at its end are blank until something is written on it (``widen(_:)``). Clusters and extras may be unused
    /// or out of order until ``screen`` puts them right.
    var rows: [Row]

    package init(size: Size) {
        self.size = size
        rows = Array(repeating: .blank, count: max(size.rows, 0))
    }

    /// Makes all rows what they are in ``screen``, which shares them then.
    mutating func tidy() {
        for row in rows.indices { tidy(row) }
    }

    /// Makes a row what it is in ``screen``.
    mutating func tidy(_ row: Int) { rows[row].tidy() }

    /// Gives a row all its cells. A row that is only copied from a session as a whole never needs them, nor memory of its own.
    private mutating func widen(_ row: Int) {
        let missing = size.columns - rows[row].cells.count
        if missing > 0 { rows[row].cells.append(contentsOf: repeatElement(.blank, count: missing)) }
    }

    /// What was composed. Without a cursor it has an invisible one.
    package var screen: Screen {
        var screen = Screen(size: size)
        screen.rows = rows.map { row in
            var row = row
            row.tidy()
            return row
        }
        screen.cursor = cursor ?? Cursor(isVisible: false)
        return screen
    }

    // MARK: Text

    /// Writes text on one row, cut where `columns` or the screen ends; control characters are left out.
    ///
    /// A style without a background leaves the one that is there.
    /// - Parameter columns: how many columns it may take.
    /// - Returns: how many it took.
    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, at point: Point, _ style: Style, columns limit: Int = .max
    ) -> Int {
        guard rows.indices.contains(point.row), point.column < size.columns, limit > 0 else { return 0 }
        let end = limit < size.columns - point.column ? point.column + limit : size.columns
        widen(point.row)
        if let count = Width.plainCount(of: text), point.column >= 0 {
            let count = min(count, end - point.column)
            if count > 0 { rows[point.row].set(ascii: text.utf8.prefix(count), count, at: point.column, style) }
            return max(0, count)
        }
        var column = point.column
        for (cluster, width) in Glyphs(text) {
            guard column + width <= end else { break }
            if column >= 0 { write(cluster, width, at: Point(row: point.row, column: column), style) }
            column += width
        }
        return column - point.column
    }

    /// Writes one narrow character, as lines are made of, into so many cells from the left one on.
    package mutating func put(_ glyph: Unicode.Scalar, _ count: Int = 1, at point: Point, _ style: Style) {
        let (first, end) = (max(0, point.column), min(size.columns, point.column + count))
        guard rows.indices.contains(point.row), first < end else { return }
        widen(point.row)
        rows[point.row].set(glyph, in: first..<end, style)
    }

    /// Writes text that ends before column `end`.
    package mutating func put(_ text: some StringProtocol, endingAt end: Int, row: Int, _ style: Style) {
        put(text, at: Point(row: row, column: end - Width.of(text: text)), style)
    }

    private mutating func write(_ cluster: String.UnicodeScalarView, _ width: Int, at point: Point, _ style: Style) {
        rows[point.row].separate(point.column..<point.column + width)
        rows[point.row].set(cluster, width, at: point.column, style)
    }

    // MARK: Areas

    /// Blanks an area.
    package mutating func fill(_ area: Area, _ style: Style) { fill(area, " ", style) }

    /// Fills an area with one narrow character; the background is the style's, also where that has none.
    package mutating func fill(_ area: Area, _ glyph: Unicode.Scalar, _ style: Style) {
        let area = area.intersection(size)
        guard area.columns > 0 else { return }
        for row in area.row..<area.row + area.rows {
            widen(row)
            let columns = area.column..<area.column + area.columns
            rows[row].separate(columns)
            var cell = rows[row].cell(style)
            cell.glyph = glyph == " " ? 0 : glyph.value
            rows[row].fill(columns, with: cell)
        }
    }

    /// Copies rows of a session.
    ///
    /// - Parameters:
    ///   - area: where they are put; what `source` does not have stays as it is.
    ///   - offset: the cell of `source` that goes to the upper left of the area.
    package mutating func blit(_ source: [Row], from offset: Point, width: Int, to area: Area) {
        let columns = min(area.columns, width - offset.column, size.columns - area.column)
        guard columns > 0, area.column >= 0, offset.column >= 0, offset.row >= 0 else { return }
        for row in 0..<max(0, min(area.rows, source.count - offset.row, size.rows - area.row)) where area.row + row >= 0
        {
            let line = source[offset.row + row]
            if columns == size.columns, offset.column == 0, line.cells.count <= columns {
                rows[area.row + row] = Row(cells: line.cells, clusters: line.clusters, extras: line.extras)
            } else {
                widen(area.row + row)
                rows[area.row + row].copy(line, from: offset.column, count: columns, to: area.column)
            }
        }
    }

    /// Changes the looks of an area.
    package mutating func restyle(_ area: Area, _ change: (inout Cell) -> Void) {
        let area = area.intersection(size)
        for row in area.row..<area.row + area.rows {
            widen(row)
            for column in area.column..<area.column + area.columns { change(&rows[row].cells[column]) }
        }
    }

    /// Lays a look over what is there: its colours where it has any, and its attributes.
    package mutating func highlight(_ area: Area, _ style: Style) {
        let (set, flipped) = (style.attributes.subtracting(.reverse), style.attributes.contains(.reverse))
        restyle(area) { cell in
            if style.foreground != .default { cell.foreground = style.foreground }
            if style.background != .default { cell.background = style.background }
            var attributes = cell.attributes.union(set)
            // On what is reversed already, reverse would not be seen.
            if flipped { attributes.formSymmetricDifference(.reverse) }
            if style.foreground != .default || style.background != .default, !flipped { attributes.remove(.reverse) }
            let underline = style.underline == .none ? cell.underline : style.underline
            cell.look = Cell.look(attributes, underline, isWide: cell.isWide, extraIndex: cell.extraIndex)
        }
    }

    /// What is under a pop-up steps back.
    package mutating func dim() {
        restyle(Area(row: 0, column: 0, rows: size.rows, columns: size.columns)) { cell in
            cell.restyle(adding: .dim, removing: .bold)
        }
    }
}

extension Area {
    /// The part that is on a screen of that size.
    fileprivate func intersection(_ size: Size) -> Area {
        let (top, left) = (max(row, 0), max(column, 0))
        return Area(
            row: top, column: left, rows: max(0, min(row + rows, size.rows) - top),
            columns: max(0, min(column + columns, size.columns) - left))
    }
}
