import TendCore
package import TendScreen

extension Scene {
    /// What is at this cell of the screen, the uppermost thing first.
    package func hit(_ point: Point) -> Hit {
        guard (0..<size.rows).contains(point.row), (0..<size.columns).contains(point.column) else { return .nothing }
        if let overlay = model.overlays.last, let hit = hit(overlay, point) { return hit }
        if point.row == statusRow { return StatusBar(self).hit(at: point.column) }
        if let sidebarArea, sidebarArea.contains(point) {
            if sidebarArea.columns > 1, point.column == sidebarArea.lastColumn { return .sidebarEdge }
            return .sidebar(SidebarView(self)?.index(at: point.row))
        }
        for place in places.reversed() where place.frame.contains(point) {
            guard place.content.contains(point) else { return edge(of: place, at: point) }
            let offset = offset(of: place)
            return .pane(
                place.pane,
                Point(
                    row: point.row - place.content.row + offset.row,
                    column: point.column - place.content.column + offset.column))
        }
        let isBorder = borders.contains { $0.column == point.column && ($0.row..<$0.row + $0.rows).contains(point.row) }
        let left = places.first { !$0.isFloating && $0.frame.contains(Point(row: point.row, column: point.column - 1)) }
        if isBorder, let left { return .border(left.pane, .right) }
        return .nothing
    }

    private func edge(of place: PanePlace, at point: Point) -> Hit {
        let frame = place.frame
        guard place.isFloating, point.row > frame.row else { return .title(place.pane) }
        let isRight = point.column == frame.lastColumn
        if point.row == frame.lastRow { return isRight ? .corner(place.pane) : .border(place.pane, .down) }
        return .border(place.pane, isRight ? .right : .left)
    }

    /// Nil: the pop-up lets the mouse through.
    private func hit(_ overlay: Overlay, _ point: Point) -> Hit? {
        if case .numbers = overlay { return nil }
        guard let popup = Popup(overlay, self) else { return nil }
        if popup.frame.contains(point) { return .overlay(popup.index(at: point)) }
        // Behind the welcome there is nothing but the bar.
        return overlay == .welcome && point.row == statusRow ? nil : .nothing
    }
}

extension Area {
    package func contains(_ point: Point) -> Bool { contains(row: point.row, column: point.column) }

    var lastRow: Int { row + rows - 1 }
    var lastColumn: Int { column + columns - 1 }

    /// The area without so many cells at each side; never less than nothing.
    func inset(rows: Int = 0, columns: Int = 0) -> Area {
        Area(
            row: row + rows, column: column + columns, rows: max(0, self.rows - 2 * rows),
            columns: max(0, self.columns - 2 * columns))
    }
}
