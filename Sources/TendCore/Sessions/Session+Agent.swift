extension Session {
    /// The name by which rules and the audit log know the agent: that of its program, as in `claude`.
    package var agentName: String { launch.command.split(separator: "/").last.map(String.init) ?? launch.command }
}
