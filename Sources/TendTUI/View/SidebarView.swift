import TendCore
import TendScreen

/// Where the sidebar's rows are: a heading, the list around the selected row, and, while it has the keys, what they do.
struct SidebarView {
    let scene: Scene
    /// Without the edge.
    let area: Area
    let hasEdge: Bool
    let rows: [SidebarRow]
    /// Where the list is.
    let list: Area
    /// The row of the list that is shown first.
    let first: Int
    let hints: [String]

    /// Nil: it is not shown.
    init?(_ scene: Scene) {
        guard let whole = scene.sidebarArea else { return nil }
        self.scene = scene
        hasEdge = whole.columns > 1
        area = Area(
            row: whole.row, column: whole.column, rows: whole.rows, columns: hasEdge ? whole.columns - 1 : whole.columns
        )
        rows = SidebarRow.list(scene.model)
        let hasHints = scene.model.sidebar.hasFocus && area.rows >= 12
        hints = hasHints ? ["Enter open  / filter", "r rename  s stop", "R restart  x remove"] : []
        let heading = area.rows > 2 ? 1 : 0
        let footer = hints.isEmpty ? 0 : hints.count + 1
        list = Area(
            row: area.row + heading, column: area.column, rows: area.rows - heading - footer, columns: area.columns)
        first = Popup.first(selected: scene.model.sidebar.selected, count: rows.count, rows: list.rows)
    }

    /// The index of the row of the sidebar at that row of the screen.
    func index(at row: Int) -> Int? {
        let index = row - list.row + first
        return row >= list.row && row <= list.lastRow && rows.indices.contains(index) ? index : nil
    }
}
