import Glibc
import Logging
package import TendCore
import TendStore

extension Hub {
    /// How long an answer waits for the agent to take it. One by keys has many steps.
    private static let outcomePatience = Duration.seconds(5)
    private static let pressingPatience = Duration.seconds(20)

    // MARK: Asking

    package func ask(_ question: NewAttention) async throws(ServiceError) -> (item: AttentionItem, isNew: Bool) {
        let session = try world.resolve(question.session)
        var item = question.draft
        if let known = world.attention.item(of: session.id, key: item.key) {
            // Else the decision on one question would be given to another.
            guard known.asksTheSame(as: item) else {
                throw ServiceError(.conflict, "the key '\(DisplayText.excerpt(item.key))' belongs to another question")
            }
            return (known, false)
        }
        if session.state != .running, item.kind != .exit, item.kind != .error {
            throw ServiceError(.conflict, "'\(session.name)' has ended: nobody could take the answer")
        }
        try world.attention.checkRoom(for: session.id)
        let now = clock.now
        var generator = SystemRandomNumberGenerator()
        item.id = world.attention.newID(using: &generator)
        item.session = session.id
        item.openedAt = world.wallTime(now)
        item.deadline = question.patience.map { item.openedAt + $0 }
        item.directory = item.directory ?? session.launch.directory
        item.state = .open
        if item.kind == .permission { judge(&item, session) }
        apply(.asked(item))
        // Whoever asks may rely on it from now on, and so may who finds it after a crash.
        await settle()
        return (world.attention[item.id] ?? item, true)
    }

    /// Tells the risk of a tool call, and answers it if a rule does.
    func judge(_ item: inout AttentionItem, _ session: Session) {
        let question = self.question(
            agent: session.agentName, tool: item.tool ?? "", command: item.command, path: item.path,
            directory: item.directory ?? session.launch.directory)
        let ruling = approvals.current().rules.ruling(question)
        item.risk = ruling.risk
        let verdict: Decision.Verdict
        switch ruling.action {
        case .ask: return
        case .allow: verdict = .allow
        case .deny: verdict = .deny
        }
        // What nobody could see in full is not approved by a rule either, nor what was read off a screen: whoever runs in the session
        // may have written it there over another question.
        guard item.verdicts.contains(verdict), verdict == .deny || !item.isCut && item.way != .keys else { return }
        let decision = Decision(verdict, reason: ruling.reason)
        item.state = .answered(Answer(decision, by: Origin(.rule, name: ruling.explanation), at: item.openedAt))
    }

    private func question(
        agent: String, tool: String, command: String?, path: String?, directory: String
    ) -> ApprovalQuestion {
        let home = configuration.environment["HOME"] ?? "/"
        var question = ApprovalQuestion(
            agent: agent, tool: tool, command: command, path: path, directory: directory, home: home)
        let own = configuration.home
        question.own = [own.configDirectory, own.stateDirectory]
        question.realPath = path.map { RealPath.of(PathText.absolute($0, in: directory, home: home)) }
        return question
    }

    package func testApproval(_ question: ApprovalQuestion) -> (ruling: ApprovalRuling, problems: [String]) {
        let question = self.question(
            agent: question.agent, tool: question.tool, command: question.command, path: question.path,
            directory: question.directory)
        let (rules, problems) = approvals.current()
        return (rules.ruling(question), problems)
    }

    // MARK: Looking

    package func attention(all: Bool) -> [AttentionItem] {
        all ? world.attention.allItems : world.attention.openItems
    }

    package func attention(_ reference: String) throws(ServiceError) -> AttentionItem {
        try world.attention.resolve(reference)
    }

    package func waitForAttention(_ reference: String, timeout: Duration) async throws(ServiceError) -> AttentionItem {
        let first = try world.attention.resolve(reference)
        let item = await change(of: first, until: .now + timeout) { !$0.isOpen }
        // The asker acts on it: a server that is killed now must not bring it back as open.
        if !item.isOpen { await settle() }
        return item
    }

    /// The item as soon as the condition holds, or as it is when the time is out.
    private func change(
        of first: AttentionItem, until deadline: ContinuousClock.Instant, _ condition: (AttentionItem) -> Bool
    ) async -> AttentionItem {
        var item = first
        while !condition(item), .now < deadline, !Task.isCancelled, !isStopping {
            await change(of: item.session, until: deadline)
            guard let next = world.attention[item.id] else { break }
            item = next
        }
        return item
    }

    // MARK: Answering

    package func answer(
        _ reference: String, _ decision: Decision, peer: Int32
    ) async throws(ServiceError) -> (result: AnsweredJSON.Result, item: AttentionItem) {
        let item = try world.attention.resolve(reference)
        let origin = try origin(ofPeer: peer, answering: item)
        guard item.isOpen else { return (.stale, item) }
        try item.check(decision)
        var keys: (plan: DialogPlan, dialog: Dialog)?
        if item.way == .keys, decision.verdict != .dismiss {
            let dialog = await runtimes[item.session]?.dialog
            // Somebody else may have been faster meanwhile.
            guard let current = world.attention[item.id], current.isOpen else {
                return (.stale, world.attention[item.id] ?? item)
            }
            guard let dialog, item.isAbout(dialog) else {
                apply(.attentionWithdrawn(item.id, reason: "its dialog has gone"))
                return (.stale, world.attention[item.id] ?? item)
            }
            keys = (try DialogPlan(decision, for: dialog), dialog)
        }
        let given = Answer(
            decision, by: origin, at: world.wallTime(clock.now),
            outcome: decision.verdict == .dismiss || !item.kind.isAnswerable ? .applied : .pending)
        apply(.attentionAnswered(item.id, given))
        // On disk before anybody acts on it: otherwise it could be answered twice, after a crash.
        await settle()
        if let keys { press(keys.plan, for: item, in: keys.dialog) }
        guard let answered = world.attention[item.id] else { return (.stale, item) }
        guard case .answered(let held) = answered.state, held.time == given.time, held.origin == given.origin else {
            return (.stale, answered)
        }
        let settled = await change(
            of: answered, until: .now + (keys == nil ? Hub.outcomePatience : Hub.pressingPatience)
        ) { $0.outcome != .pending }
        return (settled.outcome == .applied ? .applied : .unconfirmed, settled)
    }

    package func settleAttention(_ reference: String, _ outcome: Answer.Outcome) throws(ServiceError) {
        let item = try world.attention.resolve(reference)
        guard case .answered = item.state else {
            throw ServiceError(.conflict, "item \(item.id) has no answer that an agent could take")
        }
        apply(.attentionSettled(item.id, outcome))
    }

    package func withdrawAttention(_ reference: String, reason: String) async throws(ServiceError) {
        let item = try world.attention.resolve(reference)
        guard item.isOpen else { return }
        apply(.attentionWithdrawn(item.id, reason: reason))
        await settle()
    }

    package func audit(limit: Int, since: Int64) async throws(ServiceError) -> [AuditLine] {
        do {
            return try await store.audit(limit: limit, since: since)
        } catch {
            throw ServiceError(.unavailable, "\(error)")
        }
    }

    // MARK: Coming back

    /// Takes items out of the books, once all sessions are known.
    package func recover(attention: [AttentionItem]) {
        for item in attention where world.attention[item.id] == nil { apply(.attentionRestored(item)) }
    }
}

extension AttentionItem {
    /// Of its answer; nil without one.
    fileprivate var outcome: Answer.Outcome? {
        if case .answered(let answer) = state { answer.outcome } else { nil }
    }
}

/// Where a path leads.
enum RealPath {
    /// The path with all links followed as far as it exists.
    static func of(_ path: String) -> String {
        var rest: [Substring] = []
        var parts = path.split(separator: "/")
        while true {
            let named = "/" + parts.joined(separator: "/")
            if let found = realpath(named, nil) {
                defer { free(found) }
                let base = String(cString: found)
                return rest.isEmpty ? base : (base == "/" ? "" : base) + "/" + rest.reversed().joined(separator: "/")
            }
            guard let last = parts.popLast() else { return path }
            rest.append(last)
        }
    }
}
