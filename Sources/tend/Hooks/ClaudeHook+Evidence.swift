import TendAgents
import TendClient
import TendCore

extension ClaudeHook {
    /// Events behind which more may have been used than before.
    private static let usageEvents: Set = ["PostToolUse", "PostToolUseFailure", "Stop", "StopFailure", "SessionEnd"]

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
        if usageEvents.contains(event.name), let path = event.transcript,
            let usage = ClaudeUsageReader(transcript: path, notes: server.notes).read()
        {
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
