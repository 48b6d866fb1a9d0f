package import TendCore
import TendScreen

extension Model {
    // MARK: Looking up

    package var currentTab: Tab? { tab.flatMap { workspace?.tab($0) } }

    package var focusedPane: Pane? {
        guard let current = currentTab, let id = focus[current.id] else { return nil }
        return current.panes.first { $0.id == id }
    }

    package func session(of pane: PaneID) -> SessionJSON? {
        guard let id = workspace?.pane(pane)?.session else { return nil }
        return sessions.first { $0.id == id }
    }

    /// Whether a session has that size already.
    func hasSize(_ session: String, _ size: Size) -> Bool {
        sessions.contains { $0.id == session && $0.rows == size.rows && $0.cols == size.columns }
    }

    package var focusedSession: SessionJSON? { focusedPane.flatMap { session(of: $0.id) } }

    func pane(needed verb: String) throws(Refusal) -> Pane {
        guard let pane = focusedPane else { throw Refusal("no pane to \(verb)") }
        return pane
    }

    func tab(needed verb: String) throws(Refusal) -> Tab {
        guard let tab = currentTab else { throw Refusal("no tab to \(verb)") }
        return tab
    }

    /// Whether everything that is to be shown has come.
    package var isComplete: Bool {
        isConnected && workspace != nil && watched.allSatisfy { screens[$0] != nil }
    }

    // MARK: What the server says

    mutating func take(_ sessions: [SessionJSON]) {
        self.sessions = sessions.sorted { $0.startedAt.seconds < $1.startedAt.seconds }
    }

    /// Sessions that were for an editor alone, which has ended well: there is nothing to be seen or done again.
    func discarding(_ sessions: [SessionJSON]) -> [Effect] {
        guard !isReadOnly else { return [] }
        return sessions.filter { $0.state == .exited && $0.exitCode == 0 && EditorScript.made($0) }
            .map { .discardSession($0.id) }
    }

    mutating func take(_ event: EventJSON) -> [Effect] {
        guard let session = event.session else {
            return event.topic == "workspaces.changed" ? [.listWorkspaces] : takeBuffers(event)
        }
        if event.topic == "session.removed" {
            forget(session.id)
            return []
        }
        if let index = sessions.firstIndex(where: { $0.id == session.id }) {
            sessions[index] = session
        } else {
            sessions.append(session)
        }
        if session.state == .running { ahead.starting.remove(session.id) }
        if event.topic == "session.exited", case let effects = discarding([session]), !effects.isEmpty {
            return effects
        }
        switch event.topic {
        // Of one that is watched the bell comes with its screen.
        case "session.bell" where !watched.contains(session.id): return ring(session.id)
        case "session.activity" where !watched.contains(session.id) && session.activity == .working:
            unread.insert(session.id)
        case "session.clipboard": return offerClipboard(session, size: event.data["size"] ?? "some")
        case "session.exited" where !watched.contains(session.id): unread.insert(session.id)
        default: break
        }
        return []
    }

    mutating func forget(_ id: String) {
        sessions.removeAll { $0.id == id }
        screens[id] = nil
        claims[id] = nil
        unread.remove(id)
        rung.remove(id)
        ringing.remove(id)
        attention.forget(session: id)
        closeEndedCards()
        ahead.arriving.remove(id)
        ahead.starting.remove(id)
    }

    /// - Parameter isAnswer: somebody here has changed it so.
    mutating func take(_ new: Workspace, isAnswer: Bool = false) {
        // After the server was away, what it says counts, whatever its number.
        if isConnected, let workspace, workspace.name == new.name, workspace.version > new.version { return }
        let old = workspace
        let isOther = turn(to: new)
        keepCopies(in: new, isOther: isOther, isOwn: isAnswer || ahead.changes > 0)
        workspace = new
        ahead.lacksWorkspace = false
        ahead.leaving.formIntersection(new.tabs.flatMap { $0.panes.map(\.session) })
        if ahead.workspace == new.name { ahead.workspace = nil }
        if isOther {
            tab = nil
            lastTab = nil
            focus = [:]
            lastFocus = [:]
            arrangementIndex = [:]
            (drag, pressed) = (nil, nil)
            // The numbers of panes and tabs in them mean others here.
            closeAtOnce(where: \.isOfWorkspace)
            for pane in new.focused {
                guard let candidate = new.tab(of: pane) else { continue }
                focus[candidate.id] = pane
            }
            tab = new.tabOfArrival?.id
            paneTold = tab.flatMap { focus[$0] }
        }
        for candidate in new.tabs {
            for pane in candidate.panes where expected.contains(pane.session) {
                expected.remove(pane.session)
                ahead.arriving.remove(pane.session)
                go(to: candidate.id)
                setFocus(pane.id, in: candidate.id)
            }
        }
        followZoom(since: isOther ? nil : old)
    }

    /// Another client has zoomed a pane: keys for one that is not seen any more would go to somebody who cannot see what they do.
    private mutating func followZoom(since old: Workspace?) {
        for candidate in workspace?.tabs ?? [] {
            guard let zoomed = candidate.zoomed, old?.tab(candidate.id)?.zoomed != zoomed,
                let pane = focus[candidate.id], pane != zoomed, !candidate.shown.contains(pane)
            else { continue }
            setFocus(zoomed, in: candidate.id)
            guard old != nil, candidate.id == tab else { continue }
            // What is on its way is for the one that was seen until now.
            deafUntil = now + Model.deafTime
            say(.plain, "another client zoomed \(session(of: zoomed)?.name ?? "a pane"), which has the keys now")
        }
    }

    /// Who looks back does so in a session: where that is in another pane now, or in none, it ends.
    private mutating func keepCopies(in new: Workspace, isOther: Bool, isOwn: Bool) {
        for pane in copies.keys {
            let session = workspace?.pane(pane)?.session
            if !isOther, session != nil, new.pane(pane)?.session == session { continue }
            copies[pane] = nil
            guard !isOther, !isOwn, pane == focusedPane?.id, let session, !ahead.leaving.contains(session) else {
                continue
            }
            // Somebody else did it: what is typed next is for copy mode still.
            deafUntil = now + Model.deafTime
        }
    }

    mutating func take(_ screen: Screen, of session: String, bells: Int) -> [Effect] {
        guard watched.contains(session) else {
            change = .nothing
            return []
        }
        let old = screens.updateValue(screen, forKey: session)
        var isSame =
            old?.size == screen.size && old?.title == screen.title
            && old?.modes.contains(.focusEvents) == screen.modes.contains(.focusEvents)
        if let before = claims[session] {
            var claim = before
            claim.show(screen.size)
            if claim != before { claims[session] = claim }
            if claim.isOwner != before.isOwner { isSame = false }
        }
        if isSame { change = .content(session: session) }
        guard bells > 0 else { return [] }
        change = .anything
        return ring(session)
    }

    /// The server is another one: what was asked of the old one may be lost.
    mutating func claimAgain() -> [Effect] {
        var effects: [Effect] = []
        for session in sessions where session.state == .running {
            guard var claim = claims[session.id] else { continue }
            let wanted = claim.reconnected(to: Size(rows: session.rows, columns: session.cols))
            claims[session.id] = claim
            if let wanted { effects.append(.resize(session: session.id, wanted)) }
        }
        return effects
    }

    mutating func take(_ page: CopyMode.Page, for pane: PaneID) -> [Effect] {
        changeCopy(pane) { $0.take(page) }
    }

    /// A session that was made for a purpose is put in its place.
    ///
    /// - Parameter isNew: it was made for nothing else.
    mutating func place(_ session: SessionJSON, _ purpose: AfterMaking, isNew: Bool = false) -> [Effect] {
        guard let workspace else { return [] }
        if !sessions.contains(where: { $0.id == session.id }) { sessions.append(session) }
        expect(session.id)
        let action: WorkspaceAction =
            switch purpose {
            case .split(let pane, let direction): .split(pane: pane, direction, session: session.id)
            case .tab(let name): .newTab(session: session.id, name: name, at: nil)
            case .float(let tab): .float(tab: tab, session: session.id)
            case .replace(let pane): .show(pane: pane, session: session.id)
            }
        return isNew
            ? [.lodge(session: session.id, workspace: workspace.name, action)]
            : [.change(workspace: workspace.name, [action])]
    }

    // MARK: Focus

    mutating func go(to id: TabID) {
        guard tab != id else { return }
        lastTab = tab
        tab = id
    }

    mutating func setFocus(_ pane: PaneID, in tab: TabID) {
        guard focus[tab] != pane else { return }
        lastFocus[tab] = focus[tab]
        focus[tab] = pane
    }

    func changing(_ actions: WorkspaceAction...) -> [Effect] {
        guard let workspace else { return [] }
        return [.change(workspace: workspace.name, actions)]
    }
}
