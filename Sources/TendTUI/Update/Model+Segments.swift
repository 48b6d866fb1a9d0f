/// The status bar's own commands: when each is to run.
extension Model {
    /// Those that the configuration names, with their intervals in seconds. One that is named twice runs at the shorter one.
    private var wantedSegments: [String: Int] {
        var wanted: [String: Int] = [:]
        for case .command(let command, let seconds) in configuration.statusLeft + configuration.statusRight {
            wanted[command] = min(seconds, wanted[command] ?? seconds)
        }
        return wanted
    }

    /// Starts what is due. Of one command there is never more than one run; while the bar is hidden nothing runs.
    mutating func settleSegments() -> [Effect] {
        let wanted = wantedSegments
        // One that runs is remembered until it has ended, lest it be started again beside itself.
        for (command, run) in segments where wanted[command] == nil && !run.isRunning { segments[command] = nil }
        guard isStatusShown else { return [] }
        var effects: [Effect] = []
        for (command, seconds) in wanted.sorted(by: { $0.key < $1.key }) {
            var run = segments[command] ?? SegmentRun()
            guard !run.isRunning, run.dueAt(every: seconds, now: now) ?? now <= now else { continue }
            run.isRunning = true
            run.startedAt = now
            segments[command] = run
            effects.append(.runSegment(command: command))
        }
        return effects
    }

    /// When the next one is due; nil: none waits.
    var nextSegmentTime: Int64? {
        guard isStatusShown else { return nil }
        return wantedSegments.compactMap { command, seconds in
            segments[command].flatMap { $0.isRunning ? nil : $0.dueAt(every: seconds, now: now) }
        }.min()
    }

    mutating func take(_ outcome: SegmentRun.Outcome, of command: String) {
        guard var run = segments[command] else { return }
        // The bar has room for a mark only; the reason is said when the trouble begins.
        if case .failed(let reason, _) = outcome {
            if case .failed = run.outcome {} else { sayBehind(.warning, "status bar: '\(command)' \(reason)") }
        }
        run.outcome = outcome
        run.isRunning = false
        segments[command] = run
    }
}
