package import TendCore

/// What a question says of the call that it is about, which the transcript has, too; its id it does not say.
package struct ClaudeCallMark: Hashable, Sendable {
    private let tool: String
    private let command: JSONTree?
    private let path: String?

    init(tool: String, input: JSONTree) {
        self.tool = tool
        command = input["command"]
        path = input["file_path"]?.text
    }

    /// Whether the call is the one, as far as can be told: paths may be written in another way there.
    func fits(_ call: ClaudeTranscript.ToolUse) -> Bool {
        guard call.name == tool else { return false }
        if let command { return call.input["command"] == command }
        guard let path, let other = call.input["file_path"]?.text else { return true }
        return path == other || path.hasSuffix("/" + other)
    }

    // MARK: Across processes

    package init?(_ tree: JSONTree) {
        guard let tool = tree["tool"]?.text else { return nil }
        self.init(tool: tool, input: tree["input"] ?? [:])
    }

    package var tree: JSONTree {
        var input: JSONTree = [:]
        if let command { input = input.with("command", command) }
        if let path { input = input.with("file_path", .string(path)) }
        return ["tool": .string(tool), "input": input]
    }
}
