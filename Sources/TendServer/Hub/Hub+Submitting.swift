import TendAgents
package import TendCore
import TendScreen

// Texts for agents: typed, sent by the agent's own keys, then a look whether it went to work.
extension Hub {
    /// So long an agent may take to show what was typed. Codex takes Enter for a part of a paste that it has not read yet.
    private static let echoPatience = Duration.seconds(1)
    /// Claude Code, Codex and Vibe are at work within this time, or have lost the Enter (`reference/agents.md` §4).
    private static let workPatience = Duration.seconds(3)
    private static let pressCount = 2
    /// An agent loses what is typed before it reads; Kimi CLI takes ten seconds on a slow machine. In seconds.
    private static let startPatience = 60.0

    package func submit(
        _ reference: String, _ text: String, isForced: Bool, peer: Int32
    ) async throws(ServiceError) -> SubmittedJSON {
        try await checkTyping(into: reference, peer: peer)
        let session = try running(reference)
        guard let runtime = runtimes[session.id] else { throw ServiceError(.internal, "no runtime of \(session.id)") }
        // Two texts at once would become one.
        while !submitting.insert(session.id).inserted {
            guard (try? await lanes[0].sleep(until: .now + .milliseconds(50))) != nil, !Task.isCancelled else {
                throw ServiceError(.unavailable, "another text is being given to \(session.name)")
            }
        }
        defer { submitting.remove(session.id) }
        var intrudes = false
        if isForced {
            let isOpen = await runtime.dialog != nil
            intrudes = isOpen || dialog(of: session.id) != nil
        } else {
            await firstPrompt(of: session.id)
            if let dialog = dialog(of: session.id) { return SubmittedJSON(.refused, reason: dialog) }
            // The screen may be ahead of what is known.
            if await runtime.dialog != nil {
                return SubmittedJSON(.refused, reason: "\(session.name) asks something")
            }
        }
        // It may have waited for a minute, and a question have come meanwhile.
        try await checkTyping(into: session.id.rawValue, peer: peer)
        let shown = runtime.facts.current.byteCount
        try await runtime.send([.paste(text)])
        await echo(of: runtime, after: shown)
        let before = work(of: session.id)
        let keys = session.agent.flatMap { try? agents.library.shelf.entry($0.name).manifest.submitKeys } ?? ["Enter"]
        for _ in 0..<Hub.pressCount {
            if !isForced, let dialog = dialog(of: session.id) {
                return SubmittedJSON(.typed, reason: "it was not sent: \(dialog)")
            }
            do {
                try await checkTyping(into: session.id.rawValue, peer: peer)
            } catch {
                return SubmittedJSON(.typed, reason: "it was not sent: \(error.message)")
            }
            guard await runtime.pressAtPrompt(keys, isForced: isForced) else {
                return SubmittedJSON(.typed, reason: "it was not sent: \(session.name) asks something")
            }
            // Whatever happens now, the dialog may have taken it for its answer.
            if intrudes {
                return SubmittedJSON(
                    .typed, reason: "\(session.name) asks something, and may have taken it for an answer")
            }
            // One that works already takes it later, and of some nothing tells what they do.
            guard let before, !before.isWorking else { return SubmittedJSON(.typed) }
            if await goesToWork(session.id, since: before.since) { return SubmittedJSON(.submitted) }
            // What was forced is not pressed into a dialog that opens meanwhile.
            if isForced { break }
            // Again: keys that an agent was not ready for are lost, and at an empty prompt they do nothing.
        }
        return SubmittedJSON(.typed, reason: "\(session.name) shows no sign of having taken it")
    }

    /// Returns when an agent that was started just now is at its prompt or asks something. At once where nothing would tell that.
    private func firstPrompt(of id: SessionID) async {
        guard let session = world.session(id), let agent = session.agent,
            (try? agents.library.shelf.entry(agent.name).manifest.detection) != nil
        else { return }
        let rest = session.startedAt + Hub.startPatience - world.wallTime(clock.now)
        let deadline = ContinuousClock.now + .seconds(rest)
        while ContinuousClock.now < deadline, !Task.isCancelled {
            guard let session = world.session(id), session.state == .running else { return }
            let source = world.explanation(of: id, now: clock.now)?.verdict?.source
            if let source, source != .output, session.status?.state != .starting { return }
            await change(of: id, until: deadline)
        }
    }

    /// Returns as soon as the program has drawn something since. A pause that is cut short does no harm.
    private func echo(of runtime: SessionRuntime, after byteCount: UInt64) async {
        let deadline = ContinuousClock.now + Hub.echoPatience
        repeat {
            try? await lanes[0].sleep(until: .now + .milliseconds(50))
        } while runtime.facts.current.byteCount == byteCount && ContinuousClock.now < deadline && !Task.isCancelled
    }

    /// What is known of an agent's turns.
    private struct Work {
        var isWorking: Bool
        /// When the state began, in seconds since 1970.
        var since: Double
    }

    /// That there is output says nothing: what is typed shows on the screen.
    private func work(of id: SessionID) -> Work? {
        guard let session = world.session(id), session.state == .running, session.agent != nil,
            let status = session.status, let source = world.explanation(of: id, now: clock.now)?.verdict?.source,
            source != .output
        else { return nil }
        return Work(isWorking: status.state == .working, since: status.since)
    }

    /// Whether the agent goes to work, or has been at it and is done.
    private func goesToWork(_ id: SessionID, since before: Double) async -> Bool {
        let deadline = ContinuousClock.now + Hub.workPatience
        while ContinuousClock.now < deadline, !Task.isCancelled {
            if let now = work(of: id), now.isWorking || now.since > before { return true }
            await change(of: id, until: deadline)
        }
        return false
    }

    /// What the session asks, in words; nil: nothing.
    private func dialog(of id: SessionID) -> String? {
        guard let session = world.session(id) else { return nil }
        // An agent that was typed into a shell says so itself.
        guard let status = session.status else {
            return session.activity == .waiting ? "\(session.name) waits for an answer" : nil
        }
        guard status.state.isWaiting else { return nil }
        let detail = status.detail.isEmpty ? "" : ": " + DisplayText.cleaned(status.detail, limit: 120)
        return "\(session.name) waits for \(status.state.reason ?? "an answer")\(detail)"
    }
}
