extension ScreenPainter {
    /// Fewest unchanged cells worth jumping over: a jump costs about as many bytes.
    private static let jump = 5
    /// Fewest blanks worth erasing instead of printing.
    private static let erasure = 9

    /// Turns the row `old` of the terminal into `row`.
    ///
    /// - Parameter differing: outside of these columns they look the same.
    mutating func paint(_ row: Row, over old: Row, at line: Int, differing: Range<Int>, into bytes: inout [UInt8]) {
        let columns = terminalSize.columns
        guard differing.lowerBound < columns else { return }
        // Both halves of a wide glyph, old or new, are drawn when one is: half of it overwritten, the terminal clears the other.
        let scope = max(0, differing.lowerBound - 1)..<min(columns, differing.upperBound + 1)
        var dirty = Dirty(in: scope)
        for column in differing where column < columns && !row.looksLike(old, at: column) { dirty.mark(column) }
        dirty.spread(row, old)
        let mayEraseLine = place.map { $0.origin.column + columns == $0.terminalColumns } ?? true
        let tail = row.erasableTail(columns: columns)
        var column = scope.lowerBound
        var last: Cell?
        while let start = dirty.first(from: column) {
            var end = start
            var clean = 0
            var next = start
            while next < scope.upperBound, clean < ScreenPainter.jump {
                if dirty.holds(next) { end = next + 1 }
                clean = dirty.holds(next) ? 0 : clean + 1
                next += 1
            }
            column = start
            while column < end {
                let cell = row.cell(at: column)
                if last.map({ !cell.hasStyle(of: $0) }) ?? !(cell.isPlain && pen.isPlain) {
                    pen.set(row.style(of: cell), into: &bytes)
                }
                last = cell
                if mayEraseLine, column >= tail, end - column > 3 || end == columns {
                    move(to: Point(row: line, column: column), into: &bytes)
                    bytes += "\u{1B}[K".utf8
                    return
                }
                let blanks = row.erasableBlanks(from: column, to: end)
                move(to: Point(row: line, column: column), into: &bytes)
                if blanks >= ScreenPainter.erasure {
                    bytes += "\u{1B}[\(blanks)X".utf8
                    column += blanks
                    continue
                }
                let isCluster = Printable.append(cell, of: row, to: &bytes)
                column += cell.isWide ? 2 : 1
                // Terminals disagree on the width of clusters, and all of them stop at the last column.
                position = isCluster || column >= columns ? nil : Point(row: line, column: column)
            }
            if column >= scope.upperBound { return }
        }
    }
}

/// Which columns of a row are to be drawn: a few words for the part of it that differs.
private struct Dirty {
    private let scope: Range<Int>
    private var flags: [Bool]

    init(in scope: Range<Int>) {
        self.scope = scope
        flags = Array(repeating: false, count: scope.count)
    }

    func holds(_ column: Int) -> Bool { flags[column - scope.lowerBound] }
    mutating func mark(_ column: Int) { flags[column - scope.lowerBound] = true }

    func first(from column: Int) -> Int? {
        var column = column
        while column < scope.upperBound {
            if holds(column) { return column }
            column += 1
        }
        return nil
    }

    /// Marks both halves of a wide glyph, old or new, when one is.
    mutating func spread(_ row: Row, _ old: Row) {
        var isStable = false
        while !isStable {
            isStable = true
            for column in scope.dropLast() where holds(column) != holds(column + 1) {
                if row.cell(at: column).isWide || old.cell(at: column).isWide {
                    mark(column)
                    mark(column + 1)
                    isStable = false
                }
            }
        }
    }
}

extension Cell {
    func hasStyle(of other: Cell) -> Bool {
        (look ^ other.look) & ~Cell.wideFlag == 0 && foreground == other.foreground && background == other.background
    }

    /// Whether it is drawn in ``Style/plain``.
    fileprivate var isPlain: Bool {
        look & ~Cell.wideFlag == 0 && foreground == .default && background == .default
    }

    /// A blank without anything drawn but its background.
    fileprivate var isErasable: Bool {
        glyph == 0 || glyph == 0x20 ? look & ~UInt32(Attributes.protected.rawValue) == 0 : false
    }
}

extension Row {
    func cell(at column: Int) -> Cell { column < cells.count ? cells[column] : .blank }

    /// Whether nobody sees a difference at that column; blanks and spaces look the same.
    func looksLike(_ other: Row, at column: Int) -> Bool {
        let (one, two) = (cell(at: column), other.cell(at: column))
        let isPlain = (one.glyph | two.glyph) & Cell.clusterFlag == 0 && (one.look | two.look) >> Cell.extraShift == 0
        if isPlain {
            let (left, right) = (one.glyph == 0x20 ? 0 : one.glyph, two.glyph == 0x20 ? 0 : two.glyph)
            return left == right && one.look == two.look && one.foreground == two.foreground
                && one.background == two.background
        }
        if one.isWide != two.isWide || one.isTail != two.isTail || style(of: one) != other.style(of: two) {
            return false
        }
        return one.isTail
            || Printable.text(of: one, in: self).utf8.elementsEqual(Printable.text(of: two, in: other).utf8)
    }

    func looksLike(_ other: Row) -> Bool { columns(differingFrom: other) == nil }

    /// From the first column at which somebody sees a difference to the last one; nil: there is none.
    package func columns(differingFrom other: Row) -> Range<Int>? {
        if self == other { return nil }
        let count = max(cells.count, other.cells.count)
        guard let first = (0..<count).first(where: { !looksLike(other, at: $0) }) else { return nil }
        var end = count
        while looksLike(other, at: end - 1) { end -= 1 }
        return first..<end
    }

    /// The part of a row that a terminal of so many columns shows. Halves of wide glyphs at its edges become blanks.
    package func cropped(from start: Int, columns: Int) -> Row {
        if start == 0, cells.count <= columns, cells.last?.isWide != true { return self }
        var row = self
        row.cells = Array(cells.dropFirst(start).prefix(columns))
        if row.cells.first?.isTail == true { row.cells[0].glyph = 0 }
        if let last = row.cells.last, last.isWide {
            row.cells[row.cells.count - 1].glyph = 0
            row.cells[row.cells.count - 1].look &= ~Cell.wideFlag
        }
        return row
    }

    /// The first column from which on all is blank in one colour.
    fileprivate func erasableTail(columns: Int) -> Int {
        let last = cell(at: columns - 1)
        guard last.isErasable else { return columns }
        var start = max(min(cells.count, columns - 1), 0)
        while start > 0, cell(at: start - 1).isErasable, cell(at: start - 1).background == last.background {
            start -= 1
        }
        return start
    }

    fileprivate func erasableBlanks(from start: Int, to end: Int) -> Int {
        let first = cell(at: start)
        var column = start
        while column < end, cell(at: column).isErasable, cell(at: column).background == first.background { column += 1 }
        return column - start
    }
}
