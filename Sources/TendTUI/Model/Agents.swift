package import TendCore

/// The agents that can be started, as far as somebody asked for them, and how one was started last.
package struct Agents: Hashable, Sendable {
    package var list: [ProviderJSON] = []
    /// By name; absent: not known yet.
    package var installed: [String: Form.Installation] = [:]
    package var accounts: [AccountJSON] = []
    package var llms: [LLMJSON] = []
    /// Where this client was started.
    package var directory = "/"
    /// The agent that was started last, and where it was shown.
    package var last: String?
    package var lastPlace: String?
    /// A prompt that was typed and not sent.
    package var unsent = ""

    package init() {}
}

/// The answer to ``Effect/readProviders(then:)``.
package struct ProviderAnswer: Hashable, Sendable {
    package enum Next: Hashable, Sendable {
        /// An agent is to be started; nil: one is to be chosen.
        case dialog(String?)
        case settings(String?)
    }

    package var list: ProviderListJSON
    package var installed: [String: Form.Installation]
    package var accounts: [AccountJSON] = []
    package var llms: [LLMJSON] = []
    /// Where this client was started.
    package var directory: String
    package var then: Next

    package init(_ list: ProviderListJSON, installed: [String: Form.Installation], directory: String, then: Next) {
        self.list = list
        self.installed = installed
        self.directory = directory
        self.then = then
    }
}

/// The answer to ``Effect/plan(_:variables:)``.
package enum FormPlan: Hashable, Sendable {
    case plan(LaunchPlanJSON)
    case refused(ServiceError)
}
