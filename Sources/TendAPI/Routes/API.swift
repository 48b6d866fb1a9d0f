import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore
import TendScreen

/// The handlers: one branch for each operation of the table.
struct API: Sendable {
    let service: any SessionService
    let control: any ServerControl
    let clients: ClientRegistry

    /// - Parameter reactor: keeps the time of questions.
    init(service: any SessionService, control: any ServerControl, reactor: any Reactor) {
        clients = ClientRegistry(on: reactor)
        self.service = service
        self.control = control
    }

    /// What decides how agents are run, and by what.
    private static let configuring: Set<Operation> = [
        .changeProvider, .addServer, .changeServer, .removeServer, .addEndpoint, .removeEndpoint, .addAccount,
        .removeAccount, .upgradeServer,
    ]

    func handle(_ call: Call) async throws -> Outcome {
        if API.configuring.contains(call.route.operation) { try await service.checkConfiguring(peer: call.peer) }
        return try await answer(call)
    }

    private func answer(_ call: Call) async throws -> Outcome {
        switch call.route.operation {
        case .createSession: try await createSession(call)
        case .listSessions:
            .response(try .json(SessionListJSON(sessions: await service.sessions().map(SessionJSON.init))))
        case .getSession: try session(await service.session(call.id))
        case .renameSession: try session(await service.rename(call.id, to: await call.body(RenameJSON.self).name))
        case .removeSession: try await removeSession(call)
        case .sendInput: try await sendInput(call)
        case .resizeSession: try await resizeSession(call)
        case .signalSession: try await signalSession(call)
        case .restartSession: try await restartSession(call)
        case .getScreen: try await getScreen(call)
        case .getBuffer: try await getBuffer(call)
        case .getMarks: try await getMarks(call)
        case .getLines: try await getLines(call)
        case .waitForSession: try await waitForSession(call)
        case .search: try await search(call)
        case .getRows: try await getRows(call)
        case .findInRows: try await findInRows(call)
        case .findPrompts: try await findPrompts(call)
        case .getMoments: try await getMoments(call)
        case .streamSession: try await streamSession(call)
        case .live: .liveSocket(try live(call))
        case .listenToEvents: try await listenToEvents(call)
        case .listWorkspaces: try await listWorkspaces()
        case .createWorkspace: try await createWorkspace(call)
        case .getWorkspace: try await getWorkspace(call)
        case .renameWorkspace: try await renameWorkspace(call)
        case .removeWorkspace: try await removeWorkspace(call)
        case .changeWorkspace: try await changeWorkspace(call)
        case .listClients: try listClients()
        case .askClient: try await askClient(call)
        case .listProviders: .response(try .json(await service.providers()))
        case .getProvider: .response(try .json(await service.provider(call.name)))
        case .changeProvider: try await changeProvider(call)
        case .planSession: try await planSession(call)
        case .listDirectories: try await listDirectories(call)
        case .listServers, .addServer, .getServer, .changeServer, .removeServer: try await servers(call)
        case .listEndpoints, .addEndpoint, .removeEndpoint, .probeModels, .listModels: try await endpoints(call)
        case .listAccounts, .addAccount, .removeAccount: try await accounts(call)
        case .ask: try await ask(call)
        case .listAttention: try await listAttention(call)
        case .getAttention: try await getAttention(call)
        case .waitForAttention: try await waitForAttention(call)
        case .answerAttention: try await answerAttention(call)
        case .settleAttention: try await settleAttention(call)
        case .withdrawAttention: try await withdrawAttention(call)
        case .getAudit: try await getAudit(call)
        case .testApproval: try await testApproval(call)
        case .observe: try await observe(call)
        case .explain: .response(try .json(ExplainJSON(try await service.explain(call.id))))
        case .submitText: try await submitText(call)
        case .getDiff: .response(try .json(try await service.diff(call.id)))
        case .listWorktrees: try await listWorktrees(call)
        case .removeWorktree: try await removeWorktree(call)
        case .pruneWorktrees: try await pruneWorktrees(call)
        case .listBuffers, .addBuffer, .readBuffer, .putBuffer, .removeBuffer: try await buffers(call)
        case .readClipboard: octets(Array(try await service.clipboard(call.id).utf8))
        case .getHealth: .response(try .json(StatusJSON(await service.status())))
        case .getDocument: .response(.bytes(OpenAPI.document, type: "application/json"))
        case .stopServer: try await stopServer(call)
        case .upgradeServer: try await upgradeServer(call)
        case .restartServer: try await restartServer(call)
        }
    }

    func session(_ session: Session) throws -> Outcome { .response(try .json(SessionJSON(session))) }

    func empty() -> Outcome { .response(Response(status: .noContent)) }
}

/// A body without fields.
struct EmptyJSON: RequestJSON {
    static var fields: [String] { [] }
}

extension Call {
    /// The session that the path names. Every route that asks for it has it in its path.
    var id: String { parameters["id"] ?? "" }

    var contentType: String? {
        request.headers[.contentType].map { value in
            String(value.prefix { $0 != ";" && $0 != " " }).lowercased()
        }
    }

    /// The whole body, within the route's limit.
    func bytes() async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: route.bodyLimit)
        } catch is NIOTooManyBytesError {
            throw APIError.tooLarge(route)
        }
    }

    /// The body as the route's JSON.
    ///
    /// The owner on the Unix socket may leave the content type away or wrong (`curl -d` sends a form's): no browser can reach that
    /// socket, so nothing hangs on it. Everybody else must say `application/json`.
    func body<Body: RequestJSON>(_ type: Body.Type) async throws -> Body {
        if principal != .localUser, contentType != "application/json" {
            throw APIError(.unsupportedMediaType, "unsupported", "the body must be application/json")
        }
        let buffer = try await bytes()
        if buffer.readableBytes == 0, case .json(_, isOptional: true) = route.body {
            return try JSONBody.decode(type, from: ByteBuffer(string: "{}"))
        }
        return try JSONBody.decode(type, from: buffer)
    }
}
