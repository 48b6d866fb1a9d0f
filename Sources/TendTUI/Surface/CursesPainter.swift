import CCurses
package import TendScreen

/// Draws screens as bytes for a terminal, sending only what changed: ncurses finds what to send.
///
/// ncurses draws into memory (``tend_paper``), so that nothing here waits for a terminal. It decides on movements, erasing and scrolling;
/// colours, attributes, links and unusual glyphs it sees as numbers only (``TerminfoEntry``, ``Looks``, ``StandIns``), and ``Inking``
/// writes them. Assumes that nobody else writes to the terminal; when somebody did, ``invalidate()``. Confined to one thread.
///
/// The first picture is drawn without it, where the terminal allows: to start ncurses and to draw all rows with it takes long, and who
/// starts a client waits. Afterwards ncurses draws the same into nothing, and both know what stands there.
package final class CursesPainter {
    /// As given, with the colours that terminfo knows of.
    package let traits: TerminalTraits
    /// Read when something needs it: the first picture of a terminal with all colours does not.
    private(set) lazy var entry = TerminfoEntry.find(traits.term)
    /// Owned; freed in `deinit`. Nil: ncurses has not been started yet.
    private var paper: OpaquePointer?
    /// The picture that was drawn without ncurses.
    private var first: Screen?
    /// Whether to put each frame between the marks of DEC 2026.
    package var isSynchronized = false
    package private(set) var size: Size

    // Touched for every cell; nothing here calls back, so that each access is alone.
    @exclusivity(unchecked) private var looks: Looks
    private let lookLimit: Int
    @exclusivity(unchecked) private var standIns = StandIns()
    private lazy var inking = Inking(
        depth: traits.depth, placesColumns: traits.isModern && entry.strings["hpa"] == "\u{1B}[%i%p1%dG")
    /// What ncurses has been given, one row for each of the terminal; nil: not known.
    @exclusivity(unchecked) private var drawn: [Row?]
    @exclusivity(unchecked) private var glyphs: [tend_glyph] = []
    private var cursor: Cursor?

    /// Nil when ncurses cannot be had, as far as it is needed at once: no memory, no locale with UTF-8.
    ///
    /// - Parameter lookLimit: how many looks there can be before their numbers are used anew, for tests.
    package init?(traits: TerminalTraits, size: Size, lookLimit: Int = Int(TerminfoEntry.pairs)) {
        var traits = traits
        let known = traits.depth == .trueColor ? nil : TerminfoEntry.find(traits.term)
        if let known { traits.depth = known.depth(traits.depth) }
        self.traits = traits
        self.size = size
        self.lookLimit = lookLimit
        looks = Looks(traits: traits, limit: lookLimit)
        drawn = Array(repeating: nil, count: size.rows)
        if let known { entry = known }
        if !canBegin, !start() { return nil }
    }

    deinit { if let paper { tend_paper_close(paper) } }

    /// Whether ``ScreenPainter`` can draw on such a terminal: in UTF-8, and erasing in the colour of the background.
    package var canBegin: Bool { traits.isModern && traits.isUnicode && traits.erasesInColor }

    /// Starts ncurses, if nothing needed it until now. It gets to know what the terminal shows.
    ///
    /// - Returns: false when ncurses cannot be had. Nothing is drawn then.
    package func start() -> Bool { started() != nil }

    private func started() -> OpaquePointer? {
        if let paper { return paper }
        let compiled = entry.compiled(rows: size.rows, columns: size.columns)
        guard let paper = tend_paper_open(TerminfoEntry.name, compiled) else { return nil }
        self.paper = paper
        if let first {
            adopt(first, with: paper)
            self.first = nil
        }
        return paper
    }

    /// The terminal shows that screen by now, drawn by somebody else. Appends what places a cursor that is not seen.
    package func adopt(_ screen: Screen, into bytes: inout [UInt8]) {
        guard let paper = started() else { return }
        adopt(screen, with: paper)
        if !isInside(screen.cursor) { bytes += "\u{1B}[H".utf8 }
    }

    /// ncurses draws into nothing what the terminal shows, and takes a cursor that is not seen to be in the corner.
    private func adopt(_ screen: Screen, with paper: OpaquePointer) {
        var drawnAlready: [UInt8] = []
        paint(screen, with: paper, hiddenAt: Point(row: 0, column: 0), into: &drawnAlready)
    }

    /// Forgets what the terminal shows: the next frame clears it and draws everything.
    package func invalidate() {
        if let paper = started() { tend_paper_invalidate(paper) }
        cursor = nil
    }

    /// The terminal has another size, and shows nobody knows what.
    package func resize(to size: Size) {
        guard let paper = started(), tend_paper_resize(paper, Int32(size.rows), Int32(size.columns)) == 0 else {
            return
        }
        self.size = size
        drawn = Array(repeating: nil, count: size.rows)
        cursor = nil
    }

    /// Appends what makes the terminal show that screen, cropped to its size; nothing if it does so already.
    package func paint(_ screen: Screen, into bytes: inout [UInt8]) {
        if paper == nil, first == nil, screen.size == size {
            paintFirst(screen, into: &bytes)
        } else if let paper = started() {
            paint(screen, with: paper, into: &bytes)
        }
    }

    /// The first picture, on a terminal that shows nobody knows what.
    private func paintFirst(_ screen: Screen, into bytes: inout [UInt8]) {
        var drawn = screen
        // One that is not seen stands where ncurses will take it to be (adopt).
        if !isInside(screen.cursor) { drawn.cursor = Cursor() }
        var blank = Screen(size: size)
        blank.cursor = drawn.cursor
        var painter = ScreenPainter(
            depth: traits.depth, synchronized: isSynchronized,
            in: ScreenPainter.Place(origin: Point(row: 0, column: 0), terminalColumns: size.columns), showing: blank)
        bytes += "\u{1B}[?25l\u{1B}[r\u{1B}[m\u{1B}[H\u{1B}[2J".utf8
        painter.paint(drawn, into: &bytes)
        paintCursor(seen(screen.cursor), isHidden: false, into: &bytes)
        first = screen
    }

    private func isInside(_ cursor: Cursor) -> Bool {
        cursor.isVisible && (0..<size.rows).contains(cursor.point.row)
            && (0..<size.columns).contains(cursor.point.column)
    }

    private func seen(_ cursor: Cursor) -> Cursor {
        var cursor = cursor
        cursor.isVisible = isInside(cursor)
        return cursor
    }

    /// - Parameter hiddenAt: where a cursor stands that is not seen; nil: wherever it is least work.
    private func paint(
        _ screen: Screen, with paper: OpaquePointer, hiddenAt: Point? = nil, into bytes: inout [UInt8]
    ) {
        var hasChanged = putRows(of: screen, on: paper)
        if hasChanged == nil {
            // All numbers are used up: begin anew, with everything. Should one screen use them all, the rest of it is plain.
            looks = Looks(traits: traits, limit: lookLimit)
            standIns = StandIns()
            inking.reset()
            tend_paper_invalidate(paper)
            drawn = Array(repeating: nil, count: size.rows)
            hasChanged = putRows(of: screen, on: paper, isLast: true)
        }
        let wanted = seen(screen.cursor)
        var drawing: UnsafePointer<UInt8>?
        let place = wanted.isVisible ? wanted.point : hiddenAt ?? Point(row: -1, column: 0)
        let count = tend_paper_update(paper, Int32(place.row), Int32(place.column), &drawing)
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
    private func putRows(of screen: Screen, on paper: OpaquePointer, isLast: Bool = false) -> Bool? {
        var hasChanged = false
        for line in 0..<size.rows where !isDrawn(line, of: screen) {
            let row = line < screen.rows.count ? screen.rows[line] : .blank
            let columns = columnsToDraw(row, at: line)
            if !columns.isEmpty {
                guard pack(row, columns, isLast) else { return nil }
                tend_paper_put(paper, Int32(line), Int32(columns.lowerBound), glyphs, Int32(glyphs.count))
                hasChanged = true
            }
            drawn[line] = row
        }
        return hasChanged
    }

    /// Looks at the rows where they are: most are as before, and a copy of each would be felt with every key.
    private func isDrawn(_ line: Int, of screen: Screen) -> Bool {
        guard line < screen.rows.count else { return drawn[line] == .blank }
        let isShared = screen.rows.withUnsafeBufferPointer { rows in
            drawn.withUnsafeBufferPointer { Row.isShared($0.baseAddress! + line, rows.baseAddress! + line) }
        }
        if isShared { return true }
        guard drawn[line] == screen.rows[line] else { return false }
        // The next picture finds it at once.
        drawn[line] = screen.rows[line]
        return true
    }

    /// From the first column that looks different to the last one, and never half of a wide glyph, be it one that goes.
    private func columnsToDraw(_ row: Row, at line: Int) -> Range<Int> {
        guard let old = drawn[line] else { return 0..<size.columns }
        guard let differing = row.columns(differingFrom: old), differing.lowerBound < size.columns else { return 0..<0 }
        var (start, end) = (differing.lowerBound, min(differing.upperBound, size.columns))
        if start > 0, row.hasTail(at: start) || old.hasTail(at: start) { start -= 1 }
        if end < size.columns, row.hasTail(at: end) || old.hasTail(at: end) { end += 1 }
        return start..<end
    }

    /// Makes ``glyphs`` of a part of a row. False when numbers are used up.
    private func pack(_ row: Row, _ range: Range<Int>, _ isLast: Bool) -> Bool {
        glyphs.removeAll(keepingCapacity: true)
        let columns = min(size.columns, row.cells.count)
        let end = min(columns, range.upperBound)
        var last: Cell?
        var pair: Int32 = 0
        var column = range.lowerBound
        while column < end {
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
        let blanks = max(0, range.upperBound - column)
        glyphs.append(contentsOf: repeatElement(tend_glyph(scalar: 0x20, pair: 0), count: blanks))
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

extension Row {
    fileprivate func hasTail(at column: Int) -> Bool { column < cells.count && cells[column].isTail }
}
