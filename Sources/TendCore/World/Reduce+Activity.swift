import TendScreen

extension World {
    mutating func becameActive(_ id: SessionID, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], entry.session.state == .running, !entry.isActive else { return [] }
        entries[id]?.isActive = true
        entries[id]?.hasPrinted = true
        entries[id]?.activeSince = now
        entries[id]?.quietCheck = now + options.quietAfter
        return settleAgent(id, now)
    }

    mutating func quiet(_ id: SessionID, since last: Moment?, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], entry.session.state == .running, entry.isActive else { return [] }
        let quietAt = (last ?? entry.activeSince) + options.quietAfter
        if quietAt > now {
            entries[id]?.quietCheck = quietAt
            return []
        }
        entries[id]?.isActive = false
        entries[id]?.quietCheck = nil
        return settleAgent(id, now) + [.watchOutput(id, after: last)]
    }

    /// Spinners in titles change ten times a second: the title is current at once, the books get it with the next change of activity.
    mutating func retitle(_ id: SessionID, _ title: String, _ now: Moment) -> [Effect] {
        let title = DisplayText.cleaned(title, limit: 256)
        guard let entry = entries[id], entry.session.title != title else { return [] }
        entries[id]?.session.title = title
        return announce(.title(title), of: id, now)
    }

    /// Bars move many times a second: as with titles, the surfaces hear of it once a second.
    mutating func take(_ progress: Progress, of id: SessionID, _ now: Moment) -> [Effect] {
        let news = progress.state == .none ? nil : progress
        guard let entry = entries[id], entry.session.state == .running, entry.session.progress != news else {
            return []
        }
        entries[id]?.session.progress = news
        var effects: [Effect] = []
        if entry.mind != nil {
            switch progress.state {
            case .normal:
                entries[id]?.mind?.assessment.take(
                    Evidence(.progress, .working, detail: "\(progress.percent) %", at: now))
            case .indeterminate: entries[id]?.mind?.assessment.take(Evidence(.progress, .working, at: now))
            // No bar says nothing, and a red one nothing of who does what.
            case .none, .error, .paused: entries[id]?.mind?.assessment.drop(.progress)
            }
            effects = settleAgent(id, now)
        }
        return effects + announce(.progress(progress), of: id, now)
    }

    mutating func notify(_ id: SessionID, _ title: String, _ body: String, _ now: Moment) -> [Effect] {
        let (title, body) = (DisplayText.cleaned(title, limit: 256), DisplayText.cleaned(body, limit: 1024))
        if title.isEmpty && body.isEmpty { return [] }
        return announce(.notification(title: title, body: body), of: id, now)
    }

    mutating func take(_ report: ProgramReport, of id: SessionID, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], entry.session.state == .running else { return [] }
        var report = report
        report.message = DisplayText.cleaned(report.message, limit: 2048)
        guard entries[id]?.keep(report) == true else { return [] }
        let news = Event.Kind.program(state: report.state, kind: report.kind, message: report.message)
        return announce(news, of: id, now) + reportsChanged(id, now)
    }

    /// Brings the session's activity up to date with what is known, and tells of it if it changed.
    mutating func settleActivity(_ id: SessionID, _ now: Moment) -> [Effect] {
        guard let entry = entries[id], entry.currentActivity != entry.session.activity else { return [] }
        let activity = entry.currentActivity
        entries[id]?.session.activity = activity
        let session = entries[id]?.session ?? entry.session
        return [.persist(session)] + announce(.activity(activity), of: id, now)
    }
}

extension World.Entry {
    /// So many records one program may have at a time (Program Status Protocol, "Limits").
    static let reportLimit = 256

    /// A question outranks output: agents redraw their dialogs all the time.
    var currentActivity: Session.Activity {
        if session.state != .running { return .unknown }
        if let mind { return mind.assessment.verdict.state.activity }
        if reports.values.contains(where: \.isBlocked) { return .waiting }
        if isActive { return .working }
        return hasPrinted ? .idle : .starting
    }

    /// Puts the report in place of the earlier one with its id. Returns whether that changed anything.
    @discardableResult
    mutating func keep(_ report: ProgramReport) -> Bool {
        let before = reports
        if report.state != "clear" {
            if reports.count < World.Entry.reportLimit || reports[report.id] != nil { reports[report.id] = report }
        } else if report.id.isEmpty {
            reports = [:]
        } else {
            reports[report.id] = nil
        }
        return reports != before
    }

    /// The program is gone, and with it all that was to be expected of it.
    mutating func settleDown() {
        isActive = false
        quietCheck = nil
        reports = [:]
        mind = nil
        session.status = nil
        session.progress = nil
        throttle.reset()
        announcedActivity = session.activity
    }
}
