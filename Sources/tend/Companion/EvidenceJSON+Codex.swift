import TendAgents
import TendCore

extension EvidenceJSON {
    init(_ report: CodexReport) {
        // The words of a report are those of a state.
        var state = AgentState(report.state.rawValue) ?? .idle
        if case .error = state { state = .error(AgentState.Failure(message: report.detail ?? "")) }
        self.init(.registry, state, detail: report.detail)
        conversation = report.conversation
        model = report.model
        tool = report.tool
        text = report.text
        call = report.call?.id
        input = report.call?.input
        if !report.usage.isEmpty { usage = report.usage.map(UsageJSON.init) }
    }
}
