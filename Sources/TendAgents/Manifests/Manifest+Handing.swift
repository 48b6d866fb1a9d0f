/// What an agent can be given for a session, and how.
extension Manifest {
    /// How MCP servers are handed over, and who is told of what the agent does: as one of the programs that are known well.
    package enum Style: String, Hashable, Sendable, CaseIterable { case claude, codex, opencode }

    /// How MCP servers are handed over besides those of the agent's own configuration.
    package struct Servers: Hashable, Sendable {
        package var style: Style?
        /// Without a style: what a file of servers looks like.
        package var format = Format.claude
        /// Arguments that name the file: `{file}` is its path.
        package var arguments: [String] = []
        /// Variables that name the file, or hold what would be in it: `{file}` and `{json}`.
        package var environment: [String: String] = [:]
        /// The file that the agent reads if it is not told of ours.
        package var replaces: Place?
        /// For agents that are told of each server: arguments for one that is a program. `{program}` is a script that starts it and is
        /// named as it.
        package var programs: [String] = []
        /// The same for one at an address, `{address}`, that wants no headers.
        package var addresses: [String] = []
    }

    /// What a file of MCP servers looks like, by the program that reads such.
    package enum Format: String, Hashable, Sendable, CaseIterable {
        /// `mcpServers` by name, with `type`.
        case claude
        /// `mcpServers` by name; addresses are `url` (SSE) or `httpUrl`.
        case gemini
        /// `mcpServers` by name, with `transport`.
        case kimi
        /// The servers by name, and nothing around them.
        case amp
        /// A list of servers, with `name` and `transport`.
        case vibe
    }

    /// A file of the agent's own.
    package struct Place: Hashable, Sendable {
        /// The variable of the environment that may name ``path``.
        package var variable: String?
        /// The file, or the directory that it is in; `~` is the home.
        package var path: String
        /// Its name in the directory.
        package var file: String?

        /// - Parameter environment: the agent's.
        package func path(in environment: [String: String]) -> String {
            let root = Manifest.path(path, variable, in: environment)
            return file.map { root + "/" + $0 } ?? root
        }
    }

    /// - Parameters:
    ///   - path: where it is if the variable does not say; `~` is the home.
    ///   - environment: the agent's.
    static func path(_ path: String, _ variable: String?, in environment: [String: String]) -> String {
        let named = variable.flatMap { environment[$0] }.flatMap { $0.isEmpty ? nil : $0 } ?? path
        return named.hasPrefix("~/") ? (environment["HOME"] ?? "") + named.dropFirst() : named
    }

    /// How an agent is told to use an LLM provider of one kind.
    package struct Provider: Hashable, Sendable {
        /// Variables; `{address}`, `{origin}`, `{path}` and `{model}` stand for what they say. In a value that is JSON they are escaped
        /// for a string of it.
        package var environment: [String: String]
        /// The variable that holds the key.
        package var key: String
        /// The model as the agent's own option takes it, with `{model}` in it.
        package var model: String?
        /// It cannot be told to use one without naming a model.
        package var needsModel: Bool
    }
}
