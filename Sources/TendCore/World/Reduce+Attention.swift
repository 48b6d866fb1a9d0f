extension World {
    /// Takes a new item in. One that a rule has answered already is told as answered, once.
    mutating func ask(_ item: AttentionItem, _ now: Moment) -> [Effect] {
        guard let session = entries[item.session]?.session, attention.insert(item), let item = attention[item.id]
        else { return [] }
        var effects: [Effect] = [.audit(entry(.asked, item, session, now))]
        if item.isOpen {
            effects.append(.persistAttention(item))
            effects += publish(.attention(.opened, item), of: session, now)
        } else {
            effects.append(.audit(entry(.answered, item, session, now)))
            effects.append(.persistAttention(item))
            effects += publish(.attention(.answered, item), of: session, now) + trimAttention()
        }
        return effects
    }

    /// The first answer holds; later ones find the item ended.
    mutating func answer(_ id: AttentionID, _ answer: Answer, _ now: Moment) -> [Effect] {
        guard let item = attention.end(id, .answered(answer)) else { return [] }
        return ended(item, .answered, .answered, now)
    }

    mutating func settleAttention(_ id: AttentionID, _ outcome: Answer.Outcome, _ now: Moment) -> [Effect] {
        guard let item = attention.settle(id, outcome) else { return [] }
        // A dialog that did not take an answer by keys is still a question; what a rule said once it would say again. And one that is seen
        // after its answer took effect may be the next one with the same words, which came before anybody looked.
        if case .answered(let answer) = item.state, outcome == .applied || answer.origin.kind != .rule,
            item.isAbout(dialog(of: item.session))
        {
            entries[item.session]?.mind?.dialogDeadline = now + World.dialogGrace
        }
        return ended(item, outcome == .applied ? .applied : .unconfirmed, .answered, now)
    }

    mutating func withdraw(_ id: AttentionID, _ reason: String, _ now: Moment) -> [Effect] {
        let reason = DisplayText.cleaned(reason, limit: 256)
        guard let item = attention.end(id, .withdrawn(reason: reason, at: wallTime(now))) else { return [] }
        return ended(item, .withdrawn, .withdrawn, now)
    }

    /// Nobody can take the answers of a session's items any more.
    ///
    /// - Parameter keepsNotes: what only says that and how the program ended stays.
    mutating func withdrawAll(of id: SessionID, _ reason: String, keepsNotes: Bool = false, _ now: Moment) -> [Effect] {
        attention.open(of: id).filter { !keepsNotes || $0.kind != .exit && $0.kind != .error }
            .flatMap { withdraw($0.id, reason, now) }
    }

    mutating func expireAttention(_ now: Moment) -> [Effect] {
        attention.expire(at: wallTime(now)).flatMap { ended($0, .expired, .withdrawn, now) }
    }

    /// Out of the books of an earlier server. What is open stays so if there is still somebody who asks.
    mutating func restoreAttention(_ item: AttentionItem, _ now: Moment) -> [Effect] {
        guard attention.insert(item) else { return [] }
        guard item.isOpen else { return trimAttention() }
        guard let session = entries[item.session]?.session else {
            return withdraw(item.id, "the session is gone", now)
        }
        if session.state != .running, item.kind != .exit, item.kind != .error {
            return withdraw(item.id, "the program ended", now)
        }
        return []
    }

    /// When the next item expires.
    var attentionDeadline: Moment? {
        attention.nextDeadline.map { Moment(sinceStart: .seconds($0 - epoch)) }
    }

    private mutating func ended(
        _ item: AttentionItem, _ happening: AuditEntry.Happening, _ change: Event.AttentionChange, _ now: Moment
    ) -> [Effect] {
        let session = entries[item.session]?.session
        var effects: [Effect] = [.audit(entry(happening, item, session, now)), .persistAttention(item)]
        if let session { effects += publish(.attention(change, item), of: session, now) }
        return effects + trimAttention()
    }

    private mutating func trimAttention() -> [Effect] {
        let gone = attention.trim()
        return gone.isEmpty ? [] : [.forgetAttention(gone)]
    }

    /// A line for the audit log.
    package func entry(
        _ happening: AuditEntry.Happening, _ item: AttentionItem, _ session: Session?, _ now: Moment
    ) -> AuditEntry {
        AuditEntry(
            happening, item, sessionName: session?.name ?? "", agent: session?.agentName ?? "", at: wallTime(now))
    }
}
