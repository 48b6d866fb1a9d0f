/// What the agent of a session has used so far, in all of its conversations.
///
/// Whoever reads says the sum of a conversation and not what came to it, so that nothing is counted twice: not when it is said again, not
/// when a server, a reader or the agent itself is started anew.
package struct AgentUsage: Hashable, Sendable, Codable {
    package struct Conversation: Hashable, Sendable, Codable {
        /// The agent's own id; nil: nobody has said.
        package var id: String?
        package var models: [ModelUsage]
        /// In US dollars, as the agent says; nil: it does not, or has used more since.
        package var cost: Double?
        /// In US dollars, by a list of prices; nil: not all of it has a price.
        package var estimate: Double?

        package init(
            id: String?, models: [ModelUsage], cost: Double? = nil, estimate: Double? = nil
        ) {
            self.id = id
            self.models = models
            self.cost = cost
            self.estimate = estimate
        }
    }

    package private(set) var conversations: [Conversation] = []

    package init() {}

    /// Behind so many conversations the oldest ones are summed up in one.
    private static let conversationLimit = 16
    /// So many models of a conversation are told apart; no agent uses as many.
    private static let modelLimit = 16

    package var isEmpty: Bool { conversations.isEmpty }

    package var tokens: TokenCount {
        conversations.reduce(into: TokenCount()) { sum, conversation in sum += conversation.models.total }
    }

    /// In US dollars; nil unless there is a figure for all of it.
    package var cost: Double? {
        let parts = conversations.map { $0.cost ?? $0.estimate }
        return parts.isEmpty || parts.contains(nil) ? nil : parts.reduce(0) { $0 + ($1 ?? 0) }
    }

    /// Whether ``cost`` follows from a list of prices, at least in part.
    package var isCostEstimated: Bool { conversations.contains { $0.cost == nil } }

    /// Takes over what is said of a conversation.
    ///
    /// - Returns: whether that is more than was known.
    package mutating func take(_ news: Conversation) -> Bool {
        let before = self
        guard
            let index = conversations.firstIndex(where: { $0.id == news.id })
                // Its id has become known.
                ?? conversations.firstIndex(where: { $0.id == nil })
        else {
            conversations.append(news)
            sumUp()
            return true
        }
        conversations[index].take(news)
        return self != before
    }

    private mutating func sumUp() {
        guard conversations.count > AgentUsage.conversationLimit else { return }
        let (first, second) = (conversations.removeFirst(), conversations.removeFirst())
        var models = first.models
        for usage in second.models { models.add(usage.tokens, of: usage.model) }
        func sum(_ value: KeyPath<Conversation, Double?>) -> Double? {
            guard let one = first[keyPath: value], let other = second[keyPath: value] else { return nil }
            return one + other
        }
        let costs = [first, second].map { $0.cost ?? $0.estimate }
        conversations.insert(
            Conversation(
                id: "earlier", models: models, cost: sum(\.cost),
                estimate: costs.contains(nil) ? nil : costs.reduce(0) { $0 + ($1 ?? 0) }), at: 0)
    }

    fileprivate static func merged(_ known: [ModelUsage], _ news: [ModelUsage]) -> [ModelUsage] {
        // One source says only how many, another one of which kind.
        var models = news.contains { $0.tokens.isSorted } ? known.filter(\.tokens.isSorted) : known
        if models.contains(where: \.tokens.isSorted), !news.contains(where: \.tokens.isSorted) { return models }
        for usage in news {
            if let index = models.firstIndex(where: { $0.model == usage.model }) {
                models[index].tokens = models[index].tokens.raised(to: usage.tokens)
            } else if models.count < modelLimit {
                models.append(usage)
            }
        }
        return models
    }
}

extension AgentUsage.Conversation {
    fileprivate mutating func take(_ news: AgentUsage.Conversation) {
        id = news.id ?? id
        let models = AgentUsage.merged(self.models, news.models)
        if models != self.models {
            self.models = models
            cost = nil
        }
        if news.models == models { estimate = news.estimate }
        if let given = news.cost { cost = given }
    }
}
