import TendScreen

/// Cells of several scalars.
extension Terminal {
    /// Tells the breaker what stands before the cursor, if it does not know.
    @inline(__always)
    func prepareBreaker(for scalar: Unicode.Scalar) {
        if lastSimple != 0 {
            breaker = ClusterBreaker(after: Unicode.Scalar(lastSimple) ?? "\u{FFFD}")
            lastSimple = 0
        }
        if joins { return }
        breaker.reset()
        // A mark also joins a glyph that was written before the cursor came here; an emoji or a flag does not.
        if Width.of(scalar) == 0 { reseedBreaker() }
    }

    /// The column of the glyph before the cursor, nil if there is none.
    private var columnBefore: Int? {
        var candidate = joins ? lastColumn : wrapsNext ? column : column - 1
        guard candidate >= 0, let cells = grid[row].pointee.cells, candidate < Int(grid[row].pointee.used) else {
            return nil
        }
        if cells[candidate].isTail { candidate -= 1 }
        return candidate >= 0 && cells[candidate].glyph != 0 ? candidate : nil
    }

    /// Brings the breaker to the state that the cell before the cursor implies.
    func reseedBreaker() {
        lastSimple = 0
        guard let column = columnBefore, let cell = grid[row].pointee.cells?[column] else {
            breaker.reset()
            return
        }
        breaker = ClusterBreaker(continuing: tables.text(of: cell.glyph))
    }

    /// Adds a scalar to the cell before the cursor.
    func join(_ scalar: Unicode.Scalar, width: Int) {
        guard let before = columnBefore, let cells = grid[row].pointee.cells else {
            breaker.reset()
            return
        }
        if tables.wantsCollection { collectTables() }
        guard let glyph = tables.glyph(joining: scalar.value, to: cells[before].glyph) else {
            reseedBreaker()
            return
        }
        let line = grid[row]
        cells[before].glyph = glyph
        line.pointee.flags.insert(.rich)
        line.pointee.stamp = 0
        lastScalar = 0
        if width == 2 && !cells[before].isWide { widen(before) }
    }

    /// Makes a narrow cell wide. At the right edge there is no room: then the glyph stays in one column.
    private func widen(_ before: Int) {
        guard !wrapsNext, before &+ 1 < lineEnd, column == before &+ 1 else { return }
        let line = grid[row]
        if modes.has(.insert) {
            let rest = Rectangle(top: row, bottom: row &+ 1, left: column, right: lineEnd)
            grid.scroll(rest, down: 0, across: -1, blank: Cell(background: pen.background))
        }
        let cells = grid.open(row, column, column &+ 1)
        var tail = cells[before]
        tail.glyph = Cell.tail
        cells[before].look |= Cell.wideFlag
        cells[column] = tail
        line.pointee.flags.insert(.wide)
        let end = lineEnd
        column &+= 1
        if column >= end {
            column = end &- 1
            wrapsNext = modes.has(.autowrap)
        }
    }

    /// Drops entries of the tables that are no longer on a screen.
    func collectTables() {
        tables.collect(in: grids)
        updateTemplate()
    }

    /// Everything that has cells which index the tables.
    private var grids: [Grid] { [grid, hidden] + (offcut.map { [$0.grid] } ?? []) }

    /// Repeats the last glyph (REP), at most for a line: more would let few bytes keep a lane busy.
    func repeatLast(_ count: Int) {
        guard lastScalar != 0 else { return }
        let glyph = lastScalar
        for _ in 0..<min(count, grid.columns) { put(glyph) }
    }

    /// Brings the template up to date after a change of pen or link.
    @inline(__always)
    func updateTemplate() {
        var look = pen.look
        if !pen.underlineColor.isDefault || link != nil { look |= extraBits() }
        template = Cell(foreground: pen.foreground, background: pen.background, look: look)
    }

    private func extraBits() -> UInt32 {
        let extra = Extra(underlineColor: pen.underlineColor, link: link)
        if tables.wantsCollection { tables.collect(in: grids) }
        var cell = Cell.blank
        cell.setExtra(tables.index(for: extra))
        return cell.look
    }
}
