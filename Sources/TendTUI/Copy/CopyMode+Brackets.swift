import TendScreen

extension CopyMode {
    private static let pairs: [(open: UInt32, close: UInt32)] = ["()", "[]", "{}"].map { pair in
        let scalars = pair.unicodeScalars.map(\.value)
        return (scalars[0], scalars[1])
    }

    /// The other half of the first bracket at or behind the cursor in its line, as far as the rows are here.
    ///
    /// - Parameter isBehind: of the first closing bracket at or before the cursor.
    func matchingBracket(isBehind: Bool) -> Point? {
        let line = rows.line(around: cursor.row)
        for row in isBehind ? Array(line.reversed()) : Array(line) {
            for column in columns(of: row, from: cursor, isForward: !isBehind) {
                let glyph = rows[row]?.cells[column].glyph
                for pair in CopyMode.pairs where glyph == pair.close || glyph == pair.open && !isBehind {
                    let place = Point(row: row, column: column)
                    return glyph == pair.open
                        ? other(than: place, pair.open, pair.close, isForward: true)
                        : other(than: place, pair.close, pair.open, isForward: false)
                }
            }
        }
        return nil
    }

    private func other(than place: Point, _ this: UInt32, _ other: UInt32, isForward: Bool) -> Point? {
        var depth = 0
        var number = place.row
        while let row = rows[number] {
            for column in columns(of: number, from: place, isForward: isForward) {
                let glyph = row.cells[column].glyph
                if glyph == this { depth += 1 }
                if glyph == other { depth -= 1 }
                if depth == 0 { return Point(row: number, column: column) }
            }
            number += isForward ? 1 : -1
        }
        return nil
    }

    /// Of one row those from the place on, in the order in which they are looked at.
    private func columns(of number: Int, from place: Point, isForward: Bool) -> [Int] {
        let cells = rows[number]?.cells.indices ?? 0..<0
        let isFirst = number == place.row
        if isForward { return isFirst ? cells.filter { $0 >= place.column } : number > place.row ? Array(cells) : [] }
        return (isFirst ? cells.filter { $0 <= place.column } : number < place.row ? Array(cells) : []).reversed()
    }
}
