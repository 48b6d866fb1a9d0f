import TendScreen

/// What differs while left and right margins are set (DECLRMM, DECSLRM). libvterm 0.1.4 must not see them, so the few
/// operations that respect margins are done on the grid directly.
extension Terminal {
    private var region: Rectangle { Rectangle(top: top, bottom: bottom, left: left, right: right) }

    private var isInside: Bool { row >= top && row < bottom && column >= left && column < right }

    /// Scrolls the region between the margins, if the cursor is between them.
    func scrollBetweenMargins(by count: Int) {
        guard column >= left && column < right else { return }
        grid.scroll(region, down: count, across: 0, blank: blank)
    }

    /// SU, SD: wherever the cursor is.
    func scrollMargins(by count: Int) {
        grid.scroll(region, down: count, across: 0, blank: blank)
    }

    /// IL (negative), DL.
    func deleteLinesBetweenMargins(_ count: Int) {
        guard isInside else { return }
        var area = region
        area.top = row
        grid.scroll(area, down: count, across: 0, blank: blank)
        column = left
    }

    /// ICH (negative), DCH: in any row, whatever the region is.
    func deleteCharacters(_ count: Int) {
        let sides = hasMargins ? left..<right : 0..<grid.columns
        guard sides.contains(column) else { return }
        let area = Rectangle(top: row, bottom: row + 1, left: column, right: sides.upperBound)
        grid.scroll(area, down: 0, across: count, blank: blank)
    }

    /// DECIC (negative), DECDC.
    func deleteColumnsBetweenMargins(_ count: Int) {
        guard isInside else { return }
        var area = region
        area.left = column
        grid.scroll(area, down: 0, across: count, blank: blank)
    }

    /// SL, SR (negative): the whole region, with or without margins.
    func scrollColumns(by count: Int) {
        guard row >= top && row < bottom else { return }
        let area = hasMargins ? region : Rectangle(top: top, bottom: bottom, left: 0, right: grid.columns)
        guard column >= area.left && column < area.right else { return }
        grid.scroll(area, down: 0, across: count, blank: blank)
    }

    /// DECBI: one column back; at the left margin the region moves to the right instead.
    func backIndex() {
        let start = hasMargins ? left : 0
        if column != start {
            moveColumns(by: -1)
        } else {
            scrollColumns(by: -1)
        }
    }

    /// DECFI.
    func forwardIndex() {
        let end = hasMargins ? right : grid.columns
        if column != end - 1 {
            moveColumns(by: 1)
        } else {
            scrollColumns(by: 1)
        }
    }
}
