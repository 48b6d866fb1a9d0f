/// One try to bring an answer into a dialog, press by press. Between two presses the screen is looked at; where a press shows no effect it
/// is made once more, since agents swallow keys now and then. Not so the last one, if the program has printed anything since: it may have
/// taken it, and what asks the same now is the next question.
package struct DialogRun: Sendable {
    package enum Move: Hashable, Sendable {
        case make(DialogPlan.Step)
        /// Over: whether the dialog went away on the last step.
        case end(isTaken: Bool)
    }

    /// How often a step is made for one and the same picture.
    static let pressLimit = 2
    /// A dialog with ten options has fewer steps; somebody at the desk may undo them.
    static let stepLimit = 60

    private let plan: DialogPlan
    private let fingerprint: String
    private var made: [Dialog: Int] = [:]
    private var count = 0
    /// What the dialog showed when its last step was made, and how much the program had printed.
    private var sentFrom: (shown: Dialog, printed: UInt64)?

    package init(_ plan: DialogPlan, in dialog: Dialog) {
        self.plan = plan
        fingerprint = dialog.fingerprint
    }

    /// Whether what is waited for now is that the dialog goes away.
    package var isSent: Bool { sentFrom != nil }

    /// Whether it is the dialog that the answer is for.
    package func concerns(_ dialog: Dialog?) -> Bool { dialog?.fingerprint == fingerprint }

    /// - Parameters:
    ///   - shown: what is on the screen now.
    ///   - printed: how many bytes the program has printed so far.
    package mutating func next(_ shown: Dialog?, printed: UInt64) -> Move {
        guard let shown, shown.fingerprint == fingerprint else { return .end(isTaken: isSent) }
        // Sent, and something was painted since: nobody knows what that is.
        if let sentFrom, sentFrom != (shown, printed) { return .end(isTaken: false) }
        guard made[shown, default: 0] < DialogRun.pressLimit, count < DialogRun.stepLimit,
            let step = plan.next(shown)
        else { return .end(isTaken: false) }
        made[shown, default: 0] += 1
        count += 1
        if step.isLast { sentFrom = (shown, printed) }
        return .make(step)
    }
}
