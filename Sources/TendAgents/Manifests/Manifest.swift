package import TendCore

/// What an agent is and how it is started: the contents of a `manifest.json`.
///
/// The fields are those of the open format of OpenDray's plug-ins; `detection`, `input`, `resume`, `accounts`, `mcp`, `hooks`, `llm`,
/// `answers` and `cli.install` are additions that older manifests do without.
package struct Manifest: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case cli
        /// As `cli`, for a program that runs a model on this machine.
        case local
        /// A shell: an empty command stands for the user's own.
        case shell
        /// Part of somebody's user interface; nothing that could be started.
        case panel
    }

    package struct Program: Hashable, Sendable {
        /// As `execvp` takes it. Empty for a panel, and for a shell: then the user's.
        package var command: String
        package var defaultArguments: [String]
        /// A line for `sh`: it succeeds where the program is installed, and may print the version.
        package var detect: String?
        /// A line that installs it, or where it is told.
        package var install: String?
    }

    package struct Model: Hashable, Sendable {
        package var id: String
        package var name: String?
        package var description: String?
    }

    package struct Capabilities: Hashable, Sendable {
        package var models: [Model] = []
        package var supportsResume = false
        package var supportsStream = false
        package var supportsMCP = false
        package var supportsImages = false
        /// There may be other models than ``models``.
        package var hasDynamicModels = false
    }

    /// How an agent takes what is typed or told.
    package struct Input: Hashable, Sendable {
        /// Arguments that begin a session with a prompt, with `{prompt}` in them; they come last.
        package var promptArguments: [String]
    }

    /// How conversations go on. Arguments stand behind the program's default ones and have `{id}` in them.
    package struct Resume: Hashable, Sendable {
        package var arguments: [String]
        /// Arguments that give a new conversation an id (a UUID) of our choice; empty: the agent chooses one.
        package var newArguments: [String]
        /// The file that is there as soon as the conversation can be resumed.
        package var transcript: Transcript?
        /// Where the program says at its end what the conversation's id is: a pattern with that as its first group.
        package var printed: String?
        /// The file that the program holds open while it is in the conversation.
        package var held: Transcript?

        package init(
            arguments: [String], newArguments: [String] = [], transcript: Transcript? = nil, printed: String? = nil,
            held: Transcript? = nil
        ) {
            self.arguments = arguments
            self.newArguments = newArguments
            self.transcript = transcript
            self.printed = printed
            self.held = held
        }

        /// The id that a program has said at its end; nil if it said none.
        ///
        /// - Parameter rows: what it shows, from the top.
        package func conversation(in rows: [String]) -> String? {
            // Checked when the manifest was read.
            guard let printed, let pattern = try? Regex(printed) else { return nil }
            // Long lines go on in the next row. The last word counts: above it stands what was said before.
            let text = rows.map(\.trimmed).joined(separator: " ")
            guard let match = text.matches(of: pattern).last, match.output.count > 1,
                let id = match.output[1].substring, id.utf8.count <= Resume.idLimit
            else { return nil }
            return String(id)
        }

        private static let idLimit = 128
    }

    /// A file of the agent's whose name has the id of the conversation in it.
    package struct Transcript: Hashable, Sendable {
        /// The variable of the environment that may name the directory.
        package var variable: String?
        /// The directory without that variable; `~` is the home.
        package var directory: String
        /// A shell pattern below the directory, with `{id}` in it.
        package var pattern: String

        /// The directory of an agent with this environment.
        package func root(in environment: [String: String]) -> String {
            Manifest.path(directory, variable, in: environment)
        }

        /// The id in the path of such a file; nil if it is another file.
        ///
        /// - Parameter root: the directory.
        package func conversation(in path: String, below root: String) -> String? {
            guard path.utf8.starts(with: (root + "/").utf8) else { return nil }
            let literal = /[.+(){}|^$\[\]\\?]/
            let expression = pattern.split(separator: "{id}", omittingEmptySubsequences: false).map { part in
                part.replacing(literal) { "\\\($0.output)" }.replacing("*", with: "[^/]*")
            }
            guard
                let match = try? Regex(expression.joined(separator: "([^/]+)"))
                    .wholeMatch(in: Substring(path.utf8.dropFirst(root.utf8.count + 1))), match.output.count > 1
            else { return nil }
            return match.output[1].substring.map(String.init)
        }
    }

    /// How it is told which of several accounts it is to use: names of variables.
    package struct Accounts: Hashable, Sendable {
        /// Names the directory of its configuration, with its login in it.
        package var directory: String?
        /// Holds the token of a subscription.
        package var token: String?
        /// Holds a key that is paid by use.
        package var key: String?
    }

    /// List prices of a model, in US dollars for a million tokens.
    package struct Price: Hashable, Sendable {
        /// As its provider names it, without the date of a snapshot.
        package var model: String
        package var input: Double
        package var output: Double
        /// Nil: not known; what has used it has no price then.
        package var cacheRead: Double?
        package var cacheWrite: Double?
        package var cacheWriteHour: Double?
    }

    package var name: String
    package var displayName: String
    package var description: String
    package var icon: String?
    package var version: String?
    package var kind: Kind
    package var program: Program
    package var capabilities: Capabilities
    package var fields: [ManifestField]
    package var input: Input?
    package var resume: Resume?
    package var accounts: Accounts?
    /// The keys that send what was typed.
    package var submitKeys: [String]
    /// Rules that tell its state from its screen.
    package var detection: JSONValue?
    package var mcp: Servers?
    /// Nil: nothing but its terminal tells what it does.
    package var hooks: Style?
    /// By the kind of the provider.
    package var llm: [LLMEndpoint.Dialect: Provider] = [:]
    /// Keys that answer its dialogs.
    package var answers: JSONValue?
    package var prices: [Price] = []

    package func field(_ key: String) -> ManifestField? { fields.first { $0.key == key } }

    /// Variables of the environment that hold secrets of this agent.
    package var secretVariables: Set<String> {
        Set(fields.filter { $0.kind == .secret }.compactMap(\.variable))
    }

    /// Whether the id of a conversation is known from its start, told by the agent, seen on a file, or printed at its end.
    package var findsConversation: Bool {
        resume.map { !$0.newArguments.isEmpty || $0.printed != nil || $0.held != nil || hooks != nil } ?? false
    }

    /// What tells what the agent does, besides its output.
    package var watchedBy: [String] {
        let own: String? =
            switch hooks {
            case .claude: "hooks"
            case .codex, .opencode: "api"
            case nil: nil
            }
        let rules = detection?["rules"].map { $0 != .array([]) } == true ? "screen" : nil
        return [own, rules, detection?["title"] == nil ? nil : "title"].compactMap(\.self)
    }

    /// All variables of the environment that its fields name.
    package var variables: Set<String> { Set(fields.compactMap(\.variable)) }
}

/// One thing about an agent that can be set, an entry of `configSchema`.
package struct ManifestField: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case string, secret, select, number, boolean, text, args
    }

    package enum Group: String, Hashable, Sendable, CaseIterable { case auth, runtime, advanced }

    package struct Option: Hashable, Sendable {
        package var value: String
        package var label: String?
    }

    package var key: String
    package var label: String
    package var kind: Kind
    package var description: String?
    package var placeholder: String?
    /// As it would be typed; nil: nothing.
    package var fallback: String?
    package var options: [Option]
    package var isRequired: Bool
    /// The variable of the environment that the value becomes.
    package var variable: String?
    /// The flag that stands for the value; ending with `=` it takes the value into itself.
    package var flag: String?
    /// Whether the value follows the flag. Of a boolean and of a `select` only if the manifest says so.
    package var flagTakesValue: Bool
    package var group: Group?
    /// The key of the field that this one hangs on.
    package var dependsOn: String?
    /// The value that the other field has to have; nil: any but none and `false`.
    package var dependsValue: String?
}
