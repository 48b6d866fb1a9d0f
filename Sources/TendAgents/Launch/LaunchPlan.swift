package import TendCore

/// How an agent is started: what its manifest, what was set, and what was asked for come to. A value; nothing has been done yet.
package struct LaunchPlan: Hashable, Sendable {
    /// A file that is there while the agent runs, readable for the user alone.
    package struct File: Hashable, Sendable {
        package var path: String
        package var contents: String
        /// It can be started.
        package var isProgram: Bool

        package init(path: String, contents: String, isProgram: Bool = false) {
            self.path = path
            self.contents = contents
            self.isProgram = isProgram
        }
    }

    /// What others add to a plan: hooks, servers, a process in front.
    package struct Extras: Hashable, Sendable {
        /// A program with arguments that starts the agent: the agent's own command line follows it.
        package var wrapper: [String]
        /// Behind those of the manifest, before those that were given for the session and the prompt.
        package var arguments: [String]
        package var environment: [String: String]
        /// Variables with secrets in them: not stored, not shown.
        package var secrets: [String: String]
        /// Variables that must not be there, whoever set them.
        package var removed: [String]
        package var files: [File]
        /// What could not be added, and why: shown, and no reason not to start.
        package var notes: [String]

        package init(
            wrapper: [String] = [], arguments: [String] = [], environment: [String: String] = [:],
            secrets: [String: String] = [:], removed: [String] = [], files: [File] = [], notes: [String] = []
        ) {
            self.removed = removed
            self.wrapper = wrapper
            self.arguments = arguments
            self.environment = environment
            self.secrets = secrets
            self.files = files
            self.notes = notes
        }
    }

    /// The agent's program, before any wrapper: what has to be installed.
    package var program: String
    package var command: String
    package var arguments: [String]
    /// Variables that may be stored and shown.
    package var environment: [String: String]
    /// Variables that may not.
    package var secrets: [String: String]
    /// Variables that must not be there.
    package var removed: [String] = []
    package var files: [File]
    /// The agent's id of the conversation, if it is known before it starts.
    package var conversation: String?
    package var model: String?
    package var notes: [String]
}

/// What a plan is made for.
package struct LaunchOptions: Sendable {
    package var agent: NewAgent
    /// What the owner has set for all sessions, by key.
    package var values: [String: String]
    /// Secrets that are at hand, by variable of the environment.
    package var secrets: [String: String]
    /// The id of a new conversation, for agents that take one: a UUID.
    package var newConversation: String
    /// The user's shell.
    package var shell: String
    /// The model is not one of the agent's own, of which its manifest knows.
    package var hasForeignModel = false

    package init(
        _ agent: NewAgent, values: [String: String] = [:], secrets: [String: String] = [:], newConversation: String,
        shell: String = "/bin/sh"
    ) {
        self.agent = agent
        self.values = values
        self.secrets = secrets
        self.newConversation = newConversation
        self.shell = shell
    }
}

/// Why there is no plan: everything that is wrong at once, in the user's words.
package struct LaunchRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var agent: String
    package var reasons: [LaunchProblem]

    package var description: String {
        "cannot start \(agent): \(reasons.map(\.text).joined(separator: "; "))"
    }

    /// What is wrong with single fields of the request.
    package var problems: [FieldProblem] { reasons.flatMap(\.fields) }
}

/// One reason, and the fields of the request that it belongs to.
package struct LaunchProblem: Hashable, Sendable, ExpressibleByStringInterpolation {
    package var text: String
    package var fields: [FieldProblem]

    /// - Parameter fields: each with what is said of it beside it.
    package init(_ text: String, fields: [FieldProblem]) {
        self.text = text
        self.fields = fields
    }

    /// Said of one field, which the text names or is only one.
    package init(_ text: String, field: String) { self.init(text, fields: [FieldProblem(field, text)]) }

    /// Said of the whole.
    package init(stringLiteral text: String) { self.init(text, fields: []) }

    init(_ problem: ConfigProblem) {
        self.init(problem.description, fields: [FieldProblem(FieldProblem.config(problem.key), problem.reason)])
    }
}
