extension SessionJSON: TreeReadable {
    package init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let id = fields.text(.id), let name = fields.text(.name),
            let command = fields.text(.command), let args = fields.texts(.args), let cwd = fields.text(.cwd),
            let envKeys = fields.texts(.envKeys), let rows: Int = fields.integer(.rows),
            let cols: Int = fields.integer(.cols), let state: Session.State = fields.word(.state),
            let activity: Session.Activity = fields.word(.activity), let title = fields.text(.title),
            let startedAt = fields.time(.startedAt), let bytes: UInt64 = fields.integer(.bytes),
            let lines: Int = fields.integer(.lines), let notes = fields.texts(.notes)
        else { return nil }
        self.id = id
        self.name = name
        agent = fields.value(.agent, Agent.init)
        self.command = command
        self.args = args
        self.cwd = cwd
        worktree = fields.value(.worktree, Worktree.init)
        self.envKeys = envKeys
        self.rows = rows
        self.cols = cols
        self.state = state
        self.activity = activity
        self.title = title
        progress = fields.value(.progress, ProgressJSON.init)
        pid = fields.integer(.pid)
        self.startedAt = startedAt
        endedAt = fields.time(.endedAt)
        exitCode = fields.integer(.exitCode)
        signal = fields.integer(.signal)
        self.bytes = bytes
        self.lines = lines
        self.notes = notes
        guard fields.isSound else { return nil }
    }

    /// The same as encoding makes, with sorted names.
    package var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.activity, activity.rawValue)
        fields.add(.agent, agent?.tree ?? .null)
        fields.add(.args, args)
        fields.add(.bytes, bytes)
        fields.add(.cols, cols)
        fields.add(.command, command)
        fields.add(.cwd, cwd)
        fields.add(.endedAt, endedAt.map { .string($0.description) } ?? .null)
        fields.add(.envKeys, envKeys)
        fields.add(.exitCode, exitCode.map { .number(String($0)) } ?? .null)
        fields.add(.id, id)
        fields.add(.lines, lines)
        fields.add(.name, name)
        fields.add(.notes, notes)
        fields.add(.pid, pid.map { .number(String($0)) } ?? .null)
        fields.add(.progress, progress?.tree ?? .null)
        fields.add(.rows, rows)
        fields.add(.signal, signal.map { .number(String($0)) } ?? .null)
        fields.add(.startedAt, startedAt.description)
        fields.add(.state, state.rawValue)
        fields.add(.title, title)
        fields.add(.worktree, worktree?.tree ?? .null)
        return fields.tree
    }
}

extension SessionJSON.Agent {
    fileprivate var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.account, account)
        fields.add(.conversation, conversation)
        fields.add(.cost, cost)
        fields.add(.costEstimated, costEstimated)
        fields.add(.detail, detail)
        fields.add(.hints, hints)
        fields.add(.llm, llm)
        fields.add(.model, model)
        fields.add(.name, name)
        fields.add(.since, since?.description)
        fields.add(.state, state)
        fields.add(.text, text)
        fields.add(.tokens, tokens)
        fields.add(.tool, tool)
        fields.add(.usage, usage?.tree)
        fields.add(.waitingFor, waitingFor)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let name = fields.text(.name) else { return nil }
        self.name = name
        conversation = fields.text(.conversation)
        model = fields.text(.model)
        account = fields.text(.account)
        llm = fields.text(.llm)
        state = fields.text(.state)
        waitingFor = fields.text(.waitingFor)
        detail = fields.text(.detail)
        since = fields.time(.since)
        tool = fields.text(.tool)
        text = fields.text(.text)
        tokens = fields.integer(.tokens)
        usage = fields.value(.usage, UsageJSON.init)
        cost = fields.real(.cost)
        costEstimated = fields.flag(.costEstimated)
        hints = fields.texts(.hints)
        guard fields.isSound else { return nil }
    }
}

extension SessionJSON.Worktree {
    fileprivate var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.branch, branch)
        fields.add(.directory, directory)
        fields.add(.repository, repository)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let branch = fields.text(.branch),
            let directory = fields.text(.directory), let repository = fields.text(.repository)
        else { return nil }
        self.branch = branch
        self.directory = directory
        self.repository = repository
    }
}

extension UsageJSON {
    fileprivate var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.cacheRead, cacheRead)
        fields.add(.cacheWrite, cacheWrite)
        fields.add(.cacheWriteHour, cacheWriteHour)
        fields.add(.input, input)
        fields.add(.model, model)
        fields.add(.output, output)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let input: Int = fields.integer(.input),
            let output: Int = fields.integer(.output)
        else { return nil }
        model = fields.text(.model)
        self.input = input
        self.output = output
        cacheRead = fields.integer(.cacheRead)
        cacheWrite = fields.integer(.cacheWrite)
        cacheWriteHour = fields.integer(.cacheWriteHour)
        guard fields.isSound else { return nil }
    }
}

extension ProgressJSON {
    private enum Field: String { case state, percent }

    fileprivate var tree: JSONTree {
        var fields = FieldWriter<Field>()
        fields.add(.percent, percent)
        fields.add(.state, state.rawValue)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<Field>(tree), let state: State = fields.word(.state) else { return nil }
        self.state = state
        percent = fields.integer(.percent)
        guard fields.isSound else { return nil }
    }
}

extension SessionListJSON: TreeReadable {
    private enum Field: String { case sessions }

    package init?(_ tree: JSONTree) {
        guard var fields = FieldReader<Field>(tree),
            let sessions = fields.list(.sessions, of: { SessionJSON($0) })
        else { return nil }
        self.sessions = sessions
    }
}
