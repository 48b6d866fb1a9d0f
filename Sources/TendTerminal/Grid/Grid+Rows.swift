import TendScreen

extension Grid {
    /// A row as a value that is complete in itself.
    ///
    /// - Complexity: O(columns); two or three allocations.
    func row(_ index: Int, tables: CellTables) -> Row {
        let line = self[index]
        return Grid.row(of: line, columns: columns, tables: tables)
    }

    static func row(of line: LinePointer, columns: Int, tables: CellTables) -> Row {
        let isWrapped = line.pointee.flags.contains(.wrapped)
        let isPrompt = line.pointee.flags.contains(.prompt)
        guard let cells = line.pointee.cells else { return Row(isWrapped: isWrapped, isPrompt: isPrompt) }
        var count = min(Int(line.pointee.used), columns)
        while count > 0 && cells[count - 1].isBlank { count -= 1 }
        var row = Row(
            cells: Array(UnsafeBufferPointer(start: cells, count: count)), isWrapped: isWrapped, isPrompt: isPrompt)
        if line.pointee.flags.contains(.rich) { row.localize(from: tables) }
        return row
    }

    /// Writes a row into a line, which is cleared first.
    static func load(_ row: Row, into line: LinePointer, columns: Int, tables: inout CellTables) {
        line.pointee.clear()
        if row.isWrapped { line.pointee.flags.insert(.wrapped) }
        if row.isPrompt { line.pointee.flags.insert(.prompt) }
        guard !row.cells.isEmpty else { return }
        let cells = line.pointee.open(from: 0, to: row.cells.count, columns: columns)
        for (column, original) in row.cells.enumerated() {
            var cell = original
            if cell.isWide || cell.isTail { line.pointee.flags.insert(.wide) }
            if let index = cell.clusterIndex {
                let text = index < row.clusters.count ? row.clusters[index] : "\u{FFFD}"
                cell.glyph = tables.glyph(for: text)
                line.pointee.flags.insert(.rich)
            }
            if let index = cell.extraIndex {
                cell.setExtra(index < row.extras.count ? tables.index(for: row.extras[index]) : nil)
                line.pointee.flags.insert(.rich)
            }
            cells[column] = cell
        }
    }
}

extension Row {
    /// Gives the row tables of its own, in order of first use.
    fileprivate mutating func localize(from tables: CellTables) {
        // A row has few different ones, so a search in a list beats a dictionary.
        // Constants of another module are calls.
        let clusterFlag = Cell.clusterFlag
        let firstExtra: UInt32 = 1 << Cell.extraShift
        var glyphs: [UInt32] = []
        var numbers: [Int] = []
        for column in cells.indices {
            let glyph = cells[column].glyph
            if glyph < clusterFlag && cells[column].look < firstExtra { continue }
            if glyph >= clusterFlag {
                let number = glyphs.firstIndex(of: glyph) ?? glyphs.count
                if number == glyphs.count {
                    glyphs.append(glyph)
                    clusters.append(tables.text(of: glyph))
                }
                cells[column].glyph = UInt32(truncatingIfNeeded: number) | clusterFlag
            }
            if let index = cells[column].extraIndex {
                let number = numbers.firstIndex(of: index) ?? numbers.count
                if number == numbers.count {
                    numbers.append(index)
                    extras.append(index < tables.extras.count ? tables.extras[index] : Extra())
                }
                cells[column].setExtra(number)
            }
        }
    }
}
