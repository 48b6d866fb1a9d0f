import TendCore

/// A request of OpenCode that a person answers, as an attention item, and the way back: a decision as a call of its API.
///
/// From the sources of OpenCode (`permission/index.ts`, `question`), and `reference/seeds.md` §2:
/// - 1.1 and later: `permission.asked`, answered by `POST /permission/{id}/reply`. `reject` without a message ends the turn, with one the
///   model reads it and goes on; either rejects everything else that the conversation waits for. `always` holds as long as the server runs.
/// - 1.0 and before: `permission.updated`, answered by `POST /session/{id}/permissions/{id}`, which has no room for a message.
/// - `question.asked`, answered by labels, or by own text where a question is `custom`.
struct OpenCodeQuestion: Hashable, Sendable {
    /// How the server is told.
    private enum Reply: Hashable, Sendable {
        case permission(path: String, field: String, takesMessage: Bool)
        case question(path: String)
    }

    let id: String
    /// The conversation that it belongs to; a subagent has one of its own.
    let conversation: String
    let ask: AskJSON
    private let reply: Reply

    // MARK: Permissions

    /// - Parameters:
    ///   - properties: those of `permission.asked`, or one of the list of `GET /permission`.
    ///   - directory: the agent's.
    init?(asked properties: JSONTree, _ session: String, _ directory: String?) {
        guard let id = properties["id"]?.text, let conversation = properties["sessionID"]?.text,
            let permission = properties["permission"]?.text
        else { return nil }
        let lasting = (properties["always"]?.elements ?? []).compactMap(\.text)
        self.id = id
        self.conversation = conversation
        reply = .permission(path: "/permission/\(id)/reply", field: "reply", takesMessage: true)
        ask = OpenCodeQuestion.ask(
            id, session, directory, permission, patterns: (properties["patterns"]?.elements ?? []).compactMap(\.text),
            metadata: properties["metadata"], lasting: lasting)
    }

    /// - Parameter properties: those of `permission.updated`.
    init?(updated properties: JSONTree, _ session: String, _ directory: String?) {
        guard let id = properties["id"]?.text, let conversation = properties["sessionID"]?.text,
            let permission = properties["type"]?.text
        else { return nil }
        let pattern = properties["pattern"]
        let patterns = pattern?.text.map { [$0] } ?? (pattern?.elements ?? []).compactMap(\.text)
        self.id = id
        self.conversation = conversation
        reply = .permission(path: "/session/\(conversation)/permissions/\(id)", field: "response", takesMessage: false)
        var ask = OpenCodeQuestion.ask(
            id, session, directory, permission, patterns: patterns, metadata: properties["metadata"], lasting: patterns)
        if let title = properties["title"]?.text { ask.title = title.firstLine }
        self.ask = ask
    }

    private static func ask(
        _ id: String, _ session: String, _ directory: String?, _ permission: String, patterns: [String],
        metadata: JSONTree?, lasting: [String]
    ) -> AskJSON {
        let what = patterns.joined(separator: "\n")
        let path = metadata?["filepath"]?.text ?? metadata?["filePath"]?.text
        let title =
            switch permission {
            case "bash": "run \(what)"
            case "edit": "change \(path ?? what)"
            case "external_directory": "leave the project for \(what)"
            case "doom_loop": "go on although it does the same again and again"
            default: what.isEmpty || what == "*" ? "use \(permission)" : "\(permission) \(what)"
            }
        var ask = AskJSON(session: session, key: id, kind: .permission, title: title.firstLine)
        ask.way = .asker
        ask.tool = tools[permission] ?? permission
        ask.command = permission == "bash" ? metadata?["command"]?.text ?? what : nil
        ask.diff = metadata?["diff"]?.text
        ask.path = path ?? (permission == "edit" && patterns.count == 1 ? patterns[0] : nil)
        ask.cwd = directory
        var details = [metadata?["description"]?.text, metadata?["url"]?.text].compactMap(\.self)
        ask.verdicts = [.allow, .deny]
        if !lasting.isEmpty {
            ask.verdicts = [.allow, .allowSession, .deny]
            details.append("for the session: \(permission) \(lasting.joined(separator: ", "))")
        }
        ask.detail = details.joined(separator: "\n")
        return ask
    }

    /// What rules and people know them by.
    private static let tools = ["bash": "Bash", "edit": "Edit", "webfetch": "WebFetch", "read": "Read"]

    // MARK: Questions

    /// - Parameter properties: those of `question.asked`, or one of the list of `GET /question`.
    init?(questions properties: JSONTree, _ session: String, _ directory: String?) {
        let questions = properties["questions"]?.elements ?? []
        guard let id = properties["id"]?.text, let conversation = properties["sessionID"]?.text, !questions.isEmpty
        else { return nil }
        let items = questions.map { question in
            // An own answer is allowed unless it is said that it is not.
            question.question(
                isMultiple: question["multiple"]?.flag == true, takesText: question["custom"]?.flag != false)
        }
        let more = items.count > 1 ? " (and \(items.count - 1) more)" : ""
        var ask = AskJSON(session: session, key: id, kind: .question, title: (items[0].text + more).firstLine)
        ask.way = .asker
        ask.tool = "question"
        ask.cwd = directory
        ask.questions = items.map(AttentionJSON.Question.init)
        ask.verdicts = [.answer, .deny]
        self.id = id
        self.conversation = conversation
        self.ask = ask
        reply = .question(path: "/question/\(id)")
    }

    // MARK: Answers

    /// The call that carries the decision; nil if the agent does not know it here: then nothing is answered.
    func call(for decision: Decision) -> (path: String, body: JSONTree)? {
        switch reply {
        case .permission(let path, let field, let takesMessage):
            switch decision.verdict {
            case .allow: return (path, JSONTree(dictionaryLiteral: (field, "once")))
            case .allowSession: return (path, JSONTree(dictionaryLiteral: (field, "always")))
            case .deny:
                var body = JSONTree(dictionaryLiteral: (field, "reject"))
                if let reason = decision.reason {
                    guard takesMessage else { return nil }
                    body = body.with("message", .string(reason))
                }
                return (path, body)
            case .allowAlways, .answer, .dismiss: return nil
            }
        case .question(let path):
            if decision.verdict == .deny { return (path + "/reject", [:]) }
            guard decision.verdict == .answer, decision.answers.count == ask.questions?.count else { return nil }
            let answers = decision.answers.map { JSONTree.array($0.map(JSONTree.string)) }
            return (path + "/reply", ["answers": .array(answers)])
        }
    }
}
