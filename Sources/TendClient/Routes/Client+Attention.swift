package import TendCore

/// A `reference` of an item is its id or a unique beginning of it.
extension Client {
    /// Asks a person. Asking again with the same session and key gives the same item, whatever became of it: that is how an asker goes on
    /// after the server went away under it.
    package func ask(_ question: AskJSON) async throws(ClientError) -> AttentionJSON {
        try await post(Target("attention").text, question, attempt: "asking for an answer")
    }

    /// What waits for a person, oldest first.
    ///
    /// - Parameter all: also the ended items that are still kept.
    package func attention(all: Bool = false) async throws(ClientError) -> [AttentionJSON] {
        let list: AttentionListJSON = try await get(
            Request(
                method: .GET, target: Target("attention").with("all", all ? 1 : nil).text, attempt: "listing the inbox"))
        return list.attention
    }

    package func attention(_ reference: String) async throws(ClientError) -> AttentionJSON {
        try await get(
            Request(method: .GET, target: Target("attention", reference).text, attempt: "asking for item \(reference)"))
    }

    /// Returns as soon as the item is not open any more, or after `timeout` (at most 60 seconds) as it is.
    package func waitForAttention(
        _ reference: String, timeout: Duration = .seconds(60)
    ) async throws(ClientError) -> AttentionJSON {
        let seconds = Double(timeout.components.seconds) + Double(timeout.components.attoseconds) * 1e-18
        return try await get(
            Request(
                method: .GET, target: Target("attention", reference, "wait").with("timeout", seconds).text,
                attempt: "waiting for an answer to item \(reference)"))
    }

    /// Gives a decision; returns when the agent has taken it, or after some seconds.
    package func answer(_ reference: String, _ decision: Decision) async throws(ClientError) -> AnsweredJSON {
        try await post(
            Target("attention", reference, "answer").text, AnswerAttentionJSON(decision),
            attempt: "answering item \(reference)")
    }

    /// For askers: what became of the answer.
    package func settleAttention(
        _ reference: String, _ outcome: OutcomeJSON.Outcome
    ) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: Target("attention", reference, "outcome").text,
                body: JSON.encode(OutcomeJSON(outcome)), attempt: "telling what became of item \(reference)"))
    }

    /// For askers: nobody needs to answer any more.
    package func withdrawAttention(_ reference: String, reason: String) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: Target("attention", reference, "withdraw").text,
                body: JSON.encode(WithdrawJSON(reason: reason)), attempt: "withdrawing item \(reference)"))
    }

    /// The newest lines of the audit log, the newest last.
    ///
    /// - Parameter since: only lines after the one with this number.
    package func audit(limit: Int? = nil, since: Int64? = nil) async throws(ClientError) -> [AuditJSON] {
        let list: AuditListJSON = try await get(
            Request(
                method: .GET, target: Target("audit").with("limit", limit).with("since", since).text,
                attempt: "reading the audit log"))
        return list.audit
    }

    /// What the rules would say to a tool call.
    package func testApproval(_ question: ApprovalTestJSON) async throws(ClientError) -> ApprovalRulingJSON {
        try await post(Target("approvals", "test").text, question, attempt: "asking the rules")
    }
}
