/// What a source tells of an agent besides what it does. Nil: it says nothing about that.
package struct AgentNews: Hashable, Sendable {
    /// The agent's own id of the conversation.
    package var conversation: String?
    package var model: String?
    /// The tool that it uses now.
    package var tool: String?
    /// Which call that is, or, without ``tool``, which one has ended.
    package var call: AgentCall?
    /// What it said last.
    package var text: String?
    /// What the whole conversation has used so far, by model.
    package var usage: [ModelUsage] = []
    /// Of the whole conversation, in US dollars, as the agent says.
    package var cost: Double?
    /// The same by a list of prices.
    package var estimate: Double?

    package init() {}
}

/// One use of a tool.
package struct AgentCall: Hashable, Sendable {
    /// The agent's own name of it.
    package var id: String
    /// The same for the same input; nil: not told, and then no call is like another.
    package var input: String?

    package init(id: String, input: String? = nil) {
        self.id = id
        self.input = input
    }
}
