/// What an entry knows of the agent that runs there.
struct AgentMind: Hashable, Sendable {
    var assessment: Assessment
    var facts: AgentFacts
    /// Hints that an item was opened for.
    var hinted: Set<AgentHint.Kind> = []
    var sighting = Sighting()
    /// When the program's or the registry's question is counted as answered at the desk. Who asked may still tell of it himself.
    var deskDeadline: Moment?
    /// When the dialog on the screen becomes an item, unless somebody else asks.
    var dialogDeadline: Moment?

    /// - Parameter card: what is known from before.
    init(of card: AgentCard? = nil, at now: Moment) {
        assessment = Assessment(at: now)
        facts = AgentFacts(usage: card?.usage ?? AgentUsage(), text: card?.text)
    }

    func nextDeadline(_ limits: AgentHint.Limits) -> Moment? {
        let stall =
            hinted.contains(.stall) ? nil : facts.stallDeadline(state: assessment.verdict.state, limits)
        return [assessment.nextDeadline, deskDeadline, dialogDeadline, stall].compactMap { $0 }.min()
    }

    /// Whether the agent itself says that it waits.
    var saysItWaits: Bool {
        [Evidence.Source.program, .registry].contains { assessment.evidence(of: $0)?.state.isWaiting == true }
    }
}

extension World {
    /// So long an asker may still tell what became of its question after the agent has left it.
    static let deskGrace: Duration = .seconds(1)
    /// So long a dialog has to stand before keys can answer it: agents swallow keys for a moment (`reference/agents.md` §4), and a hook
    /// that holds the same question asks sooner.
    static let dialogGrace: Duration = .milliseconds(1500)

    /// Somebody beside the agent tells what it does.
    mutating func observe(_ id: SessionID, _ evidence: Evidence, _ news: AgentNews, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], entry.session.state == .running else { return [] }
        var mind = entry.mind ?? AgentMind(at: now)
        let known = mind.facts
        let waited = mind.saysItWaits
        var evidence = evidence
        evidence.detail = DisplayText.cleaned(evidence.detail, limit: 1024)
        mind.assessment.take(evidence)
        mind.facts.take(
            news, state: evidence.state, detail: evidence.detail, isWhole: evidence.source == .registry, at: now)
        entries[id]?.mind = mind
        noteDesk(id, waited: waited, now)
        let learned = learn(id, news.conversation, news.model) + remember(id, mind.facts)
        let effects = learned + settleAgent(id, now)
        let isNews = (known.tool, known.text, known.usage) != (mind.facts.tool, mind.facts.text, mind.facts.usage)
        return isNews ? effects + announce(.facts, of: id, now) : effects
    }

    /// The rules for the screen found something else than before.
    mutating func sight(_ id: SessionID, _ sighting: Sighting, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], entry.session.state == .running, var mind = entry.mind else { return [] }
        let before = mind.sighting.dialog?.fingerprint
        mind.assessment.take(sighting, titleTime: now, at: now)
        mind.sighting = sighting
        var effects: [Effect] = []
        if before != sighting.dialog?.fingerprint {
            mind.dialogDeadline = sighting.dialog == nil ? nil : now + World.dialogGrace
            // One that an earlier server opened is about the same dialog if it shows the same.
            effects = attention.open(of: id).filter { $0.way == .keys && !$0.isAbout(sighting.dialog) }
                .flatMap { withdraw($0.id, "answered at the desk", now) }
        }
        entries[id]?.mind = mind
        return effects + settleAgent(id, now)
    }

    /// The agent had the terminal tell its owner something. It is no question: that is only made of a dialog that is seen, or by who holds it.
    mutating func hear(_ id: SessionID, _ state: AgentState, _ detail: String, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], entry.session.state == .running, entry.mind != nil else { return [] }
        let detail = DisplayText.cleaned(detail, limit: 1024)
        entries[id]?.mind?.assessment.take(Evidence(.notification, state, detail: detail, at: now))
        return settleAgent(id, now)
    }

    /// The program's own reports changed.
    mutating func reportsChanged(_ id: SessionID, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], var mind = entry.mind else { return settleActivity(id, now) }
        let waited = mind.saysItWaits
        if let evidence = Evidence(reports: Array(entry.reports.values), at: now) {
            mind.assessment.take(evidence)
        } else {
            mind.assessment.drop(.program)
        }
        entries[id]?.mind = mind
        noteDesk(id, waited: waited, now)
        return settleAgent(id, now)
    }

    private mutating func noteDesk(_ id: SessionID, waited: Bool, _ now: Moment) {
        guard let waits = entries[id]?.mind?.saysItWaits, waits != waited else { return }
        entries[id]?.mind?.deskDeadline = waits ? nil : now + World.deskGrace
    }

    /// Brings verdict and activity up to date, and tells what changed.
    mutating func settleAgent(_ id: SessionID, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], var mind = entry.mind else { return settleActivity(id, now) }
        let before = mind.assessment.verdict
        if entry.hasPrinted { mind.assessment.take(Evidence(.output, entry.isActive ? .working : .idle, at: now)) }
        let hasChanged = mind.assessment.settle(now)
        let verdict = mind.assessment.verdict
        let hints = mind.facts.hints(state: verdict.state, options.hints, now)
        let odd = follow(hints, of: id, &mind, now)
        entries[id]?.mind = mind
        // Claude Code's own word for each command is "Running a command".
        let doing = verdict.state == .working ? mind.facts.doing : nil
        let status = AgentStatus(
            state: verdict.state, detail: doing ?? verdict.detail, since: wallTime(mind.assessment.since),
            facts: mind.facts,
            hints: hints)
        entries[id]?.session.status = status
        var effects = settleActivity(id, now)
        if hasChanged {
            effects += announce(.agent(verdict.state, detail: verdict.detail), of: id, now)
            effects += follow(id, from: before, to: verdict, now)
        }
        return effects + odd + passDeadlines(id, now)
    }

    /// Opens the items that a person wants to be called for, and takes back those that are over.
    private mutating func follow(
        _ id: SessionID, from before: Assessment.Verdict, to verdict: Assessment.Verdict, _ now: Moment
    ) -> [Effect] {
        var effects: [Effect] = []
        if !verdict.state.isResting {
            effects = attention.open(of: id).filter { $0.way == .none && ($0.kind != .hint || mind(id).hinted.isEmpty) }
                .flatMap { withdraw($0.id, "it goes on", now) }
        }
        // Its program may be at its prompt before the screen says why.
        if verdict.state == .interrupted {
            effects += attention.open(of: id).filter { $0.kind == .idle }.flatMap {
                withdraw($0.id, "it was interrupted", now)
            }
        }
        // Done, or left: at its prompt it wants none.
        if before.state == .waiting(.auth), verdict.state != .error(.auth) {
            effects += attention.open(of: id).filter { $0.kind == .login }.flatMap {
                withdraw($0.id, "it goes on", now)
            }
        }
        // A shell, or an agent of which nothing is known: silence is no news.
        guard let source = verdict.source, source != .output else { return effects }
        // An agent that draws itself for the first time has not worked.
        let hasWorked = before.state == .working && before.source != .output
        switch verdict.state {
        case .idle where hasWorked, .done where hasWorked:
            effects.append(.raise(item(.idle, of: id, "has finished", mind(id).facts.text ?? verdict.detail, now)))
        case .error(.auth), .waiting(.auth):
            // Some say both, one after the other.
            guard !attention.open(of: id).contains(where: { $0.kind == .login }) else { break }
            effects.append(.raise(item(.login, of: id, "wants you to log in", verdict.detail, now)))
        // A refusal may come so soon that nobody saw it work. What stood there when the server started was told by the one before.
        case .error where before.state != .starting && before.source != .output && before.state.word != "error":
            effects.append(.raise(item(.error, of: id, "has failed", verdict.detail, now)))
        default: break
        }
        return effects
    }

    private mutating func passDeadlines(_ id: SessionID, _ now: Moment) -> [Effect] {
        guard let mind = entries[id]?.mind else { return [] }
        var effects: [Effect] = []
        if let due = mind.deskDeadline, due <= now {
            entries[id]?.mind?.deskDeadline = nil
            let left = wallTime(now) - World.deskGrace / .seconds(1)
            effects += attention.open(of: id).filter { $0.kind.isAnswerable && $0.openedAt <= left }
                .flatMap { withdraw($0.id, "answered at the desk", now) }
        }
        if let due = mind.dialogDeadline, due <= now {
            entries[id]?.mind?.dialogDeadline = nil
            // A hook or a second client asks better than keys: it knows the whole command, and does not depend on the screen.
            let isAsked = attention.open(of: id).contains { $0.kind.isAnswerable }
            if let dialog = mind.sighting.dialog, mind.assessment.verdict.state.isWaiting, !isAsked {
                effects.append(.raise(item(dialog, of: id, now)))
            }
        }
        return effects
    }

    private func mind(_ id: SessionID) -> AgentMind { entries[id]?.mind ?? AgentMind(at: .start) }

    /// Opens an item for each hint that is new, and takes back those that hold no longer.
    private mutating func follow(
        _ hints: [AgentHint], of id: SessionID, _ mind: inout AgentMind, _ now: Moment
    ) -> [Effect] {
        let kinds = Set(hints.map(\.kind))
        guard kinds != mind.hinted else { return [] }
        var effects: [Effect] = []
        if !mind.hinted.isSubset(of: kinds) {
            effects = attention.open(of: id).filter { $0.kind == .hint }.flatMap { withdraw($0.id, "it goes on", now) }
        }
        for hint in hints where !mind.hinted.contains(hint.kind) {
            effects.append(.raise(item(.hint, of: id, "may be stuck", hint.description, now)))
        }
        mind.hinted = kinds
        return effects
    }

    /// Its id comes from the shell, which has the randomness.
    func item(
        _ kind: AttentionItem.Kind, of id: SessionID, _ what: String, _ detail: String, _ now: Moment
    ) -> AttentionItem {
        let name = entries[id]?.session.name ?? id.rawValue
        return AttentionItem(
            id: AttentionID(rawValue: ""), session: id, key: "\(kind.rawValue)@\(now.sinceStart)+\(epoch)", kind: kind,
            way: .none, title: "\(name) \(what)", detail: detail, openedAt: wallTime(now))
    }

    private func item(_ dialog: Dialog, of id: SessionID, _ now: Moment) -> AttentionItem {
        AttentionItem(
            id: AttentionID(rawValue: ""), session: id, key: "dialog@\(now.sinceStart)+\(epoch)", kind: dialog.kind,
            way: .keys, title: dialog.title, tool: dialog.tool, command: dialog.command,
            detail: dialog.text, questions: dialog.question.map { [$0] } ?? [], verdicts: dialog.verdicts,
            takesReason: dialog.takesReason, openedAt: wallTime(now), fingerprint: dialog.fingerprint)
    }

    /// The program of an agent ended by itself.
    func endNotice(_ id: SessionID, _ status: ExitStatus?, _ now: Moment) -> [Effect] {
        guard let source = entries[id]?.mind?.assessment.verdict.source, source != .output else { return [] }
        let how =
            switch status {
            case .code(let code)?: "has ended with code \(code)"
            case .signal(let signal)?: "was ended by \(SignalName.name(signal))"
            case nil: "has ended"
            }
        return [.raise(item(status?.isFailure == true ? .error : .exit, of: id, how, "", now))]
    }

    /// Why the agent is held to do what it does.
    package func explanation(of id: SessionID, now: Moment) -> AgentExplanation? {
        guard let entry = entries[id] else { return nil }
        guard let mind = entry.mind, entry.session.state == .running else {
            return AgentExplanation(
                session: entry.session, verdict: nil, age: .zero, votes: [], sighting: Sighting(), now: now)
        }
        return AgentExplanation(
            session: entry.session, verdict: mind.assessment.verdict, age: now - mind.assessment.since,
            votes: mind.assessment.votes(now), sighting: mind.sighting, now: now)
    }

    /// What stands on the agent's screen and could be answered.
    package func dialog(of id: SessionID) -> Dialog? { entries[id]?.mind?.sighting.dialog }
}
