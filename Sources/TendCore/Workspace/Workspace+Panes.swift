// Actions on panes. What throws may leave half a change behind: `apply` works on a copy.
extension Workspace {
    /// Panes of one tab. More cannot be told apart on any screen, and the depth of a layout is bounded with them.
    package static let paneLimit = 64

    func indexOfTab(of pane: PaneID) throws(WorkspaceError) -> Int {
        guard let index = tabs.firstIndex(where: { $0.panes.contains { $0.id == pane } }) else {
            throw WorkspaceError("there is no pane with the id \(pane.rawValue)")
        }
        return index
    }

    mutating func makePane(session: String) -> Pane {
        defer { nextPane += 1 }
        return Pane(id: PaneID(rawValue: nextPane), session: session)
    }

    mutating func update(_ pane: PaneID, _ change: (inout Pane) -> Void) throws(WorkspaceError) {
        let index = try indexOfTab(of: pane)
        for place in tabs[index].panes.indices where tabs[index].panes[place].id == pane {
            change(&tabs[index].panes[place])
        }
    }

    mutating func focus(on pane: PaneID) throws(WorkspaceError) {
        let siblings = Set(tabs[try indexOfTab(of: pane)].panes.map(\.id))
        let others = Set(tabs.flatMap { $0.panes.map(\.id) }).subtracting(siblings)
        focused = focused.filter(others.contains) + [pane]
    }

    mutating func split(_ pane: PaneID, _ side: Direction, session: String) throws(WorkspaceError) -> PaneID {
        let index = try indexOfTab(of: pane)
        guard let layout = tabs[index].layout, layout.contains(pane) else {
            throw WorkspaceError("a floating pane cannot be split")
        }
        try checkRoom(inTabAt: index)
        let new = makePane(session: session)
        tabs[index].panes.append(new)
        tabs[index].layout = layout.inserting(new.id, at: side, of: pane)
        tabs[index].zoomed = nil
        return new.id
    }

    mutating func resize(_ pane: PaneID, _ side: Direction, cells: Int, area: Area) throws(WorkspaceError) {
        let index = try indexOfTab(of: pane)
        guard tabs[index].zoomed == nil else {
            throw WorkspaceError("a pane fills the tab: its size cannot be changed")
        }
        guard var layout = tabs[index].layout, layout.contains(pane) else {
            throw WorkspaceError("a floating pane has no neighbours: it is placed by its frame")
        }
        let area = area.clamped
        let cells = min(max(cells, -10_000), 10_000)
        guard cells != 0 else { return }
        // Without a border on that side the opposite one moves, in the same direction.
        let moved =
            layout.moveBorder(of: pane, at: side, by: cells, in: area)
            ?? layout.moveBorder(of: pane, at: side.opposite, by: -cells, in: area)
        guard let moved else {
            let extent = side.axis == .columns ? "width" : "height"
            throw WorkspaceError("the pane has the whole \(extent) of the tab")
        }
        guard moved > 0 else { throw WorkspaceError("there is no room to move the border") }
        tabs[index].layout = layout
    }

    mutating func swap(_ one: PaneID, _ other: PaneID) throws(WorkspaceError) {
        guard one != other else { throw WorkspaceError("a pane cannot be swapped with itself") }
        let first = try indexOfTab(of: one)
        let second = try indexOfTab(of: other)
        let names = [one: other, other: one]
        if first != second, let from = pane(one), let to = pane(other) {
            for place in tabs[first].panes.indices where tabs[first].panes[place].id == one {
                tabs[first].panes[place] = to
            }
            for place in tabs[second].panes.indices where tabs[second].panes[place].id == other {
                tabs[second].panes[place] = from
            }
        }
        for index in Set([first, second]) {
            tabs[index].layout = tabs[index].layout?.renaming(names)
            tabs[index].floating = tabs[index].floating.map { names[$0] ?? $0 }
            // Who sees one pane only would see nothing of the swap.
            if let zoomed = tabs[index].zoomed, names[zoomed] != nil { tabs[index].zoomed = nil }
        }
    }

    mutating func move(_ id: PaneID, to target: TabID?) throws(WorkspaceError) {
        let source = try indexOfTab(of: id)
        guard let pane = pane(id) else { return }
        guard let target else {
            guard tabs[source].panes.count > 1 else { throw WorkspaceError("the pane is alone in its tab already") }
            take(id)
            try insertTab(showing: pane, name: nil, at: source + 1)
            return
        }
        let destination = try index(of: target)
        guard destination != source || tabs[source].floating == id else {
            throw WorkspaceError("the pane is in this tab already")
        }
        if destination != source { try checkRoom(inTabAt: destination) }
        guard destination != source || tabs[source].panes.count > 1 else {
            tabs[source].layout = .pane(id)
            tabs[source].floating = nil
            tabs[source].floatingFrame = nil
            tabs[source].isFloatingShown = false
            tabs[source].zoomed = nil
            return
        }
        take(id)
        let index = try index(of: target)
        tabs[index].layout = tabs[index].layout.map { $0.placing(id) } ?? .pane(id)
        tabs[index].panes.append(pane)
        tabs[index].zoomed = nil
    }

    /// Takes the pane out of its tab, and the tab with it if it was the last one.
    mutating func take(_ pane: PaneID) {
        guard let index = tabs.firstIndex(where: { $0.panes.contains { $0.id == pane } }) else { return }
        tabs[index].panes.removeAll { $0.id == pane }
        if tabs[index].panes.isEmpty {
            tabs.remove(at: index)
            return
        }
        tabs[index].layout = tabs[index].layout?.removing(pane)
        if tabs[index].zoomed == pane { tabs[index].zoomed = nil }
        if tabs[index].floating == pane {
            tabs[index].floating = nil
            tabs[index].floatingFrame = nil
            tabs[index].isFloatingShown = false
        } else if tabs[index].layout == nil {
            // Hidden, it would leave an empty tab.
            tabs[index].isFloatingShown = true
        }
    }

    private func checkRoom(inTabAt index: Int) throws(WorkspaceError) {
        guard tabs[index].panes.count < Workspace.paneLimit else {
            throw WorkspaceError("the tab has \(tabs[index].panes.count) panes already")
        }
    }
}

extension Layout {
    /// With another pane beside the largest one, at its longer side.
    fileprivate func placing(_ new: PaneID) -> Layout {
        // What a usual terminal has; a cell is about twice as high as it is wide.
        let places = Tab(id: TabID(rawValue: 0), layout: self).places(
            in: Area(row: 0, column: 0, rows: 48, columns: 160))
        guard
            let largest = places.max(by: { $0.frame.rows * $0.frame.columns < $1.frame.rows * $1.frame.columns })
        else { return inserting(new, at: .right, of: panes[0]) }
        let isWide = largest.frame.columns >= largest.frame.rows * 2
        return inserting(new, at: isWide ? .right : .down, of: largest.pane)
    }
}
