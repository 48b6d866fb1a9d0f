import TendCore
import TendScreen

/// Which cells of an area are part of a line, and how heavy it is there: 0 none, 1 light, 2 heavy.
struct BorderGrid {
    typealias Arms = (up: Int, right: Int, down: Int, left: Int)

    private let area: Area
    /// Of the lines along rows, and above two bits of those along columns.
    private var weights: [UInt8]
    private static let across: UInt8 = 4

    init(_ area: Area) {
        self.area = area
        weights = Array(repeating: 0, count: area.rows * area.columns)
    }

    mutating func setRow(_ row: Int, _ column: Int, _ weight: Int) {
        guard let index = index(row, column) else { return }
        weights[index] = weights[index] & ~3 | max(weights[index] & 3, UInt8(weight))
    }

    mutating func setColumn(_ row: Int, _ column: Int, _ weight: Int) {
        guard let index = index(row, column) else { return }
        weights[index] = weights[index] & 3 | max(weights[index] & ~3, UInt8(weight) * BorderGrid.across)
    }

    /// Neighbours on a row from which the lines go the same ways.
    var pieces: [(point: Point, count: Int, arms: Arms)] {
        var pieces: [(point: Point, count: Int, arms: Arms)] = []
        // Behind the last cell of the last piece.
        var end = -1
        // Most cells have no line: those are passed over quickly.
        for index in weights.indices where weights[index] > 0 {
            let (row, column) = (area.row + index / area.columns, area.column + index % area.columns)
            let arms = arms(row, column)
            if index == end, column > area.column, let last = pieces.indices.last, pieces[last].arms == arms {
                pieces[last].count += 1
            } else {
                pieces.append((Point(row: row, column: column), 1, arms))
            }
            end = index + 1
        }
        return pieces
    }

    private func arms(_ row: Int, _ column: Int) -> Arms {
        let (along, across, above) = (alongRow(row, column), alongColumn(row, column), alongColumn(row - 1, column))
        guard across > 0 else { return (above, along, 0, along) }
        let (left, right) = (alongRow(row, column - 1), alongRow(row, column + 1))
        // At its upper end the line begins between titles; without any it reaches the edge.
        return (above > 0 ? above : left + right > 0 ? 0 : across, right, across, left)
    }

    private func index(_ row: Int, _ column: Int) -> Int? {
        area.contains(row: row, column: column) ? (row - area.row) * area.columns + column - area.column : nil
    }

    private func alongRow(_ row: Int, _ column: Int) -> Int { index(row, column).map { Int(weights[$0] & 3) } ?? 0 }
    private func alongColumn(_ row: Int, _ column: Int) -> Int {
        index(row, column).map { Int(weights[$0] / BorderGrid.across) } ?? 0
    }
}
