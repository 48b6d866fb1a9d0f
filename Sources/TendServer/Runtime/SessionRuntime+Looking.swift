import TendAgents
import TendCore
import TendScreen
import TendTerminal

/// Looking at an agent's screen: at most three times a second, and only after output. Sessions without rules pay one comparison a turn.
extension SessionRuntime {
    /// So long after the first output that nobody has looked at: a picture is mostly painted in one piece.
    static let lookDelay: LaneTime.Span = .milliseconds(120)
    /// Spinners never rest; more than this nobody needs.
    static let lookInterval: LaneTime.Span = .milliseconds(350)
    /// A title that goes on changing is told again after so long.
    static let titleInterval: LaneTime.Span = .seconds(2)

    /// What is kept between two looks.
    struct Eyes {
        var reader: ScreenReader
        var timer: TimerQueue.Token?
        var last: LaneTime?
        var told: Sighting?
        var title = ""
        var toldAt: LaneTime?
    }

    /// Has the screen looked at by these rules from now on; none: no longer.
    func watchScreen(by rules: DetectionRules) {
        if let timer = eyes?.timer { lane.cancel(timer) }
        eyes = rules.rules.isEmpty && (rules.title ?? []).isEmpty ? nil : Eyes(reader: ScreenReader(rules: rules))
        considerLook(now: .now)
    }

    /// There was output: sees to it that somebody looks.
    func considerLook(now: LaneTime) {
        guard let eyes, eyes.timer == nil, !isClosed else { return }
        let due = max(now + SessionRuntime.lookDelay, (eyes.last ?? now) + SessionRuntime.lookInterval)
        self.eyes?.timer = lane.schedule(at: due) { [weak self] in
            self?.onLane { runtime in
                runtime.eyes?.timer = nil
                runtime.look()
            }
        }
    }

    private func look() {
        let now = LaneTime.now
        // Half a picture says nothing; when it is whole there is output again, or the program never ends it.
        if terminal.isSynchronizing, let last = eyes?.last, now - last < .seconds(1) { return considerLook(now: now) }
        guard let sighting = glance() else { return }
        eyes?.last = now
        let title = terminal.title
        let isTitleNew = sighting.title == .working && title != eyes?.title
        let isDue = eyes?.toldAt.map { now - $0 >= SessionRuntime.titleInterval } ?? true
        guard sighting != eyes?.told || isTitleNew && isDue else { return }
        eyes?.told = sighting
        eyes?.title = title
        eyes?.toldAt = now
        report(.sighted(sighting))
    }

    /// Tells what a notification of the agent means.
    func listen(to notice: Notice) {
        guard case .notification(let title, let body, _) = notice,
            let state = eyes?.reader.state(ofNotification: title, body)
        else { return }
        report(.heard(state, detail: body.isEmpty ? title : body))
    }

    /// What the screen shows at this moment; nil: nobody has rules for it.
    private func glance() -> Sighting? { eyes?.reader.look(at: terminal.screen()) }

    /// Makes the next step of an answer: what the screen shows, what follows from it and the keys are one turn of the lane, so that the
    /// keys can meet no other picture that has been painted.
    ///
    /// - Parameter whilePainting: also if the program is in the middle of a picture; some never end one.
    /// - Returns: the run after it, what the screen showed, and whether that was the end of it: false means that there is no step now.
    func step(_ run: DialogRun, whilePainting: Bool) -> (run: DialogRun, shown: Dialog?, end: Bool?) {
        var run = run
        guard whilePainting || !terminal.isSynchronizing else { return (run, nil, false) }
        let shown = glance()?.dialog
        switch run.next(shown, printed: recording.fedThrough) {
        case .end(let isTaken): return (run, shown, isTaken)
        case .make(.press(let keys, _)): return (run, shown, press(keys) ? nil : false)
        case .make(.type(let text)): return (run, shown, write([.paste(text)]) ? nil : false)
        }
    }

    /// Presses keys unless the screen shows a dialog, which would take them for an answer; in one turn, as above.
    ///
    /// - Parameter isForced: whatever it shows.
    /// - Returns: whether they were pressed.
    func pressAtPrompt(_ keys: [String], isForced: Bool) -> Bool {
        guard isForced || glance()?.dialog == nil else { return false }
        return press(keys)
    }

    private func press(_ keys: [String]) -> Bool { write(keys.compactMap { Key(parsing: $0) }.map { .key($0) }) }

    private func write(_ input: [Input]) -> Bool {
        guard master >= 0, !isExpectingEnd else { return false }
        let bytes = input.flatMap { terminal.encode($0) }
        guard !bytes.isEmpty, facts.reserveTyping(bytes.count) else { return false }
        type(bytes)
        return true
    }

    /// The dialog that is on the screen at this moment: what was told of it may be older, and a new server has not told anything yet.
    var dialog: Dialog? { glance()?.dialog }
}
