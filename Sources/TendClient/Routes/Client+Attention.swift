package import TendCore

/// What waits for a person.
extension Client {
    /// The open items, oldest first.
    ///
    /// - Parameter all: also the ended ones that are still kept.
    package func attention(all: Bool = false) async throws(ClientError) -> [AttentionJSON] {
        let list: AttentionListJSON = try await get(
            Request(
                method: .GET, target: Target("attention").with("all", all ? 1 : nil).text,
                attempt: "asking for what waits"))
        return list.attention
    }

    package func answer(_ id: String, _ decision: Decision) async throws(ClientError) -> AnsweredJSON {
        try await post(
            Target("attention", id, "answer").text, AnswerAttentionJSON(decision), attempt: "answering '\(id)'")
    }
}
