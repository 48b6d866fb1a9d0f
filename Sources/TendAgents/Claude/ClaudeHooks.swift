import TendCore

/// The hooks that a session's Claude Code gets by `--settings`: they add to the user's own and end with the session.
package enum ClaudeHooks {
    /// Events that we hear of. The order is that of a turn.
    package static let events = [
        "SessionStart", "UserPromptSubmit", "PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure",
        "Notification", "Stop", "StopFailure", "SessionEnd",
    ]

    /// How long Claude Code lets a hook run, in seconds. The one that asks waits for a person: a day; the others only tell and are
    /// gone in milliseconds.
    package static func timeout(of event: String) -> Int { event == "PermissionRequest" ? 86_400 : 10 }

    /// The text of a file for `--settings`.
    ///
    /// - Parameter executable: absolute path of `tend`.
    package static func settings(executable: String) -> String {
        // `exec`: signals that mean the hook reach us and not a shell before us.
        let command = "exec \(quoted(executable)) hook claude"
        let hooks = events.map { event in
            JSONTree.Member(
                event,
                [
                    [
                        "matcher": "*",
                        "hooks": [
                            [
                                "type": "command", "command": .string(command),
                                "timeout": .number(String(timeout(of: event))),
                            ]
                        ],
                    ]
                ])
        }
        return JSONTree.object([JSONTree.Member("hooks", .object(hooks))]).description + "\n"
    }

    /// One word of a POSIX shell.
    static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
