import TendAgents
import TendCore

extension EvidenceJSON {
    init(_ report: CodexReport) {
        self.init(source: "registry", state: report.state.rawValue)
        detail = report.detail
        conversation = report.conversation
        model = report.model
        tool = report.tool
        text = report.text
        tokens = report.tokens
    }
}
