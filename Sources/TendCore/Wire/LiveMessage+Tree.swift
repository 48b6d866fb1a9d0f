extension LiveMessage.Request {
    /// The same as encoding makes; nil for what it has no fields for here.
    package var tree: JSONTree? {
        guard input == nil else { return nil }
        var fields = FieldWriter<CodingKeys>()
        fields.add(.op, op.rawValue)
        fields.add(.id, id)
        fields.add(.session, session)
        fields.add(.channel, channel)
        fields.add(.rows, rows)
        fields.add(.cols, cols)
        fields.add(.topics, topics)
        fields.add(.after, after)
        fields.add(.workspace, workspace)
        fields.add(.screens, screens)
        fields.add(.terminal, terminal)
        fields.add(.focused, focused)
        fields.add(.number, number)
        fields.add(.refusal, refusal)
        fields.add(.lends, lends)
        fields.add(.row, row)
        fields.add(.col, col)
        fields.add(.width, width)
        fields.add(.colors, colors)
        fields.add(.synchronized, synchronized)
        fields.add(.readOnly, readOnly)
        return fields.tree
    }
}

extension LiveMessage.Reply: TreeReadable {
    private enum Field: String { case id, ok, channel, session, workspace, sessions, workspaces, channels, window }

    /// Only the answers with which sessions are begun to be shown; nil for all others.
    package init?(_ tree: JSONTree) {
        guard var fields = FieldReader<Field>(tree), tree.members.allSatisfy({ Field(rawValue: $0.name) != nil })
        else { return nil }
        self.init(
            id: fields.integer(.id), ok: fields.flag(.ok), channel: fields.integer(.channel),
            session: fields.value(.session) { SessionJSON($0) },
            workspace: fields.value(.workspace) { Workspace($0) },
            sessions: fields.list(.sessions) { SessionJSON($0) }, workspaces: fields.texts(.workspaces),
            channels: fields.list(.channels) { Begun($0) }, window: fields.integer(.window))
        guard fields.isSound else { return nil }
    }

    /// The same as encoding makes, with sorted names, of the answers that ``init(_:)`` reads; nil for all others.
    package var tree: JSONTree? {
        guard ask == nil, client == nil, closed == nil, error == nil, event == nil, lent == nil, unfollowed == nil
        else { return nil }
        var fields = FieldWriter<Field>()
        fields.add(.channel, channel)
        fields.add(.channels, channels.map { .array($0.map(\.tree)) })
        fields.add(.id, id)
        fields.add(.ok, ok)
        fields.add(.session, session?.tree)
        fields.add(.sessions, sessions.map { .array($0.map(\.tree)) })
        fields.add(.window, window)
        fields.add(.workspace, workspace?.tree)
        fields.add(.workspaces, workspaces)
        return fields.tree
    }
}

extension LiveMessage.Reply.Begun {
    private enum Field: String { case channel, session }

    fileprivate var tree: JSONTree {
        var fields = FieldWriter<Field>()
        fields.add(.channel, channel)
        fields.add(.session, session)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<Field>(tree), let channel: Int = fields.integer(.channel),
            let session = fields.text(.session)
        else { return nil }
        self.init(channel: channel, session: session)
    }
}
