import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendScreen

/// The W of the commands.
struct WorkspaceOption: ParsableArguments {
    @Option(
        name: [.customShort("w"), .long],
        help: ArgumentHelp(
            "Name of the workspace; else that of the client that has the focus, the only one, or main.", valueName: "W"),
        completion: WorkspaceChoice.completion)
    var workspace: String?

    /// The name that was given, or the one that is meant.
    func name(_ client: Client) async throws -> String {
        if let workspace { return workspace }
        return WorkspaceChoice.meant(
            clients: try await client.clients(), names: try await client.workspaces().map(\.name))
    }

    /// The one that is meant.
    ///
    /// - Throws: ``Failure`` with those that there are when there is none of that name.
    func workspace(_ client: Client) async throws -> Workspace {
        let name = try await name(client)
        do {
            return try await client.workspace(name)
        } catch {
            guard case .service(let refusal) = error, refusal.code == .notFound else { throw error }
            let names = try await client.workspaces().map(\.name)
            throw Failure("\(refusal.message) — \(WorkspaceChoice.remedy(for: name, names: names))")
        }
    }
}

enum WorkspaceChoice {
    static let completion = CompletionKind.custom { @Sendable (_: [String], _: Int, prefix: String) async -> [String] in
        // No server, or one that does not answer at once: completion stays silent.
        let workspaces = try? await Connector.existing(timeout: .seconds(1)).workspaces()
        return (workspaces ?? []).map(\.name).filter { $0.hasPrefix(prefix) }
    }

    /// The one that clients begin with.
    static let usual = "main"

    /// What can be done where there is no workspace of that name.
    static func remedy(for name: String, names: [String]) -> String {
        if let near = Suggestion.nearest(to: name, among: names) { return "did you mean '\(near)'?" }
        return names.isEmpty ? "there are none; 'tend' makes one" : "'tend workspaces' lists those that there are"
    }

    static func meant(clients: [ClientJSON], names: [String]) -> String {
        let shown = clients.filter { $0.workspace != nil }
        if let client = shown.last(where: \.isFocused) ?? shown.last, let name = client.workspace { return name }
        return !names.contains(usual) && names.count == 1 ? names[0] : usual
    }
}

struct WorkspacesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspaces",
        abstract: "List workspaces.",
        discussion: "Example:\n  tend workspaces --json | jq -r '.workspaces[].name'"
    )

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    func run() async throws {
        let workspaces = try await Connector.connect().workspaces()
        if isJSON { return try Console.write(json: WorkspaceListJSON(workspaces: workspaces)) }
        if workspaces.isEmpty { return Console.say("no workspaces — 'tend' makes one") }
        try Console.write(table: WorkspaceTable.workspaces(workspaces))
    }
}

struct TabsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tabs",
        abstract: "List the tabs of a workspace.",
        discussion: "Example:\n  tend tabs --workspace main"
    )

    @OptionGroup var target: WorkspaceOption

    @Flag(name: .customLong("json"), help: "Print JSON: the whole workspace, with layouts.")
    var isJSON = false

    func run() async throws {
        let client = try Connector.connect()
        let workspace = try await target.workspace(client)
        if isJSON { return try Console.write(json: workspace) }
        if workspace.tabs.isEmpty { return Console.say("no tabs in workspace \(workspace.name)") }
        let sessions = try await client.sessions()
        try Console.write(table: WorkspaceTable.tabs(workspace, sessions))
    }
}

struct PanesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "panes",
        abstract: "List the panes of a workspace with the sessions in them.",
        discussion: """
            PANE is the number that pane.focus takes, from 1 in each tab.

            Example:
              tend panes --json | jq -r '.panes[] | select(.tab_number == 1) | .session'
            """
    )

    @OptionGroup var target: WorkspaceOption

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    func run() async throws {
        let client = try Connector.connect()
        let workspace = try await target.workspace(client)
        let panes = PaneJSON.list(workspace, try await client.sessions())
        if isJSON { return try Console.write(json: PaneListJSON(workspace: workspace.name, panes: panes)) }
        if panes.isEmpty { return Console.say("no panes in workspace \(workspace.name)") }
        try Console.write(table: WorkspaceTable.panes(panes))
    }
}

struct ClientsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients",
        abstract: "List the clients that are open, for 'tend do --client'.",
        discussion: "Example:\n  tend clients"
    )

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    func run() async throws {
        let clients = try await Connector.connect().clients()
        if isJSON { return try Console.write(json: ClientListJSON(clients: clients)) }
        if clients.isEmpty { return Console.say("no clients — 'tend' opens one") }
        try Console.write(table: WorkspaceTable.clients(clients, now: Double(time(nil))))
    }
}

/// A pane as `tend panes --json` shows it.
struct PaneJSON: Encodable, Hashable {
    var id: PaneID
    /// From 1, its place in the tab: what `pane.focus` takes and `pane.numbers` shows.
    var number: Int
    var tab: TabID
    var tabNumber: Int
    var session: String
    var isMarked: Bool
    var isFloating: Bool
    var isZoomed: Bool
    /// Nil: it was removed a moment ago.
    var shown: SessionJSON?

    enum CodingKeys: String, CodingKey {
        case id, number, tab
        case tabNumber = "tab_number"
        case session
        case isMarked = "is_marked"
        case isFloating = "is_floating"
        case isZoomed = "is_zoomed"
        case shown
    }

    static func list(_ workspace: Workspace, _ sessions: [SessionJSON]) -> [PaneJSON] {
        workspace.tabs.enumerated().flatMap { index, tab in
            tab.numbered.enumerated().compactMap { number, id in
                workspace.pane(id).map { pane in
                    PaneJSON(
                        id: id, number: number + 1, tab: tab.id, tabNumber: index + 1, session: pane.session,
                        isMarked: pane.isMarked, isFloating: tab.floating == id, isZoomed: tab.zoomed == id,
                        shown: sessions.first { $0.id == pane.session })
                }
            }
        }
    }
}

struct PaneListJSON: Encodable, Hashable {
    var workspace: String
    var panes: [PaneJSON]
}

/// Workspaces, tabs, panes and clients as tables for people.
enum WorkspaceTable {
    static func workspaces(_ workspaces: [WorkspaceListJSON.Entry]) -> Table {
        var table = Table([("NAME", .left), ("TABS", .right), ("PANES", .right), ("CLIENTS", .right)])
        for workspace in workspaces {
            table.add([workspace.name, "\(workspace.tabs)", "\(workspace.panes)", "\(workspace.clients)"])
        }
        return table
    }

    static func tabs(_ workspace: Workspace, _ sessions: [SessionJSON]) -> Table {
        var table = Table([("TAB", .right), ("ID", .right), ("PANES", .right), ("NAME", .left)])
        for (index, tab) in workspace.tabs.enumerated() {
            let first = tab.order.first.flatMap { workspace.pane($0) }
            let session = sessions.first { $0.id == first?.session }
            let name = tab.name ?? session?.name ?? first?.session ?? ""
            table.add(["\(index + 1)", "\(tab.id.rawValue)", "\(tab.panes.count)", name])
        }
        return table
    }

    static func panes(_ panes: [PaneJSON]) -> Table {
        var table = Table([
            ("TAB", .right), ("PANE", .right), ("ID", .right), ("SESSION", .left), ("NAME", .left), ("STATE", .left),
            ("COMMAND", .left), ("", .left),
        ])
        for pane in panes {
            let notes = [
                pane.isZoomed ? "zoomed" : nil, pane.isFloating ? "floating" : nil, pane.isMarked ? "marked" : nil,
            ]
            table.add([
                "\(pane.tabNumber)", "\(pane.number)", "\(pane.id.rawValue)", pane.session,
                pane.shown.map { Table.cut($0.name, to: 24) } ?? "", pane.shown.map(SessionTable.state) ?? "✗ removed",
                pane.shown.map { Table.cut(SessionTable.command(of: $0), to: 32) } ?? "",
                notes.compactMap(\.self).joined(separator: ", "),
            ])
        }
        return table
    }

    static func clients(_ clients: [ClientJSON], now: Double) -> Table {
        var table = Table([
            ("ID", .left), ("WORKSPACE", .left), ("SIZE", .right), ("AGE", .right), ("TERMINAL", .left), ("", .left),
        ])
        for client in clients {
            table.add([
                client.id, client.workspace ?? "-", "\(client.cols)x\(client.rows)",
                SessionTable.age(now - client.since.seconds), client.terminal, client.isFocused ? "focused" : "",
            ])
        }
        return table
    }
}

extension Console {
    static func write(table: Table) throws {
        let width = isatty(1) == 1 ? Caller.terminalSize(1)?.columns : nil
        try write(table.lines(width: width).joined(separator: "\n") + "\n")
    }
}
