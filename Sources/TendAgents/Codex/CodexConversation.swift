package import TendCore

/// The second client of a Codex app server, beside the TUI: messages of the server and decisions of people go in, messages for the server
/// and things to tell `tend` come out. Without any input or output.
///
/// Found on codex-cli 0.163.0:
/// - `thread/started` and `thread/status/changed` (`active` with `activeFlags`, `idle`, `systemError`, `notLoaded`) go to every client. Turns,
///   items and requests go to clients that have resumed the thread. A thread that was resumed by the TUI is not `started`; its status
///   changes.
/// - `thread/resume` is refused (`no rollout found`) before the first prompt is written down. Once it works, requests that wait already
///   are sent anew. With `excludeTurns` it is short; without, it has the items that have begun, such as a change that waits for approval.
/// - For the first prompt Codex makes an `ephemeral` thread of its own that finds a title.
/// - A question that ends with its turn (esc) is `resolved` after `turn/completed`, one that was answered before `item/completed`.
/// - `turn/steer` after `decline` gives the model a text in the same turn: so it learns why.
package struct CodexConversation: Sendable {
    package enum Effect: Hashable, Sendable {
        /// A message for the app server.
        case send(CodexMessage)
        case ask(AskJSON)
        /// The question with this key needs no answer any more.
        case withdraw(key: String, reason: String)
        /// What became of the decision about the question with this key.
        case settle(key: String, Answer.Outcome)
        case report(CodexReport)
        /// Call ``CodexConversation/wake()`` in a moment.
        case wakeSoon
        /// The conversation's own file tells what was before.
        case read(path: String)
    }

    struct Open {
        var thread: String
        var turn: String?
        var key: String
        var question: CodexQuestion
        /// What was sent to the app server.
        var reply: Decision?
        /// It was resolved; who was first will show.
        var isResolved = false
    }

    let session: String
    var threads: [String: CodexThread] = [:]
    /// The user's newest conversation.
    var current: String?
    var open: [CodexMessage.RequestID: Open] = [:]
    /// Requests about changes that were not told yet.
    var held: [CodexMessage.RequestID: (method: String, params: JSONTree)] = [:]
    /// Requests that stay with the TUI.
    var left: Set<CodexMessage.RequestID> = []
    private var calls: [Int: Call] = [:]
    private var lastCall = 0
    /// Of subagents that have been closed.
    var closedUsage: [ModelUsage] = []
    private var reported: CodexReport?
    private var isOpen = false

    enum Call: Hashable {
        case initialize, list, steer
        case resume(thread: String, withItems: Bool)
    }

    /// - Parameter session: whose the questions are.
    package init(session: String) { self.session = session }

    /// What a message changes, and what is to be told of it afterwards.
    package mutating func receive(_ message: CodexMessage) -> [Effect] {
        var effects =
            switch message {
            case .request(let id, let method, let params): request(id, method, params)
            case .notification(let method, let params): notification(method, params)
            case .result(let id, let result): answered(id, result)
            case .failure(let id, _): refused(id)
            }
        effects += report()
        return effects
    }

    // MARK: The connection

    /// A connection has been made.
    package mutating func connected() -> [Effect] {
        isOpen = true
        return [
            call(
                "initialize", .initialize,
                [
                    "clientInfo": ["name": "tend", "title": "tend", "version": "1"],
                    "capabilities": [
                        "experimentalApi": true,
                        "optOutNotificationMethods": .array(CodexConversation.unwanted.map(JSONTree.string)),
                    ],
                ])
        ]
    }

    /// The connection is gone: what waits cannot be answered any more. Another one may come.
    package mutating func disconnected(_ reason: String) -> [Effect] {
        let effects = end(Array(open.keys), reason)
        threads = threads.filter { $0.key == current }.mapValues { thread in
            var kept = CodexThread()
            (kept.model, kept.text, kept.usage, kept.path) = (thread.model, thread.text, thread.usage, thread.path)
            return kept
        }
        held = [:]
        left = []
        calls = [:]
        isOpen = false
        return effects
    }

    /// What was to be done in a moment: threads that could not be resumed yet.
    package mutating func wake() -> [Effect] {
        guard isOpen else { return [] }
        return threads.keys.sorted().flatMap { id -> [Effect] in
            guard let thread = threads[id], thread.subscription == .none, thread.status != .idle else { return [] }
            return resume(id)
        }
    }

    /// What the rollout file says of the time before we came.
    package mutating func remember(_ rollout: CodexRollout) -> [Effect] {
        guard let id = rollout.conversation, threads[id] != nil else { return [] }
        // What came meanwhile is newer.
        if threads[id]?.text == nil { threads[id]?.text = rollout.text }
        if threads[id]?.usage.models.isEmpty == true { threads[id]?.usage = rollout.usage }
        return report()
    }

    // MARK: Calls

    mutating func call(_ method: String, _ call: Call, _ params: JSONTree) -> Effect {
        lastCall += 1
        calls[lastCall] = call
        return .send(.request(id: CodexMessage.RequestID(lastCall), method: method, params: params))
    }

    mutating func resume(_ id: String, withItems: Bool = false) -> [Effect] {
        if !withItems { threads[id]?.subscription = .asked(again: false) }
        return [
            call(
                "thread/resume", .resume(thread: id, withItems: withItems),
                ["threadId": .string(id), "excludeTurns": .bool(!withItems)])
        ]
    }

    private mutating func answered(_ id: CodexMessage.RequestID, _ result: JSONTree) -> [Effect] {
        guard let number = id.value.integer, let call = calls.removeValue(forKey: number) else { return [] }
        switch call {
        case .initialize:
            return [
                .send(.notification(method: "initialized", params: [:])), self.call("thread/loaded/list", .list, [:]),
            ]
        case .list: return result["data"]?.elements.compactMap(\.text).flatMap { adopt($0) } ?? []
        case .steer: return []
        case .resume(let id, let withItems):
            var effects: [Effect] = []
            threads[id]?.subscription = .done
            if let thread = result["thread"] { effects += describe(id, thread) }
            if let model = result["model"]?.text { threads[id]?.model = model }
            if withItems {
                let turns = result["thread"]?["turns"]?.elements ?? []
                for item in turns.last?["items"]?.elements ?? [] where item["status"]?.text == "inProgress" {
                    threads[id]?.begin(item)
                }
                effects += release(id)
            }
            return effects
        }
    }

    private mutating func refused(_ id: CodexMessage.RequestID) -> [Effect] {
        guard let number = id.value.integer, case .resume(let id, let withItems)? = calls.removeValue(forKey: number)
        else { return [] }
        // Shown without the change, which then can only be declined from here.
        guard !withItems else { return release(id) }
        let hasChanged = threads[id]?.subscription == .asked(again: true)
        threads[id]?.subscription = .none
        if hasChanged { return resume(id) }
        return threads[id]?.status == .idle ? [] : [.wakeSoon]
    }

    // MARK: Threads

    /// A thread of which we hear for the first time, or again.
    mutating func adopt(_ id: String) -> [Effect] {
        if threads[id] == nil { threads[id] = CodexThread() }
        guard let thread = threads[id], !thread.isEphemeral else { return [] }
        switch thread.subscription {
        case .done: return []
        case .asked:
            threads[id]?.subscription = .asked(again: true)
            return []
        case .none: return resume(id)
        }
    }

    /// What `thread/started` and the answer to `thread/resume` say of a thread.
    mutating func describe(_ id: String, _ thread: JSONTree) -> [Effect] {
        var known = threads[id] ?? CodexThread()
        known.isEphemeral = thread["ephemeral"]?.flag == true
        let parent = thread["parentThreadId"]?.text
        known.isAuxiliary = known.isEphemeral || parent != nil
        known.model = thread["model"]?.text ?? known.model
        if let status = thread["status"] { known.take(status: status) }
        let path = thread["path"]?.text
        let isNew = path != nil && known.path == nil && known.text == nil
        known.path = path ?? known.path
        threads[id] = known
        guard !known.isAuxiliary else { return [] }
        if current != id { closedUsage = [] }
        current = id
        return isNew ? [.read(path: path ?? "")] : []
    }

    // MARK: Reports

    private mutating func report() -> [Effect] {
        let report = summary
        guard report != reported else { return [] }
        reported = report
        return [.report(report)]
    }

    /// For an old conversation that goes on megabytes of it would come, and nobody here reads them.
    private static let unwanted = [
        "item/agentMessage/delta", "item/reasoning/textDelta", "item/reasoning/summaryTextDelta",
        "item/reasoning/summaryPartAdded", "item/plan/delta", "item/commandExecution/outputDelta",
        "item/fileChange/outputDelta", "item/fileChange/patchUpdated", "item/mcpToolCall/progress",
        "command/exec/outputDelta", "process/outputDelta", "turn/diff/updated", "turn/plan/updated",
        "account/rateLimits/updated", "thread/readState/changed", "configWarning", "deprecationNotice",
    ]
}
