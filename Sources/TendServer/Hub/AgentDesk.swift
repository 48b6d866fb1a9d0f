import TendAgents
import TendCore
import TendStore

/// What the hub knows of agents besides their sessions.
struct AgentDesk: Sendable {
    let library: ManifestLibrary
    let files: LaunchFiles
    /// The server's own: the last place where a secret is looked for.
    let environment: [String: String]
    /// Beside the database, so that a copy of that alone tells nothing.
    let keyFile: String
    /// The open key file, once it has been needed.
    var box: SecretBox?
    /// What the owner has set, by name of the agent.
    var settings: [String: ProviderSettings] = [:]
    /// What the owner has registered for agents.
    var registry: [RegistryEntry.Key: RegistryEntry] = [:]
    /// Secrets that sessions were given by whoever started them, for when they are run again. In memory only.
    var secrets: [SessionID: [String: String]] = [:]

    init(_ configuration: Hub.Configuration) {
        library = ManifestLibrary(configDirectory: configuration.home.configDirectory)
        files = LaunchFiles(home: configuration.home)
        environment = configuration.environment
        keyFile = configuration.home.secretKey
    }
}

/// Everything that the start of a session's program needs.
struct PreparedLaunch: Sendable {
    /// As it is stored and shown.
    var launch: Launch
    var agent: AgentCard?
    /// The program that has to be there.
    var program: String
    /// How to install it, of an agent.
    var install: String?
    /// What a person calls it; nil for a program that is no agent.
    var displayName: String?
    /// Variables that are neither stored nor shown.
    var secrets: [String: String] = [:]
    /// Those of them that came with the request, and not from what is kept: that is looked up again.
    var givenSecrets: [String: String] = [:]
    /// Names of the MCP servers that it is given.
    var servers: [String] = []
    var files: [LaunchPlan.File] = []
    var notes: [String] = []
    /// What it starts in, if that was asked for.
    var worktree: SessionWorktree?
}
