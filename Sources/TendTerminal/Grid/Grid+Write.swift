import TendScreen

extension Grid {
    /// Prepares cells to be overwritten: memory, blanks before them, wide glyphs that would lose a half.
    ///
    /// - Returns: the cells of the row; those in the range have no defined contents yet.
    @inline(__always)
    func open(_ row: Int, _ start: Int, _ end: Int) -> UnsafeMutablePointer<Cell> {
        let line = self[row]
        line.pointee.stamp = 0
        if line.pointee.flags.contains(.wide) {
            splitWide(line, at: start)
            splitWide(line, at: end)
        }
        return line.pointee.open(from: start, to: end, columns: columns)
    }

    /// As ``open(_:_:_:)`` for a run whose end is not known yet: the cells up to the right edge exist, and
    /// ``closeRest(_:at:hasWide:isRich:)`` says how many of them were written, at least one.
    @inline(__always)
    func openRest(_ row: Int, from start: Int) -> UnsafeMutablePointer<Cell> {
        let line = self[row]
        line.pointee.stamp = 0
        if line.pointee.flags.contains(.wide) { splitWide(line, at: start) }
        return line.pointee.openRest(from: start, columns: columns)
    }

    @inline(__always)
    func closeRest(_ row: Int, at end: Int, hasWide: Bool, isRich: Bool) {
        let line = self[row]
        if end >= Int(line.pointee.used) {
            line.pointee.used = Int32(truncatingIfNeeded: end)
        } else if line.pointee.flags.contains(.wide), let cells = line.pointee.cells, cells[end].isTail {
            // Its left half has been overwritten.
            cells[end] = Cell(background: cells[end].background)
        }
        if hasWide { line.pointee.flags.insert(.wide) }
        if isRich { line.pointee.flags.insert(.rich) }
    }

    /// Writes ASCII text that fits.
    @inline(__always)
    func write(_ bytes: UnsafePointer<UInt8>, count: Int, row: Int, column: Int, like template: Cell) {
        let cells = UnsafeMutableRawPointer(open(row, column, column &+ count) + column)
        // In two stores a cell: field by field they are three, and as one vector the glyph has to be put into it first.
        let style = unsafeBitCast(template, to: (UInt64, UInt64).self)
        let foreground = style.0 & ~UInt64(UInt32.max)
        for index in 0..<count {
            cells.storeBytes(of: foreground | UInt64(bytes[index]), toByteOffset: 16 &* index, as: UInt64.self)
            cells.storeBytes(of: style.1, toByteOffset: 16 &* index &+ 8, as: UInt64.self)
        }
        if template.look >> Cell.extraShift != 0 { self[row].pointee.flags.insert(.rich) }
    }

    /// Writes one glyph of one or two columns that fits.
    @inline(__always)
    func write(glyph: UInt32, isWide: Bool, row: Int, column: Int, like template: Cell) {
        var cell = template
        cell.glyph = glyph
        if glyph & Cell.clusterFlag != 0 || template.look >> Cell.extraShift != 0 {
            self[row].pointee.flags.insert(.rich)
        }
        if isWide {
            let cells = open(row, column, column &+ 2)
            cell.look |= Cell.wideFlag
            cells[column] = cell
            cell.glyph = Cell.tail
            cell.look &= ~Cell.wideFlag
            cells[column &+ 1] = cell
            self[row].pointee.flags.insert(.wide)
        } else {
            open(row, column, column &+ 1)[column] = cell
        }
    }

    /// Blanks both halves of a wide glyph that lies across the left edge of a column.
    @inline(__always)
    func splitWide(_ line: LinePointer, at column: Int) {
        guard line.pointee.flags.contains(.wide), column > 0, column < Int(line.pointee.used) else { return }
        guard let cells = line.pointee.cells, cells[column].isTail else { return }
        for half in (column &- 1)...column {
            cells[half] = Cell(background: cells[half].background)
        }
        line.pointee.stamp = 0
    }

    /// Fills whole screens with one glyph (DECALN).
    func fill(with cell: Cell) {
        for row in 0..<rows {
            self[row].pointee.clear()
            (open(row, 0, columns)).update(repeating: cell, count: columns)
        }
    }
}

// MARK: - Erasing

extension Grid {
    /// Empties a row.
    ///
    /// - Parameter blank: a cell without glyph; its background stays visible.
    @inline(__always)
    func clear(_ line: LinePointer, to blank: Cell) {
        line.pointee.clear()
        if !blank.isBlank {
            let cells = line.pointee.open(from: 0, to: columns, columns: columns)
            cells.update(repeating: blank, count: columns)
        }
    }

    /// Erases cells of a rectangle, which is clamped.
    ///
    /// - Parameter keepsProtected: leave cells that are protected by DECSCA.
    func erase(_ rectangle: Rectangle, to blank: Cell, keepsProtected: Bool = false) {
        guard let area = rectangle.clamped(to: self) else { return }
        for row in area.top..<area.bottom {
            let line = self[row]
            if keepsProtected {
                eraseUnprotected(line, area.left, area.right, to: blank)
            } else if area.left == 0 && area.right == columns {
                clear(line, to: blank)
            } else {
                erase(line, area.left, area.right, to: blank)
            }
        }
    }

    private func erase(_ line: LinePointer, _ left: Int, _ right: Int, to blank: Cell) {
        line.pointee.stamp = 0
        splitWide(line, at: left)
        splitWide(line, at: right)
        if right == columns { line.pointee.flags.subtract(.anyWrap) }
        if blank.isBlank && right >= Int(line.pointee.used) {
            if left < Int(line.pointee.used) { line.pointee.used = Int32(truncatingIfNeeded: left) }
            return
        }
        let cells = line.pointee.open(from: left, to: right, columns: columns)
        (cells + left).update(repeating: blank, count: right &- left)
    }

    private func eraseUnprotected(_ line: LinePointer, _ left: Int, _ right: Int, to blank: Cell) {
        line.pointee.extend(to: right, columns: columns)
        splitWide(line, at: left)
        splitWide(line, at: right)
        guard let cells = line.pointee.cells else { return }
        for column in left..<right where !cells[column].attributes.has(.protected) {
            cells[column] = blank
        }
        line.pointee.stamp = 0
    }
}

/// Part of a grid, half open.
struct Rectangle: Equatable {
    var top: Int
    var bottom: Int
    var left: Int
    var right: Int

    /// The part that lies on the grid, nil if nothing does.
    func clamped(to grid: Grid) -> Rectangle? {
        let area = Rectangle(
            top: max(top, 0), bottom: min(bottom, grid.rows), left: max(left, 0), right: min(right, grid.columns)
        )
        return area.top < area.bottom && area.left < area.right ? area : nil
    }
}
