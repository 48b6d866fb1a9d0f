import TendCore

/// What the file of a Codex conversation (`CODEX_HOME/sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl`) tells: what was before the app server
/// was asked, and all there is to know when no app server runs.
///
/// Found on codex-cli 0.163.0: one record a line, `{"timestamp","ordinal","type","payload"}`, written while things happen. Records and
/// fields that are not known are passed over, since every version has others. Nothing tells of a request that waits for approval: it is
/// a `function_call` without an output, as a command that runs.
package struct CodexRollout: Hashable, Sendable {
    /// What `codex resume` takes.
    package private(set) var conversation: String?
    package private(set) var directory: String?
    package private(set) var model: String?
    /// What the agent said last; the beginning of it.
    package private(set) var text: String?
    private(set) var usage = CodexUsage()
    /// Whether a turn goes on.
    package private(set) var isWorking = false
    /// The newest call that has no output yet.
    package var tool: String? { calls.last?.name }

    private struct Call: Hashable {
        var id: String
        var name: String
    }
    private var calls: [Call] = []
    private var lines = LineFeed(limit: CodexRollout.lineLimit)

    package init() {}

    /// Takes the next bytes of the file, in any chunking. A beginning that is cut off is passed over as every broken line is.
    package mutating func feed(_ bytes: some Collection<UInt8>) {
        for line in lines.take(bytes) {
            // Cut off, or not JSON: not ours to mend.
            if let record = try? JSONTree(parsing: line) { take(record) }
        }
    }

    private mutating func take(_ record: JSONTree) {
        guard let payload = record["payload"] else { return }
        switch record["type"]?.text {
        case "session_meta":
            conversation = payload["id"]?.text ?? conversation
            directory = payload["cwd"]?.text ?? directory
        case "turn_context": model = payload["model"]?.text ?? model
        case "response_item": take(item: payload)
        case "event_msg": take(event: payload)
        default: break
        }
    }

    private mutating func take(item: JSONTree) {
        let id = item["call_id"]?.text ?? ""
        switch item["type"]?.text {
        case "function_call", "custom_tool_call", "local_shell_call":
            calls.append(Call(id: id, name: item["name"]?.text ?? "shell"))
            if calls.count > CodexRollout.callLimit { calls.removeFirst() }
        case "function_call_output", "custom_tool_call_output": calls.removeAll { $0.id == id }
        case "message":
            guard item["role"]?.text == "assistant" else { return }
            let parts = item["content"]?.elements.compactMap { $0["text"]?.text } ?? []
            if !parts.isEmpty { text = String(parts.joined(separator: "\n").prefix(CodexReport.textLimit)) }
        default: break
        }
    }

    private mutating func take(event: JSONTree) {
        switch event["type"]?.text {
        case "task_started": isWorking = true
        case "task_complete", "turn_aborted":
            isWorking = false
            calls = []
            if let last = event["last_agent_message"]?.text { text = String(last.prefix(CodexReport.textLimit)) }
        case "token_count":
            if let total = event["info"]?["total_token_usage"] { usage.take(total: total, model: model) }
        default: break
        }
    }

    /// Longer lines carry images and outputs.
    private static let lineLimit = 1 << 20
    private static let callLimit = 64
}
