package import TendCore
import TendScreen

// Texts for agents: typed, then Enter by itself, then a look whether the agent went to work.
extension Hub {
    /// Long enough to see a dialog that opened in that moment and would have taken the Enter. Not measured: Claude Code, Codex and Vibe take
    /// a paste with Enter in one write as well.
    private static let pauseBeforeEnter = Duration.milliseconds(150)
    /// Claude Code, Codex and Vibe are at work within this time, or have lost the Enter.
    private static let patience = Duration.seconds(3)

    package func submit(
        _ reference: String, _ text: String, isForced: Bool
    ) async throws(ServiceError) -> SubmittedJSON {
        let session = try running(reference)
        guard let runtime = runtimes[session.id] else { throw ServiceError(.internal, "no runtime of \(session.id)") }
        if !isForced, let dialog = dialog(of: session.id) { return SubmittedJSON(.refused, reason: dialog) }
        try await runtime.send([.paste(text)])
        // A pause that is cut short does no harm.
        try? await lanes[0].sleep(until: .now + Hub.pauseBeforeEnter)
        if !isForced, let dialog = dialog(of: session.id) {
            return SubmittedJSON(.typed, reason: "Enter was not pressed: \(dialog)")
        }
        let wasWorking = isWorking(session.id)
        try await runtime.send([.key(Key(.enter))])
        // One that worked before takes it later, and nothing tells when.
        guard session.agent != nil, !wasWorking else { return SubmittedJSON(.typed) }
        let deadline = ContinuousClock.now + Hub.patience
        while !isWorking(session.id), ContinuousClock.now < deadline, world.session(session.id)?.state == .running {
            await change(of: session.id, until: deadline)
            if Task.isCancelled { break }
        }
        return SubmittedJSON(isWorking(session.id) ? .submitted : .typed)
    }

    /// That there is output says nothing: what is typed shows on the screen.
    private func isWorking(_ id: SessionID) -> Bool {
        guard world.session(id)?.status?.state == .working,
            let source = world.explanation(of: id, now: clock.now)?.verdict?.source
        else { return false }
        return source != .output
    }

    /// What the session asks, in words; nil: nothing.
    private func dialog(of id: SessionID) -> String? {
        guard let session = world.session(id), let status = session.status, status.state.isWaiting else { return nil }
        let detail = status.detail.isEmpty ? "" : ": " + DisplayText.cleaned(status.detail, limit: 120)
        return "\(session.name) waits for \(status.state.reason ?? "an answer")\(detail)"
    }
}
