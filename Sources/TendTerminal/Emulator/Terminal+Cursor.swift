import TendScreen

/// Moving the cursor. The arithmetic is done here, because text moves the cursor as well; the engine learns of it when it is
/// asked to do something.
extension Terminal {
    /// Whether left and right margins narrow the screen.
    @inline(__always)
    var hasMargins: Bool { switches.contains(.margins) && (left > 0 || right < grid.columns) }

    /// One line down, scrolling at the bottom of the region (IND).
    @inline(__always)
    func index() {
        if row != bottom &- 1 {
            if row < grid.rows &- 1 { row &+= 1 }
        } else if hasMargins {
            scrollBetweenMargins(by: 1)
        } else {
            perform(control: 0x0A)
        }
    }

    /// One line up, scrolling at the top of the region (RI).
    func reverseIndex() {
        wrapsNext = false
        if row != top {
            if row > 0 { row -= 1 }
        } else if hasMargins {
            scrollBetweenMargins(by: -1)
        } else {
            perform(control: 0x8D)
        }
    }

    @inline(__always)
    func carriageReturn() {
        wrapsNext = false
        column = hasMargins && (column >= left || modes.has(.origin)) ? left : 0
    }

    func backspace() {
        let start = hasMargins && column >= left ? left : 0
        // Behind the last column the cursor is drawn on it, and that is where it goes on from.
        wrapsNext = false
        if column > start {
            column -= 1
        }
    }

    /// To a place counted from 0; in origin mode from the corner of the region, and within it.
    func moveTo(row target: Int, column targetColumn: Int) {
        wrapsNext = false
        let isOrigin = modes.has(.origin)
        let firstRow = isOrigin ? top : 0
        let lastRow = isOrigin ? bottom - 1 : grid.rows - 1
        row = min(max(target &+ firstRow, firstRow), lastRow)
        let firstColumn = isOrigin && hasMargins ? left : 0
        let lastColumn = isOrigin && hasMargins ? right - 1 : grid.columns - 1
        column = min(max(targetColumn &+ firstColumn, firstColumn), lastColumn)
    }

    /// The cursor's place as the program counts it, from 0: in origin mode relative to the region.
    var relativePoint: Point {
        let isOrigin = modes.has(.origin)
        return Point(row: row - (isOrigin ? top : 0), column: column - (isOrigin && hasMargins ? left : 0))
    }

    /// Up or down, stopping at the edge of the region if the cursor is inside of it, without scrolling.
    func moveRows(by count: Int) {
        wrapsNext = false
        if count < 0 {
            row = max(row &+ count, row >= top ? top : 0)
        } else {
            row = min(row &+ count, row < bottom ? bottom &- 1 : grid.rows &- 1)
        }
    }

    /// Left or right, stopping at the margins if the cursor is between them.
    func moveColumns(by count: Int) {
        wrapsNext = false
        if count < 0 {
            column = max(column &+ count, hasMargins && column >= left ? left : 0)
        } else {
            column = min(column &+ count, (hasMargins && column < right ? right : grid.columns) &- 1)
        }
    }

    /// To the next tab stop, or back if `count` is negative.
    func tab(_ count: Int) {
        if !hasMargins {
            if count > 0 { perform("I", count) } else { perform("Z", 0 - count) }
            return
        }
        let end = column < right ? right - 1 : grid.columns - 1
        let start = modes.has(.origin) ? left : 0
        for _ in 0..<min(abs(count), grid.columns) {
            repeat {
                column = min(max(column + count.signum(), start), end)
            } while column > start && column < end && !tabs[column]
        }
    }

    func clearTabs(_ selector: Int) {
        switch selector {
        case 0: tabs[column] = false
        case 3, 5: tabs.removeAll()
        default: return
        }
        perform("g", selector)
    }

    /// DECSC.
    func saveCursor() {
        saved = SavedCursor(
            row: row, column: column, wrapsNext: wrapsNext, pen: pen, charsets: charsets,
            isOrigin: modes.has(.origin)
        )
    }

    /// DECRC.
    func restoreCursor() {
        pen = saved.pen
        charsets = saved.charsets
        if saved.isOrigin { modes.insert(.origin) } else { modes.remove(.origin) }
        row = min(saved.row, grid.rows - 1)
        column = min(saved.column, grid.columns - 1)
        if saved.isOrigin { row = min(max(row, top), bottom - 1) }
        wrapsNext = saved.wrapsNext && column == lineEnd - 1
        updateTemplate()
        updateTextPath()
    }

    /// DECSTBM. Parameters count from 1; 0 and missing mean the edge.
    func setRegion(_ first: Int, _ last: Int) {
        let newTop = max(first, 1) - 1
        let newBottom = last == 0 ? grid.rows : min(last, grid.rows)
        guard newBottom - newTop >= min(2, grid.rows) else { return }
        top = newTop
        bottom = newBottom
        perform("r", top + 1, bottom)
        moveTo(row: 0, column: 0)
    }

    /// DECSLRM.
    func setMargins(_ first: Int, _ last: Int) {
        let newLeft = max(first, 1) - 1
        let newRight = last == 0 ? grid.columns : min(last, grid.columns)
        guard newRight - newLeft >= 2 else { return }
        left = newLeft
        right = newRight
        moveTo(row: 0, column: 0)
        updateTextPath()
    }
}
