/// The border in the column between two panes that are side by side.
package struct BorderLine: Hashable, Sendable {
    package var row: Int
    package var column: Int
    package var rows: Int

    package init(row: Int, column: Int, rows: Int) {
        self.row = row
        self.column = column
        self.rows = rows
    }
}

extension Tab {
    /// The panes in the order of their numbers: from the upper left to the lower right, then the floating one while it is shown.
    package var order: [PaneID] {
        let panes = layout?.panes ?? []
        guard let floating, isFloatingShown else { return panes }
        return panes + [floating]
    }

    /// The panes that can be seen where there is room for all of them.
    package var shown: [PaneID] {
        guard let zoomed else { return order }
        return order.filter { $0 == zoomed || $0 == floating }
    }

    /// The panes by their numbers, the first has 1. The floating one comes last and keeps its number while it is hidden.
    package var numbered: [PaneID] {
        let panes = layout?.panes ?? []
        return floating.map { panes + [$0] } ?? panes
    }

    /// What people call the pane, from 1.
    package func number(of pane: PaneID) -> Int? { numbered.firstIndex(of: pane).map { $0 + 1 } }

    /// Whether another number of a pane begins with the digits of this one.
    package func isBeginning(_ number: Int) -> Bool { number > 0 && number <= numbered.count / 10 }

    /// Where the panes are in `area`, in the order of their numbers. Those that an area too small has no cell for are left out.
    package func places(in area: Area) -> [PanePlace] {
        let area = area.clamped
        guard area.rows > 0, area.columns > 0 else { return [] }
        var places: [PanePlace] = []
        if let zoomed {
            places.append(PanePlace(pane: zoomed, frame: area, content: area, hasTitle: false))
            if zoomed == floating { return places }
        } else if let layout {
            layout.place(in: area, isAlone: layout.isPane, into: &places)
        }
        if let floating, isFloatingShown { places.append(floatingPlace(of: floating, in: area)) }
        return places
    }

    /// The borders between panes that are side by side. Between panes one above the other is the title of the lower one.
    package func borders(in area: Area) -> [BorderLine] {
        var lines: [BorderLine] = []
        if zoomed == nil { layout?.borders(in: area.clamped, into: &lines) }
        return lines
    }

    /// The pane at that side of another one: of those that touch it the one with the longest common border, and of equals the uppermost
    /// or leftmost. The zoomed pane has the neighbours that it has in the layout; the floating one has none.
    package func neighbour(of pane: PaneID, _ side: Direction, in area: Area) -> PaneID? {
        var places: [PanePlace] = []
        layout?.place(in: area.clamped, isAlone: false, into: &places)
        guard let own = places.first(where: { $0.pane == pane })?.frame else { return nil }
        var best: (pane: PaneID, overlap: Int)?
        // In the order of the layout, which is from the upper left.
        for place in places where own.touches(place.frame, at: side) {
            let overlap = own.overlap(with: place.frame, along: side.axis == .columns ? .rows : .columns)
            if overlap > best?.overlap ?? 0 { best = (place.pane, overlap) }
        }
        return best?.pane
    }

    /// Where it was put, or in the middle of the area and four fifths of it, but not so small that nothing fits.
    private func floatingPlace(of pane: PaneID, in area: Area) -> PanePlace {
        let frame = floatingFrame?.place(in: area) ?? Tab.middle(of: area)
        let hasBox = frame.rows >= 3 && frame.columns >= 3
        let content =
            hasBox
            ? Area(
                row: frame.row + 1, column: frame.column + 1, rows: frame.rows - 2, columns: frame.columns - 2) : frame
        return PanePlace(pane: pane, frame: frame, content: content, hasTitle: hasBox, isFloating: true)
    }

    private static func middle(of area: Area) -> Area {
        let rows = max(area.rows * 4 / 5, min(area.rows, 6))
        let columns = max(area.columns * 4 / 5, min(area.columns, 20))
        return Area(
            row: area.row + (area.rows - rows) / 2, column: area.column + (area.columns - columns) / 2, rows: rows,
            columns: columns)
    }
}

extension Area {
    /// Within bounds that sums cannot leave, whatever a stranger asks for.
    var clamped: Area {
        func clamped(_ value: Int, _ least: Int) -> Int { min(max(value, least), 10_000) }
        return Area(
            row: clamped(row, -10_000), column: clamped(column, -10_000), rows: clamped(rows, 0),
            columns: clamped(columns, 0))
    }

    /// Whether the other one begins where this one ends at that side, with nothing but a border between them.
    fileprivate func touches(_ other: Area, at side: Direction) -> Bool {
        switch side {
        case .left: other.column + other.columns + 1 == column
        case .right: column + columns + 1 == other.column
        case .up: other.row + other.rows == row
        case .down: row + rows == other.row
        }
    }

    /// How many rows or columns they have in common. The border column at the right counts: below it may be a pane of one column.
    fileprivate func overlap(with other: Area, along axis: Layout.Axis) -> Int {
        switch axis {
        case .rows: min(row + rows, other.row + other.rows) - max(row, other.row)
        case .columns: min(column + columns, other.column + other.columns) + 1 - max(column, other.column)
        }
    }
}

extension Layout {
    fileprivate var isPane: Bool {
        if case .pane = self { true } else { false }
    }

    fileprivate func place(in area: Area, isAlone: Bool, into places: inout [PanePlace]) {
        switch self {
        case .pane(let id):
            guard area.rows > 0, area.columns > 0 else { return }
            let hasTitle = !isAlone && area.rows > 1
            var content = area
            if hasTitle {
                content.row += 1
                content.rows -= 1
            }
            places.append(PanePlace(pane: id, frame: area, content: content, hasTitle: hasTitle))
        case .split(let axis, let parts):
            for (index, area) in Layout.areas(of: parts, axis, in: area) {
                parts[index].layout.place(in: area, isAlone: false, into: &places)
            }
        }
    }

    fileprivate func borders(in area: Area, into lines: inout [BorderLine]) {
        guard area.rows > 0, case .split(let axis, let parts) = self else { return }
        for (index, part) in Layout.areas(of: parts, axis, in: area) {
            if axis == .columns, index > 0 {
                lines.append(BorderLine(row: part.row, column: part.column - 1, rows: part.rows))
            }
            parts[index].layout.borders(in: part, into: &lines)
        }
    }
}
