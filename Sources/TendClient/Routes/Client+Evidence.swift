package import TendCore

extension Client {
    /// For hooks and companions: what is known of a session's agent.
    package func report(_ evidence: EvidenceJSON, of reference: String) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: Target("sessions", reference, "evidence").text, body: JSON.encode(evidence),
                attempt: "telling what '\(reference)' does"))
    }
}
