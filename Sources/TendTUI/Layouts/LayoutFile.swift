package import TendCore

/// A set of tabs with the programs in them, as `.tend.yaml` and the files of `layouts/` have it.
///
/// A file is a mapping with `workspace`, `directory`, `env` and `tabs`. A tab has a `name` and is a pane or a split; a pane is the
/// text of a command or a mapping with `session`, `command`, `directory` and `env`; a split is `columns` or `rows` with a list of
/// panes and splits. Any part of a split may have a `weight`, and a tab a `floating` pane, which may be `hidden`.
package struct LayoutFile: Hashable, Sendable {
    /// Where the tabs belong; nil: whoever loads the file knows.
    package var workspace: String?
    package var tabs: [TabPlan]

    package init(workspace: String? = nil, tabs: [TabPlan] = []) {
        self.workspace = workspace
        self.tabs = tabs
    }

    package struct TabPlan: Hashable, Sendable {
        package var name: String?
        /// Numbers stand for ``panes``, from 0.
        package var layout: Layout
        package var panes: [PanePlan]
        /// The pane over the others.
        package var floating: PanePlan?
        package var isFloatingHidden: Bool

        package init(
            name: String? = nil, layout: Layout, panes: [PanePlan], floating: PanePlan? = nil,
            isFloatingHidden: Bool = false
        ) {
            self.name = name
            self.layout = layout
            self.panes = panes
            self.floating = floating
            self.isFloatingHidden = isFloatingHidden
        }
    }

    package struct PanePlan: Hashable, Sendable {
        /// Name of the session; nil: none is looked for.
        package var session: String?
        /// Empty: the user's shell.
        package var command: [String]
        /// As it stands in the file, put together with the directories around it; `~` is not expanded.
        package var directory: String?
        /// Nil: the value that the variable has where the file is loaded.
        package var environment: [String: String?]

        package init(
            session: String? = nil, command: [String] = [], directory: String? = nil,
            environment: [String: String?] = [:]
        ) {
            self.session = session
            self.command = command
            self.directory = directory
            self.environment = environment
        }
    }

    package static let tabFields = ["name", "floating"] + partFields
    static let partFields = ["columns", "rows"] + paneFields + ["weight"]
    static let paneFields = ["session", "command", "directory", "env"]
    static let floatingFields = paneFields + ["hidden"]
    static let fields = ["workspace", "directory", "env", "tabs"]
}

extension LayoutFile {
    /// With a name for the session of every pane, so that another run finds the same: that of the workspace and the program, with a
    /// number if there are several. Of the sessions that have such names a pane gets the one that runs just what it says.
    ///
    /// - Parameter fits: whether a session runs what the pane says.
    package func named(
        for workspace: String, sessions: [SessionJSON] = [], fits: (PanePlan, SessionJSON) -> Bool = { _, _ in false }
    ) -> LayoutFile {
        var file = self
        var taken = Set(tabs.flatMap { $0.panes + ($0.floating.map { [$0] } ?? []) }.compactMap(\.session))
        func name(_ pane: inout PanePlan, choose: (String) -> String?) {
            guard pane.session == nil else { return }
            let base = SessionNaming.proposed(forCommand: pane.command.first ?? "shell") { _ in false }
            guard let name = choose("\(workspace)-\(base)") else { return }
            pane.session = name
            taken.insert(name)
        }
        func nameAll(_ choose: (PanePlan, String) -> String?) {
            for tab in tabs.indices {
                for pane in tabs[tab].panes.indices {
                    let plan = tabs[tab].panes[pane]
                    name(&file.tabs[tab].panes[pane]) { choose(plan, $0) }
                }
                guard var floating = file.tabs[tab].floating else { continue }
                let plan = floating
                name(&floating) { choose(plan, $0) }
                file.tabs[tab].floating = floating
            }
        }
        nameAll { pane, base in
            let first = SessionNaming.proposed(forCommand: base) { _ in false }
            let numbered = sessions.compactMap { session -> (number: Int, session: SessionJSON)? in
                if session.name == first { return (1, session) }
                guard session.name.hasPrefix(first + "-") else { return nil }
                return Int(session.name.dropFirst(first.count + 1)).map { ($0, session) }
            }
            return numbered.sorted { $0.number < $1.number }.map(\.session)
                .first { !taken.contains($0.name) && fits(pane, $0) }?.name
        }
        nameAll { _, base in SessionNaming.proposed(forCommand: base) { taken.contains($0) } }
        return file
    }

    /// What a workspace shows now, to be loaded again. Of variables that a session was given the names are there, without the values:
    /// they may be secrets, and the server tells them to nobody.
    ///
    /// - Parameter home: the user's home directory, written as `~`.
    package init(of workspace: Workspace, sessions: [SessionJSON], home: String?) {
        let byID = Dictionary(sessions.map { ($0.id, $0) }) { first, _ in first }
        self.init()
        func plan(_ id: PaneID) -> PanePlan {
            guard let session = workspace.pane(id).flatMap({ byID[$0.session] }) else { return PanePlan() }
            let given = session.envKeys.filter { !InheritedVariables.contains($0) }
            return PanePlan(
                session: session.name, command: [session.command] + session.args,
                directory: LayoutFile.short(session.cwd, home: home),
                environment: Dictionary(uniqueKeysWithValues: given.map { ($0, nil) }))
        }
        for tab in workspace.tabs {
            // A floating pane that has lost all others is as good as a tab.
            guard let layout = tab.layout ?? tab.floating.map(Layout.pane) else { continue }
            let order = layout.panes
            let numbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, PaneID(rawValue: $0)) })
            tabs.append(
                TabPlan(
                    name: tab.name, layout: layout.renaming(numbers), panes: order.map(plan),
                    floating: tab.layout == nil ? nil : tab.floating.map(plan),
                    isFloatingHidden: !tab.isFloatingShown && tab.floating != nil && tab.layout != nil))
        }
    }

    private static func short(_ path: String, home: String?) -> String {
        guard let home, home.count > 1, path == home || path.hasPrefix(home + "/") else { return path }
        return "~" + path.dropFirst(home.count)
    }
}
