/// Keeps what waits for a person. All methods throw ``ServiceError``; an item is named by its id or a unique beginning of it.
package protocol AttentionService: Sendable {
    /// Opens an item, or gives the one that the session's asker has named so before, whatever became of it.
    ///
    /// - Returns: the item, which rules may have answered already, and whether it is new.
    func ask(_ question: NewAttention) async throws(ServiceError) -> (item: AttentionItem, isNew: Bool)
    /// The open ones, oldest first; with `all` also the ended ones that are still kept.
    func attention(all: Bool) async -> [AttentionItem]
    func attention(_ reference: String) async throws(ServiceError) -> AttentionItem
    /// The item as soon as it is not open any more, or as it is after `timeout`.
    func waitForAttention(_ reference: String, timeout: Duration) async throws(ServiceError) -> AttentionItem
    /// Gives a decision, and waits a moment for the agent to take it.
    ///
    /// - Parameter peer: the process that answers, as the kernel tells it.
    /// - Throws: with code `forbidden` when it lives in the item's session or in one that belongs to it.
    func answer(
        _ reference: String, _ decision: Decision, peer: Int32
    ) async throws(ServiceError) -> (result: AnsweredJSON.Result, item: AttentionItem)
    /// Whether a process lives in a session, or is gone so that nobody can tell.
    func isInSession(peer: Int32) async -> Bool
    /// Keys can answer a dialog as well.
    ///
    /// - Parameter peer: the process that wants to type.
    /// - Throws: with code `forbidden` when the session asks something that the process may not answer, or is the agent that it comes from.
    func checkTyping(into reference: String, peer: Int32) async throws(ServiceError)
    /// What an agent says of itself, asks and takes back is its own.
    ///
    /// - Throws: with code `forbidden` when the process lives in another session.
    func checkSpeaking(for reference: String, peer: Int32) async throws(ServiceError)
    /// What agents are run with (their settings, MCP servers, LLM providers, accounts, this program) decides what they may do.
    ///
    /// - Throws: with code `forbidden` when the process lives in a session of an agent, or in one that came from there.
    func checkConfiguring(peer: Int32) async throws(ServiceError)
    /// The asker tells what became of the answer.
    func settleAttention(_ reference: String, _ outcome: Answer.Outcome) async throws(ServiceError)
    /// Ends an open item that nobody needs to answer any more.
    func withdrawAttention(_ reference: String, reason: String) async throws(ServiceError)
    /// The newest lines of the audit log, oldest first.
    ///
    /// - Parameter since: only lines after the one with this number.
    func audit(limit: Int, since: Int64) async throws(ServiceError) -> [AuditLine]
    /// What the rules would say, without asking anybody.
    func testApproval(_ question: ApprovalQuestion) async -> (ruling: ApprovalRuling, problems: [String])
}

/// What somebody asks, before it is an item.
package struct NewAttention: Hashable, Sendable {
    /// Id, unique beginning of it, or name.
    package var session: String
    /// As it will be, apart from id, session, time and state.
    package var draft: AttentionItem
    /// Seconds that the asker waits; nil: as long as it takes.
    package var patience: Double?

    package init(session: String, draft: AttentionItem, patience: Double? = nil) {
        self.session = session
        self.draft = draft
        self.patience = patience
    }
}
