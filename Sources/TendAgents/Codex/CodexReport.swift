package import TendCore

/// What Codex' app server says of the agent, all of it, at one time.
package struct CodexReport: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case starting, working, idle, done, interrupted, error, exited
        case waitingForPermission = "waiting:permission"
        case waitingForAnswer = "waiting:question"
    }

    package var state: State
    /// What it waits for, or what went wrong, or what the companion has to say.
    package var detail: String?
    /// What `codex resume` takes.
    package var conversation: String?
    package var model: String?
    /// The tool that it uses just now.
    package var tool: String?
    /// What it said last; the beginning of it.
    package var text: String?
    /// The call that uses it.
    package var call: AgentCall?
    /// All that the conversation and its subagents took so far, as the model's provider counted it.
    package var usage: [ModelUsage] = []

    package init(_ state: State) { self.state = state }

    static let textLimit = 4096
}
