import TendAgents
import TendClient
import TendCore

extension ClaudeHook {
    /// A longer transcript is not read at the end of each turn.
    private static let transcriptLimit = 8 << 20

    /// Tells the server what the event says of the agent.
    static func observe(_ event: ClaudeEvent, _ server: HookServer) async {
        guard let told = event.evidence else { return }
        var evidence = EvidenceJSON(.hook, state(told, event), detail: told.detail)
        evidence.conversation = told.conversation
        evidence.model = told.model
        evidence.tool = told.tool
        evidence.text = told.text
        if event.name == "Stop", let path = event.transcript,
            let bytes = FileTail.contents(of: path, limit: transcriptLimit)
        {
            var transcript = ClaudeTranscript()
            transcript.feed(bytes)
            let tokens = transcript.tokens
            evidence.tokens = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWritten
            evidence.model = transcript.model
            evidence.cost = transcript.cost
        }
        // Without a server there is nobody who wants to know.
        try? await server.quick.observe(server.session, evidence)
    }

    private static func state(_ told: ClaudeEvidence, _ event: ClaudeEvent) -> AgentState {
        switch told.state {
        case .starting: .starting
        case .working: .working
        case .idle: event.name == "Stop" ? .done : .idle
        case .error: .error(.api)
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
