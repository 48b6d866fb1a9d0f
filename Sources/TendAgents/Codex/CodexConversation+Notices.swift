import TendCore

extension CodexThread {
    mutating func take(status: JSONTree) {
        let flags = status["activeFlags"]?.elements.compactMap(\.text) ?? []
        switch status["type"]?.text {
        case "active" where flags.contains("waitingOnApproval"): self.status = .waitingOnApproval
        case "active" where flags.contains("waitingOnUserInput"): self.status = .waitingOnUserInput
        case "active": self.status = .active
        case "systemError": self.status = .failed
        default: self.status = .idle
        }
    }
}

extension CodexConversation {
    mutating func notification(_ method: String, _ params: JSONTree) -> [Effect] {
        if method == "thread/started" {
            guard let thread = params["thread"], let id = thread["id"]?.text else { return [] }
            return describe(id, thread)
        }
        guard let id = params["threadId"]?.text else { return [] }
        var effects: [Effect] = []
        switch method {
        case "thread/status/changed":
            // The first word of a thread that the TUI has resumed.
            effects = adopt(id)
            if let status = params["status"] { threads[id]?.take(status: status) }
        case "thread/settings/updated":
            if let model = params["threadSettings"]?["model"]?.text { threads[id]?.model = model }
        case "thread/tokenUsage/updated":
            guard let total = params["tokenUsage"]?["total"] else { break }
            let model = threads[id]?.model
            threads[id]?.usage.take(total: total, model: model)
        case "turn/started":
            threads[id]?.ending = nil
            threads[id]?.failure = nil
        case "turn/completed":
            if let turn = params["turn"] { threads[id]?.take(turn: turn) }
            // A denied request whose item never ended: nothing tells who was first.
            effects = end(open.filter { $0.value.thread == id && $0.value.isResolved }.map(\.key), "")
        case "error":
            if params["willRetry"]?.flag != true { threads[id]?.failure = params["error"]?["message"]?.text }
        case "item/started":
            if let item = params["item"] { threads[id]?.begin(item) }
        case "item/completed":
            if let item = params["item"] { effects = complete(item, in: id) }
        case "serverRequest/resolved":
            if let request = params["requestId"] { effects = resolved(CodexMessage.RequestID(request)) }
        case "thread/closed", "thread/deleted":
            effects = end(open.filter { $0.value.thread == id }.map(\.key), "the conversation was closed")
            if id == current { current = nil }
            if let thread = threads[id], thread.isAuxiliary {
                for part in thread.usage.models { closedUsage.add(part.tokens, of: part.model) }
            }
            threads[id] = nil
        default: break
        }
        return effects
    }

    private mutating func complete(_ item: JSONTree, in thread: String) -> [Effect] {
        if let id = item["id"]?.text { threads[thread]?.end(id) }
        if item["type"]?.text == "agentMessage", let text = item["text"]?.text, !text.isEmpty {
            threads[thread]?.text = String(text.prefix(CodexReport.textLimit))
        }
        return ended(item, in: thread)
    }

    /// What all threads say together: whoever waits outranks whoever works, and both whoever rests.
    var summary: CodexReport {
        let known = threads.values.filter { !$0.isEphemeral }
        let main = current.flatMap { threads[$0] }
        var report = CodexReport(main == nil ? .starting : main?.ending ?? .idle)
        if main?.status == .failed {
            report.state = .error
            report.detail = main?.failure
        }
        if known.contains(where: { $0.status == .active }) {
            report.state = .working
            report.detail = nil
        }
        if known.contains(where: { $0.status == .waitingOnUserInput }) { report.state = .waitingForAnswer }
        if known.contains(where: { $0.status == .waitingOnApproval }) { report.state = .waitingForPermission }
        if report.state == .waitingForAnswer || report.state == .waitingForPermission {
            report.detail = open.values.min { $0.key < $1.key }?.question.ask.title
        }
        report.conversation = current
        report.model = main?.model
        report.tool = main?.tool
        report.text = main?.text
        report.call = main?.call
        report.usage = main.map(usage) ?? []
        return report
    }
}

extension CodexConversation {
    /// With that of subagents, whose threads are their own.
    private func usage(of main: CodexThread) -> [ModelUsage] {
        let others = threads.values.filter(\.isAuxiliary).flatMap(\.usage.models) + closedUsage
        return others.sorted { ($0.model ?? "") < ($1.model ?? "") }
            .reduce(into: main.usage.models) { $0.add($1.tokens, of: $1.model) }
    }
}

extension CodexThread {
    mutating func take(turn: JSONTree) {
        endAll()
        switch turn["status"]?.text {
        case "completed": ending = .done
        case "interrupted": ending = .interrupted
        case "failed":
            ending = .error
            failure = turn["error"]?["message"]?.text ?? failure
        default: ending = .idle
        }
    }
}
