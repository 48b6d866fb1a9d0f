/// What else is known of an agent, besides what it does: the newest value of each that any source told.
package struct AgentFacts: Hashable, Sendable {
    /// The agent's own id of the conversation.
    package var conversation: String?
    package var model: String?
    /// The tool that it uses now.
    package var tool: String?
    /// What it said last.
    package var text: String?
    /// Of the whole conversation, in and out.
    package var tokens: Int?
    /// Of the whole conversation, in US dollars.
    package var cost: Double?
    /// So many times in a row it has made the same call.
    package private(set) var repetitions = 0
    private var lastCall = ""
    /// When it last had more tokens than before.
    private var progressed: Moment?

    package init() {}

    /// So many times the same call, and somebody should look.
    static let loopLimit = 4
    /// So long at work without a new token. Long tool calls are no stall: then there is a tool.
    static let stallLimit: Duration = .seconds(300)

    /// Takes over what is told; nil changes nothing.
    package mutating func take(_ news: AgentFacts, state: AgentState, detail: String, at now: Moment) {
        if let value = news.conversation { conversation = value }
        if let value = news.model { model = value }
        if let value = news.text { text = DisplayText.cleaned(value, limit: 4096) }
        if let value = news.cost { cost = value }
        if let value = news.tokens {
            if value != tokens { progressed = now }
            tokens = value
        }
        if state == .working { progressed = progressed ?? now }
        if let value = news.tool {
            tool = value
            // With its command: reading many files is no loop.
            if state == .working { count(call: value + " " + detail) }
        } else if state != .working || detail.isEmpty {
            tool = nil
        }
        if state.isResting {
            tool = nil
            lastCall = ""
            repetitions = 0
            progressed = nil
        }
    }

    private mutating func count(call: String) {
        repetitions = call == lastCall ? repetitions + 1 : 1
        lastCall = call
    }

    /// What its owner may want to look at, one sentence each.
    package func hints(state: AgentState, _ now: Moment) -> [String] {
        var hints: [String] = []
        if repetitions >= AgentFacts.loopLimit {
            hints.append("the same call \(repetitions) times in a row: \(lastCall)")
        }
        if state == .working, tool == nil, tokens != nil, let progressed, now - progressed >= AgentFacts.stallLimit {
            hints.append("no new token for \(Int((now - progressed) / .seconds(60))) minutes")
        }
        return hints
    }
}
