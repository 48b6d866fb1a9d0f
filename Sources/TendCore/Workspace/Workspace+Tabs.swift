// Actions on whole tabs. What throws may leave half a change behind: `apply` works on a copy.
extension Workspace {
    package static let tabLimit = 100
    package static let nameLimit = 64

    func index(of tab: TabID) throws(WorkspaceError) -> Int {
        guard let index = tabs.firstIndex(where: { $0.id == tab }) else {
            throw WorkspaceError("there is no tab with the id \(tab.rawValue)")
        }
        return index
    }

    mutating func makeTab(session: String, name: String?, at index: Int?) throws(WorkspaceError) -> PaneID {
        let pane = makePane(session: session)
        try insertTab(showing: pane, name: name, at: index ?? tabs.count)
        return pane.id
    }

    mutating func insertTab(showing pane: Pane, name: String?, at index: Int) throws(WorkspaceError) {
        guard tabs.count < Workspace.tabLimit else { throw WorkspaceError("there are \(tabs.count) tabs already") }
        let tab = Tab(
            id: TabID(rawValue: nextTab), name: try Workspace.checkedTabName(name), layout: .pane(pane.id),
            panes: [pane])
        nextTab += 1
        tabs.insert(tab, at: min(max(index, 0), tabs.count))
    }

    mutating func build(
        _ layout: Layout, sessions: [String], name: String?, at index: Int?
    ) throws(WorkspaceError) -> PaneID {
        let order = layout.panes.map(\.rawValue)
        guard order.count == sessions.count, Set(order) == Set(sessions.indices) else {
            throw WorkspaceError("the layout must name each of its sessions once, by its index from 0")
        }
        guard order.count <= Workspace.paneLimit else {
            throw WorkspaceError("a tab has at most \(Workspace.paneLimit) panes")
        }
        let panes = sessions.map { makePane(session: $0) }
        try insertTab(showing: panes[0], name: name, at: index ?? tabs.count)
        let names = Dictionary(uniqueKeysWithValues: sessions.indices.map { (PaneID(rawValue: $0), panes[$0].id) })
        // Not the index: it may have been out of range.
        guard let tab = tabs.firstIndex(where: { $0.panes.first?.id == panes[0].id }) else { return panes[0].id }
        tabs[tab].panes = panes
        tabs[tab].layout = layout.renaming(names).tidied
        return tabs[tab].order[0]
    }

    mutating func rename(_ tab: TabID, _ name: String?) throws(WorkspaceError) {
        tabs[try index(of: tab)].name = try Workspace.checkedTabName(name)
    }

    mutating func moveTab(_ tab: TabID, to target: Int) throws(WorkspaceError) {
        let moved = tabs.remove(at: try index(of: tab))
        tabs.insert(moved, at: min(max(target, 0), tabs.count))
    }

    mutating func rotate(_ tab: TabID, isForward: Bool) throws(WorkspaceError) {
        let index = try index(of: tab)
        let order = tabs[index].layout?.panes ?? []
        guard order.count > 1 else { throw WorkspaceError("there is nothing to rotate: the tab has one pane") }
        let shown = order.compactMap { pane($0) }
        for (place, id) in order.enumerated() {
            let source = shown[(place + (isForward ? order.count - 1 : 1)) % order.count]
            // The mark belongs to what is typed into.
            try update(id) {
                $0.session = source.session
                $0.isMarked = source.isMarked
            }
        }
    }

    mutating func zoom(_ pane: PaneID?, in tab: TabID) throws(WorkspaceError) {
        let index = try index(of: tab)
        if let pane {
            guard tabs[index].panes.contains(where: { $0.id == pane }) else {
                throw WorkspaceError("the tab has no pane with the id \(pane.rawValue)")
            }
        }
        tabs[index].zoomed = pane
    }

    mutating func arrange(_ tab: TabID, as arrangement: WorkspaceAction.Arrangement) throws(WorkspaceError) {
        let index = try index(of: tab)
        tabs[index].zoomed = nil
        guard let panes = tabs[index].layout?.panes else { return }
        tabs[index].layout = .arranged(panes, as: arrangement)
    }

    mutating func equalise(_ tab: TabID) throws(WorkspaceError) {
        let index = try index(of: tab)
        tabs[index].zoomed = nil
        tabs[index].layout = tabs[index].layout?.equalised
    }

    mutating func float(in tab: TabID, session: String) throws(WorkspaceError) -> PaneID {
        let index = try index(of: tab)
        guard tabs[index].floating == nil else { throw WorkspaceError("the tab has a floating pane already") }
        let pane = makePane(session: session)
        tabs[index].panes.append(pane)
        tabs[index].floating = pane.id
        tabs[index].isFloatingShown = true
        return pane.id
    }

    mutating func placeFloating(_ pane: PaneID, frame: Area, area: Area) throws(WorkspaceError) {
        let index = try indexOfTab(of: pane)
        guard tabs[index].floating == pane else { throw WorkspaceError("the pane does not float") }
        let area = area.clamped
        guard area.rows > 0, area.columns > 0 else { throw WorkspaceError("the tab has no area") }
        tabs[index].floatingFrame = FloatingFrame(frame.clamped, in: area)
    }

    mutating func showFloating(in tab: TabID, _ isShown: Bool) throws(WorkspaceError) {
        let index = try index(of: tab)
        guard let floating = tabs[index].floating else { throw WorkspaceError("the tab has no floating pane") }
        guard isShown || tabs[index].layout != nil else {
            throw WorkspaceError("the floating pane is the only one of its tab")
        }
        tabs[index].isFloatingShown = isShown
        if !isShown, tabs[index].zoomed == floating { tabs[index].zoomed = nil }
    }

    /// The name as it is kept; nil for one of blanks.
    static func checkedTabName(_ name: String?) throws(WorkspaceError) -> String? {
        guard let name else { return nil }
        let shown = DisplayText.cleaned(name, limit: nameLimit + 1)
        guard shown.count <= nameLimit else { throw WorkspaceError("a tab's name has at most \(nameLimit) characters") }
        return shown.isEmpty ? nil : shown
    }
}
