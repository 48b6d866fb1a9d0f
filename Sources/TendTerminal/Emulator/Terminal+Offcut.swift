import TendScreen

/// The alternate screen as it was before it was cut. A program that does not draw it again after each resize gets back what
/// did not fit, as soon as there is room.
///
/// What has changed since shows in the stamps: a row that still has the stamp it got when it was cut is the same row, wherever
/// it has gone to, and may have its end back. Rows above and below the screen come back if the row next to them has neither
/// changed nor moved.
struct Offcut {
    /// Every row in full, those that are on the screen included. Owned; whoever drops an offcut frees it.
    let grid: Grid
    /// The row of ``grid`` that became the first on the screen.
    let top: Int
    /// What the rows of the screen got when they were cut, from the top.
    let stamps: [UInt64]

    /// The rows of ``grid`` that rows of the screen are the beginnings of.
    func origins(of lines: [LinePointer]) -> [Int?] {
        let places = Dictionary(uniqueKeysWithValues: stamps.enumerated().map { ($1, $0 + top) })
        return lines.map { places[$0.pointee.stamp] }
    }
}

extension Terminal {
    /// Cuts or pads the alternate screen.
    ///
    /// - Returns: how many rows went from the top (negative: came back there), to keep the cursor's row.
    func crop(_ grid: inout Grid, to size: Size, cursorRow: Int) -> Int {
        var (lines, above) = mend(grid.release())
        while lines.count < size.rows { lines.append(Line.make()) }
        let shift = min(max(above + cursorRow - size.rows + 1, 0), lines.count - size.rows)
        let shown = Array(lines[shift..<(shift + size.rows)])
        let columns = lines.reduce(size.columns) { max($0, Int($1.pointee.used)) }
        if columns == size.columns && lines.count == size.rows {
            grid = Grid(columns: size.columns, adopting: lines)
            return shift - above
        }
        grid = Grid(columns: size.columns, adopting: shown.map { Line.make(copying: $0) })
        var stamps: [UInt64] = []
        for row in 0..<size.rows {
            let line = grid[row]
            if Int(line.pointee.used) > size.columns {
                grid.splitWide(line, at: size.columns)
                line.pointee.used = Int32(truncatingIfNeeded: size.columns)
                line.pointee.flags.subtract(.anyWrap)
            }
            line.pointee.stamp = makeStamp()
            stamps.append(line.pointee.stamp)
        }
        offcut = Offcut(grid: Grid(columns: columns, adopting: lines), top: shift, stamps: stamps)
        return shift - above
    }

    /// Puts lines of the alternate screen, which no grid owns, together with what was cut off. The offcut is used up.
    ///
    /// - Returns: all lines, and how many of them are above the given ones.
    private func mend(_ lines: [LinePointer]) -> (lines: [LinePointer], above: Int) {
        guard let offcut else { return (lines, 0) }
        self.offcut = nil
        let origins = offcut.origins(of: lines)
        let end = offcut.top + offcut.stamps.count
        let hasAbove = origins.first == .some(offcut.top)
        let hasBelow = origins.last == .some(end - 1)
        var whole: [LinePointer?] = offcut.grid.release()
        var mended: [LinePointer] = []
        for (line, origin) in zip(lines, origins) {
            guard let origin, let original = whole[origin] else {
                mended.append(line)
                continue
            }
            whole[origin] = nil
            original.pointee.stamp = 0
            mended.append(original)
            Line.free(line)
        }
        let above = hasAbove ? whole[..<offcut.top].compactMap(\.self) : []
        let below = hasBelow ? whole[end...].compactMap(\.self) : []
        if hasAbove { for row in 0..<offcut.top { whole[row] = nil } }
        if hasBelow { for row in end..<whole.count { whole[row] = nil } }
        for line in whole.compactMap(\.self) { Line.free(line) }
        return (above + mended + below, above.count)
    }

    /// Forgets what was cut off, because all of the alternate screen is drawn anew.
    func dropOffcut() {
        offcut?.grid.free()
        offcut = nil
    }

    private func makeStamp() -> UInt64 {
        defer { nextStamp &+= 1 }
        return nextStamp
    }
}

// MARK: - Snapshots

extension Terminal {
    /// Writes the offcut, if there is one, at the end of a snapshot.
    func putOffcut(to writer: inout SnapshotWriter) {
        guard let offcut else { return }
        writer.put(offcut.grid.rows)
        writer.put(offcut.grid.columns)
        writer.put(offcut.top)
        writer.put(offcut.grid)
        let alternate = isAlternate ? grid : hidden
        for origin in offcut.origins(of: (0..<alternate.rows).map { alternate[$0] }) {
            writer.put(origin.map { $0 - offcut.top + 1 } ?? 0)
        }
    }

    /// Reads what ``putOffcut(to:)`` has written, when everything else has been read.
    func readOffcut(from reader: inout SnapshotReader) throws(SnapshotError) {
        if reader.isAtEnd { return }
        let size = Size(rows: try reader.number(below: 10_000), columns: try reader.number(below: 10_000))
        let top = try reader.number(below: 10_000)
        let alternate = isAlternate ? grid : hidden
        guard size.clamped == size, top + alternate.rows <= size.rows, size.columns >= alternate.columns else {
            throw .damaged
        }
        let stamps = (0..<alternate.rows).map { _ in makeStamp() }
        // Owned by the terminal from here on, also if the rest is damaged.
        let whole = Offcut(grid: Grid(size: size), top: top, stamps: stamps)
        offcut = whole
        try reader.fill(whole.grid, tables: tables)
        var seen: Set<Int> = []
        for row in 0..<alternate.rows {
            let origin = try reader.number(below: alternate.rows + 1)
            if origin == 0 { continue }
            guard seen.insert(origin).inserted else { throw .damaged }
            alternate[row].pointee.stamp = stamps[origin - 1]
        }
    }
}
