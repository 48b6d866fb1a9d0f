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
            case key, label, type, description, group, options
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
    package var resumes: Bool
    package var fields: [Field]

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case displayName = "display_name"
        case description, icon, version, type, command, detect, install, file, enabled, models, resumes, fields
    }

    package init(name: String, displayName: String, description: String, type: String, command: String) {
        self.name = name
        self.displayName = displayName
        self.description = description
        self.type = type
        self.command = command
        enabled = true
        models = []
        resumes = false
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

    package enum CodingKeys: String, CodingKey, CaseIterable { case enabled, config }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(enabled: Bool? = nil, config: [String: String?]? = nil) {
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
    /// The git worktree that it would start in.
    package var worktree: PlannedWorktreeJSON?
    /// What the owner should know, one sentence each.
    package var notes: [String]

    package init(command: String, args: [String], cwd: String) {
        self.command = command
        self.args = args
        self.cwd = cwd
        env = [:]
        files = []
        notes = []
    }

    /// Stands for the value of a secret.
    package static let mask = "••••••••"
}
