extension World {
    /// Takes note of an event and says what follows from it. Events about sessions that do not exist (any more) change nothing.
    package mutating func reduce(_ event: WorldEvent, now: Moment) -> [Effect] {
        switch event {
        case .restored(let session, let reports): restore(session, reports, now)
        case .created(let session): create(session, now)
        case .abandoned(let id): abandon(id)
        case .becameActive(let id): becameActive(id, now)
        case .quietSince(let id, let last): quiet(id, since: last, now)
        case .timePassed: passTime(now)
        case .titleChanged(let id, let title): retitle(id, title, now)
        case .bellRang(let id): announce(.bell, of: id, now)
        case .progressed(let id, let progress): take(progress, of: id, now)
        case .notified(let id, let title, let body): notify(id, title, body, now)
        case .heard(let id, let state, let detail): hear(id, state, detail, now)
        case .programReported(let id, let report): take(report, of: id, now)
        case .observed(let id, let evidence, let news): observe(id, evidence, news, now)
        case .sighted(let id, let sighting): sight(id, sighting, now)
        case .measured(let id, let bytes, let lines): measure(id, bytes, lines)
        case .exited(let id, let status): end(id, .exited, status, now)
        case .interrupted(let id): end(id, .interrupted, nil, now)
        case .restarted(let id, let pid, let launch): restart(id, pid, launch, now)
        case .agentLearned(let id, let conversation, let model): learn(id, conversation, model)
        case .agentPlanned(let id, let card): plan(id, card)
        case .renamed(let id, let name): rename(id, name, now)
        case .resized(let id, let size): resize(id, size, now)
        case .noted(let id, let text): note(id, text, now)
        case .removed(let id): remove(id, now)
        case .attentionRestored(let item): restoreAttention(item, now)
        case .asked(let item): ask(item, now)
        case .attentionAnswered(let id, let given): answer(id, given, now)
        case .attentionSettled(let id, let outcome): settleAttention(id, outcome, now)
        case .attentionWithdrawn(let id, let reason): withdraw(id, reason, now)
        case .copyAsked(let id, let byteCount): announce(.clipboard(byteCount: byteCount), of: id, now)
        case .workspacesChanged(let name): publish(.workspaces(name: name), of: nil, now)
        case .buffersChanged(let name, let byteCount): publish(.buffers(name: name, byteCount: byteCount), of: nil, now)
        case .configured(let options): configure(options, now)
        }
    }

    /// Publishes an event about a session as it is now, unless its topic has had its share of this second.
    mutating func announce(_ kind: Event.Kind, of id: SessionID, _ now: Moment) -> [Effect] {
        guard entries[id]?.throttle.admits(kind, now: now) == true else { return [] }
        return publish(kind, of: id, now)
    }

    mutating func publish(_ kind: Event.Kind, of id: SessionID, _ now: Moment) -> [Effect] {
        guard let session = entries[id]?.session else { return [] }
        if case .activity(let activity) = kind { entries[id]?.announcedActivity = activity }
        return publish(kind, of: session, now)
    }

    mutating func publish(_ kind: Event.Kind, of session: Session?, _ now: Moment) -> [Effect] {
        var effects: [Effect] = []
        // Half of a reservation ahead, so that it is on disk long before it is needed.
        if log.nextID + World.eventReservation / 2 > reservedThrough {
            reservedThrough = log.nextID + World.eventReservation
            effects.append(.reserveEventIDs(through: reservedThrough))
        }
        effects.append(.publish(log.append(kind, of: session, time: wallTime(now))))
        return effects
    }

    private mutating func passTime(_ now: Moment) -> [Effect] {
        var effects = expireAttention(now)
        for id in order {
            guard let entry = entries[id] else { continue }
            if let check = entry.quietCheck, check <= now {
                entries[id]?.quietCheck = nil
                effects.append(.checkQuiet(id))
            }
            if let due = entry.mind?.nextDeadline(options.hints), due <= now { effects += settleAgent(id, now) }
            guard entry.throttle.nextDue != nil else { continue }
            for kind in entries[id]?.throttle.takeDue(now: now) ?? [] {
                // An activity that has come back to what was told last is no news.
                if case .activity(let activity) = kind, entry.announcedActivity == activity { continue }
                effects += publish(kind, of: id, now)
            }
        }
        return effects
    }

    private mutating func configure(_ options: Options, _ now: Moment) -> [Effect] {
        self.options = options
        for (id, entry) in entries {
            // Asking too early does no harm: the answer sets the right time.
            guard let check = entry.quietCheck else { continue }
            entries[id]?.quietCheck = min(check, now + options.quietAfter)
        }
        return []
    }
}
