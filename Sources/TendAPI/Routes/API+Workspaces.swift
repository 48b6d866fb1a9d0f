import HTTPTypes
import HummingbirdCore
import TendCore

extension API {
    func listWorkspaces() async throws -> Outcome {
        let watched = clients.clients.compactMap(\.workspace)
        let entries = await service.workspaces().map { workspace in
            WorkspaceListJSON.Entry(workspace, clients: watched.count { $0 == workspace.name })
        }
        return .response(try .json(WorkspaceListJSON(workspaces: entries)))
    }

    func createWorkspace(_ call: Call) async throws -> Outcome {
        let workspace = try await service.createWorkspace(try await call.body(WorkspaceNameJSON.self).name)
        return .response(try .json(workspace, status: .created))
    }

    func getWorkspace(_ call: Call) async throws -> Outcome {
        .response(try .json(try await service.workspace(call.name)))
    }

    func renameWorkspace(_ call: Call) async throws -> Outcome {
        let name = try await call.body(WorkspaceNameJSON.self).name
        return .response(try .json(try await service.renameWorkspace(call.name, to: name)))
    }

    func removeWorkspace(_ call: Call) async throws -> Outcome {
        try await service.removeWorkspace(call.name)
        return empty()
    }

    func changeWorkspace(_ call: Call) async throws -> Outcome {
        let actions = try await call.body(ActionsJSON.self).actions
        guard actions.count <= 1000 else { throw APIError.invalid("actions: at most 1000 at once") }
        // What is typed into a marked pane goes to all of them.
        let marks = actions.contains { if case .mark(_, true) = $0 { true } else { false } }
        if marks, await service.isInSession(peer: call.peer) {
            throw ServiceError(.forbidden, "mark: a program in a session may not have typing go to several panes")
        }
        let (workspace, panes) = try await service.change(call.name, actions)
        return .response(try .json(ChangedJSON(workspace: workspace, panes: panes)))
    }

    /// - Throws: with code `forbidden` what a program in a session may not have a client do.
    private func checkAsking(_ names: [Command.Name], peer: Int32) async throws {
        let typing = names.first(where: \.types)
        guard typing != nil || names.contains(.layoutLoad), await service.isInSession(peer: peer) else { return }
        if let typing {
            throw ServiceError(
                .forbidden,
                "\(typing.rawValue): a program in a session may not type in a client — 'tend send' types into a session"
            )
        }
        // Its sessions come when the command has long been answered; whose they are could not be told.
        throw ServiceError(
            .forbidden, "layout.load: a program in a session may not have a client do it — 'tend layout load' does it")
    }

    func listClients() throws -> Outcome { .response(try .json(ClientListJSON(clients: clients.clients))) }

    func askClient(_ call: Call) async throws -> Outcome {
        let command = try await call.body(DoJSON.self).command
        guard command.utf8.count <= 4096 else { throw APIError.invalid("command: at most 4096 bytes") }
        // Keys can answer what an agent asks, and a client belongs to its owner. What is no command the client refuses itself.
        if let commands = try? Command.list(parsing: command) {
            try await checkAsking(commands.map(\.name), peer: call.peer)
        }
        let id = call.id
        let asker = call.peer
        try await call.longRequests.run(on: call.channel) { [clients] in
            try await clients.perform(command, by: id, for: asker)
        }
        return empty()
    }
}

extension Call {
    /// The workspace or agent that the path names.
    var name: String { parameters["name"] ?? "" }
}
