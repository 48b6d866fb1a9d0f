extension Workspace {
    package func tab(_ id: TabID) -> Tab? { tabs.first { $0.id == id } }

    package func tab(of pane: PaneID) -> Tab? { tabs.first { $0.panes.contains { $0.id == pane } } }

    /// The tab in which a client begins that has been in none yet: the one that somebody turned to last.
    package var tabOfArrival: Tab? { focused.reversed().lazy.compactMap { tab(of: $0) }.first ?? tabs.first }

    package func pane(_ id: PaneID) -> Pane? {
        for tab in tabs {
            if let pane = tab.panes.first(where: { $0.id == id }) { return pane }
        }
        return nil
    }

    /// Changes the workspace as asked. An action that makes no difference to its tabs leaves the version as it was.
    ///
    /// - Returns: the pane that was made, if one was; of several the first.
    /// - Throws: and leaves the workspace as it was.
    package mutating func apply(_ action: WorkspaceAction) throws(WorkspaceError) -> PaneID? {
        var next = self
        let made = try next.change(action)
        if next.tabs != tabs { next.version += 1 }
        self = next
        return made
    }

    /// Takes away all panes of a session that is no more.
    package mutating func forget(session: String) {
        var next = self
        for pane in tabs.flatMap(\.panes) where pane.session == session { next.take(pane.id) }
        guard next != self else { return }
        next.version += 1
        self = next
    }

    private mutating func change(_ action: WorkspaceAction) throws(WorkspaceError) -> PaneID? {
        switch action {
        case .newTab(let session, let name, let index): return try makeTab(session: session, name: name, at: index)
        case .build(let layout, let sessions, let name, let index):
            return try build(layout, sessions: sessions, name: name, at: index)
        case .split(let pane, let side, let session): return try split(pane, side, session: session)
        case .float(let tab, let session): return try float(in: tab, session: session)
        case .showFloating(let tab, let isShown): try showFloating(in: tab, isShown)
        case .placeFloating(let pane, let frame, let area): try placeFloating(pane, frame: frame, area: area)
        case .close(let pane):
            _ = try indexOfTab(of: pane)
            take(pane)
        case .closeTab(let tab): tabs.remove(at: try index(of: tab))
        case .renameTab(let tab, let name): try rename(tab, name)
        case .moveTab(let tab, let target): try moveTab(tab, to: target)
        case .resize(let pane, let side, let cells, let area): try resize(pane, side, cells: cells, area: area)
        case .swap(let one, let other): try swap(one, other)
        case .rotate(let tab, let isForward): try rotate(tab, isForward: isForward)
        case .move(let pane, let tab): try move(pane, to: tab)
        case .zoom(let tab, let pane): try zoom(pane, in: tab)
        case .arrange(let tab, let arrangement): try arrange(tab, as: arrangement)
        case .equalise(let tab): try equalise(tab)
        case .mark(let pane, let isMarked): try update(pane) { $0.isMarked = isMarked }
        case .focus(let pane): try focus(on: pane)
        case .show(let pane, let session): try update(pane) { $0.session = session }
        }
        return nil
    }
}

extension Workspace {
    /// Whether every pane is in exactly one place and every place has its pane: what was stored may have been edited by hand.
    package var isSound: Bool {
        let panes = tabs.flatMap(\.panes).map(\.id)
        guard Set(panes).count == panes.count, Set(tabs.map(\.id)).count == tabs.count,
            panes.allSatisfy({ $0.rawValue < nextPane }), tabs.allSatisfy({ $0.id.rawValue < nextTab })
        else { return false }
        return tabs.allSatisfy { tab in
            let placed = (tab.layout?.panes ?? []) + (tab.floating.map { [$0] } ?? [])
            return !placed.isEmpty && placed.count == tab.panes.count && Set(placed) == Set(tab.panes.map(\.id))
                && tab.zoomed.map(placed.contains) != false
        }
    }
}
