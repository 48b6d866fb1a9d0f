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
    /// number if there are several.
    package func named(for workspace: String) -> LayoutFile {
        var file = self
        var taken = Set(tabs.flatMap { $0.panes + ($0.floating.map { [$0] } ?? []) }.compactMap(\.session))
        func name(_ pane: inout PanePlan) {
            guard pane.session == nil else { return }
            let base = SessionNaming.proposed(forCommand: pane.command.first ?? "shell") { _ in false }
            let name = SessionNaming.proposed(forCommand: "\(workspace)-\(base)") { taken.contains($0) }
            pane.session = name
            taken.insert(name)
        }
        for tab in tabs.indices {
            for pane in tabs[tab].panes.indices { name(&file.tabs[tab].panes[pane]) }
            if var floating = tabs[tab].floating {
                name(&floating)
                file.tabs[tab].floating = floating
            }
        }
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
