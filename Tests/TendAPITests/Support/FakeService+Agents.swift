import TendCore

extension FakeService {
    func observe(
        _ reference: String, _ source: Evidence.Source, _ state: AgentState, detail: String, news: AgentFacts
    ) async throws(ServiceError) {
        let session = try await session(reference)
        change { $0.observed.append("\(session.name) \(source) \(state) \(detail) \(news.tool ?? "-")") }
    }

    func explain(_ reference: String) async throws(ServiceError) -> AgentExplanation {
        let evidence = Evidence(.program, .waiting(.permission), detail: "approve", at: .start)
        return AgentExplanation(
            session: try await session(reference),
            verdict: Assessment.Verdict(state: evidence.state, detail: "approve", source: .program),
            age: .seconds(2), votes: [Assessment.Vote(evidence: evidence, since: .start, weight: 100)],
            sighting: Sighting(rule: "permission"), now: .start + .seconds(2))
    }
}
