package import TendCore

/// A second client of OpenCode's server, beside the TUI: events of the server and decisions of people go in, calls of the server and things
/// to tell `tend` come out. Without any input or output.
///
/// The contract is that of OpenCode 1.x (`reference/seeds.md` §2). What its sources and threads taught:
/// - A reply is answered with `true` even if nobody waited for it any more; only `permission.replied` says that it was taken.
/// - Events may be missed, and waiting requests vanish when the server restarts: after each connection the lists are read anew.
/// - Subagents ask in conversations of their own, which the TUI shows in the one that they belong to.
package struct OpenCodeConversation: Sendable {
    package enum Effect: Hashable, Sendable {
        case get(List)
        case post(Call)
        case ask(AskJSON)
        /// The question with this key needs no answer any more.
        case withdraw(key: String, reason: String)
        /// What became of the decision about the question with this key.
        case settle(key: String, Answer.Outcome)
        case report(EvidenceJSON)
    }

    /// What is read when a connection has been made.
    package enum List: String, Hashable, Sendable, CaseIterable {
        case permissions = "/permission"
        case questions = "/question"
        case status = "/session/status"
    }

    package struct Call: Hashable, Sendable {
        /// The question that it answers.
        package var key: String
        package var path: String
        package var body: JSONTree
    }

    private struct Open {
        var question: OpenCodeQuestion
        /// What the server was told.
        var decision: Decision?
    }

    /// What is known of one conversation.
    private struct Thread {
        var parent: String?
        var isBusy = false
        /// It tries again after an error of the model's provider; what that said.
        var retry: String?
        var hasWorked = false
        var failure: (state: AgentState, text: String)?
    }

    private let session: String
    private let directory: String?
    private var open: [String: Open] = [:]
    private var threads: [String: Thread] = [:]
    /// The user's newest conversation.
    private var current: String?
    private var model: String?
    private var text: String?
    /// Calls of tools that run, by id; the newest last.
    private var tools: [(id: String, name: String)] = []
    private var messages = OpenCodeMessages()
    private var reported: EvidenceJSON?

    /// - Parameters:
    ///   - session: whose the questions are.
    ///   - directory: the agent's.
    package init(session: String, directory: String?) {
        self.session = session
        self.directory = directory
    }

    // MARK: The connection

    package mutating func connected() -> [Effect] { List.allCases.map(Effect.get) }

    /// OpenCode is gone. A connection that is lost on the way ends nothing: the lists of the next one say what still waits.
    package mutating func ended(_ reason: String) -> [Effect] {
        defer { open = [:] }
        return open.keys.sorted().map { .withdraw(key: $0, reason: reason) }
    }

    /// The answer to a list.
    package mutating func receive(_ list: List, _ answer: JSONTree) -> [Effect] {
        var effects: [Effect] = []
        switch list {
        case .permissions:
            let asked = answer.elements.compactMap { OpenCodeQuestion(asked: $0, session, directory) }
            effects = refresh(asked, isOfKind: .permission)
        case .questions:
            let asked = answer.elements.compactMap { OpenCodeQuestion(questions: $0, session, directory) }
            effects = refresh(asked, isOfKind: .question)
        case .status:
            for member in answer.members { takeStatus(member.value, of: member.name) }
        }
        return effects + report()
    }

    /// Those that wait now, and no others.
    private mutating func refresh(_ asked: [OpenCodeQuestion], isOfKind kind: AttentionItem.Kind) -> [Effect] {
        let known = Set(asked.map(\.id))
        let over = open.filter { $0.value.question.ask.kind == kind && !known.contains($0.key) }.keys.sorted()
        return over.flatMap { id -> [Effect] in
            guard open[id]?.decision != nil else { return end(id, "answered at the desk") }
            // Whether by our answer or by another one, nobody heard.
            open[id] = nil
            return [.settle(key: id, .unconfirmed)]
        } + asked.flatMap { begin($0) }
    }

    // MARK: Events

    /// What an event changes, and what is to be told of it afterwards.
    package mutating func receive(event type: String, _ properties: JSONTree) -> [Effect] {
        var effects: [Effect] = []
        switch type {
        case "permission.asked": effects = begin(OpenCodeQuestion(asked: properties, session, directory))
        case "permission.updated": effects = begin(OpenCodeQuestion(updated: properties, session, directory))
        case "question.asked": effects = begin(OpenCodeQuestion(questions: properties, session, directory))
        case "permission.replied":
            effects = replied((properties["requestID"] ?? properties["permissionID"])?.text, properties)
        case "question.replied", "question.rejected":
            effects = replied(properties["requestID"]?.text, properties)
        case "session.created", "session.updated":
            if let info = properties["info"], let id = info["id"]?.text {
                threads[id, default: Thread()].parent = info["parentID"]?.text
            }
        case "session.deleted":
            effects = properties["info"]?["id"]?.text.map { forget($0) } ?? []
        case "session.status":
            if let id = properties["sessionID"]?.text, let status = properties["status"] { takeStatus(status, of: id) }
        case "session.idle":
            if let id = properties["sessionID"]?.text { takeStatus(["type": "idle"], of: id) }
        case "session.error": takeError(properties)
        case "message.updated":
            if let info = properties["info"] { take(message: info) }
        case "message.part.updated":
            if let part = properties["part"] { take(part: part) }
        default: break
        }
        return effects + report()
    }

    // MARK: Questions

    private mutating func begin(_ question: OpenCodeQuestion?) -> [Effect] {
        guard let question, open[question.id] == nil else { return [] }
        open[question.id] = Open(question: question)
        threads[question.conversation, default: Thread()].isBusy = true
        return [.ask(question.ask)]
    }

    /// The question is over, and we have not answered it.
    private mutating func end(_ id: String, _ reason: String) -> [Effect] {
        guard open.removeValue(forKey: id) != nil else { return [] }
        return [.withdraw(key: id, reason: reason)]
    }

    private mutating func replied(_ id: String?, _ properties: JSONTree) -> [Effect] {
        guard let id, let was = open[id] else { return [] }
        guard let decision = was.decision, let call = was.question.call(for: decision) else {
            return end(id, "answered at the desk")
        }
        // Of two answers the first one counts, and it is told which that was.
        let said = properties["reply"] ?? properties["response"]
        let meant = call.body["reply"] ?? call.body["response"]
        guard said == nil || meant == nil || said == meant else { return end(id, "answered at the desk") }
        open[id] = nil
        return [.settle(key: id, .applied)]
    }

    /// Somebody has decided about the question with this key.
    ///
    /// - Returns: nothing if it is over, or cannot be answered like that.
    package mutating func decide(_ key: String, _ decision: Decision) -> [Effect] {
        guard let was = open[key], was.decision == nil, let call = was.question.call(for: decision) else { return [] }
        open[key]?.decision = decision
        return [.post(Call(key: key, path: call.path, body: call.body))]
    }

    /// The server did not take a call.
    package mutating func refused(_ call: Call) -> [Effect] {
        guard open.removeValue(forKey: call.key) != nil else { return [] }
        return [.settle(key: call.key, .unconfirmed)] + report()
    }

    private mutating func forget(_ id: String) -> [Effect] {
        threads[id] = nil
        if current == id { current = nil }
        return open.filter { $0.value.question.conversation == id }.keys.sorted()
            .flatMap { end($0, "the conversation was deleted") }
    }

    // MARK: What it does

    private mutating func takeStatus(_ status: JSONTree, of id: String) {
        var thread = threads[id] ?? Thread()
        let type = status["type"]?.text
        thread.isBusy = type == "busy" || type == "retry"
        thread.retry = type == "retry" ? status["message"]?.text ?? "trying again" : nil
        if thread.isBusy {
            thread.hasWorked = true
            thread.failure = nil
            if thread.parent == nil { current = id }
        } else if id == current {
            tools = []
        }
        threads[id] = thread
    }

    private mutating func takeError(_ properties: JSONTree) {
        guard let id = properties["sessionID"]?.text ?? current, let error = properties["error"] else { return }
        let text = error["data"]?["message"]?.text ?? error["name"]?.text ?? ""
        let state: AgentState =
            switch error["name"]?.text {
            case "MessageAbortedError": .interrupted
            case "ProviderAuthError": .error(.auth)
            case "APIError" where error["data"]?["statusCode"]?.integer == 429: .error(.rateLimit)
            case "APIError" where error["data"]?["statusCode"]?.integer == 401: .error(.auth)
            case "APIError": .error(.api)
            default: .error(.other)
            }
        threads[id, default: Thread()].failure = (state, text)
    }

    private mutating func take(message info: JSONTree) {
        guard info["role"]?.text == "assistant" else { return }
        messages.take(info)
        if let id = info["modelID"]?.text, isOfUser(info["sessionID"]?.text) { model = id }
    }

    private mutating func take(part: JSONTree) {
        guard isOfUser(part["sessionID"]?.text) else { return }
        switch part["type"]?.text {
        case "text":
            guard let said = part["text"]?.text, !said.isEmpty, messages.isAnswer(part["messageID"]?.text) else {
                return
            }
            text = String(said.prefix(OpenCodeConversation.textLimit))
        case "tool":
            guard let id = part["callID"]?.text ?? part["id"]?.text, let name = part["tool"]?.text else { return }
            tools.removeAll { $0.id == id }
            let status = part["state"]?["status"]?.text
            if status == "running" || status == "pending" { tools.append((id, name)) }
        default: break
        }
    }

    /// Bytes of a reply are not what a list shows; the beginning is.
    private static let textLimit = 4096

    /// Whether the conversation is the user's own, and not a subagent's.
    private func isOfUser(_ id: String?) -> Bool { id.map { threads[$0]?.parent == nil } ?? false }

    // MARK: Reports

    private mutating func report() -> [Effect] {
        let report = summary
        guard report != reported else { return [] }
        reported = report
        return [.report(report)]
    }

    /// All that is known of the agent.
    package var summary: EvidenceJSON {
        let (state, detail) = verdict
        var report = EvidenceJSON(.registry, state, detail: detail)
        report.conversation = current
        report.model = model
        report.tool = tools.last?.name
        report.text = text
        report.tokens = messages.tokens
        report.cost = messages.cost
        return report
    }

    private var verdict: (AgentState, detail: String?) {
        if let first = open.values.filter({ $0.decision == nil }).min(by: { $0.question.id < $1.question.id }) {
            let need: AgentState.Need = first.question.ask.kind == .question ? .question : .permission
            return (.waiting(need), first.question.ask.title)
        }
        if let busy = threads.values.first(where: \.isBusy) { return (.working, busy.retry ?? tools.last?.name) }
        guard let current, let thread = threads[current] else { return (.idle, nil) }
        if let failure = thread.failure { return (failure.state, failure.text) }
        return (thread.hasWorked ? .done : .idle, nil)
    }
}
