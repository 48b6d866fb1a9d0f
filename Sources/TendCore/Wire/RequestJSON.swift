package import TendScreen

/// A body of a request. Its fields are listed so that an unknown one can be refused by name.
package protocol RequestJSON: Codable, Sendable {
    static var fields: [String] { get }
}

/// Body of `POST /sessions`.
package struct NewSessionJSON: RequestJSON, Hashable {
    package var name: String?
    /// The agent to start, in place of a command. `args` are then further arguments for it.
    package var agent: String?
    package var model: String?
    package var prompt: String?
    /// The agent's id of a conversation that is to go on.
    package var resume: String?
    /// Values by key of the manifest's `configSchema`, for this session alone.
    package var config: [String: String]?
    /// One of the agent's accounts, or `none`; absent: the default one.
    package var account: String?
    /// An LLM provider; absent: the agent's own.
    package var llm: String?
    package var command: String?
    package var args: [String]?
    package var cwd: String?
    /// A git worktree to start in, of the repository that `cwd` is in.
    package var worktree: NewWorktreeJSON?
    /// Variables to set; null removes one.
    package var env: [String: String?]?
    package var rows: Int?
    package var cols: Int?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, agent, model, prompt, resume, config, account, llm, command, args, cwd, worktree, env, rows, cols
    }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(
        name: String? = nil, command: String? = nil, args: [String]? = nil, cwd: String? = nil,
        env: [String: String?]? = nil, rows: Int? = nil, cols: Int? = nil
    ) {
        self.name = name
        self.command = command
        self.args = args
        self.cwd = cwd
        self.env = env
        self.rows = rows
        self.cols = cols
    }

    package init(_ request: NewSession) {
        self.init(
            name: request.name, command: request.command, args: request.arguments, cwd: request.directory,
            env: request.environment, rows: request.size?.rows, cols: request.size?.columns)
        worktree = request.worktree.map(NewWorktreeJSON.init)
        guard let agent = request.agent else { return }
        self.agent = agent.name
        model = agent.model
        prompt = agent.prompt
        resume = agent.resume
        config = agent.config
        account = agent.account
        llm = agent.llm
        args = agent.arguments
    }
}

/// Body of `PATCH /sessions/{id}`.
package struct RenameJSON: RequestJSON, Hashable {
    package var name: String

    enum CodingKeys: String, CodingKey, CaseIterable { case name }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(name: String) { self.name = name }
}

/// Body of `POST /sessions/{id}/resize`.
package struct ResizeJSON: RequestJSON, Hashable {
    package var rows: Int
    package var cols: Int

    enum CodingKeys: String, CodingKey, CaseIterable { case rows, cols }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(rows: Int, cols: Int) {
        self.rows = rows
        self.cols = cols
    }

    package init(_ size: Size) { self.init(rows: size.rows, cols: size.columns) }
}

/// Body of `POST /sessions/{id}/signal`: a number, or a name with or without `SIG`.
package struct SignalJSON: RequestJSON, Hashable {
    package var signal: String

    enum CodingKeys: String, CodingKey, CaseIterable { case signal }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(signal: String) { self.signal = signal }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let number = try? container.decode(Int32.self, forKey: .signal) {  // A number is one of two right forms.
            signal = String(number)
        } else if let name = try? container.decode(String.self, forKey: .signal) {  // The other one.
            signal = name
        } else if container.contains(.signal) {
            throw DecodingError.dataCorruptedError(
                forKey: .signal, in: container,
                debugDescription: "must be a name such as TERM, or a number from 1 to 64")
        } else {
            signal = try container.decode(String.self, forKey: .signal)
        }
    }
}

/// Body of `POST /server/stop`.
package struct StopJSON: RequestJSON, Hashable {
    /// Stop although sessions run.
    package var force: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable { case force }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(force: Bool? = nil) { self.force = force }
}

/// Body of `POST /server/upgrade`.
package struct UpgradeJSON: RequestJSON, Hashable {
    /// Absolute path of the new program; absent: the one that runs, read anew.
    package var executable: String?

    enum CodingKeys: String, CodingKey, CaseIterable { case executable }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(executable: String? = nil) { self.executable = executable }
}
