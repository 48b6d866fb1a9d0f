import TendAgents
import TendClient
import TendCore

extension ClaudeHook {
    /// Events behind which more may have been used than before.
    private static let usageEvents: Set = ["PostToolUse", "PostToolUseFailure", "Stop", "StopFailure", "SessionEnd"]

    /// How long the last words of a turn are waited for; measured: they were there within 50 ms.
    private static let patience = Duration.milliseconds(300)
    private static let pause = Duration.milliseconds(15)

    /// What the conversation has used up to this event; nil if it is not known.
    private static func usage(at event: ClaudeEvent, _ server: HookServer) async -> ClaudeUsage? {
        guard usageEvents.contains(event.name), let path = event.transcript else { return nil }
        let reader = ClaudeUsageReader(transcript: path, notes: server.notes)
        var usage = reader.read()
        guard event.name == "Stop", let words = event.fields["last_assistant_message"]?.text else { return usage }
        let end = ContinuousClock.now + patience
        while usage?.ends(with: words) == false, .now < end {
            // Nobody cancels a hook's task.
            try? await Task.sleep(for: pause)
            usage = reader.read() ?? usage
        }
        return usage
    }

    /// Tells the server what the event says of the agent.
    static func observe(_ event: ClaudeEvent, _ server: HookServer) async {
        guard let told = event.evidence else { return }
        var evidence = EvidenceJSON(.hook, state(told, event), detail: told.detail)
        evidence.conversation = told.conversation
        evidence.model = told.model
        evidence.tool = told.tool
        evidence.text = told.text
        evidence.call = told.call
        evidence.input = told.input
        if let usage = await usage(at: event, server) {
            evidence.usage = usage.models.map(UsageJSON.init)
            evidence.cost = usage.cost
        }
        // Without a server there is nobody who wants to know.
        try? await server.quick.observe(server.session, evidence)
    }

    private static func state(_ told: ClaudeEvidence, _ event: ClaudeEvent) -> AgentState {
        switch told.state {
        case .starting: .starting
        case .working: .working
        case .idle: event.name == "Stop" ? .done : .idle
        // Its own name of the error is one word: `rate_limit`, `authentication_failed`, `server_error`.
        case .error:
            .error(
                AgentState.Failure(message: [event.failure, told.detail].compactMap(\.self).joined(separator: " ")))
        case .exited: .exited
        case .waiting:
            switch told.tool {
            case "AskUserQuestion": .waiting(.question)
            case "ExitPlanMode": .waiting(.plan)
            case nil: .waiting(.input)
            default: .waiting(.permission)
            }
        }
    }
}
