/// An agent that can be started, as its manifest declares it. Absent values are left away.
package struct ProviderJSON: Hashable, Sendable, Codable {
    package struct Model: Hashable, Sendable, Codable {
        package var id: String
        package var name: String?
        package var description: String?

        package init(id: String, name: String?, description: String?) {
            self.id = id
            self.name = name
            self.description = description
        }
    }

    /// One thing that can be set.
    package struct Field: Hashable, Sendable, Codable {
        package var key: String
        package var label: String
        package var type: String
        package var description: String?
        package var group: String?
        package var options: [String]?
        /// What people call the options, in their order; absent where they are called what they are.
        package var optionLabels: [String]?
        /// What a value may look like.
        package var placeholder: String?
        /// The key of the field that this one hangs on, and the value that it has to have; absent: any but none and `false`.
        package var dependsOn: String?
        package var dependsValue: String?
        package var isRequired: Bool
        /// What holds when nothing is set.
        package var fallback: String?
        /// What the owner has set. Never there for a secret.
        package var value: String?
        /// The variable of the environment that it becomes, or that a secret is read from.
        package var variable: String?
        /// Of a secret: whether the server's environment has that variable.
        package var isThere: Bool?

        package enum CodingKeys: String, CodingKey, CaseIterable {
            case key, label, type, description, group, options, placeholder
            case optionLabels = "option_labels"
            case dependsOn = "depends_on"
            case dependsValue = "depends_value"
            case isRequired = "required"
            case fallback = "default"
            case value
            case variable = "env_var"
            case isThere = "is_set"
        }

        package init(key: String, label: String, type: String, isRequired: Bool) {
            self.key = key
            self.label = label
            self.type = type
            self.isRequired = isRequired
        }
    }

    package var name: String
    package var displayName: String
    package var description: String
    package var icon: String?
    package var version: String?
    package var type: String
    /// The program, as it would be started; empty: the user's shell.
    package var command: String
    /// A command line whose success says that it is installed, and whose output says its version.
    package var detect: String?
    /// How to install it.
    package var install: String?
    /// The user's own file; absent for one that comes with tend.
    package var file: String?
    package var enabled: Bool
    package var models: [Model]
    /// Whether there may be other models than those.
    package var hasOtherModels: Bool
    package var resumes: Bool
    /// Whether the id of a conversation is found, so that `restart` goes on with it; else it has to be named.
    package var findsConversation: Bool
    /// Whether it takes registered MCP servers.
    package var takesServers: Bool
    /// The kinds of LLM providers that it can be told to use: `openai`, `anthropic`.
    package var dialects: [String]
    /// What tells what it does: `hooks`, `api`, `screen`, `title`; empty: its output only.
    package var watchedBy: [String]
    /// Whether it can be given a prompt when it starts.
    package var prompts: Bool
    /// The account of sessions that ask for none.
    package var account: String?
    package var fields: [Field]

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case displayName = "display_name"
        case description, icon, version, type, command, detect, install, file, enabled, models, resumes, prompts,
            account,
            fields
        case hasOtherModels = "dynamic_models"
        case findsConversation = "finds_conversation"
        case takesServers = "takes_mcp"
        case dialects = "llm_kinds"
        case watchedBy = "watched_by"
    }

    package init(name: String, displayName: String, description: String, type: String, command: String) {
        self.name = name
        self.displayName = displayName
        self.description = description
        self.type = type
        self.command = command
        enabled = true
        models = []
        hasOtherModels = false
        resumes = false
        findsConversation = false
        takesServers = false
        dialects = []
        watchedBy = []
        prompts = false
        fields = []
    }
}

/// Answer of `GET /providers`.
package struct ProviderListJSON: Hashable, Sendable, Codable {
    package var providers: [ProviderJSON]
    /// What is wrong with manifests, one sentence each. Those with mistakes are not among the providers.
    package var problems: [String]

    package init(providers: [ProviderJSON], problems: [String]) {
        self.providers = providers
        self.problems = problems
    }
}

/// Body of `PATCH /providers/{name}`.
package struct ProviderChangeJSON: RequestJSON, Hashable {
    package var enabled: Bool?
    /// Values to set; null takes one back.
    package var config: [String: String?]?
    /// The account of sessions that ask for none; `none` takes it back.
    package var account: String?

    package enum CodingKeys: String, CodingKey, CaseIterable { case enabled, config, account }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(enabled: Bool? = nil, config: [String: String?]? = nil, account: String? = nil) {
        self.account = account
        self.enabled = enabled
        self.config = config
    }
}

/// Answer of `POST /plans`: what starting a session would do.
package struct LaunchPlanJSON: Hashable, Sendable, Codable {
    package struct File: Hashable, Sendable, Codable {
        package var path: String
        package var bytes: Int

        package init(path: String, bytes: Int) {
            self.path = path
            self.bytes = bytes
        }
    }

    package var agent: String?
    package var command: String
    package var args: [String]
    package var cwd: String
    /// The variables that the plan sets. The values of secrets are masked.
    package var env: [String: String]
    /// Files that would be there while it runs, readable for the user only.
    package var files: [File]
    package var conversation: String?
    package var account: String?
    package var llm: String?
    /// Names of the MCP servers that it would be given.
    package var mcp: [String]
    /// The git worktree that it would start in.
    package var worktree: PlannedWorktreeJSON?
    /// What the owner should know, one sentence each.
    package var notes: [String]
    /// What would keep it from starting, of what can be seen beforehand.
    package var problems: [FieldProblem]

    package init(command: String, args: [String], cwd: String) {
        self.command = command
        self.args = args
        self.cwd = cwd
        env = [:]
        files = []
        mcp = []
        notes = []
        problems = []
    }

    /// Stands for the value of a secret.
    package static let mask = "••••••••"
}
