/// What else is known of an agent, besides what it does: the newest of each that any source told.
package struct AgentFacts: Hashable, Sendable {
    /// The agent's own id of the conversation.
    package private(set) var conversation: String?
    package private(set) var model: String?
    /// The tool that it uses now.
    package private(set) var tool: String?
    /// What it said last.
    package private(set) var text: String?
    package private(set) var usage: AgentUsage

    private struct Call: Hashable {
        var id: String
        var tool: String
        /// For people.
        var detail: String
    }
    /// Calls that have begun and not ended, the newest last.
    private var running: [Call] = []

    private struct Repeated: Hashable {
        var id: String
        var tool: String
        var input: String
        /// For people.
        var detail: String
        var times: Int
    }
    /// The newest call, and how often it was made in a row.
    private var newest: Repeated?
    /// When it was last seen to get on with its turn; nil while none goes on.
    private var progressed: Moment?

    private static let textLimit = 4096
    /// Agents run a handful of tools side by side.
    private static let runningLimit = 64

    /// What the books kept.
    package init(usage: AgentUsage = AgentUsage(), text: String? = nil) {
        self.usage = usage
        self.text = text
    }

    /// Takes over what is told.
    ///
    /// - Parameter isWhole: the source tells all that there is, so that what it leaves out is over.
    package mutating func take(
        _ news: AgentNews, state: AgentState, detail: String, isWhole: Bool = false, at now: Moment
    ) {
        let before = self
        if let value = news.conversation { conversation = value }
        if let value = news.model { model = value }
        if let value = news.text { text = DisplayText.cleaned(value, limit: AgentFacts.textLimit) }
        if !news.usage.isEmpty || news.cost != nil {
            _ = usage.take(
                AgentUsage.Conversation(
                    id: news.conversation ?? conversation, models: news.usage, cost: news.cost, estimate: news.estimate)
            )
        }
        takeCall(news, state, detail, isWhole)
        if !state.isResting, progressed == nil || self != before { progressed = now }
        if state.isResting { rest() }
    }

    private mutating func takeCall(_ news: AgentNews, _ state: AgentState, _ detail: String, _ isWhole: Bool) {
        if state == .working, isWhole || news.call == nil && news.tool == nil { running = [] }
        if let call = news.call {
            if let tool = news.tool {
                if state == .working { begin(call, tool, detail) }
            } else {
                running.removeAll { $0.id == call.id }
            }
        }
        if let named = news.tool {
            tool = named
        } else if let open = running.last {
            tool = open.tool
        } else if state != .working || detail.isEmpty {
            tool = nil
        }
    }

    private mutating func begin(_ call: AgentCall, _ tool: String, _ detail: String) {
        running.removeAll { $0.id == call.id }
        running.append(Call(id: call.id, tool: tool, detail: detail))
        if running.count > AgentFacts.runningLimit { running.removeFirst() }
        // Said again, it is still one call.
        guard newest?.id != call.id, let input = call.input else { return }
        let isSame = newest.map { $0.tool == tool && $0.input == input } ?? false
        newest = Repeated(
            id: call.id, tool: tool, input: input, detail: detail.isEmpty ? tool : detail,
            times: isSame ? (newest?.times ?? 0) + 1 : 1)
    }

    private mutating func rest() {
        tool = nil
        running = []
        newest = nil
        progressed = nil
    }

    /// The newest call that goes on, with what it is about: `Bash: make test`. Nil: there is none, or nobody said.
    package var doing: String? { running.last.flatMap { $0.detail.isEmpty ? nil : $0.detail } }

    // MARK: Hints

    /// What its owner may want to look at.
    package func hints(state: AgentState, _ limits: AgentHint.Limits, _ now: Moment) -> [AgentHint] {
        var hints: [AgentHint] = []
        if let newest, let limit = limits.repetitions, newest.times >= limit {
            hints.append(.loop(newest.detail, times: newest.times))
        }
        if let due = stallDeadline(state: state, limits), due <= now, let progressed {
            hints.append(.stall(now - progressed))
        }
        return hints
    }

    /// When an agent that says nothing until then is held to be stuck; nil: never. A tool that runs takes as long as it takes, and of
    /// agents whose tokens nobody tells nothing is known.
    package func stallDeadline(state: AgentState, _ limits: AgentHint.Limits) -> Moment? {
        guard state == .working, tool == nil, running.isEmpty, !usage.isEmpty, let progressed,
            let silence = limits.silence
        else { return nil }
        return progressed + silence
    }
}
