package import TendCore

/// What an agent is about to be started in.
package struct LaunchContext: Sendable {
    package var manifest: Manifest
    package var session: SessionID
    /// Where the agent works.
    package var directory: String
    /// Where files for this session may be put; it is made if there are any. They go when the session ends.
    package var filesDirectory: String
    /// This program, `tend`.
    package var executable: String
    /// The server's socket.
    package var socket: String
    /// The agent's id of the conversation, if it is known by now.
    package var conversation: String?
    /// The conversation is to go on.
    package var isResumed: Bool
    /// The environment that the agent will have, without what plans add to it.
    package var environment: [String: String]

    package init(
        manifest: Manifest, session: SessionID, directory: String, filesDirectory: String, executable: String,
        socket: String, conversation: String?, isResumed: Bool, environment: [String: String]
    ) {
        self.manifest = manifest
        self.session = session
        self.directory = directory
        self.filesDirectory = filesDirectory
        self.executable = executable
        self.socket = socket
        self.conversation = conversation
        self.isResumed = isResumed
        self.environment = environment
    }
}

/// Adds to the launches of the agents that it knows. Pure: files are told, not written.
package protocol LaunchContributor: Sendable {
    func extras(for context: LaunchContext) -> LaunchPlan.Extras
}

package enum LaunchContributors {
    /// All of them, in the order in which they add.
    package static let all: [any LaunchContributor] = [ClaudeLaunch(), CodexLaunch(), OpenCodeLaunch()]
}
