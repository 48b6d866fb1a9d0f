package import TendCore

/// A set of tabs with the programs in them, as `.tend.yaml` and the files of `layouts/` have it.
///
/// A file is a mapping with `workspace`, `directory`, `env` and `tabs`. A tab has a `name` and is a pane or a split; a pane is the
/// text of a command or a mapping with `session`, `command`, `directory` and `env`; a split is `columns` or `rows` with a list of
/// panes and splits. Any part of a split may have a `weight`.
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

        package init(name: String? = nil, layout: Layout, panes: [PanePlan]) {
            self.name = name
            self.layout = layout
            self.panes = panes
        }
    }

    package struct PanePlan: Hashable, Sendable {
        /// Name of the session; nil: none is looked for.
        package var session: String?
        /// Empty: the user's shell.
        package var command: [String]
        /// As it stands in the file, put together with the directories around it; `~` is not expanded.
        package var directory: String?
        package var environment: [String: String]

        package init(
            session: String? = nil, command: [String] = [], directory: String? = nil,
            environment: [String: String] = [:]
        ) {
            self.session = session
            self.command = command
            self.directory = directory
            self.environment = environment
        }
    }

    package static let tabFields = ["name"] + partFields
    static let partFields = ["columns", "rows", "session", "command", "directory", "env", "weight"]
    static let fields = ["workspace", "directory", "env", "tabs"]
}

extension LayoutFile {
    /// With a name for the session of every pane, so that another run finds the same: that of the workspace and the program, with a
    /// number if there are several.
    package func named(for workspace: String) -> LayoutFile {
        var file = self
        var taken = Set(tabs.flatMap(\.panes).compactMap(\.session))
        for tab in tabs.indices {
            for pane in tabs[tab].panes.indices where tabs[tab].panes[pane].session == nil {
                let program = tabs[tab].panes[pane].command.first ?? "shell"
                let base = SessionNaming.proposed(forCommand: program) { _ in false }
                let name = SessionNaming.proposed(forCommand: "\(workspace)-\(base)") { taken.contains($0) }
                file.tabs[tab].panes[pane].session = name
                taken.insert(name)
            }
        }
        return file
    }

    /// What a workspace shows now, to be loaded again. Floating panes are left out, and so are values of the environment: the server
    /// tells their names only.
    ///
    /// - Parameter home: the user's home directory, written as `~`.
    package init(of workspace: Workspace, sessions: [SessionJSON], home: String?) {
        let byID = Dictionary(sessions.map { ($0.id, $0) }) { first, _ in first }
        self.init()
        for tab in workspace.tabs {
            guard let layout = tab.layout else { continue }
            let order = layout.panes
            let panes = order.map { id -> PanePlan in
                guard let session = workspace.pane(id).flatMap({ byID[$0.session] }) else { return PanePlan() }
                return PanePlan(
                    session: session.name, command: [session.command] + session.args,
                    directory: LayoutFile.short(session.cwd, home: home))
            }
            let numbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, PaneID(rawValue: $0)) })
            tabs.append(TabPlan(name: tab.name, layout: layout.renaming(numbers), panes: panes))
        }
    }

    private static func short(_ path: String, home: String?) -> String {
        guard let home, home.count > 1, path == home || path.hasPrefix(home + "/") else { return path }
        return "~" + path.dropFirst(home.count)
    }
}
