/// Which agent a session runs, and what it takes to run it again: the answers that its manifest was filled in with, not what came of
/// them; and of what came of them what is to outlive servers. It holds no secrets.
package struct AgentCard: Hashable, Sendable, Codable {
    /// The name of its manifest.
    package var name: String
    /// The agent's own id of the conversation, as far as it is known.
    package var conversation: String?
    package var model: String?
    /// Values that were given for this session alone, by key of the manifest's `configSchema`.
    package var config: [String: String]
    /// Arguments that were given for this session alone.
    package var arguments: [String]
    /// Variables of ``Launch/environment`` that its launch plan set or removed, so that the next plan can set others.
    package var plannedVariables: [String]
    /// Names of secret variables that came from the environment of its start; their values are in the server's memory only. Nil: none.
    package var secretVariables: [String]?
    /// The name of the ``AgentAccount`` that it uses; nil: none.
    package var account: String?
    /// The name of the ``LLMEndpoint`` that it uses; nil: the agent's own.
    package var llm: String?
    /// Nil: nothing was used yet, or nobody told.
    package var usage: AgentUsage?
    /// What it said last.
    package var text: String?

    package init(
        name: String, conversation: String? = nil, model: String? = nil, config: [String: String] = [:],
        arguments: [String] = [], plannedVariables: [String] = [], secretVariables: [String]? = nil,
        account: String? = nil, llm: String? = nil
    ) {
        self.secretVariables = secretVariables
        self.account = account
        self.llm = llm
        self.name = name
        self.conversation = conversation
        self.model = model
        self.config = config
        self.arguments = arguments
        self.plannedVariables = plannedVariables
    }
}

/// An agent that is to be started.
package struct NewAgent: Hashable, Sendable {
    /// The name of a manifest.
    package var name: String
    package var model: String?
    /// What it is to begin with.
    package var prompt: String?
    /// The agent's id of a conversation that is to go on.
    package var resume: String?
    /// Values by key of the manifest's `configSchema`; they win over those of ``ProviderSettings``.
    package var config: [String: String]
    /// More arguments, as they are.
    package var arguments: [String]
    /// The name of an ``AgentAccount``, or ``AgentAccount/none``; nil: the default one, if there is one.
    package var account: String?
    /// The name of an ``LLMEndpoint``; nil: the agent's own.
    package var llm: String?

    package init(
        name: String, model: String? = nil, prompt: String? = nil, resume: String? = nil,
        config: [String: String] = [:], arguments: [String] = [], account: String? = nil, llm: String? = nil
    ) {
        self.account = account
        self.llm = llm
        self.name = name
        self.model = model
        self.prompt = prompt
        self.resume = resume
        self.config = config
        self.arguments = arguments
    }
}

/// What the owner has set for an agent, for all of its sessions.
package struct ProviderSettings: Hashable, Sendable, Codable {
    /// The name of a manifest.
    package var name: String
    package var isEnabled: Bool
    /// Values by key of the manifest's `configSchema`; never those of secrets.
    package var values: [String: String]
    /// Secrets by key of the `configSchema`, each sealed for its place and then in base64.
    package var sealed: [String: String]
    /// The ``AgentAccount`` of sessions that ask for none.
    package var account: String?

    package init(
        name: String, isEnabled: Bool = true, values: [String: String] = [:], sealed: [String: String] = [:],
        account: String? = nil
    ) {
        self.account = account
        self.name = name
        self.isEnabled = isEnabled
        self.values = values
        self.sealed = sealed
    }

    // Written out because books from before there were sealed secrets do not name them.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        isEnabled = try container.decode(Bool.self, forKey: .isEnabled)
        values = try container.decode([String: String].self, forKey: .values)
        sealed = try container.decodeIfPresent([String: String].self, forKey: .sealed) ?? [:]
        account = try container.decodeIfPresent(String.self, forKey: .account)
    }
}
