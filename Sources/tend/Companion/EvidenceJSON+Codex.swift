import TendAgents
import TendCore

extension EvidenceJSON {
    init(_ report: CodexReport) {
        // The words of a report are those of a state.
        self.init(.registry, AgentState(report.state.rawValue) ?? .idle, detail: report.detail)
        conversation = report.conversation
        model = report.model
        tool = report.tool
        text = report.text
        tokens = report.tokens
    }
}
