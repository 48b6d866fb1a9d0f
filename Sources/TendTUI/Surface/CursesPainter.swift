import CCurses
package import TendScreen

/// Draws screens as bytes for a terminal, sending only what changed: ncurses finds what to send.
///
/// ncurses draws into memory (``tend_paper``), so that nothing here waits for a terminal. It decides on movements, erasing and scrolling;
/// colours, attributes, links and unusual glyphs it sees as numbers only (``TerminfoEntry``, ``Looks``, ``StandIns``), and ``Inking``
/// writes them. Assumes that nobody else writes to the terminal; when somebody did, ``invalidate()``. Confined to one thread.
package final class CursesPainter {
    /// As given, with the colours that terminfo knows of.
    package let traits: TerminalTraits
    let entry: TerminfoEntry
    /// Owned; freed in `deinit`.
    private let paper: OpaquePointer
    /// Whether to put each frame between the marks of DEC 2026.
    package var isSynchronized = false
    package private(set) var size: Size

    // Touched for every cell; nothing here calls back, so that each access is alone.
    @exclusivity(unchecked) private var looks: Looks
    private let lookLimit: Int
    @exclusivity(unchecked) private var standIns = StandIns()
    private var inking: Inking
    /// What ncurses has been given, one row for each of the terminal; nil: not known.
    @exclusivity(unchecked) private var drawn: [Row?]
    @exclusivity(unchecked) private var glyphs: [tend_glyph] = []
    private var cursor: Cursor?

    /// Nil when ncurses cannot be had: no memory, no locale with UTF-8.
    ///
    /// - Parameter lookLimit: how many looks there can be before their numbers are used anew, for tests.
    package init?(traits: TerminalTraits, size: Size, lookLimit: Int = Int(TerminfoEntry.pairs)) {
        let entry = TerminfoEntry.find(traits.term)
        let compiled = entry.compiled(rows: size.rows, columns: size.columns)
        guard let paper = tend_paper_open(TerminfoEntry.name, compiled) else { return nil }
        self.paper = paper
        var traits = traits
        traits.depth = entry.depth(traits.depth)
        self.traits = traits
        self.entry = entry
        self.size = size
        self.lookLimit = lookLimit
        looks = Looks(traits: traits, limit: lookLimit)
        inking = Inking(
            depth: traits.depth, placesColumns: traits.isModern && entry.strings["hpa"] == "\u{1B}[%i%p1%dG")
        drawn = Array(repeating: nil, count: size.rows)
    }

    deinit { tend_paper_close(paper) }

    /// Forgets what the terminal shows: the next frame clears it and draws everything.
    package func invalidate() {
        tend_paper_invalidate(paper)
        cursor = nil
    }

    /// The terminal has another size, and shows nobody knows what.
    package func resize(to size: Size) {
        guard tend_paper_resize(paper, Int32(size.rows), Int32(size.columns)) == 0 else { return }
        self.size = size
        drawn = Array(repeating: nil, count: size.rows)
        cursor = nil
    }

    /// Appends what makes the terminal show that screen, cropped to its size; nothing if it does so already.
    package func paint(_ screen: Screen, into bytes: inout [UInt8]) {
        var hasChanged = putRows(of: screen)
        if hasChanged == nil {
            // All numbers are used up: begin anew, with everything. Should one screen use them all, the rest of it is plain.
            looks = Looks(traits: traits, limit: lookLimit)
            standIns = StandIns()
            inking.reset()
            tend_paper_invalidate(paper)
            drawn = Array(repeating: nil, count: size.rows)
            hasChanged = putRows(of: screen, isLast: true)
        }
        var wanted = screen.cursor
        let isInside = (0..<size.rows).contains(wanted.point.row) && (0..<size.columns).contains(wanted.point.column)
        wanted.isVisible = wanted.isVisible && isInside
        var drawing: UnsafePointer<UInt8>?
        let row = wanted.isVisible ? wanted.point.row : -1
        let count = tend_paper_update(paper, Int32(row), Int32(wanted.point.column), &drawing)
        var body: [UInt8] = []
        if count > 0, let drawing {
            body.reserveCapacity(count + count / 2)
            inking.ink(UnsafeBufferPointer(start: drawing, count: count), looks: looks, standIns: standIns, into: &body)
        }
        let hides = hasChanged != false && !isSynchronized && cursor?.isVisible != false && !body.isEmpty
        paintCursor(wanted, isHidden: hides, into: &body)
        if body.isEmpty { return }
        if isSynchronized { bytes += "\u{1B}[?2026h".utf8 } else if hides { bytes += "\u{1B}[?25l".utf8 }
        bytes += body
        if isSynchronized { bytes += "\u{1B}[?2026l".utf8 }
    }

    // MARK: Rows

    /// Whether any row changed; nil when the numbers were used up before the end.
    private func putRows(of screen: Screen, isLast: Bool = false) -> Bool? {
        var hasChanged = false
        for line in 0..<size.rows where !isDrawn(line, of: screen) {
            let row = line < screen.rows.count ? screen.rows[line] : .blank
            guard pack(row, isLast) else { return nil }
            tend_paper_put(paper, Int32(line), glyphs, Int32(glyphs.count))
            drawn[line] = row
            hasChanged = true
        }
        return hasChanged
    }

    /// Looks at the rows where they are: most are as before, and a copy of each would be felt with every key.
    private func isDrawn(_ line: Int, of screen: Screen) -> Bool {
        guard line < screen.rows.count else { return drawn[line] == .blank }
        return screen.rows.withUnsafeBufferPointer { rows in
            drawn.withUnsafeBufferPointer { drawn in drawn[line].map { $0 == rows[line] } ?? false }
        }
    }

    /// Makes ``glyphs`` of a row. False when numbers are used up.
    private func pack(_ row: Row, _ isLast: Bool) -> Bool {
        glyphs.removeAll(keepingCapacity: true)
        let columns = min(size.columns, row.cells.count)
        var last: Cell?
        var pair: Int32 = 0
        var column = 0
        while column < columns {
            let cell = row.cells[column]
            if let last, last.foreground == cell.foreground, last.background == cell.background,
                (last.look ^ cell.look) & ~Cell.wideFlag == 0
            {
                // As the cell before.
            } else if let number = looks.number(of: cell, in: row) {
                pair = number
            } else if isLast {
                pair = 0
            } else {
                return false
            }
            last = cell
            // Half of a wide glyph is none.
            let isHalf = cell.isTail || cell.isWide && (column + 1 == columns || !row.cells[column + 1].isTail)
            if isHalf || cell.glyph == 0 {
                glyphs.append(tend_glyph(scalar: 0x20, pair: pair))
                column += 1
                continue
            }
            if !traits.isUnicode {
                let first = cell.clusterIndex == nil ? cell.glyph : 0x3F
                let glyph = tend_glyph(scalar: ASCII.scalar(first), pair: pair)
                for _ in 0..<(cell.isWide ? 2 : 1) { glyphs.append(glyph) }
            } else if let scalar = standIns.scalar(of: cell, in: row, column: column) {
                glyphs.append(tend_glyph(scalar: scalar, pair: pair))
            } else if isLast {
                for _ in 0..<(cell.isWide ? 2 : 1) { glyphs.append(tend_glyph(scalar: 0x3F, pair: pair)) }
            } else {
                return false
            }
            column += cell.isWide ? 2 : 1
        }
        if column < size.columns {
            glyphs.append(contentsOf: repeatElement(tend_glyph(scalar: 0x20, pair: 0), count: size.columns - column))
        }
        return true
    }

    // MARK: The cursor

    private func paintCursor(_ wanted: Cursor, isHidden: Bool, into bytes: inout [UInt8]) {
        let isStyled = wanted.shape == cursor?.shape && wanted.blinks == cursor?.blinks
        if traits.isModern, !isStyled, wanted.isVisible || cursor == nil {
            // The blinking block is what a program gets that never asks: it stands for the user's own choice.
            let number =
                wanted.shape == .block && wanted.blinks ? 0 : wanted.shape.rawValue * 2 - (wanted.blinks ? 1 : 0)
            bytes += "\u{1B}[\(number) q".utf8
        }
        if wanted.isVisible != cursor?.isVisible || isHidden && wanted.isVisible {
            bytes += (wanted.isVisible ? "\u{1B}[?25h" : "\u{1B}[?25l").utf8
        }
        var next = wanted
        if !wanted.isVisible, let cursor { (next.shape, next.blinks) = (cursor.shape, cursor.blinks) }
        cursor = next
    }
}
