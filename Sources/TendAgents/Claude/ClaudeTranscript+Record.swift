import TendCore

extension ClaudeTranscript {
    /// Reads a line. What is no JSON, such as the rest of a line whose beginning was not fed, says nothing.
    mutating func record(_ line: [UInt8]) {
        guard let record = try? JSONTree(parsing: line), let type = record["type"]?.text else { return }
        guard let message = record["message"], type == "assistant" || type == "user" else { return }
        // A subagent's words are not the agent's.
        guard record["isSidechain"]?.flag != true else { return }
        if type == "assistant" {
            assistant(message, isFailure: record["isApiErrorMessage"]?.flag == true || record["error"] != nil)
        } else {
            user(record, message)
        }
        if let id = record["sessionId"]?.text { conversation = id }
    }

    private mutating func assistant(_ message: JSONTree, isFailure: Bool) {
        hasFailed = isFailure
        // "<synthetic>" stands where the program speaks for the model.
        if let name = message["model"]?.text, !name.hasPrefix("<") { model = name }
        for block in message["content"]?.elements ?? [] {
            if let text = block["text"]?.text, !text.isEmpty { say(text) }
            guard block["type"]?.text == "tool_use", let id = block["id"]?.text, let name = block["name"]?.text else {
                continue
            }
            let input = block["input"] ?? .object([])
            begin(ToolUse(id: id, name: name, summary: ClaudeRequest.summary(tool: name, input: input), input: input))
        }
    }

    private mutating func user(_ record: JSONTree, _ message: JSONTree) {
        var hasResult = false
        for block in message["content"]?.elements ?? [] where block["type"]?.text == "tool_result" {
            guard let call = block["tool_use_id"]?.text else { continue }
            hasResult = true
            end(call, result(record, isError: block["is_error"]?.flag == true))
        }
        guard !hasResult, record["isMeta"]?.flag != true else { return }
        // A new prompt: what has no result by now will have none.
        pending = []
        hasFailed = false
    }

    private func result(_ record: JSONTree, isError: Bool) -> Result {
        let decision = record["permissionDecision"]
        let source: Result.Source
        switch decision?["source"]?.text {
        case "hook": source = .hook
        case .some(let name) where name.hasPrefix("user"): source = .desk
        default: source = record["toolDenialKind"]?.text == "user-rejected" ? .desk : .other
        }
        let isAccepted: Bool? =
            switch decision?["decision"]?.text {
            case "accept": true
            case "reject": false
            default: record["toolDenialKind"] == nil ? nil : false
            }
        return Result(isAccepted: isAccepted, source: source, isError: isError)
    }
}
