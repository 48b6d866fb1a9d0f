package import TendCore

/// Requests that wait for a person.
extension CodexConversation {
    /// A person has decided. Nothing happens if the question is over, or cannot be answered like that.
    package mutating func decide(_ key: String, _ decision: Decision) -> [Effect] {
        guard let (id, question) = open.first(where: { $0.value.key == key }), question.reply == nil,
            let result = question.question.result(for: decision)
        else { return [] }
        open[id]?.reply = decision
        return [.send(.result(id: id, result))]
    }

    mutating func request(_ id: CodexMessage.RequestID, _ method: String, _ params: JSONTree) -> [Effect] {
        // After each resume what waits comes again.
        guard open[id] == nil, held[id] == nil, !left.contains(id) else { return [] }
        guard let thread = params["threadId"]?.text else { return leave(id) }
        let item = params["itemId"]?.text.flatMap { threads[thread]?.item($0) }
        if method == "item/fileChange/requestApproval", item == nil {
            held[id] = (method, params)
            return resume(thread, withItems: true)
        }
        return ask(id, method, params)
    }

    private mutating func ask(_ id: CodexMessage.RequestID, _ method: String, _ params: JSONTree) -> [Effect] {
        let thread = params["threadId"]?.text ?? ""
        let turn = params["turnId"]?.text
        let item =
            params["itemId"]?.text.flatMap { threads[thread]?.item($0) }
            ?? params["serverName"]?.text.flatMap { threads[thread]?.call(of: $0) }
        let parts = [thread, turn, params["itemId"]?.text, params["approvalId"]?.text, id.description]
        let key = "codex:" + parts.compactMap(\.self).joined(separator: ":")
        let source = CodexQuestion.Source(session: session, key: key, params: params, item: item)
        guard let question = CodexQuestion(method: method, source) else { return leave(id) }
        open[id] = Open(thread: thread, turn: turn, key: key, question: question)
        return [.ask(question.ask)]
    }

    /// The requests about changes of a thread, now that what is known of these is known.
    mutating func release(_ thread: String) -> [Effect] {
        let ids = held.keys.filter { held[$0]?.params["threadId"]?.text == thread }
        return ids.sorted { $0.description < $1.description }.flatMap { id -> [Effect] in
            guard let request = held.removeValue(forKey: id) else { return [] }
            return ask(id, request.method, request.params)
        }
    }

    private mutating func leave(_ id: CodexMessage.RequestID) -> [Effect] {
        left.insert(id)
        return []
    }

    /// The server needs no answer to a request any more.
    mutating func resolved(_ id: CodexMessage.RequestID) -> [Effect] {
        held[id] = nil
        left.remove(id)
        guard let question = open[id] else { return [] }
        guard let reply = question.reply else {
            let isOver = threads[question.thread]?.status == .idle
            return end([id], isOver ? "interrupted at the desk" : "answered at the desk")
        }
        // The end of a declined command or change follows at once and tells whose answer it was.
        if reply.verdict == .deny, question.question.item != nil, !isOver(question) {
            open[id]?.isResolved = true
            return []
        }
        return settle(id, .applied)
    }

    private func isOver(_ question: Open) -> Bool { threads[question.thread]?.status == .idle }

    /// An item has ended. If a denied request was about it, it tells whether it was we who denied it.
    mutating func ended(_ item: JSONTree, in thread: String) -> [Effect] {
        guard let name = item["id"]?.text,
            let (id, question) = open.first(where: { $0.value.isResolved && $0.value.question.item == name })
        else { return [] }
        guard item["status"]?.text == "declined" else {
            open[id] = nil
            return [.settle(key: question.key, .unconfirmed)]
        }
        return settle(id, .applied)
    }

    private mutating func settle(_ id: CodexMessage.RequestID, _ outcome: Answer.Outcome) -> [Effect] {
        guard let question = open.removeValue(forKey: id) else { return [] }
        var effects: [Effect] = [.settle(key: question.key, outcome)]
        if outcome == .applied, let reason = question.reply?.reason, !reason.isEmpty, let turn = question.turn {
            effects.append(
                call(
                    "turn/steer", .steer,
                    [
                        "threadId": .string(question.thread), "expectedTurnId": .string(turn),
                        "input": [["type": "text", "text": .string(reason)]],
                    ]))
        }
        return effects
    }

    mutating func end(_ ids: [CodexMessage.RequestID], _ reason: String) -> [Effect] {
        ids.sorted { $0.description < $1.description }.compactMap { id in
            guard let question = open.removeValue(forKey: id) else { return nil }
            // What we sent may or may not have been read.
            guard question.reply == nil else { return .settle(key: question.key, .unconfirmed) }
            return .withdraw(key: question.key, reason: reason)
        }
    }
}
