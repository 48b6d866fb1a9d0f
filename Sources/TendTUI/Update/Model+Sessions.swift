import TendCore
import TendScreen

extension Model {
    mutating func performSession(_ command: Command) throws(Refusal) -> [Effect] {
        let text = command.arguments.joined(separator: " ")
        switch command.name {
        case .sessionOpen:
            guard !text.isEmpty else {
                overlays.append(.palette(chooser("sessions", sessionItems())))
                return []
            }
            return try open(text)
        case .sessionNew: return make(command.arguments, .tab(name: nil))
        case .sessionRename:
            let session = try target(of: "rename")
            guard !text.isEmpty else { return ask(nameOf: .session(session.id), "rename session", text: session.name) }
            return [.renameSession(session.id, text)]
        case .sessionStop:
            let session = try target(of: "stop")
            guard session.state == .running else { throw Refusal("\(session.name) does not run") }
            return configuration.asksBeforeClosing
                ? confirm("stop \(session.name)?", [.stopSession(session.id)]) : [.stopSession(session.id)]
        case .sessionRestart:
            let session = try target(of: "restart")
            guard session.state != .running else { throw Refusal("\(session.name) runs — stop it first") }
            return [.restartSession(session.id)]
        case .sessionDiff: return try showDiff(of: target(of: "show the changes of"))
        case .sessionRemove:
            let session = try target(of: "remove")
            guard configuration.asksBeforeClosing else { return [.removeSession(session.id)] }
            let question =
                session.state == .running
                ? "end \(session.name) and forget its output?" : "forget \(session.name) and its output?"
            return confirm(question, [.removeSession(session.id)])
        default:
            let session = try target(of: "take the size of")
            guard !isReadOnly else { throw Refusal("this client only watches") }
            guard let place = Scene(self).places.first(where: { self.session(of: $0.pane)?.id == session.id }) else {
                throw Refusal("\(session.name) is not shown here")
            }
            let size = Size(rows: place.content.rows, columns: place.content.columns).clamped
            var claim = claims[session.id] ?? SizeClaim(terminal: size)
            let wanted = claim.take()
            claims[session.id] = claim
            return wanted.map { [.resize(session: session.id, $0)] } ?? []
        }
    }

    /// The session that is selected in the sidebar, or else the focused one.
    private func target(of verb: String) throws(Refusal) -> SessionJSON {
        if sidebar.hasFocus {
            guard let session = selectedSession else {
                throw Refusal("no session is selected in the sidebar to \(verb)")
            }
            return session
        }
        guard let session = focusedSession else { throw Refusal("no session to \(verb)") }
        return session
    }

    /// Goes to the pane that shows the session; if none does, a new tab shows it.
    mutating func open(_ reference: String) throws(Refusal) -> [Effect] {
        let fitting = sessions.filter { $0.id == reference || $0.name == reference }
        let found = fitting.isEmpty ? sessions.filter { $0.id.hasPrefix(reference) } : fitting
        guard let session = found.first else { throw Refusal("no session '\(reference)'") }
        guard found.count == 1 else { throw Refusal("'\(reference)' is the beginning of several ids") }
        sidebar.hasFocus = false
        for tab in workspace?.tabs ?? [] {
            guard let pane = tab.panes.first(where: { $0.session == session.id }) else { continue }
            go(to: tab.id)
            setFocus(pane.id, in: tab.id)
            if tab.floating == pane.id, !tab.isFloatingShown { return changing(.showFloating(tab: tab.id, true)) }
            if let zoomed = tab.zoomed, zoomed != pane.id { return changing(.zoom(tab: tab.id, nil)) }
            return []
        }
        guard !isReadOnly else { throw Refusal("\(session.name) is in no pane, and this client only watches") }
        return place(session, .tab(name: nil))
    }

    var selectedSession: SessionJSON? {
        let rows = SidebarRow.list(self)
        guard rows.indices.contains(sidebar.selected), case .session(let id) = rows[sidebar.selected].content else {
            return nil
        }
        return sessions.first { $0.id == id }
    }

    /// Sessions come and go; the one that is selected stays it.
    mutating func keepingSidebar<Result>(_ change: (inout Model) -> Result) -> Result {
        guard sidebar.isShown, let selected = selectedSession?.id else { return change(&self) }
        let result = change(&self)
        let rows = SidebarRow.list(self)
        if let index = rows.firstIndex(where: { $0.content == .session(selected) }) { sidebar.selected = index }
        return result
    }

    // MARK: Keys of the sidebar

    mutating func takeSidebar(_ key: Key) -> [Effect] {
        let rows = SidebarRow.list(self)
        switch key.code {
        case .up, .character("k"): moveSidebar(-1, rows)
        case .down, .character("j"): moveSidebar(1, rows)
        case .home, .character("g"): sidebar.selected = 0; moveSidebar(0, rows)
        case .end, .character("G"): sidebar.selected = rows.count; moveSidebar(-1, rows)
        case .escape, .character("q"), .tab: sidebar.hasFocus = false
        case .enter, .character("o"), .character(" "):
            guard let session = selectedSession else { return [] }
            return run(Command(.sessionOpen, [session.id]))
        case .character("r"): return run(Command(.sessionRename))
        case .character("s"): return selectedSession == nil ? [] : run(Command(.sessionStop))
        case .character("R"): return run(Command(.sessionRestart))
        case .character("x"), .delete: return selectedSession == nil ? [] : run(Command(.sessionRemove))
        case .character("/"):
            overlays.append(.prompt(Prompt(.filterSidebar, label: "filter", text: sidebar.filter)))
        default: break
        }
        return []
    }

    /// A row that is no session, or none, is left for the focused pane's session, or the first one.
    mutating func settleSidebar() {
        guard selectedSession == nil else { return }
        let rows = SidebarRow.list(self)
        let focused = focusedSession.flatMap { session in rows.firstIndex { $0.content == .session(session.id) } }
        sidebar.selected = focused ?? 0
        if selectedSession == nil { moveSidebar(0, rows) }
    }

    /// Moves the selection to the next row that is a session.
    mutating func moveSidebar(_ step: Int, _ rows: [SidebarRow]) {
        var index = sidebar.selected
        repeat {
            index += step == 0 ? 1 : step
            guard rows.indices.contains(index) else { break }
            if case .session = rows[index].content { sidebar.selected = index; return }
        } while true
        if !rows.indices.contains(sidebar.selected) { sidebar.selected = max(0, rows.count - 1) }
    }
}
