import TendAgents
import TendCore
import TendScreen

// Answers by keys.
extension Hub {
    /// So long an agent has to show the effect of a press. Real ones took less than a second (`reference/agents.md` §4); pressed again
    /// too soon, a tick is taken back.
    private static let pressPatience: Duration = .milliseconds(2500)
    /// So long there may be no step that is sure to be right before the answer is given up.
    private static let doubtPatience: Duration = .seconds(1)
    /// Between two looks.
    private static let lookPause: Duration = .milliseconds(50)

    /// What a rule says about a dialog that has just been found.
    func pressRule(_ decision: Decision, for item: AttentionItem) {
        guard let dialog = world.dialog(of: item.session), item.isAbout(dialog) else {
            return apply(.attentionSettled(item.id, .unconfirmed))
        }
        // The reason of a rule is for whoever looks it up; only few dialogs have a place for one.
        let plan =
            (try? DialogPlan(decision, for: dialog)) ?? (try? DialogPlan(Decision(decision.verdict), for: dialog))
        guard let plan else { return apply(.attentionSettled(item.id, .unconfirmed)) }
        press(plan, for: item, in: dialog)
    }

    /// Brings an answer into the item's dialog, and tells what became of it.
    func press(_ plan: DialogPlan, for item: AttentionItem, in dialog: Dialog) {
        guard let runtime = runtimes[item.session] else { return apply(.attentionSettled(item.id, .unconfirmed)) }
        // No handle: a run has a bounded number of steps.
        Task {
            let isTaken = await self.carry(DialogRun(plan, in: dialog), on: runtime)
            self.apply(.attentionSettled(item.id, isTaken ? .applied : .unconfirmed))
        }
    }

    /// - Returns: whether the dialog went away when everything was in it and it was sent.
    private func carry(_ run: DialogRun, on runtime: SessionRuntime) async -> Bool {
        var run = run
        var doubt: ContinuousClock.Instant?
        while true {
            let isLate = doubt.map { .now - $0 >= Hub.doubtPatience } ?? false
            let made = await runtime.step(run, whilePainting: isLate)
            if made.end == true { return true }
            if made.end == false {
                // Half a picture allows no step either.
                guard !isLate, (try? await lanes[0].sleep(until: .now + Hub.lookPause)) != nil else { return false }
                doubt = doubt ?? .now
                continue
            }
            (run, doubt) = (made.run, nil)
            guard await effect(of: run, on: made.shown, runtime) else { return false }
        }
    }

    /// Returns when the last press shows an effect, or the time for it is out. Pictures that are painted piece by piece show anything.
    ///
    /// - Returns: false if there is no time to wait.
    private func effect(of run: DialogRun, on before: Dialog?, _ runtime: SessionRuntime) async -> Bool {
        let deadline = ContinuousClock.now + Hub.pressPatience
        var last = before
        while .now < deadline {
            guard (try? await lanes[0].sleep(until: .now + Hub.lookPause)) != nil else { return false }
            let shown = await runtime.dialog
            let isDone = run.concerns(shown) ? !run.isSent && shown != before : run.isSent
            if isDone, shown == last { return true }
            last = shown
        }
        return true
    }
}
