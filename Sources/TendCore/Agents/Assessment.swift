/// What is held to be true of an agent, out of what all sources said.
///
/// Each source has one word, its last. The weightiest word is the verdict, where weight is trust times freshness, with three corrections:
/// a dialog that can be seen outranks whatever was said before it opened; a screen that has said otherwise for a while outranks a hook
/// that has been silent since; and what the screen tells of the reason (which dialog, which failure) is added to what others leave open.
/// A verdict that rests on appearances has to last a moment before it holds. Time is handed in.
package struct Assessment: Hashable, Sendable {
    struct Held: Hashable, Sendable {
        var evidence: Evidence
        /// When the source began to say so.
        var since: Moment
    }

    package struct Verdict: Hashable, Sendable {
        package var state: AgentState
        package var detail: String
        /// Nil as long as nobody has said anything.
        package var source: Evidence.Source?
    }

    var held: [Evidence.Source: Held] = [:]
    package private(set) var verdict = Verdict(state: .starting, detail: "", source: nil)
    /// When the state of the verdict began to hold.
    package private(set) var since: Moment
    /// A state that would be the verdict if it lasted.
    private struct Candidate: Hashable {
        var verdict: Verdict
        var since: Moment
    }
    private var candidate: Candidate?
    private var settled = Moment.start

    package init(at now: Moment) { since = now }

    package func evidence(of source: Evidence.Source) -> Evidence? { held[source]?.evidence }

    /// Takes note of what a source says now.
    package mutating func take(_ evidence: Evidence) {
        let before = held[evidence.source]
        let isSame = before?.evidence.state == evidence.state && before?.evidence.detail == evidence.detail
        held[evidence.source] = Held(evidence: evidence, since: isSame ? before!.since : evidence.time)
    }

    /// The source says nothing any more.
    package mutating func drop(_ source: Evidence.Source) { held[source] = nil }

    /// Brings the verdict up to date.
    ///
    /// - Returns: whether the state changed.
    package mutating func settle(_ now: Moment) -> Bool {
        settled = now
        let news = proposal(now)
        guard news.state != verdict.state else {
            verdict = news
            candidate = nil
            return false
        }
        if candidate?.verdict.state != news.state { candidate = Candidate(verdict: news, since: now) }
        guard let candidate, now >= candidate.since + patience(for: news) else { return false }
        since = candidate.since
        verdict = news
        self.candidate = nil
        return true
    }

    /// When ``settle(_:)`` may say something else although nobody has said anything; nil: never.
    package var nextDeadline: Moment? {
        var moments: [Moment] = []
        if let candidate {
            moments.append(candidate.since + patience(for: candidate.verdict))
        }
        for (source, held) in held {
            if let hold = source.decay(of: held.evidence.state)?.hold {
                moments += [held.evidence.time + hold, held.evidence.time + hold * 2]
            }
        }
        if let screen = held[.screen] {
            moments += [screen.since + Assessment.shortDoubt, screen.since + Assessment.longDoubt]
            moments += held.values.map { $0.since + Assessment.longDoubt }
        }
        return moments.filter { $0 > settled }.min()
    }

    /// How long a verdict has to last before it holds. Between two steps of a turn the spinner is gone for some frames.
    private func patience(for news: Verdict) -> Duration {
        if news.source?.isStructured == true { return .zero }
        return switch news.state {
        case .waiting: .milliseconds(250)
        case .idle, .done, .error, .interrupted: verdict.state == .starting ? .zero : .milliseconds(800)
        case .starting, .working, .exited: .zero
        }
    }
}
