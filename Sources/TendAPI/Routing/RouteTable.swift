import HTTPTypes
import TendCore

/// All routes of the API. What is not here does not exist.
enum RouteTable {
    static let prefix = "/api/v1"
    static let jsonLimit = 1 << 20
    static let inputLimit = 16 << 20

    static let all = Operation.allCases.map(row)

    // One switch over all operations: a table wants to be read at one place.
    private static func row(_ operation: Operation) -> Route {
        switch operation {
        case .createSession:
            make(
                operation, .post, "/sessions", "Start a program in a new session", .sessionsWrite,
                body: .json("NewSession", isOptional: true), status: .created, answer: .json("Session"),
                headers: [("Location", "Path of the session")], refusals: [.conflict, .unprocessableContent])
        case .listSessions:
            make(operation, .get, "/sessions", "List all sessions", .sessionsRead, answer: .json("SessionList"))
        case .getSession:
            make(operation, .get, "/sessions/{id}", "Show a session", .sessionsRead, answer: .json("Session"))
        case .renameSession:
            make(
                operation, .patch, "/sessions/{id}", "Rename a session", .sessionsWrite, body: .json("Rename"),
                answer: .json("Session"))
        case .removeSession:
            make(
                operation, .delete, "/sessions/{id}",
                "Stop a session and forget it, or (`keep=1`, answer 200) only stop it",
                .sessionsWrite, [flag("keep", "Only stop; the session stays listed")], status: .noContent,
                answer: .empty)
        case .sendInput:
            make(
                operation, .post, "/sessions/{id}/input",
                "Send keys, text, a paste, mouse events or bytes; answers when the program's terminal has taken them",
                .sessionsInput, body: .jsonOrBytes("Input"), limit: inputLimit, status: .noContent, answer: .empty,
                refusals: [.forbidden])
        case .resizeSession:
            make(
                operation, .post, "/sessions/{id}/resize",
                "Change the size, to the nearest within 1…500 rows and 2…1000 columns",
                .sessionsWrite, body: .json("Resize"), answer: .json("Session"))
        case .signalSession:
            make(
                operation, .post, "/sessions/{id}/signal", "Send a signal to the foreground process group",
                .sessionsWrite,
                body: .json("Signal"), status: .noContent, answer: .empty)
        case .restartSession:
            make(
                operation, .post, "/sessions/{id}/restart", "Run the same command again in the same place",
                .sessionsWrite, body: .json("Empty", isOptional: true), answer: .json("Session"),
                refusals: [.unprocessableContent])
        case .getScreen:
            make(
                operation, .get, "/sessions/{id}/screen", "Show what the session shows", .sessionsRead,
                [
                    words("format", ScreenFormat.allCases.map(\.rawValue), "Default: json"),
                    whole("history", 0, 100_000, "So many rows of history above the screen"),
                    whole("at", 0, nil, "The screen when so many bytes of output had come; without history"),
                ],
                answer: .media([
                    "application/json", "text/plain", "text/html", "image/svg+xml", "application/octet-stream",
                ]))
        case .getBuffer:
            make(
                operation, .get, "/sessions/{id}/buffer", "Read raw output from an offset on", .sessionsRead,
                [
                    whole("since", 0, nil, "Offset since the session began; what is no longer held is skipped"),
                    whole("limit", 1, inputLimit, "At most so many bytes"),
                ], answer: .media(["application/octet-stream"]),
                headers: [
                    ("X-Tend-Buffer-Start", "Offset of the first byte of the answer"),
                    ("X-Tend-Buffer-Cursor", "Offset after the last byte: the next `since`"),
                ])
        case .getMarks:
            make(
                operation, .get, "/sessions/{id}/marks", "Read when raw output came, and at which sizes", .sessionsRead,
                [whole("since", 0, nil, "Offset since the session began")], answer: .json("Marks"))
        case .getLines:
            make(
                operation, .get, "/sessions/{id}/lines", "Read lines of history and screen", .sessionsRead,
                [
                    whole("offset", nil, nil, "First line, from 0; negative: from the end"),
                    whole("limit", 1, 100_000, "At most so many lines; default 500"),
                    text("pattern", "Only lines that match this regular expression"),
                    flag("ignoreCase", "Upper and lower case are the same"),
                ], answer: .json("Lines"))
        case .waitForSession:
            make(
                operation, .get, "/sessions/{id}/wait",
                "Wait until something is so; a time-out is an answer, not an error",
                .sessionsRead,
                [
                    words("until", WaitFor.allCases.map(\.rawValue), "For what to wait", isRequired: true),
                    text("pattern", "With until=text: a regular expression that a line must match"),
                    text("timeout", "Seconds, or like 500ms, 30s, 2m; absent: no limit"),
                ], answer: .json("Wait"))
        case .search:
            make(
                operation, .get, "/search", "Search all lines of all sessions", .sessionsRead,
                [
                    text("q", "What to look for", isRequired: true), flag("regex", "`q` is a regular expression"),
                    flag("ignoreCase", "Upper and lower case are the same; default 1"),
                    whole("limit", 1, 10_000, "At most so many hits; default 200"),
                ], answer: .json("Search"))
        case .getRows:
            make(
                operation, .get, "/sessions/{id}/rows", "Read rows of history and screen with their looks; see API.md",
                .sessionsRead,
                [
                    mark(
                        isRequired: false,
                        "Count rows upwards from this end of the history; absent: from its end now, and with the screen"
                    ),
                    whole("width", 2, 1000, "Wrap lines at so many columns; default: those of the session"),
                    whole("skip", 0, nil, "So many rows between the newest one wanted and the mark"),
                    whole("count", 0, 10_000, "At most so many rows of history; default 500"),
                ], answer: .media(["application/octet-stream"]),
                headers: [
                    ("X-Tend-Rows-Total", "Rows of history above the mark in all"),
                    ("X-Tend-Rows-First", "Number of the answer's first row, from the oldest one"),
                    ("X-Tend-Rows-Screen", "So many of the answer's rows are the screen"),
                    ("X-Tend-Rows-Width", "Columns that lines are wrapped at"),
                    ("X-Tend-Rows-Mark", "The mark for further questions"),
                ])
        case .findInRows:
            make(
                operation, .get, "/sessions/{id}/rows/matches", "Find a regular expression in the history",
                .sessionsRead,
                [
                    text("pattern", "The regular expression", isRequired: true),
                    flag("ignoreCase", "Upper and lower case are the same"),
                ] + place, answer: .json("Places"))
        case .findPrompts:
            make(
                operation, .get, "/sessions/{id}/rows/prompts", "Find the prompts of a shell that marks them (OSC 133)",
                .sessionsRead, place, answer: .json("Places"))
        case .getMoments:
            make(
                operation, .get, "/sessions/{id}/moments",
                "List times at which the screen stood still; `GET …/screen?at=` shows it", .sessionsRead,
                answer: .json("Moments"))
        case .streamSession:
            make(
                operation, .get, "/sessions/{id}/stream",
                "WebSocket: raw output from an offset on, then live; see API.md",
                .sessionsInput, [whole("since", 0, nil, "Offset since the session began")], answer: .webSocket)
        case .live:
            make(
                operation, .get, "/live", "WebSocket: screens of many sessions as frames, input and events; see API.md",
                .sessionsInput,
                [
                    text("workspace", "Follow it at once; the answer has the id 0"),
                    flag("screens", "With `workspace`: watch at once what it shows to who comes now"),
                    text("session", "Watch it at once; the answer has the id 0"),
                    whole("rows", 1, Int(UInt16.max), "Give that session this size before"),
                    whole("cols", 1, Int(UInt16.max), "As `rows`"),
                    flag("lends", "With `session`: a terminal may be lent for it"),
                    text("topics", "Subscribe to these, separated by commas, or to all: `*`"),
                    whole("after", 0, nil, "With `topics`: begin with the events after this one"),
                ], answer: .webSocket)
        case .listenToEvents:
            make(
                operation, .get, "/events", "Server-sent events; `Last-Event-ID` replays what came after it",
                .eventsRead,
                [
                    text("topics", "Only these, separated by commas"),
                    whole("after", 0, nil, "Like `Last-Event-ID`, for those who cannot set a header"),
                ], answer: .media(["text/event-stream"]))
        case .listWorkspaces:
            make(operation, .get, "/workspaces", "List all workspaces", .sessionsRead, answer: .json("WorkspaceList"))
        case .createWorkspace:
            make(
                operation, .post, "/workspaces", "Make an empty workspace", .sessionsInput,
                body: .json("WorkspaceName"),
                status: .created, answer: .json("Workspace"), refusals: [.conflict, .tooManyRequests])
        case .getWorkspace:
            make(
                operation, .get, "/workspaces/{name}", "Show a workspace: tabs, layouts, panes", .sessionsRead,
                answer: .json("Workspace"))
        case .renameWorkspace:
            make(
                operation, .patch, "/workspaces/{name}", "Rename a workspace", .sessionsInput,
                body: .json("WorkspaceName"), answer: .json("Workspace"))
        case .removeWorkspace:
            make(
                operation, .delete, "/workspaces/{name}", "Forget a workspace; its sessions go on", .sessionsInput,
                status: .noContent, answer: .empty)
        case .changeWorkspace:
            make(
                operation, .post, "/workspaces/{name}/actions",
                "Change a workspace: all actions in turn, or none if one cannot be", .sessionsInput,
                body: .json("Actions"), answer: .json("Changed"))
        case .listClients:
            make(
                operation, .get, "/clients", "List the clients that have a screen", .sessionsRead,
                answer: .json("ClientList"))
        case .askClient:
            make(
                operation, .post, "/clients/{id}/do",
                "Have a client carry out a command; `focused` is the one that had the focus last; waits for at most 10 s",
                .sessionsInput, body: .json("Do"), status: .noContent, answer: .empty,
                refusals: [.forbidden, .conflict])
        case .listProviders:
            make(
                operation, .get, "/providers", "List the agents that can be started", .sessionsRead,
                answer: .json("ProviderList"))
        case .getProvider:
            make(
                operation, .get, "/providers/{name}", "Show an agent: what can be set, and what is", .sessionsRead,
                answer: .json("Provider"))
        case .changeProvider:
            make(
                operation, .patch, "/providers/{name}",
                "Set values for all sessions of an agent that start from now on",
                .sessionsWrite, body: .json("ProviderChange"), answer: .json("Provider"))
        case .planSession:
            make(
                operation, .post, "/plans", "Tell how a session would be started, without starting it", .sessionsWrite,
                body: .json("NewSession"), answer: .json("LaunchPlan"))
        case .listDirectories:
            make(
                operation, .get, "/directories", "Complete the path of a directory for a session", .sessionsWrite,
                [
                    text(
                        "path", "Absolute or with ~/; what follows the last slash is the beginning of a name",
                        isRequired: true),
                    whole("limit", 1, 1000, "At most so many names; default 200"),
                ], answer: .json("DirectoryList"), refusals: [.tooManyRequests])
        case .listServers, .addServer, .getServer, .changeServer, .removeServer, .listEndpoints, .addEndpoint,
            .removeEndpoint, .probeModels, .listModels, .listAccounts, .addAccount, .removeAccount:
            registry(operation)
        case .ask, .listAttention, .getAttention, .waitForAttention, .answerAttention, .settleAttention,
            .withdrawAttention, .getAudit, .testApproval:
            attention(operation)
        case .observe:
            make(
                operation, .post, "/sessions/{id}/evidence",
                "Tell what a session's agent does, as a hook or companion knows it",
                .attentionAsk, body: .json("Evidence"), status: .noContent, answer: .empty, refusals: [.conflict])
        case .explain:
            make(
                operation, .get, "/sessions/{id}/explain", "Tell why a session's agent is held to do what it does",
                .sessionsRead, answer: .json("Explanation"))
        case .submitText:
            make(
                operation, .post, "/sessions/{id}/submit",
                "Type a text and Enter for an agent; refused while it asks something, unless forced", .sessionsInput,
                body: .json("Submit"), answer: .json("Submitted"), refusals: [.forbidden, .conflict])
        case .getDiff:
            make(
                operation, .get, "/sessions/{id}/diff", "What is not committed in the git worktree of a session",
                .sessionsRead, answer: .json("Diff"))
        case .listWorktrees:
            make(
                operation, .get, "/worktrees", "List the git worktrees of a repository", .sessionsRead,
                [
                    text(
                        "directory",
                        "An absolute path in the repository; absent: all repositories that sessions have worktrees of")
                ], answer: .json("WorktreeList"))
        case .removeWorktree:
            make(
                operation, .post, "/worktrees/remove", "Remove a git worktree that holds no unsaved work",
                .sessionsWrite,
                body: .json("RemoveWorktree"), answer: .json("RemovedWorktree"), refusals: [.notFound, .conflict])
        case .pruneWorktrees:
            make(
                operation, .post, "/worktrees/prune",
                "Remove the git worktrees that are merged, clean and without a session", .sessionsWrite,
                body: .json("PruneWorktrees"), answer: .json("PrunedWorktrees"))
        case .listBuffers, .addBuffer, .readBuffer, .putBuffer, .removeBuffer, .readClipboard: buffers(operation)
        case .getHealth:
            make(operation, .get, "/health", "How the server is", .serverRead, answer: .json("Status"))
        case .getDocument:
            make(operation, .get, "/openapi.json", "This document", .serverRead, answer: .media(["application/json"]))
        case .stopServer:
            make(
                operation, .post, "/server/stop", "Stop server and keeper; with `force` also when sessions run",
                .serverControl, body: .json("Stop", isOptional: true), status: .accepted, answer: .json("Accepted"))
        case .upgradeServer:
            make(
                operation, .post, "/server/upgrade", "Go on with a new program; sessions do not notice", .serverControl,
                body: .json("Upgrade", isOptional: true), status: .accepted, answer: .json("Accepted"))
        case .restartServer:
            make(
                operation, .post, "/server/restart", "Restart the server; sessions do not notice", .serverControl,
                body: .json("Empty", isOptional: true), status: .accepted, answer: .json("Accepted"))
        }
    }

    private static func attention(_ operation: Operation) -> Route {
        switch operation {
        case .ask:
            make(
                operation, .post, "/attention",
                "Ask a person; 201, or 200 with the known item for a session and key that are known",
                .attentionAsk, body: .json("Ask"), status: .created, answer: .json("Attention"),
                headers: [("Location", "Path of the item")], refusals: [.notFound, .conflict, .tooManyRequests])
        case .listAttention:
            make(
                operation, .get, "/attention", "List what waits for a person, oldest first", .attentionRead,
                [flag("all", "Also the ended items that are still kept")], answer: .json("AttentionList"))
        case .getAttention:
            make(operation, .get, "/attention/{id}", "Show an item", .attentionRead, answer: .json("Attention"))
        case .waitForAttention:
            make(
                operation, .get, "/attention/{id}/wait",
                "The item as soon as it is not open any more, or as it is at the time-out", .attentionRead,
                [text("timeout", "Seconds, or like 30s; at most 60, which is the default")], answer: .json("Attention"))
        case .answerAttention:
            make(
                operation, .post, "/attention/{id}/answer",
                "Answer an item; waits for at most 5 s for the agent to take it", .attentionAnswer,
                body: .json("AnswerAttention"), answer: .json("Answered"), refusals: [.forbidden])
        case .settleAttention:
            make(
                operation, .post, "/attention/{id}/outcome", "The asker tells what became of the answer", .attentionAsk,
                body: .json("Outcome"), status: .noContent, answer: .empty)
        case .withdrawAttention:
            make(
                operation, .post, "/attention/{id}/withdraw",
                "Nobody needs to answer any more; nothing happens if the item is not open", .attentionAsk,
                body: .json("Withdraw"), status: .noContent, answer: .empty)
        case .getAudit:
            make(
                operation, .get, "/audit", "What was asked and answered, the newest last", .attentionRead,
                [
                    whole("limit", 1, 10_000, "At most so many lines, the newest; default 100"),
                    whole("since", 0, nil, "Only lines after the one with this number"),
                ], answer: .json("AuditList"))
        default:
            make(
                operation, .post, "/approvals/test", "What the rules would say to a tool call", .attentionRead,
                body: .json("ApprovalTest"), answer: .json("ApprovalRuling"))
        }
    }

    /// Where a search in the history begins.
    private static var place: [Route.Parameter] {
        [
            mark(isRequired: true, "As `GET …/rows` told it"),
            Route.Parameter(
                name: "width", schema: ["type": "integer", "minimum": 2, "maximum": 1000],
                summary: "Columns that lines are wrapped at", isRequired: true),
            whole("skip", 0, nil, "Begin in the row that is so many rows above the mark"),
            flag("forward", "Look downwards; default: upwards"), whole("limit", 1, 1000, "At most so many; default 1"),
        ]
    }

    private static func mark(isRequired: Bool, _ summary: String) -> Route.Parameter {
        Route.Parameter(
            name: "mark", schema: ["type": "integer", "minimum": 0], summary: summary, isRequired: isRequired)
    }

    static func make(
        _ operation: Operation, _ method: HTTPRequest.Method, _ path: String, _ summary: String, _ scope: Scope,
        _ parameters: [Route.Parameter] = [], body: Route.Body = .none, limit: Int = jsonLimit,
        status: HTTPResponse.Status = .ok, answer: Route.Answer, headers: [(String, String)] = [],
        refusals: [HTTPResponse.Status] = []
    ) -> Route {
        if case .none = body {
            return Route(
                operation: operation, method: method, path: prefix + path, summary: summary, scope: scope,
                parameters: parameters, body: body, bodyLimit: 0, status: status, answer: answer,
                answerHeaders: headers.map { (name: $0.0, summary: $0.1) }, refusals: refusals)
        }
        return Route(
            operation: operation, method: method, path: prefix + path, summary: summary, scope: scope,
            parameters: parameters, body: body, bodyLimit: limit, status: status, answer: answer,
            answerHeaders: headers.map { (name: $0.0, summary: $0.1) }, refusals: refusals)
    }

    private static func text(_ name: String, _ summary: String, isRequired: Bool = false) -> Route.Parameter {
        Route.Parameter(name: name, schema: ["type": "string"], summary: summary, isRequired: isRequired)
    }

    private static func flag(_ name: String, _ summary: String) -> Route.Parameter {
        Route.Parameter(
            name: name, schema: ["type": "string", "enum": ["1", "0", "true", "false", "yes", "no", ""]],
            summary: summary)
    }

    private static func words(
        _ name: String, _ words: [String], _ summary: String, isRequired: Bool = false
    ) -> Route.Parameter {
        Route.Parameter(
            name: name, schema: ["type": "string", "enum": .array(words.map { .string($0) })], summary: summary,
            isRequired: isRequired)
    }

    private static func whole(_ name: String, _ minimum: Int?, _ maximum: Int?, _ summary: String) -> Route.Parameter {
        var fields: [(String, JSONNode)] = [("type", "integer")]
        if let minimum { fields.append(("minimum", .integer(minimum))) }
        if let maximum { fields.append(("maximum", .integer(maximum))) }
        return Route.Parameter(name: name, schema: .object(fields), summary: summary)
    }
}

/// Values of `format` of `GET /sessions/{id}/screen`.
enum ScreenFormat: String, CaseIterable, Sendable { case json, text, ansi, html, svg, frame }

/// Values of `until` of `GET /sessions/{id}/wait`.
enum WaitFor: String, CaseIterable, Sendable { case exit, idle, text }
