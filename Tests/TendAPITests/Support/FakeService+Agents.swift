import TendCore

extension FakeService {
    func observe(
        _ reference: String, _ source: Evidence.Source, _ state: AgentState, detail: String, news: AgentNews
    ) async throws(ServiceError) {
        let session = try await session(reference)
        change { $0.observed.append("\(session.name) \(source) \(state) \(detail) \(news.tool ?? "-")") }
    }

    func explain(_ reference: String) async throws(ServiceError) -> AgentExplanation {
        var world = World(epoch: 0)
        let session = try await session(reference)
        let evidence = Evidence(.program, .waiting(.permission), detail: "approve", at: .start)
        _ = world.reduce(.created(session), now: .start)
        _ = world.reduce(.observed(session.id, evidence, AgentNews()), now: .start)
        guard let explanation = world.explanation(of: session.id, now: .start + .seconds(2)) else {
            throw ServiceError(.notFound, "no session")
        }
        return explanation
    }
}
