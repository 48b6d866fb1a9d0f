import TendCore

/// A live socket as a client with a screen: it follows a workspace and carries out commands.
extension LiveSocket {
    func follow(_ request: LiveMessage.Request) async throws {
        guard let name = request.workspace else { throw APIError.invalid("follow needs a workspace") }
        let reader = try await service.followWorkspace(name)
        await stopFollowing()
        // The first state is the answer.
        guard let workspace = await reader.next() else { return }
        note(workspace)
        // Whoever shows a workspace needs these before all else: so it has them without asking.
        let names = await service.workspaces().map(\.name)
        let sessions = await service.sessions().map { SessionJSON($0) }
        let channels = request.screens == true ? await open(workspace.tabOfArrival) : []
        try await reply(
            LiveMessage.Reply(
                id: request.id, ok: true, workspace: workspace, sessions: sessions, workspaces: names,
                channels: request.screens.map { _ in
                    channels.map { LiveMessage.Reply.Begun(channel: $0.number, session: $0.channel.session) }
                }, window: request.screens.map { _ in LiveSocket.window }))
        for (number, channel) in channels { allow(1, number, channel) }
        follower = Task { await self.tell(reader, from: workspace) }  // Ended by the next follow, or run.
    }

    /// Begins a channel for each session that the tab shows, is running and has none yet: the screens of others may have to be made first, and
    /// the workspace does not wait for that.
    private func open(_ tab: Tab?) async -> [(number: Int, channel: Channel)] {
        var opened: [(number: Int, channel: Channel)] = []
        for pane in tab?.shown ?? [] {
            guard let session = tab?.panes.first(where: { $0.id == pane })?.session, !isWatched(session),
                (try? await service.session(session))?.state == .running,
                let (number, channel, _) = try? await open(session)
            else { continue }
            opened.append((number, channel))
        }
        return opened
    }

    private func stopFollowing() async {
        follower?.cancel()
        await follower?.value
        follower = nil
    }

    private func tell(_ reader: any WorkspaceReader, from first: Workspace) async {
        var last = first
        while let workspace = await reader.next() {
            last = workspace
            note(workspace)
            // The connection has ended then, and run will cancel this task.
            try? await reply(LiveMessage.Reply(workspace: workspace))
        }
        guard !Task.isCancelled else { return }
        workspaceName = nil
        if let client { clients.follow(client, nil) }
        // The same.
        try? await reply(LiveMessage.Reply(unfollowed: last.name))
    }

    private func note(_ workspace: Workspace) {
        workspaceName = workspace.name
        if let client { clients.follow(client, workspace.name) }
    }

    func announce(_ request: LiveMessage.Request) async throws {
        guard let rows = request.rows, let cols = request.cols, rows > 0, cols > 0 else {
            throw APIError.invalid("announce needs rows and cols, which are positive")
        }
        // "The focused client" is the owner's, whatever a program in a session draws.
        guard await !isFromSession else {
            throw ServiceError(.forbidden, "announce: a program in a session is no client that others could ask")
        }
        let socket = socket
        let number = clients.announce(
            client, peer: peer, terminal: DisplayText.cleaned(request.terminal ?? "", limit: 64), rows: rows,
            cols: cols,
            isFocused: request.focused ?? false, workspace: workspaceName
        ) { ask in
            socket.send(.text, JSONBody.bytes(LiveMessage.Reply(ask: ask)))
        }
        client = number
        if let id = request.id { try await reply(LiveMessage.Reply(id: id, ok: true, client: String(number))) }
    }

    func takeAnswer(_ request: LiveMessage.Request) async throws {
        guard let number = request.number else { throw APIError.invalid("answer needs a number") }
        // One that comes too late is no mistake of the client.
        if let client { _ = clients.answer(number, from: client, refusal: request.refusal) }
        try await done(request)
    }
}
