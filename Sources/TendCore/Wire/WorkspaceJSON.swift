/// Answer of `GET /workspaces`.
package struct WorkspaceListJSON: Hashable, Sendable, Codable {
    package struct Entry: Hashable, Sendable, Codable {
        package var name: String
        package var tabs: Int
        package var panes: Int
        /// How many clients show it.
        package var clients: Int
        package var version: UInt64

        package init(_ workspace: Workspace, clients: Int) {
            name = workspace.name
            tabs = workspace.tabs.count
            panes = workspace.tabs.reduce(0) { $0 + $1.panes.count }
            self.clients = clients
            version = workspace.version
        }
    }

    package var workspaces: [Entry]

    package init(workspaces: [Entry]) { self.workspaces = workspaces }
}

/// Body of `POST /workspaces` and `PATCH /workspaces/{name}`.
package struct WorkspaceNameJSON: RequestJSON, Hashable {
    package var name: String

    enum CodingKeys: String, CodingKey, CaseIterable { case name }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(name: String) { self.name = name }
}

/// Body of `POST /workspaces/{name}/actions`. An action that cannot be leaves all of them undone.
package struct ActionsJSON: RequestJSON, Hashable {
    package var actions: [WorkspaceAction]

    enum CodingKeys: String, CodingKey, CaseIterable { case actions }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(actions: [WorkspaceAction]) { self.actions = actions }
}

/// Answer of `POST /workspaces/{name}/actions`.
package struct ChangedJSON: Hashable, Sendable, Codable {
    package var workspace: Workspace
    /// The pane that each action made, or null.
    package var panes: [PaneID?]

    package init(workspace: Workspace, panes: [PaneID?]) {
        self.workspace = workspace
        self.panes = panes
    }
}

/// A client with a screen, as `GET /clients` tells of it.
package struct ClientJSON: Hashable, Sendable, Codable {
    package var id: String
    /// The one it follows.
    package var workspace: String?
    /// The kind of its terminal.
    package var terminal: String
    package var rows: Int
    package var cols: Int
    package var since: Timestamp
    package var isFocused: Bool

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id, workspace, terminal, rows, cols, since
        case isFocused = "is_focused"
    }

    package init(
        id: String, workspace: String?, terminal: String, rows: Int, cols: Int, since: Timestamp, isFocused: Bool
    ) {
        self.id = id
        self.workspace = workspace
        self.terminal = terminal
        self.rows = rows
        self.cols = cols
        self.since = since
        self.isFocused = isFocused
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(workspace, forKey: .workspace)
        try container.encode(terminal, forKey: .terminal)
        try container.encode(rows, forKey: .rows)
        try container.encode(cols, forKey: .cols)
        try container.encode(since, forKey: .since)
        try container.encode(isFocused, forKey: .isFocused)
    }
}

/// Answer of `GET /clients`.
package struct ClientListJSON: Hashable, Sendable, Codable {
    package var clients: [ClientJSON]

    package init(clients: [ClientJSON]) { self.clients = clients }
}

/// Body of `POST /clients/{id}/do`.
package struct DoJSON: RequestJSON, Hashable {
    /// The text of a ``Command``, or of several between semicolons.
    package var command: String

    enum CodingKeys: String, CodingKey, CaseIterable { case command }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(command: String) { self.command = command }
}
