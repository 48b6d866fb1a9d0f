import TendScreen

extension Grid {
    /// Fills a rectangle that lies on the grid with narrow cells.
    func fill(_ area: Rectangle, with cell: Cell) {
        for row in area.top..<area.bottom {
            let cells = open(row, area.left, area.right)
            (cells + area.left).update(repeating: cell, count: area.right - area.left)
            if cell.look >> Cell.extraShift != 0 { self[row].pointee.flags.insert(.rich) }
        }
    }

    /// Copies as much of a rectangle as fits to another place; the two may overlap. Wide glyphs that lie across an edge of the
    /// source arrive as blanks.
    func copy(_ source: Rectangle, to target: Rectangle) {
        let height = min(source.bottom - source.top, target.bottom - target.top)
        let width = min(source.right - source.left, target.right - target.left)
        for step in 0..<height {
            let offset = target.top > source.top ? height - 1 - step : step
            let line = self[source.top + offset]
            var cells = line.pointee.copy(source.left, source.left + width)
            if let first = cells.first, first.isTail { cells[0] = Cell(background: first.background) }
            if let last = cells.last, last.isWide { cells[width - 1] = Cell(background: last.background) }
            let flags = line.pointee.flags.intersection([.wide, .rich])
            let row = target.top + offset
            let place = open(row, target.left, target.left + width) + target.left
            for (column, cell) in cells.enumerated() { place[column] = cell }
            self[row].pointee.flags.formUnion(flags)
            if target.left + width == columns { self[row].pointee.flags.subtract(.anyWrap) }
        }
    }

    /// Changes the looks of cells `left ..< right` of a row, and the other half of a wide glyph that lies across an edge.
    func change(_ row: Int, _ left: Int, _ right: Int, _ change: LookChange) {
        let line = self[row]
        line.pointee.extend(to: right, columns: columns)
        line.pointee.stamp = 0
        guard let cells = line.pointee.cells else { return }
        let first = cells[left].isTail ? max(left - 1, 0) : left
        let end = cells[right - 1].isWide ? min(right + 1, Int(line.pointee.used)) : right
        for column in first..<end { change.apply(to: &cells[column]) }
    }
}

extension Line {
    /// Cells `left ..< right`, blank where nothing was written.
    fileprivate func copy(_ left: Int, _ right: Int) -> [Cell] {
        let end = min(right, Int(used))
        guard let cells, left < end else { return Array(repeating: .blank, count: right - left) }
        return Array(UnsafeBufferPointer(start: cells + left, count: end - left))
            + Array(repeating: .blank, count: right - end)
    }
}
