import TendCore

/// What a running Claude Code writes of itself to `CLAUDE_CONFIG_DIR/sessions/PID.json`: from its start to its end, anew at each change.
package struct ClaudeRegistry: Hashable, Sendable {
    /// `idle`, `busy`, `waiting`; also such as we have never heard of.
    package var status: String
    /// With `waiting`: `permission prompt` (plans too), `input needed` (questions), `dialog open`, `sandbox request`.
    package var waitingFor: String?
    /// What `--resume` takes.
    package var conversation: String
    package var directory: String?

    /// - Returns: nil for anything else; a file that is just being written reads like that.
    package init?(parsing bytes: some Sequence<UInt8>) {
        guard let fields = try? JSONTree(parsing: bytes), let conversation = fields["sessionId"]?.text,
            let status = fields["status"]?.text
        else { return nil }
        self.status = status
        self.conversation = conversation
        waitingFor = fields["waitingFor"]?.text
        directory = fields["cwd"]?.text
    }

    package var isWaiting: Bool { status == "waiting" }

    package var evidence: ClaudeEvidence? {
        switch status {
        case "idle": ClaudeEvidence(.idle, conversation: conversation)
        case "busy": ClaudeEvidence(.working, conversation: conversation)
        case "waiting": ClaudeEvidence(.waiting, conversation: conversation, detail: waitingFor)
        default: nil
        }
    }

    // MARK: Places

    /// Where a Claude Code with this environment keeps its things.
    package static func directory(environment: [String: String]) -> String? {
        if let directory = environment["CLAUDE_CONFIG_DIR"], !directory.isEmpty { return directory }
        return environment["HOME"].map { $0 + "/.claude" }
    }

    package static func path(in directory: String, process: Int32) -> String { "\(directory)/sessions/\(process).json" }

    /// The transcript of the conversation. It does not exist before the first prompt.
    package func transcript(in directory: String) -> String? {
        self.directory.map { ClaudeRegistry.transcript(of: conversation, startedIn: $0, configDirectory: directory) }
    }

    /// - Parameter startedIn: absolute; each character of it but ASCII letters and digits is a dash in the folder's name.
    package static func transcript(of conversation: String, startedIn place: String, configDirectory: String) -> String
    {
        let folder = place.utf16.map { unit -> Character in
            switch UInt8(exactly: unit) {
            case .some(let byte)
            where (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte):
                Character(Unicode.Scalar(byte))
            default: "-"
            }
        }
        return "\(configDirectory)/projects/\(String(folder))/\(conversation).jsonl"
    }
}
