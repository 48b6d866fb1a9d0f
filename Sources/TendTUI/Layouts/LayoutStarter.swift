package import TendClient
package import TendCore

/// Brings the tabs of a layout file to life: starts what does not run, and shows what is not shown.
package struct LayoutStarter: Sendable {
    let client: Client
    /// Of the workspace that the file leaves open.
    let workspace: String
    let place: LayoutPlace
    /// Whether panes without a name get one: ``LayoutFile/named(for:sessions:fits:)``.
    let isNaming: Bool

    package init(client: Client, workspace: String, place: LayoutPlace, isNaming: Bool = false) {
        self.client = client
        self.workspace = workspace
        self.place = place
        self.isNaming = isNaming
    }

    /// What became of the file.
    package struct Report: Hashable, Sendable {
        package var workspace: String
        /// Names of sessions.
        package var started: [String] = []
        package var restarted: [String] = []
        /// Had ended, and are other programs now.
        package var replaced: [String] = []
        package var running: [String] = []
        /// Numbers of tabs that were made, from 1 in the order of the file; and sessions put into tabs that were there.
        package var tabsMade = 0
        package var panesAdded = 0
        /// What could not be done as the file has it.
        package var remarks: [String] = []

        /// One line for each thing that was done.
        package var lines: [String] {
            let isAllThere = tabsMade == 0 && panesAdded == 0
            return done + (isAllThere ? ["all tabs are there in workspace \(workspace)"] : []) + remarks
        }

        /// The same while it is not over.
        package var done: [String] {
            var lines: [String] = []
            func add(_ what: String, _ names: [String]) {
                if !names.isEmpty { lines.append("\(what) \(names.joined(separator: ", "))") }
            }
            add("started", started)
            add("restarted", restarted)
            add("started anew, as the file has it now:", replaced)
            add("already running:", running)
            if tabsMade > 0 {
                lines.append("made \(tabsMade) \(tabsMade == 1 ? "tab" : "tabs") in workspace \(workspace)")
            }
            if panesAdded > 0 {
                lines.append("added \(panesAdded) \(panesAdded == 1 ? "pane" : "panes") in workspace \(workspace)")
            }
            return lines
        }
    }

    /// Something could not be started or shown; what was done before that stays.
    package struct Interruption: Error, CustomStringConvertible {
        package var report: Report
        package var cause: any Error

        package var description: String { (report.done + report.remarks + ["\(cause)"]).joined(separator: "; ") }
    }

    /// Sessions are found by their names; a pane without one starts anew each time. What runs goes on, whatever the file says; what has
    /// ended is started as the file has it.
    ///
    /// - Throws: ``Interruption`` when something has been done already.
    package func bring(_ file: LayoutFile) async throws -> Report {
        var report = Report(workspace: file.workspace ?? workspace)
        let all = try await client.sessions()
        let sessions = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
        var file = file
        if isNaming {
            file = file.named(for: report.workspace, sessions: all) { pane, session in
                LayoutDifference(session, pane, at: place) == nil
            }
        }
        try await checkDirectories(of: file, known: sessions)
        do {
            try await bring(file, known: sessions, &report)
        } catch {
            throw report.done.isEmpty ? error : Interruption(report: report, cause: error)
        }
        return report
    }

    /// Half of a file is of no use to anybody.
    private func checkDirectories(of file: LayoutFile, known: [String: SessionJSON]) async throws {
        var checked: Set<String> = []
        var missing: [String] = []
        for pane in file.tabs.flatMap({ $0.panes + ($0.floating.map { [$0] } ?? []) }) {
            if let session = pane.session.flatMap({ known[$0] }),
                session.state == .running || LayoutDifference(session, pane, at: place) == nil
            {
                continue
            }
            guard let path = place.request(for: pane).cwd, checked.insert(path).inserted else { continue }
            if try await !client.directories(completing: path).exists { missing.append(path) }
        }
        guard let first = missing.first else { return }
        let more = missing.count > 1 ? " and \(missing.dropFirst().joined(separator: ", "))" : ""
        throw ServiceError(
            .invalid,
            "nothing was started: no such directory: \(first)\(more) — make it, or write another one into the file")
    }

    private func bring(_ file: LayoutFile, known: [String: SessionJSON], _ report: inout Report) async throws {
        var sessions = known
        var current = try await ready(report.workspace)
        for tab in file.tabs {
            var ids: [String] = []
            let replaced = report.replaced.count
            for pane in tab.panes + (tab.floating.map { [$0] } ?? []) {
                let session = try await session(for: pane, known: sessions, &report)
                sessions[session.name] = session
                ids.append(session.id)
            }
            if report.replaced.count > replaced { current = try await client.workspace(report.workspace) }
            let floating = tab.floating == nil ? nil : ids.removeLast()
            var actions = LayoutStarter.actions(for: tab, ids, in: current, &report)
            if !actions.isEmpty { current = try await client.change(report.workspace, actions).workspace }
            // The tab has its number only now.
            if let floating {
                actions = LayoutStarter.actions(for: tab, beside: ids, floating: floating, in: current, &report)
                if !actions.isEmpty { current = try await client.change(report.workspace, actions).workspace }
            }
        }
    }

    /// What the workspace lacks of a tab's floating pane. A tab that has another one keeps it.
    static func actions(
        for plan: LayoutFile.TabPlan, beside sessions: [String], floating: String, in workspace: Workspace,
        _ report: inout Report
    ) -> [WorkspaceAction] {
        let tabs = workspace.tabs
        if tabs.contains(where: { $0.panes.contains { $0.session == floating } }) { return [] }
        guard let tab = tabs.last(where: { $0.panes.contains { sessions.contains($0.session) } }) else { return [] }
        guard tab.floating == nil else {
            report.remarks.append(
                "tab \((tabs.firstIndex(of: tab) ?? 0) + 1) has another floating pane, which stays; "
                    + "\(plan.floating?.session ?? floating) is in no pane")
            return []
        }
        report.panesAdded += 1
        let show: [WorkspaceAction] = plan.isFloatingHidden ? [.showFloating(tab: tab.id, false)] : []
        return [.float(tab: tab.id, session: floating)] + show
    }

    private func ready(_ name: String) async throws -> Workspace {
        do {
            return try await client.workspace(name)
        } catch ClientError.service(let error) where error.code == .notFound {
            return try await client.createWorkspace(name)
        }
    }

    private func session(
        for pane: LayoutFile.PanePlan, known: [String: SessionJSON], _ report: inout Report
    ) async throws -> SessionJSON {
        if let name = pane.session, let session = known[name] {
            let difference = LayoutDifference(session, pane, at: place)
            if session.state == .running {
                report.running.append(name)
                if let difference { report.remarks.append(difference.remark(on: name, remedy: "tend kill")) }
                return session
            }
            if let difference {
                if try await belongsHere(session, pane, report.workspace) {
                    let new = try await replace(session, for: pane, in: report.workspace)
                    report.replaced.append(name)
                    note(missingFor: pane, of: name, &report)
                    return new
                }
                report.remarks.append(difference.remark(on: name, remedy: "tend rm -f"))
            }
            report.restarted.append(name)
            return try await client.restart(session.id)
        }
        let session = try await client.create(place.request(for: pane))
        report.started.append(session.name)
        note(missingFor: pane, of: session.name, &report)
        return session
    }

    private func note(missingFor pane: LayoutFile.PanePlan, of name: String, _ report: inout Report) {
        let missing = place.missing(for: pane)
        guard !missing.isEmpty else { return }
        report.remarks.append(
            "\(name) was started without \(missing.joined(separator: ", ")): the file has no value, "
                + "and the environment here has none")
    }

    /// Whether an ended session may go with its history: names are the same for all projects, and another one's stays.
    private func belongsHere(
        _ session: SessionJSON, _ pane: LayoutFile.PanePlan, _ workspace: String
    ) async throws -> Bool {
        var isShown = false
        for name in try await client.workspaces().map(\.name) {
            guard try await client.workspace(name).tabs.flatMap(\.panes).contains(where: { $0.session == session.id })
            else { continue }
            if name != workspace { return false }
            isShown = true
        }
        return isShown || session.cwd == place.request(for: pane).cwd
    }

    /// Puts a new session in the place of an ended one: under its name, in its panes.
    private func replace(
        _ old: SessionJSON, for pane: LayoutFile.PanePlan, in workspace: String
    ) async throws -> SessionJSON {
        let request = place.request(for: pane)
        // Out of the way only: a program that cannot be started costs nothing.
        _ = try await client.rename(old.id, to: "ended-\(old.id)")
        let new: SessionJSON
        do {
            new = try await client.create(request)
        } catch {
            _ = try await client.rename(old.id, to: old.name)
            throw error
        }
        let panes = try await client.workspace(workspace).tabs.flatMap(\.panes).filter { $0.session == old.id }
        if !panes.isEmpty {
            _ = try await client.change(workspace, panes.map { .show(pane: $0.id, session: new.id) })
        }
        try await client.remove(old.id)
        return new
    }

    /// What the workspace lacks of a tab. One that has any of its sessions is taken for it, and gets the others beside those that come
    /// before them in the file.
    static func actions(
        for tab: LayoutFile.TabPlan, _ sessions: [String], in workspace: Workspace, _ report: inout Report
    ) -> [WorkspaceAction] {
        let shown = workspace.tabs.flatMap(\.panes)
        guard sessions.contains(where: { id in shown.contains { $0.session == id } }) else {
            report.tabsMade += 1
            return [.build(tab.layout, sessions: sessions, name: tab.name, at: nil)]
        }
        var actions: [WorkspaceAction] = []
        var next = workspace
        for (index, id) in sessions.enumerated() where !shown.contains(where: { $0.session == id }) {
            let panes = next.tabs.flatMap(\.panes)
            // From the nearest neighbour in the file; the earlier one of two.
            let order = sessions.indices.filter { $0 != index }.sorted { abs($0 - index) < abs($1 - index) }
            let found = order.lazy.compactMap { other in
                panes.first { $0.session == sessions[other] }.map { (other, $0.id) }
            }
            guard let (other, pane) = found.first else { continue }
            let axis = tab.layout.axis(between: PaneID(rawValue: index), PaneID(rawValue: other)) ?? .columns
            let side: Direction = axis == .columns ? (other < index ? .right : .left) : (other < index ? .down : .up)
            let action = WorkspaceAction.split(pane: pane, side, session: id)
            // The server says why it cannot be.
            _ = try? next.apply(action)
            actions.append(action)
        }
        report.panesAdded += actions.count
        return actions
    }
}

extension Layout {
    /// Of the innermost split that holds both.
    fileprivate func axis(between one: PaneID, _ other: PaneID) -> Axis? {
        guard case .split(let axis, let parts) = self else { return nil }
        for part in parts {
            let panes = part.layout.panes
            if panes.contains(one), panes.contains(other) { return part.layout.axis(between: one, other) }
        }
        return panes.contains(one) && panes.contains(other) ? axis : nil
    }
}

/// Where a layout file's programs start.
package struct LayoutPlace: Sendable {
    /// What relative directories are seen from, and the one of panes that name none.
    package var directory: String
    /// The user's home directory: `~`.
    package var home: String
    /// A session of the user's shell: its environment is that of every pane, before the file's own.
    package var template: NewSessionJSON

    /// Of whoever loads the file: variables that the file only names come from here.
    package var environment: [String: String]

    /// Whether `directory` is the file's own, and not just where somebody loads it.
    package var isOfFile: Bool

    package init(
        directory: String, home: String, template: NewSessionJSON, environment: [String: String] = [:],
        isOfFile: Bool = false
    ) {
        self.isOfFile = isOfFile
        self.directory = directory
        self.home = home
        self.template = template
        self.environment = environment
    }

    /// Variables that the pane is to have and that have no value anywhere.
    func missing(for pane: LayoutFile.PanePlan) -> [String] {
        pane.environment.filter { $0.value == nil && environment[$0.key] == nil }.keys.sorted()
    }

    func request(for pane: LayoutFile.PanePlan) -> NewSessionJSON {
        var request = template
        request.name = pane.session
        if let program = pane.command.first {
            request.command = program
            request.args = Array(pane.command.dropFirst())
        }
        let path = LayoutFile.joined(directory, pane.directory ?? ".")
        request.cwd = path == "~" || path.hasPrefix("~/") ? home + path.dropFirst() : path
        var variables = request.env ?? [:]
        for (name, value) in pane.environment {
            guard let value = value ?? environment[name] else { continue }
            variables.updateValue(value, forKey: name)
        }
        if !pane.environment.isEmpty { request.env = variables }
        return request
    }
}
