import TendScreen

extension World {
    /// A session keeps at most so many notes, the newest ones.
    static let noteLimit = 20

    mutating func create(_ session: Session, _ now: Moment) -> [Effect] {
        reservations[session.id] = nil
        guard insert(session, now) else { return [] }
        return [.persist(session)] + publish(.created, of: session, now) + [.watchOutput(session.id, after: nil)]
    }

    mutating func abandon(_ id: SessionID) -> [Effect] {
        reservations[id] = nil
        return []
    }

    mutating func restore(_ session: Session, _ reports: [ProgramReport], _ now: Moment) -> [Effect] {
        guard insert(session, now), session.state == .running else { return [] }
        for report in reports { entries[session.id]?.keep(report) }
        entries[session.id]?.hasPrinted = session.activity != .starting
        // Working before: the last output may be seconds old, so it stays so until it has been quiet under this server too.
        if session.activity == .working { return becameActive(session.id, now) }
        return reportsChanged(session.id, now) + [.watchOutput(session.id, after: nil)]
    }

    private mutating func insert(_ session: Session, _ now: Moment) -> Bool {
        guard entries[session.id] == nil else { return false }
        entries[session.id] = Entry(session: session, announcedActivity: session.activity)
        if session.agent != nil, session.state == .running {
            entries[session.id]?.mind = AgentMind(of: session.agent, at: now)
        }
        order.append(session.id)
        return true
    }

    /// The surfaces are told of the end alone; that the activity is unknown from then on goes without saying.
    mutating func end(_ id: SessionID, _ state: Session.State, _ status: ExitStatus?, _ now: Moment) -> [Effect] {
        guard var entry = entries[id], entry.session.state == .running else { return [] }
        entry.session.state = state
        entry.session.exit = status
        entry.session.pid = nil
        // When an interrupted session ended, nobody knows.
        entry.session.endedAt = state == .exited ? wallTime(now) : nil
        entry.session.activity = .unknown
        let notice = state == .exited ? endNotice(id, status, now) : []
        entry.settleDown()
        entries[id] = entry
        let told = [.persist(entry.session)] + publish(state == .exited ? .exited : .interrupted, of: id, now)
        return told + withdrawAll(of: id, "the program ended", keepsNotes: true, now) + notice
    }

    mutating func restart(_ id: SessionID, _ pid: Int32, _ launch: Launch?, _ now: Moment) -> [Effect] {
        guard var entry = entries[id], entry.session.state != .running else { return [] }
        if let launch { entry.session.launch = launch }
        entry.session.state = .running
        entry.session.activity = .starting
        entry.session.pid = pid
        entry.session.title = ""
        entry.session.startedAt = wallTime(now)
        entry.session.endedAt = nil
        entry.session.exit = nil
        entry.settleDown()
        if let card = entry.session.agent { entry.mind = AgentMind(of: card, at: now) }
        entry.hasPrinted = false
        entries[id] = entry
        return [.persist(entry.session)] + publish(.restarted, of: id, now) + [.watchOutput(id, after: nil)]
            + withdrawAll(of: id, "the program was started anew", now)
    }

    /// What the surfaces show of it comes with the next event of the session.
    mutating func learn(_ id: SessionID, _ conversation: String?, _ model: String?) -> [Effect] {
        guard var card = entries[id]?.session.agent else { return [] }
        if let conversation { card.conversation = conversation }
        if let model { card.model = model }
        return plan(id, card)
    }

    /// Keeps what is to outlive this server.
    mutating func remember(_ id: SessionID, _ facts: AgentFacts) -> [Effect] {
        guard var card = entries[id]?.session.agent else { return [] }
        if !facts.usage.isEmpty { card.usage = facts.usage }
        card.text = facts.text
        return plan(id, card)
    }

    /// What was used and said under an earlier plan stays.
    mutating func plan(_ id: SessionID, _ card: AgentCard) -> [Effect] {
        guard var session = entries[id]?.session else { return [] }
        var card = card
        card.usage = card.usage ?? session.agent?.usage
        card.text = card.text ?? session.agent?.text
        guard session.agent != card else { return [] }
        session.agent = card
        entries[id]?.session = session
        return [.persist(session)]
    }

    mutating func rename(_ id: SessionID, _ name: String, _ now: Moment) -> [Effect] {
        change(id, .renamed, now) { $0.name = name }
    }

    mutating func resize(_ id: SessionID, _ size: Size, _ now: Moment) -> [Effect] {
        change(id, .resized, now) { $0.size = size.clamped }
    }

    mutating func note(_ id: SessionID, _ text: String, _ now: Moment) -> [Effect] {
        let note = DisplayText.cleaned(text, limit: 500)
        guard !note.isEmpty else { return [] }
        return change(id, .note(note), now) { session in
            guard session.notes.last != note else { return }
            session.notes = session.notes.suffix(World.noteLimit - 1) + [note]
        }
    }

    mutating func remove(_ id: SessionID, _ now: Moment) -> [Effect] {
        guard entries[id] != nil else { return [] }
        let withdrawn = withdrawAll(of: id, "the session was removed", now)
        guard let entry = entries.removeValue(forKey: id) else { return [] }
        order.removeAll { $0 == id }
        // Who started this one has started those, too. Of a first one the id is kept: those that it started belong together.
        var heirs: [Effect] = []
        if let starter = entry.session.startedBy {
            for child in order where entries[child]?.session.startedBy == id {
                entries[child]?.session.startedBy = starter
                if let session = entries[child]?.session { heirs.append(.persist(session)) }
            }
        }
        return withdrawn + heirs + [.forget(id)] + publish(.removed, of: entry.session, now)
    }

    mutating func measure(_ id: SessionID, _ byteCount: UInt64, _ lineCount: Int) -> [Effect] {
        guard var session = entries[id]?.session, (byteCount, lineCount) != (session.byteCount, session.lineCount)
        else { return [] }
        session.byteCount = byteCount
        session.lineCount = lineCount
        entries[id]?.session = session
        // While it runs, the counts go into the books with the next change of its activity.
        return session.state == .running ? [] : [.persist(session)]
    }

    /// Changes a session, writes it down and tells of it, if there was anything to change.
    private mutating func change(
        _ id: SessionID, _ kind: Event.Kind, _ now: Moment, _ body: (inout Session) -> Void
    ) -> [Effect] {
        guard let before = entries[id]?.session else { return [] }
        var session = before
        body(&session)
        guard session != before else { return [] }
        entries[id]?.session = session
        return [.persist(session)] + announce(kind, of: id, now)
    }
}
