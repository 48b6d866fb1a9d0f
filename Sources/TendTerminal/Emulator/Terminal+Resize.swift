package import TendScreen

extension Terminal {
    /// Changes the size. Lines of the primary screen are wrapped anew and none is lost: what does not fit goes to the history,
    /// and comes back from there when there is room. The alternate screen is cut or padded; most programs draw it again, and for
    /// the others what was cut off comes back, too (``Offcut``).
    ///
    /// Recovery: take a ``snapshot()`` after a resize, since lines may have been taken out of the history.
    ///
    /// - Parameter size: is clamped to what `Size` allows.
    package func resize(to size: Size) {
        let size = size.clamped
        guard size != grid.size else { return }
        if tables.wantsCollection { collectTables() }
        if isAlternate {
            var points = [Point(row: hiddenSaved.row, column: hiddenSaved.column)]
            reflow(&hidden, to: size, &points)
            (hiddenSaved.row, hiddenSaved.column) = (points[0].row, points[0].column)
            let shift = crop(&grid, to: size, cursorRow: row)
            row = max(row - shift, 0)
            saved.row = max(saved.row - shift, 0)
        } else {
            var points = [
                Point(row: row, column: column + (wrapsNext ? 1 : 0)), Point(row: saved.row, column: saved.column),
            ]
            reflow(&grid, to: size, &points)
            (row, column) = (points[0].row, points[0].column)
            (saved.row, saved.column) = (points[1].row, points[1].column)
            wrapsNext = column == size.columns && modes.has(.autowrap)
            _ = crop(&hidden, to: size, cursorRow: 0)
        }
        settle(in: size)
        updateTemplate()
    }

    /// Puts everything that depends on the size right.
    private func settle(in size: Size) {
        row = min(row, size.rows - 1)
        column = min(column, size.columns - 1)
        if isAlternate { wrapsNext = wrapsNext && column == size.columns - 1 }
        joins = false
        lastColumn = 0
        for keyPath in [\Terminal.saved, \Terminal.hiddenSaved] {
            self[keyPath: keyPath].row = min(self[keyPath: keyPath].row, size.rows - 1)
            self[keyPath: keyPath].column = min(self[keyPath: keyPath].column, size.columns - 1)
        }
        top = 0
        bottom = size.rows
        left = 0
        right = size.columns
        tabs.resize(to: size.columns)
        rebuildEngine()
        updateTextPath()
    }

    /// Makes a new engine that knows the tab stops and the region: libvterm's own resize is not safe.
    func rebuildEngine() {
        engine.free()
        engine = ControlEngine(size: grid.size)
        if tabs != TabStops(columns: grid.columns) {
            _ = engine.sequence(UInt8(ascii: "g"), 3, row: 0, column: 0)
            for column in 0..<grid.columns where tabs[column] { _ = engine.control(0x88, row: 0, column: column) }
        }
        if top > 0 || bottom < grid.rows {
            _ = engine.sequence(UInt8(ascii: "r"), top + 1, bottom, row: 0, column: 0)
        }
    }
}

// MARK: - The primary screen

extension Terminal {
    /// Fragments of one line of text that are taken out of the history at most.
    private static let fragmentLimit = 1000

    /// Wraps the primary screen anew, keeping points on their characters.
    private func reflow(_ grid: inout Grid, to size: Size, _ points: inout [Point]) {
        let oldSize = grid.size
        var lines = grid.release()
        let lowest = points.map(\.row).max() ?? 0
        while lines.count > lowest + 1, let last = lines.last, last.pointee.used == 0 {
            Line.free(lines.removeLast())
        }
        let wasFull = lines.count == oldSize.rows
        if oldSize.columns != size.columns || (wasFull && size.rows > oldSize.rows) {
            for line in lines { line.pointee.fillEnd(columns: oldSize.columns) }
            let pulled = takeLine(isContinued: true, columns: oldSize.columns)
            for index in points.indices { points[index].row += pulled.count }
            var wrapping = Wrapping(columns: size.columns, points: points)
            wrapping.add(pulled + lines)
            lines = wrapping.lines
            points = wrapping.points
        }
        while wasFull && lines.count < size.rows && history.rowCount > 0 {
            var wrapping = Wrapping(columns: size.columns)
            wrapping.add(takeLine(isContinued: false, columns: oldSize.columns))
            if wrapping.lines.isEmpty { break }
            lines = wrapping.lines + lines
            for index in points.indices { points[index].row += wrapping.lines.count }
        }
        let excess = max(lines.count - size.rows, 0)
        grid = Grid(
            columns: size.columns,
            adopting: lines.dropFirst(excess) + (0..<max(size.rows - lines.count, 0)).map { _ in Line.make() }
        )
        for line in lines.prefix(excess) {
            save(line, columns: size.columns)
            Line.free(line)
        }
        for index in points.indices { points[index].row = max(points[index].row - excess, 0) }
    }

    /// Takes the last line of text out of the history.
    ///
    /// - Parameter isContinued: only if it goes on on the screen.
    private func takeLine(isContinued: Bool, columns: Int) -> [LinePointer] {
        var taken: [LinePointer] = []
        while taken.count < Terminal.fragmentLimit, let isWrapped = history.endsWrapped {
            if (isContinued || !taken.isEmpty) && !isWrapped { break }
            guard let row = history.popLast() else { break }
            let line = Line.make()
            Grid.load(row, into: line, columns: columns, tables: &tables)
            taken.append(line)
        }
        return taken.reversed()
    }
}
