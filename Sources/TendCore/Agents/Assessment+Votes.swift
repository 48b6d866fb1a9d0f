extension Assessment {
    /// After so long a screen that says otherwise makes a hook's "waiting" doubtful: nobody tells a hook that a dialog was left.
    static let shortDoubt: Duration = .seconds(1)
    /// The same for anything else, and for a dialog that stays although the program says that it works.
    static let longDoubt: Duration = .seconds(3)

    /// What one source says, and what it counts.
    package struct Vote: Hashable, Sendable {
        package var evidence: Evidence
        /// Since when it has said so.
        package var since: Moment
        /// 0…100.
        package var weight: Int
    }

    /// All that was said, the weightiest first.
    package func votes(_ now: Moment) -> [Vote] {
        held.values.map { Vote(evidence: $0.evidence, since: $0.since, weight: weight(of: $0, now)) }
            .sorted { ($0.weight, $0.evidence.source.trust) > ($1.weight, $1.evidence.source.trust) }
    }

    private func weight(of held: Held, _ now: Moment) -> Int {
        let source = held.evidence.source
        guard let (hold, floor) = source.decay(of: held.evidence.state) else { return source.trust }
        let age = now - held.evidence.time
        if age <= hold { return source.trust }
        if age >= hold * 2 { return floor }
        let faded = (age - hold) / hold
        return source.trust - Int(Double(source.trust - floor) * faded)
    }

    /// What would hold if nothing had to last.
    func proposal(_ now: Moment) -> Verdict {
        if let end = held[.process], end.evidence.state == .exited { return Verdict(end.evidence) }
        guard let best = votes(now).first(where: { !isOutdated($0, now) && $0.weight > 0 }) else {
            return Verdict(state: verdict.source == nil ? .starting : verdict.state, detail: "", source: nil)
        }
        let word = ending(of: best)
        guard let screen = held[.screen], word.evidence.source != .screen else { return Verdict(word.evidence) }
        return corrected(word, by: screen, now)
    }

    /// Codex' program is `idle` after everything; how the turn ended its API tells at the same time.
    private func ending(of best: Vote) -> Vote {
        guard best.evidence.source == .program, best.evidence.state == .idle else { return best }
        for source in [Evidence.Source.registry, .hook] {
            guard let other = held[source], other.evidence.state.isResting, other.evidence.state != .idle else {
                continue
            }
            return Vote(evidence: other.evidence, since: other.since, weight: best.weight)
        }
        return best
    }

    /// Whether the screen has been saying something else since this was said, for long enough to be believed.
    private func isOutdated(_ vote: Vote, _ now: Moment) -> Bool {
        let source = vote.evidence.source
        if source == .notification { return isOvertaken(vote) }
        guard source == .hook || source == .transcript || source == .registry, let screen = held[.screen],
            screen.evidence.state.word != vote.evidence.state.word, screen.since > vote.evidence.time
        else { return false }
        // An agent at rest looks the same whether it is done, idle or was interrupted.
        if screen.evidence.state.isResting, vote.evidence.state.isResting { return false }
        return now - screen.since >= (vote.evidence.state.isWaiting ? Assessment.shortDoubt : Assessment.longDoubt)
    }

    /// Whether something has been heard of the agent since: a notification tells of one moment.
    private func isOvertaken(_ notification: Vote) -> Bool {
        held.values.contains { other in
            ![.notification, .output, .process].contains(other.evidence.source)
                && other.since > notification.evidence.time
                && other.evidence.state.word != notification.evidence.state.word
        }
    }

    private func corrected(_ best: Vote, by screen: Held, _ now: Moment) -> Verdict {
        var verdict = Verdict(best.evidence)
        switch (best.evidence.state, screen.evidence.state) {
        case (.waiting(let need), .waiting(let seen)):
            // Which dialog it is can be seen where the program does not say; a plan or a question is told as a permission by some.
            if need == .input || need == .permission && seen != .input { verdict.state = .waiting(seen) }
            if verdict.detail.isEmpty { verdict.detail = screen.evidence.detail }
        case (.working, .waiting):
            let isOlder = best.since <= screen.since
            if isOlder || now - best.since >= Assessment.longDoubt { verdict = Verdict(screen.evidence) }
        case (.working, .working):
            // Such as that it tries again after an error.
            if verdict.detail.isEmpty { verdict.detail = screen.evidence.detail }
        case (_, .waiting):
            verdict = Verdict(screen.evidence)
        case (.idle, .error), (.idle, .interrupted), (.done, .error), (.done, .interrupted):
            // Codex is `idle` after everything.
            verdict.state = screen.evidence.state
            verdict.detail = screen.evidence.detail
        default: break
        }
        return verdict
    }
}

extension Assessment.Verdict {
    init(_ evidence: Evidence) { self.init(state: evidence.state, detail: evidence.detail, source: evidence.source) }
}
