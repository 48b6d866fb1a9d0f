import TendCore
import TendScreen

@testable import TendTUI

/// Agents as a server tells of them.
enum Offered {
    private static func field(
        _ key: String, _ label: String, _ type: String, _ group: String = "runtime",
        change: (inout ProviderJSON.Field) -> Void = { _ in }
    ) -> ProviderJSON.Field {
        var field = ProviderJSON.Field(key: key, label: label, type: type, isRequired: false)
        field.group = group
        change(&field)
        return field
    }

    static let claude: ProviderJSON = {
        var agent = ProviderJSON(
            name: "claude", displayName: "Claude Code", description: "Anthropic's coding agent", type: "cli",
            command: "claude")
        agent.install = "npm install -g @anthropic-ai/claude-code"
        agent.models = [.init(id: "opus", name: "Opus", description: "The latest Opus")]
        agent.hasOtherModels = true
        agent.resumes = true
        agent.prompts = true
        agent.fields = [
            field("apiKey", "API key", "secret", "auth") { field in
                field.variable = "ANTHROPIC_API_KEY"
                field.placeholder = "sk-ant-\u{2026}"
                field.isThere = false
            },
            field("oauthToken", "Subscription token", "secret", "auth") { field in
                field.variable = "CLAUDE_CODE_OAUTH_TOKEN"
                field.isThere = true
            },
            field("model", "Model", "string") { field in
                field.description = "An alias or a full name"
                field.value = "sonnet"
            },
            field("permissionMode", "Permission mode", "select") { field in
                field.options = ["manual", "plan", "auto"]
                field.optionLabels = ["ask for each", "plan", "auto"]
                field.description = "what is asked for"
            },
            field("chrome", "Browser", "boolean") { $0.fallback = "true" },
            field("port", "Port of the browser", "number") { field in
                field.dependsOn = "chrome"
                field.placeholder = "9222"
            },
            field("system", "Added system prompt", "text", "advanced"),
            field("extraArgs", "More arguments", "args", "advanced"),
        ]
        return agent
    }()

    static let codex: ProviderJSON = {
        var agent = ProviderJSON(
            name: "codex", displayName: "Codex", description: "OpenAI's coding agent", type: "cli", command: "codex")
        agent.models = [.init(id: "gpt", name: nil, description: nil)]
        agent.prompts = true
        agent.fields = [field("model", "Model", "string"), field("search", "Web search", "boolean")]
        return agent
    }()

    static let qwen: ProviderJSON = {
        var agent = ProviderJSON(
            name: "qwen", displayName: "\u{901A}\u{4E49} Qwen", description: "wide", type: "cli", command: "qwen")
        agent.install = "npm install -g @qwen-code/qwen-code"
        return agent
    }()

    static let disabled: ProviderJSON = {
        var agent = ProviderJSON(name: "amp", displayName: "Amp", description: "", type: "cli", command: "amp")
        agent.enabled = false
        return agent
    }()

    static let installed: [String: Form.Installation] = [
        "claude": .init(isThere: true, version: "2.1.329"), "codex": .init(isThere: true),
        "qwen": .init(isThere: false),
        "amp": .init(isThere: true),
    ]

    static func answer(_ next: ProviderAnswer.Next) -> ProviderAnswer {
        ProviderAnswer(
            ProviderListJSON(providers: [qwen, claude, codex, disabled], problems: []), installed: installed,
            directory: "/home/me/src/api", then: next)
    }

    /// As the server would plan it, as far as that matters here.
    static func plan(_ request: NewSessionJSON) -> LaunchPlanJSON {
        var arguments: [String] = []
        if let model = request.model { arguments += ["--model", model] }
        for (key, value) in (request.config ?? [:]).sorted(by: { $0.key < $1.key }) {
            arguments += ["--" + key, value]
        }
        if let prompt = request.prompt { arguments += ["--", prompt] }
        var plan = LaunchPlanJSON(command: request.agent ?? "", args: arguments, cwd: request.cwd ?? "/")
        for name in (request.env ?? [:]).keys { plan.env[name] = LaunchPlanJSON.mask }
        return plan
    }
}
