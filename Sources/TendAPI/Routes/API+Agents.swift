import TendCore

extension API {
    func submitText(_ call: Call) async throws -> Outcome {
        let body = try await call.body(SubmitJSON.self)
        guard !body.text.isEmpty else { throw APIError.invalid("text must not be empty") }
        return .response(
            try .json(
                try await service.submit(call.id, body.text, isForced: body.force ?? false, peer: call.peer)))
    }

    func observe(_ call: Call) async throws -> Outcome {
        let body = try await call.body(EvidenceJSON.self)
        guard let state = AgentState(body.state) else {
            throw APIError.invalid("state: '\(body.state.sanitized(limit: 64))' is no state of an agent (see API.md)")
        }
        try await service.checkSpeaking(for: call.id, peer: call.peer)
        try await service.observe(
            call.id, Evidence.Source(body.source), state, detail: body.detail ?? "", news: body.news)
        return empty()
    }
}
