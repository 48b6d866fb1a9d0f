import TendCore

/// One conversation of the app server, as far as we follow it.
struct CodexThread: Sendable {
    enum Status: Hashable, Sendable { case idle, active, waitingOnApproval, waitingOnUserInput, failed }
    /// How we got to be told of its turns.
    enum Subscription: Hashable, Sendable {
        case none
        /// Asked for, and something happened in it since if the flag says so.
        case asked(again: Bool)
        case done
    }

    /// Not the user's: it makes a title, or belongs to another one as a subagent. What such a one asks counts, what it says does not.
    var isAuxiliary = false
    /// A thread that makes titles cannot be resumed and asks nothing.
    var isEphemeral = false
    var subscription = Subscription.none
    var status = Status.idle
    /// How the last turn ended; nil while one runs, and before the first.
    var ending: CodexReport.State?
    var failure: String?
    var model: String?
    var text: String?
    var usage = CodexUsage()
    var path: String?
    /// Items that have begun and not ended, by id, in their order.
    private(set) var items: [(id: String, item: JSONTree)] = []

    mutating func begin(_ item: JSONTree) {
        guard let id = item["id"]?.text else { return }
        end(id)
        items.append((id, item))
    }

    mutating func end(_ id: String) { items.removeAll { $0.id == id } }
    mutating func endAll() { items = [] }

    func item(_ id: String) -> JSONTree? { items.first { $0.id == id }?.item }

    /// The call of a server's tool that is going on; nil if there are several.
    func call(of server: String) -> JSONTree? {
        let calls = items.map(\.item).filter {
            $0["type"]?.text == "mcpToolCall" && $0["server"]?.text == server
        }
        return calls.count == 1 ? calls[0] : nil
    }

    /// As Codex' own hooks name it.
    var tool: String? { items.lazy.compactMap { CodexThread.tool(of: $0.item) }.last }

    /// The call that uses ``tool``.
    var call: AgentCall? {
        guard let item = items.map(\.item).last(where: { CodexThread.tool(of: $0) != nil }), let id = item["id"]?.text
        else { return nil }
        // What changes while it runs is no part of the input.
        let input = CodexThread.inputs.compactMap { item[$0]?.description }.joined(separator: " ")
        return AgentCall(id: id, input: String(Fingerprint.of(input.utf8), radix: 36))
    }
    private static let inputs = ["command", "cwd", "changes", "arguments", "query"]

    private static func tool(of item: JSONTree) -> String? {
        switch item["type"]?.text {
        case "commandExecution": "Bash"
        case "fileChange": "apply_patch"
        case "mcpToolCall": "mcp__\(item["server"]?.text ?? "?")__\(item["tool"]?.text ?? "?")"
        case "dynamicToolCall": item["tool"]?.text
        case "webSearch": "web_search"
        default: nil
        }
    }
}
