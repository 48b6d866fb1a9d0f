import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore

extension API {
    func ask(_ call: Call) async throws -> Outcome {
        let question = try NewAttention(try await call.body(AskJSON.self))
        try await service.checkSpeaking(for: question.session, peer: call.peer)
        let (item, isNew) = try await service.ask(question)
        return .response(
            try .json(
                await json(item), status: isNew ? .created : .ok,
                headers: [.location: "\(RouteTable.prefix)/attention/\(item.id)"]))
    }

    func listAttention(_ call: Call) async throws -> Outcome {
        let items = await service.attention(all: try call.query.flag("all"))
        let names = Dictionary(uniqueKeysWithValues: await service.sessions().map { ($0.id, $0.name) })
        return .response(
            try .json(
                AttentionListJSON(
                    attention: items.map { AttentionJSON($0, sessionName: names[$0.session] ?? $0.session.rawValue) })))
    }

    func getAttention(_ call: Call) async throws -> Outcome {
        .response(try .json(await json(try await service.attention(call.id))))
    }

    func waitForAttention(_ call: Call) async throws -> Outcome {
        let timeout = try call.query.duration("timeout") ?? API.longestWait
        guard timeout <= API.longestWait else { throw APIError.invalid("timeout: at most 60 seconds") }
        let item = try await call.longRequests.run(on: call.channel) { [service] in
            try await service.waitForAttention(call.id, timeout: timeout)
        }
        return .response(try .json(await json(item)))
    }

    private static let longestWait = Duration.seconds(60)

    func answerAttention(_ call: Call) async throws -> Outcome {
        let decision = try await call.body(AnswerAttentionJSON.self).decision
        let peer = call.peer
        let (result, item) = try await call.longRequests.run(on: call.channel) { [service] in
            try await service.answer(call.id, decision, peer: peer)
        }
        return .response(try .json(AnsweredJSON(result, await json(item))))
    }

    func settleAttention(_ call: Call) async throws -> Outcome {
        let outcome = try await call.body(OutcomeJSON.self).outcome
        try await checkSpeaking(call)
        try await service.settleAttention(call.id, outcome == .applied ? .applied : .unconfirmed)
        return empty()
    }

    func withdrawAttention(_ call: Call) async throws -> Outcome {
        let reason = try await call.body(WithdrawJSON.self).reason
        try await checkSpeaking(call)
        try await service.withdrawAttention(call.id, reason: reason)
        return empty()
    }

    /// Whether the item of the path is the peer's own, or the owner's to deal with.
    private func checkSpeaking(_ call: Call) async throws {
        // Without its session there is nobody whose words it could be.
        let session = try await service.attention(call.id).session.rawValue
        guard (try? await service.session(session)) != nil else { return }
        try await service.checkSpeaking(for: session, peer: call.peer)
    }

    func getAudit(_ call: Call) async throws -> Outcome {
        let lines = try await service.audit(
            limit: try call.query.integer("limit", in: 1...10_000) ?? 100,
            since: Int64(try call.query.integer("since", in: 0...Int.max) ?? 0))
        return .response(try .json(AuditListJSON(audit: lines.map(AuditJSON.init))))
    }

    func testApproval(_ call: Call) async throws -> Outcome {
        let body = try await call.body(ApprovalTestJSON.self)
        if let cwd = body.cwd, !cwd.hasPrefix("/") { throw APIError.invalid("cwd must be absolute") }
        let (ruling, problems) = await service.testApproval(
            ApprovalQuestion(
                agent: body.agent ?? "", tool: body.tool, command: body.command, path: body.path,
                directory: body.cwd ?? "/", home: "/"))
        return .response(try .json(ApprovalRulingJSON(ruling, problems: problems)))
    }

    private func json(_ item: AttentionItem) async -> AttentionJSON {
        // A session that was removed has no name any more.
        let name = try? await service.session(item.session.rawValue).name
        return AttentionJSON(item, sessionName: name ?? item.session.rawValue)
    }
}

extension NewAttention {
    init(_ body: AskJSON) throws(APIError) {
        guard !body.key.isEmpty, body.key.utf8.count <= 256 else { throw .invalid("key: 1 to 256 bytes") }
        guard !body.title.isEmpty else { throw .invalid("title must not be empty") }
        for (name, text) in [("path", body.path), ("cwd", body.cwd)] {
            guard let text else { continue }
            guard text.utf8.count <= 4096, !text.contains("\0") else { throw .invalid("\(name) is no possible path") }
        }
        if let cwd = body.cwd, !cwd.hasPrefix("/") { throw .invalid("cwd must be absolute") }
        if let deadline = body.deadline, !(0...30 * 86_400).contains(deadline) {
            throw .invalid("deadline: from 0 to 2592000 seconds")
        }
        guard body.way != .keys else {
            throw .invalid(
                "way: only tend itself asks what is answered by keys, as it reads the dialog from the screen")
        }
        let questions = body.questions ?? []
        guard questions.count <= 20, questions.allSatisfy({ $0.choices.count <= 100 }) else {
            throw .invalid("questions: at most 20, with at most 100 choices each")
        }
        for question in questions where question.choices.isEmpty && !question.takesText {
            throw .invalid("questions: one has neither choices nor an own text")
        }
        if body.kind == .question, questions.isEmpty { throw .invalid("questions are missing") }
        let verdicts = body.verdicts ?? AttentionItem.usualVerdicts(of: body.kind)
        guard Set(verdicts).count == verdicts.count else { throw .invalid("verdicts: one stands twice") }
        if verdicts.contains(.answer), questions.isEmpty { throw .invalid("verdicts: 'answer' without questions") }
        self.init(
            session: body.session,
            draft: AttentionItem(
                id: AttentionID(rawValue: ""), session: SessionID(rawValue: ""), key: body.key, kind: body.kind,
                way: body.way ?? (body.kind.isAnswerable ? .asker : .none), title: body.title, tool: body.tool,
                command: body.command, diff: body.diff, path: body.path, directory: body.cwd,
                detail: body.detail ?? "", questions: questions.map(AttentionItem.Question.init),
                verdicts: verdicts, openedAt: 0),
            patience: body.deadline)
    }
}

extension AttentionItem.Question {
    init(_ json: AttentionJSON.Question) {
        self.init(
            text: json.text, header: json.header,
            choices: json.choices.map { Choice(label: $0.label, detail: $0.detail) }, isMultiple: json.multiple,
            takesText: json.takesText)
    }
}
