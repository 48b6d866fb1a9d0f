package import TendCore
package import TendScreen

/// Where things are on the screen: what the view draws there and what the mouse hits there.
///
/// All areas are in cells of the client's screen. Sidebar and status line lie around the tab's area; pop-ups lie over everything.
package struct Scene {
    package let size: Size
    /// Where the panes of the current tab are.
    package let tabArea: Area
    /// Nil: not shown. Its last column is the edge, unless it is so narrow that there is none.
    package let sidebarArea: Area?
    /// A screen too narrow for both has the sidebar over the panes.
    package let isSidebarOver: Bool
    /// Nil: not shown.
    package let statusRow: Int?
    /// The tab that is looked at.
    package let tab: Tab?
    /// The panes that are seen, the floating one last.
    package let places: [PanePlace]
    package let borders: [BorderLine]
    /// The pane that gets the keys; nil also when it is not seen.
    package let focused: PaneID?
    let model: Model

    /// The least columns that the panes keep beside the sidebar.
    private static let leastColumns = 30

    package init(_ model: Model) {
        self.model = model
        size = Size(rows: max(model.size.rows, 1), columns: max(model.size.columns, 1))
        var area = Area(row: 0, column: 0, rows: size.rows, columns: size.columns)
        // A screen of two rows is for the program.
        if model.isStatusShown, size.rows > 2 {
            area.rows -= 1
            statusRow = model.configuration.status == .top ? 0 : size.rows - 1
            if statusRow == 0 { area.row = 1 }
        } else {
            statusRow = nil
        }
        let width = min(max(model.configuration.sidebarWidth, 10) + 1, size.columns)
        if model.sidebar.isShown {
            sidebarArea = Area(row: area.row, column: 0, rows: area.rows, columns: width)
            isSidebarOver = size.columns - width < Scene.leastColumns
            if !isSidebarOver {
                area.column = width
                area.columns -= width
            }
        } else {
            sidebarArea = nil
            isSidebarOver = false
        }
        tabArea = area
        let tabs = model.workspace?.tabs ?? []
        let tab = tabs.first { $0.id == model.tab } ?? tabs.first
        self.tab = tab
        let places = tab?.places(in: area) ?? []
        self.places = places
        borders = tab?.borders(in: area) ?? []
        let wanted = tab.flatMap { model.focus[$0.id] }
        let isSeen = places.contains { $0.pane == wanted }
        // A client that has not chosen yet looks at the pop-up, or else at the first pane.
        focused = isSeen ? wanted : (places.last { $0.isFloating } ?? places.first)?.pane
    }

    package func place(of pane: PaneID) -> PanePlace? { places.first { $0.pane == pane } }

    func pane(_ id: PaneID) -> Pane? { tab?.panes.first { $0.id == id } }

    /// What the session of a pane shows now; nil until the server has sent it.
    func screen(of pane: PaneID) -> Screen? { self.pane(pane).flatMap { model.screens[$0.session] } }

    func session(of pane: PaneID) -> SessionJSON? {
        guard let id = self.pane(pane)?.session else { return nil }
        return model.sessions.first { $0.id == id }
    }

    /// Which cell of the session is at the upper left of the pane's content. A session that is larger than its pane, because it has the
    /// size of another client, is moved so that its cursor can be seen.
    package func offset(of place: PanePlace) -> Point {
        guard model.copies[place.pane] == nil, let screen = screen(of: place.pane) else {
            return Point(row: 0, column: 0)
        }
        func offset(_ cursor: Int, _ whole: Int, _ seen: Int) -> Int { max(0, min(cursor - seen + 1, whole - seen)) }
        return Point(
            row: offset(screen.cursor.point.row, screen.size.rows, place.content.rows),
            column: offset(screen.cursor.point.column, screen.size.columns, place.content.columns))
    }

    /// The size of the session, if another client has set it.
    func foreignSize(of place: PanePlace) -> Size? {
        guard let session = session(of: place.pane), session.state == .running, let screen = screen(of: place.pane),
            // What this client has asked for is on its way.
            model.claims[session.id]?.isOwner != true
        else { return nil }
        let own = Size(rows: place.content.rows, columns: place.content.columns).clamped
        return screen.size == own ? nil : screen.size
    }

    /// How much of the content of a pane shows the session; the rest is beyond its screen.
    func shown(_ screen: Screen, in place: PanePlace) -> Size {
        Size(rows: min(screen.size.rows, place.content.rows), columns: min(screen.size.columns, place.content.columns))
    }
}
