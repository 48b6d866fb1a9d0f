import TendCore
import TendScreen

/// Which cells of an area are part of a line, and how heavy it is there: 0 none, 1 light, 2 heavy.
struct BorderGrid {
    typealias Arms = (up: Int, right: Int, down: Int, left: Int)

    private let area: Area
    /// Of the lines along rows, and of those along columns.
    private var rows: [UInt8]
    private var columns: [UInt8]

    init(_ area: Area) {
        self.area = area
        rows = Array(repeating: 0, count: area.rows * area.columns)
        columns = rows
    }

    mutating func setRow(_ row: Int, _ column: Int, _ weight: Int) {
        if let index = index(row, column) { rows[index] = max(rows[index], UInt8(weight)) }
    }

    mutating func setColumn(_ row: Int, _ column: Int, _ weight: Int) {
        if let index = index(row, column) { columns[index] = max(columns[index], UInt8(weight)) }
    }

    /// The cells with a line, and where it goes from there.
    var cells: [(point: Point, arms: Arms)] {
        var cells: [(point: Point, arms: Arms)] = []
        // Most cells have none: those are passed over quickly.
        for index in rows.indices where rows[index] > 0 || columns[index] > 0 {
            let (row, column) = (area.row + index / area.columns, area.column + index % area.columns)
            let (along, across) = (Int(rows[index]), Int(columns[index]))
            let above = alongColumn(row - 1, column)
            if across > 0 {
                let (left, right) = (alongRow(row, column - 1), alongRow(row, column + 1))
                // At its upper end the line begins between titles; without any it reaches the edge.
                let up = above > 0 ? above : left + right > 0 ? 0 : across
                cells.append((Point(row: row, column: column), (up, right, across, left)))
            } else {
                cells.append((Point(row: row, column: column), (above, along, 0, along)))
            }
        }
        return cells
    }

    private func index(_ row: Int, _ column: Int) -> Int? {
        area.contains(row: row, column: column) ? (row - area.row) * area.columns + column - area.column : nil
    }

    private func alongRow(_ row: Int, _ column: Int) -> Int { index(row, column).map { Int(rows[$0]) } ?? 0 }
    private func alongColumn(_ row: Int, _ column: Int) -> Int { index(row, column).map { Int(columns[$0]) } ?? 0 }
}
