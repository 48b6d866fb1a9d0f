/// Where somebody has put the floating pane, with its box: on a screen of another size it has the same part of the tab.
package struct FloatingFrame: Hashable, Sendable, Codable {
    /// Counted from the tab's upper left corner.
    package var frame: Area
    /// The size of the tab then.
    package var tabRows: Int
    package var tabColumns: Int

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case frame
        case tabRows = "tab_rows"
        case tabColumns = "tab_cols"
    }

    /// - Parameter frame: in the same coordinates as the area; what of it is outside is moved in.
    package init(_ frame: Area, in area: Area) {
        let frame = frame.fitting(area)
        self.frame = Area(
            row: frame.row - area.row, column: frame.column - area.column, rows: frame.rows, columns: frame.columns)
        (tabRows, tabColumns) = (area.rows, area.columns)
    }

    /// As it was stored.
    init(stored frame: Area, tabRows: Int, tabColumns: Int) {
        self.frame = frame
        self.tabRows = tabRows
        self.tabColumns = tabColumns
    }

    /// Where that is in the area of a tab.
    func place(in area: Area) -> Area {
        // What was stored may have been edited by hand.
        let frame = frame.clamped
        func part(_ value: Int, _ whole: Int, of size: Int) -> Int {
            whole > 0 && whole != size ? (value * size + whole / 2) / whole : value
        }
        let (rows, columns) = (min(tabRows, 10_000), min(tabColumns, 10_000))
        return Area(
            row: area.row + part(frame.row, rows, of: area.rows),
            column: area.column + part(frame.column, columns, of: area.columns),
            rows: part(frame.rows, rows, of: area.rows), columns: part(frame.columns, columns, of: area.columns)
        ).fitting(area)
    }
}

extension Area {
    /// A floating pane shows at least something.
    private static let leastRows = 4
    private static let leastColumns = 12

    /// The area moved into another one, and as large as it may be there.
    func fitting(_ area: Area) -> Area {
        let rows = min(max(self.rows, min(Area.leastRows, area.rows)), area.rows)
        let columns = min(max(self.columns, min(Area.leastColumns, area.columns)), area.columns)
        return Area(
            row: min(max(row, area.row), area.row + area.rows - rows),
            column: min(max(column, area.column), area.column + area.columns - columns), rows: rows, columns: columns)
    }

    /// The area with its border on that side moved by so many cells, downwards and to the right if they are positive; the other borders
    /// stay, and the border stays within another area and leaves room to see something.
    package func moving(_ side: Direction, by cells: Int, in area: Area) -> Area {
        var moved = self
        switch side {
        case .left:
            moved.column = max(min(column + cells, column + columns - Area.leastColumns), area.column)
            moved.columns = columns + column - moved.column
        case .right:
            moved.columns = min(max(columns + cells, Area.leastColumns), area.column + area.columns - column)
        case .up:
            moved.row = max(min(row + cells, row + rows - Area.leastRows), area.row)
            moved.rows = rows + row - moved.row
        case .down: moved.rows = min(max(rows + cells, Area.leastRows), area.row + area.rows - row)
        }
        return moved.fitting(area)
    }

    /// The area elsewhere in another one.
    package func moved(rows: Int, columns: Int, in area: Area) -> Area {
        Area(row: row + rows, column: column + columns, rows: self.rows, columns: self.columns).fitting(area)
    }
}
