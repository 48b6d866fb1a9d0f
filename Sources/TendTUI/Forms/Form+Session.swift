package import TendCore

/// The dialog that starts an agent.
///
/// To add a field: describe it in ``Form/sessionFields(_:_:)`` and put its value into the request in ``Form/request``. The key has to be the
/// name of the field of `POST /sessions`, so that what the server says of it appears beside it.
extension Form {
    /// What the dialog is made of.
    package struct Setting: Hashable, Sendable {
        package var providers: [ProviderJSON]
        /// By name of the agent; absent: not known yet.
        package var installed: [String: Installation]
        package var accounts: [AccountJSON] = []
        package var llms: [LLMJSON] = []
        /// The directory of whoever opens the dialog, and those where sessions are, newest first.
        package var directory: String
        package var recent: [String]
        /// Conversations of earlier sessions, by agent.
        package var conversations: [String: [FormChoice]]
        /// Where the session may be shown.
        package var places: [FormChoice]
    }

    /// Whether an agent's program is there.
    package struct Installation: Hashable, Sendable {
        package var isThere: Bool
        package var version: String?

        package init(isThere: Bool, version: String? = nil) {
            self.isThere = isThere
            self.version = version
        }
    }

    package static func session(_ setting: Setting, agent: String) -> Form {
        var form = Form(.session, title: "start an agent", fields: sessionFields(setting, agent))
        form.put(agent, in: "agent")
        form.put(setting.directory, in: "cwd")
        form.completed = setting.directory
        form.put(setting.places.first?.value ?? "", in: "place")
        return form
    }

    static func sessionFields(_ setting: Setting, _ name: String) -> [FormField] {
        let provider = setting.providers.first { $0.name == name }
        var fields: [FormField] = []

        var agent = FormField("agent", "Agent", .choice)
        agent.choices = agents(setting)
        agent.note = provider?.description ?? ""
        fields.append(agent)

        var directory = FormField("cwd", "Directory", .directory)
        directory.choices = setting.recent.map { FormChoice($0) }
        directory.note = "where it works"
        directory.placeholder = "~"
        fields.append(directory)

        if provider?.prompts == true {
            var prompt = FormField("prompt", "Prompt", .lines)
            prompt.note = "what it is to begin with"
            fields.append(prompt)
        }
        if let provider, let own = provider.fields.first(where: { $0.key == "model" }) {
            fields.append(model(provider, own, isForeign: !setting.llms.isEmpty))
        }

        if !setting.llms.isEmpty {
            var llm = FormField("llm", "LLM provider", .choice)
            llm.choices = [FormChoice("", "the agent's own")] + setting.llms.map { FormChoice($0.name, detail: $0.url) }
            llm.note = "who answers the agent"
            fields.append(llm)
        }
        if let provider, let account = account(provider, setting.accounts) { fields.append(account) }

        var worktree = FormField("worktree", "Worktree", .line)
        worktree.placeholder = "none: the directory itself"
        worktree.note = "a git worktree of its own, of this branch; made if it is not there"
        fields.append(worktree)
        var base = FormField("worktree.base", "New branch from", .line)
        base.dependsOn = "worktree"
        base.placeholder = "where the repository is"
        base.note = "a branch, a tag or a commit; only for a branch that is not there yet"
        fields.append(base)

        var name = FormField("name", "Name", .line)
        name.note = "what the session is called"
        name.placeholder = "as the agent"
        fields.append(name)

        if let provider, provider.resumes {
            var resume = FormField("resume", "Go on with", .line)
            resume.note = "a conversation of \(provider.displayName), by its id"
            resume.placeholder = "a new conversation"
            resume.choices = setting.conversations[provider.name] ?? []
            fields.append(resume)
        }

        var place = FormField("place", "Show it in", .choice)
        place.choices = setting.places
        fields.append(place)

        return fields + (provider.map { configFields($0).filter { $0.key != FieldProblem.config("model") } } ?? [])
    }

    /// Installed ones first; those that were switched off are left out.
    private static func agents(_ setting: Setting) -> [FormChoice] {
        let choices = setting.providers.filter { $0.enabled && $0.type != "panel" }.map { provider in
            let found = setting.installed[provider.name]
            let remedy =
                provider.install.map { "not installed \u{2014} \($0)" } ?? "'\(provider.command)' is not installed"
            return FormChoice(
                provider.name, provider.displayName, detail: found?.version ?? "",
                refusal: found?.isThere == false ? remedy : nil)
        }
        return choices.filter { $0.refusal == nil } + choices.filter { $0.refusal != nil }
    }

    /// - Parameter isForeign: it may be one of an LLM provider.
    private static func model(_ provider: ProviderJSON, _ own: ProviderJSON.Field, isForeign: Bool) -> FormField {
        let isFree = provider.hasOtherModels || provider.models.isEmpty || isForeign
        var field = FormField("model", "Model", isFree ? .line : .choice)
        field.choices = provider.models.map { FormChoice($0.id, $0.name, detail: $0.description ?? "") }
        if !isFree { field.choices.insert(FormChoice("", "\u{2014}"), at: 0) }
        field.note = own.description ?? ""
        field.placeholder = own.placeholder == nil ? "the agent's own" : Form.example(own.placeholder)
        field.fallback = own.value ?? own.fallback
        field.origin = own.value == nil ? "default" : "set"
        field.isRequired = own.isRequired
        return field
    }

    /// Nil: the agent has none.
    private static func account(_ provider: ProviderJSON, _ accounts: [AccountJSON]) -> FormField? {
        let own = accountChoices(provider, accounts)
        guard !own.isEmpty else { return nil }
        var field = FormField("account", "Account", .choice)
        field.fallback = provider.account
        field.origin = "default"
        field.choices = [FormChoice("", "none")] + own
        // With a default one, none is a choice as well.
        if provider.account != nil { field.choices.append(FormChoice(AgentAccount.none)) }
        field.note = "as whom it works"
        return field
    }

    static func accountChoices(_ provider: ProviderJSON, _ accounts: [AccountJSON]) -> [FormChoice] {
        accounts.filter { $0.agent == provider.name }.map {
            FormChoice($0.name, detail: $0.directory ?? $0.kind.rawValue)
        }
    }

    // MARK: Another agent

    /// The fields of another agent; what was typed for this one is there again when one comes back to it.
    package mutating func change(to setting: Setting, agent: String, from old: String) {
        var own: [String: TextField] = [:]
        for field in fields where Form.belongsToAgent(field.key) { own[field.key] = field.text }
        kept[old] = own
        let common = Dictionary(fields.map { ($0.key, $0.text) }) { first, _ in first }
        // A prompt is meant for whichever agent takes one.
        if let prompt = common["prompt"] { kept["", default: [:]]["prompt"] = prompt }
        fields = Form.sessionFields(setting, agent)
        for index in fields.indices {
            let key = fields[index].key
            let text = Form.belongsToAgent(key) ? kept[agent]?[key] : common[key] ?? kept[""]?[key]
            fields[index].text = text ?? TextField()
        }
        put(agent, in: "agent")
        if agent != old { problems = [:] }
    }

    private static func belongsToAgent(_ key: String) -> Bool {
        ["model", "resume", "llm", "account"].contains(key) || key.hasPrefix(FieldProblem.config(""))
    }

    // MARK: What comes of it

    /// What would be asked of the server.
    package var request: NewSessionJSON {
        var request = NewSessionJSON(name: value("name"), cwd: value("cwd"))
        request.agent = value("agent")
        request.model = value("model")
        request.prompt = value("prompt")
        request.resume = value("resume")
        request.llm = value("llm")
        request.account = value("account")
        request.worktree = value("worktree").map { NewWorktreeJSON(branch: $0, base: value("worktree.base")) }
        var config: [String: String] = [:]
        var secrets: [String: String?] = [:]
        for field in shown {
            guard let value = field.value, field.key.hasPrefix(FieldProblem.config("")) else { continue }
            if case .secret = field.kind {
                // For this session alone, and in no argument: as if it had been in the environment.
                if let variable = field.variable { secrets[variable] = .some(value) }
            } else {
                config[String(field.key.dropFirst(FieldProblem.config("").count))] = value
            }
        }
        request.config = config.isEmpty ? nil : config
        request.env = secrets.isEmpty ? nil : secrets
        return request
    }
}
