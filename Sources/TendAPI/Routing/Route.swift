import HTTPTypes

/// Everything the API can do. One case, one row in ``RouteTable``, one branch in ``API``: the compiler sees to it.
enum Operation: String, CaseIterable, Sendable {
    case createSession, listSessions, getSession, renameSession, removeSession
    case sendInput, resizeSession, signalSession, restartSession
    case getScreen, getBuffer, getMarks, getLines, waitForSession, search
    case getRows, findInRows, findPrompts, getMoments
    case streamSession, live, listenToEvents
    case listWorkspaces, createWorkspace, getWorkspace, renameWorkspace, removeWorkspace, changeWorkspace
    case listClients, askClient
    case listProviders, getProvider, changeProvider, planSession, listDirectories
    case listServers, addServer, getServer, changeServer, removeServer
    case listEndpoints, addEndpoint, removeEndpoint, probeModels, listModels
    case listAccounts, addAccount, removeAccount
    case ask, listAttention, getAttention, waitForAttention, answerAttention, settleAttention, withdrawAttention
    case getAudit, testApproval
    case observe, explain
    case submitText, getDiff
    case listWorktrees, removeWorktree, pruneWorktrees
    case listBuffers, addBuffer, readBuffer, putBuffer, removeBuffer, readClipboard
    case getHealth, getDocument
    case stopServer, upgradeServer, restartServer

    /// Whether somebody waits for it at every turn, and it is done in a moment unless much is asked.
    var isBrief: Bool {
        switch self {
        case .createSession, .listSessions, .getSession, .sendInput, .live: true
        default: false
        }
    }
}

/// One row of the table: what the router, the checks before a handler runs, and the OpenAPI document are made of.
struct Route: Sendable {
    struct Parameter: Sendable {
        var name: String
        var schema: JSONNode
        var summary: String
        var isRequired = false
    }

    /// What a request's body may be.
    enum Body: Sendable {
        case none
        /// An object of that schema; `isOptional`: an empty body stands for an empty object.
        case json(String, isOptional: Bool = false)
        case bytes
        /// The same, or bytes as they are.
        case jsonOrBytes(String)
    }

    /// What the answer is when all goes well.
    enum Answer: Sendable {
        case empty
        case json(String)
        /// Media types by what the request asked for.
        case media([String])
        case webSocket
    }

    var operation: Operation
    var method: HTTPRequest.Method
    /// With `{name}` for a segment that is a parameter.
    var path: String
    var summary: String
    var scope: Scope
    var parameters: [Parameter] = []
    var body: Body = .none
    /// Bytes.
    var bodyLimit: Int
    var status: HTTPResponse.Status = .ok
    var answer: Answer
    /// Header fields of the answer, with what they say.
    var answerHeaders: [(name: String, summary: String)] = []
    /// Statuses of refusals that are this route's own; those that any route may give are added to the document.
    var refusals: [HTTPResponse.Status] = []

    /// The path cut at its slashes.
    var segments: [Substring] { path.split(separator: "/") }
}
