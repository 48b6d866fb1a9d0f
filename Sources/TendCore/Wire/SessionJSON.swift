import TendScreen

/// A session as API and command line show it. Absent values are null; the values of environment variables stay inside.
package struct SessionJSON: Hashable, Sendable, Codable {
    /// The agent that the session runs.
    package struct Agent: Hashable, Sendable, Codable {
        /// The name of its manifest.
        package var name: String
        /// The agent's own id of the conversation.
        package var conversation: String?
        package var model: String?
        /// The account that it was started with; absent: none of those that are registered.
        package var account: String?
        /// The LLM provider that it was started with; absent: the agent's own.
        package var llm: String?
        /// What it does: `starting`, `working`, `waiting`, `idle`, `done`, `error`, `interrupted`. Absent: not known.
        package var state: String?
        /// With `waiting`: `permission`, `question`, `plan`, `auth`, `trust` or `input`.
        package var waitingFor: String?
        /// In its words: what it waits for, what went wrong.
        package var detail: String?
        package var since: Timestamp?
        /// The tool that it uses now.
        package var tool: String?
        /// What it said last.
        package var text: String?
        /// Of all of its conversations, of every kind.
        package var tokens: Int?
        /// The same by kind; absent if that is not known of all.
        package var usage: UsageJSON?
        /// US dollars.
        package var cost: Double?
        /// Whether `cost` follows from a list of prices; absent: the agent says so.
        package var costEstimated: Bool?
        /// What somebody should look at, one sentence each.
        package var hints: [String]?

        package enum CodingKeys: String, CodingKey, CaseIterable {
            case name, conversation, model, account, llm, state
            case waitingFor = "waiting_for"
            case detail, since, tool, text, tokens, usage, cost
            case costEstimated = "cost_estimated"
            case hints
        }

        package init(name: String, card: AgentCard?, status: AgentStatus?) {
            self.name = name
            conversation = (card?.conversation ?? status?.facts.conversation)?.sanitized()
            model = (card?.model ?? status?.facts.model)?.sanitized()
            account = card?.account
            llm = card?.llm
            text = (status?.facts.text ?? card?.text)?.sanitized(limit: 4096, keepsLines: true)
            if let used = status?.facts.usage ?? card?.usage, !used.isEmpty {
                let tokens = used.tokens
                self.tokens = tokens.total
                usage = tokens.isSorted ? UsageJSON(tokens) : nil
                cost = used.cost
                if cost != nil, used.isCostEstimated { costEstimated = true }
            }
            guard let status else { return }
            state = status.state.word
            if status.state.isWaiting { waitingFor = status.state.reason }
            if !status.detail.isEmpty { detail = status.detail.sanitized(limit: 1024) }
            since = Timestamp(seconds: status.since)
            tool = status.facts.tool?.sanitized()
            if !status.hints.isEmpty { hints = status.hints.map { $0.description.sanitized(limit: 256) } }
        }
    }

    /// The git worktree that was asked for with the session.
    package struct Worktree: Hashable, Sendable, Codable {
        package var branch: String
        package var directory: String
        /// The directory of the main worktree.
        package var repository: String

        package enum CodingKeys: String, CodingKey, CaseIterable { case branch, directory, repository }

        package init(_ worktree: SessionWorktree) {
            branch = worktree.branch
            directory = worktree.directory
            repository = worktree.repository
        }
    }

    package var id: String
    package var name: String
    package var agent: Agent?
    package var command: String
    package var args: [String]
    package var cwd: String
    package var worktree: Worktree?
    /// Names of the variables that were set for the session, sorted.
    package var envKeys: [String]
    package var rows: Int
    package var cols: Int
    package var state: Session.State
    package var activity: Session.Activity
    package var title: String
    /// How far the program says it is (OSC 9;4).
    package var progress: ProgressJSON?
    package var pid: Int32?
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    package var exitCode: Int?
    /// The number of the signal that ended the program.
    package var signal: Int?
    package var bytes: UInt64
    package var lines: Int
    package var notes: [String]

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id, name, agent, command, args, cwd, worktree
        case envKeys = "env_keys"
        case rows, cols, state, activity, title, progress, pid
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case exitCode = "exit_code"
        case signal, bytes, lines, notes
    }

    package init(_ session: Session) {
        id = session.id.rawValue
        name = session.name
        if session.agent != nil || session.status != nil {
            agent = Agent(name: session.agentName, card: session.agent, status: session.status)
        }
        command = session.launch.command
        args = session.launch.arguments
        cwd = session.launch.directory
        worktree = session.worktree.map(Worktree.init)
        envKeys = session.launch.environment.filter { $0.value != nil }.keys.sorted()
        rows = session.size.rows
        cols = session.size.columns
        state = session.state
        activity = session.activity
        title = session.title.sanitized()
        progress = session.progress.flatMap(ProgressJSON.init)
        pid = session.pid
        startedAt = Timestamp(seconds: session.startedAt)
        endedAt = session.endedAt.map(Timestamp.init(seconds:))
        switch session.exit {
        case .code(let code): exitCode = code
        case .signal(let number): signal = number
        case nil: break
        }
        bytes = session.byteCount
        lines = session.lineCount
        notes = session.notes.map { $0.sanitized() }
    }

    // Written out because the synthesized form leaves absent values away instead of writing null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(agent, forKey: .agent)
        try container.encode(command, forKey: .command)
        try container.encode(args, forKey: .args)
        try container.encode(cwd, forKey: .cwd)
        try container.encode(worktree, forKey: .worktree)
        try container.encode(envKeys, forKey: .envKeys)
        try container.encode(rows, forKey: .rows)
        try container.encode(cols, forKey: .cols)
        try container.encode(state, forKey: .state)
        try container.encode(activity, forKey: .activity)
        try container.encode(title, forKey: .title)
        try container.encode(progress, forKey: .progress)
        try container.encode(pid, forKey: .pid)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(exitCode, forKey: .exitCode)
        try container.encode(signal, forKey: .signal)
        try container.encode(bytes, forKey: .bytes)
        try container.encode(lines, forKey: .lines)
        try container.encode(notes, forKey: .notes)
    }
}

/// Answer of `GET /sessions`.
package struct SessionListJSON: Hashable, Sendable, Codable {
    package var sessions: [SessionJSON]

    package init(sessions: [SessionJSON]) { self.sessions = sessions }
}

/// Every answer that is not a result.
package struct ErrorJSON: Hashable, Sendable, Codable {
    package struct Detail: Hashable, Sendable, Codable {
        /// A ``ServiceError/Code`` or one of HTTP's own: `method_not_allowed`, `too_large`, `unsupported`, `upgrade_required`.
        package var code: String
        package var message: String
        /// What is wrong with single fields of the request; absent: nothing is known of them.
        package var problems: [FieldProblem]?
    }

    package var error: Detail

    package init(code: String, message: String, problems: [FieldProblem] = []) {
        error = Detail(code: code, message: message, problems: problems.isEmpty ? nil : problems)
    }

    package init(_ error: ServiceError) {
        self.init(code: error.code.rawValue, message: error.message, problems: error.problems)
    }

    /// The error as thrown by the service; a code that only HTTP knows becomes `invalid`.
    package var serviceError: ServiceError {
        ServiceError(
            ServiceError.Code(rawValue: error.code) ?? .invalid, error.message, problems: error.problems ?? [])
    }
}
