/// What agents do, and who says so. All methods throw ``ServiceError``; a session is named by id, unique beginning of it, or name.
package protocol AgentService: Sendable {
    /// Types a text and Enter for the session's program.
    ///
    /// - Parameters:
    ///   - isForced: also while the program asks something, for which Enter could be an answer.
    ///   - peer: the process that types; whether it may is looked at before each key.
    func submit(
        _ reference: String, _ text: String, isForced: Bool, peer: Int32
    ) async throws(ServiceError) -> SubmittedJSON
    /// A hook, a second client or a reader of the agent's files tells what it does.
    ///
    /// - Parameter news: what else he knows; nil changes nothing.
    func observe(
        _ reference: String, _ source: Evidence.Source, _ state: AgentState, detail: String, news: AgentNews
    ) async throws(ServiceError)
    /// Every vote on what the session's agent does, and the verdict.
    func explain(_ reference: String) async throws(ServiceError) -> AgentExplanation
}
