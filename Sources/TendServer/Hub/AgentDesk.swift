import TendAgents
import TendCore

/// What the hub knows of agents besides their sessions.
struct AgentDesk: Sendable {
    let library: ManifestLibrary
    let files: LaunchFiles
    let secretStore: any SecretStore
    /// What the owner has set, by name of the agent.
    var settings: [String: ProviderSettings] = [:]
    /// Secrets that sessions were started with, for when they are run again. In memory only.
    var secrets: [SessionID: [String: String]] = [:]

    init(_ configuration: Hub.Configuration) {
        library = ManifestLibrary(configDirectory: configuration.home.configDirectory)
        files = LaunchFiles(home: configuration.home)
        secretStore = EnvironmentSecrets(environment: configuration.environment)
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
    var files: [LaunchPlan.File] = []
    var notes: [String] = []
}
