package import TendCore

/// Fields made from what a manifest says can be set.
extension Form {
    /// All of an agent's, in groups; the everyday ones first.
    static func configFields(_ provider: ProviderJSON) -> [FormField] {
        let order = ["runtime", "auth", "advanced"]
        func rank(_ field: ProviderJSON.Field) -> Int { field.group.flatMap(order.firstIndex) ?? 0 }
        let sorted = provider.fields.enumerated().sorted {
            (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
        }
        return sorted.map { configField($0.element) }
    }

    private static func configField(_ own: ProviderJSON.Field) -> FormField {
        var field = FormField(FieldProblem.config(own.key), own.label, kind(of: own))
        field.group = heading(own.group)
        field.note = own.description ?? ""
        field.placeholder = Form.example(own.placeholder)
        field.fallback = own.value ?? own.fallback
        field.origin = own.value == nil ? "default" : "set"
        field.isRequired = own.isRequired
        field.dependsOn = own.dependsOn.map(FieldProblem.config)
        field.dependsValue = own.dependsValue
        field.variable = own.variable
        let labels = own.optionLabels ?? own.options ?? []
        field.choices = zip(own.options ?? [], labels).map { FormChoice($0, $1) }
        if field.kind == .choice { field.choices.insert(FormChoice("", "\u{2014}"), at: 0) }
        return field
    }

    /// Said so that nobody takes it for a value.
    static func example(_ placeholder: String?) -> String { placeholder.map { "e.g. \($0)" } ?? "" }

    private static func kind(of own: ProviderJSON.Field) -> FormField.Kind {
        switch own.type {
        case "secret": .secret(isSet: own.isThere == true)
        case "select": .choice
        case "number": .number
        case "boolean": .truth
        case "text": .lines
        default: .line
        }
    }

    private static func heading(_ group: String?) -> String {
        switch group {
        case "auth": "account and keys"
        case "advanced": "advanced"
        case "runtime", nil: "how it runs"
        case let other?: other
        }
    }

    // MARK: Settings

    /// The form that changes what holds for all sessions of an agent.
    package static func settings(_ provider: ProviderJSON, accounts: [AccountJSON] = []) -> Form {
        var enabled = FormField("enabled", "Offered", .choice)
        enabled.choices = [FormChoice("true", "yes"), FormChoice("false", "no")]
        enabled.note = "whether it can be started"
        enabled.text = TextField(provider.enabled ? "true" : "false")
        var general = [enabled]
        let choices = accountChoices(provider, accounts)
        if !choices.isEmpty {
            var account = FormField("account", "Account", .choice)
            account.choices = [FormChoice(AgentAccount.none)] + choices
            account.note = "as whom it works where nothing else is asked for"
            account.text = TextField(provider.account ?? AgentAccount.none)
            general.append(account)
        }
        let fields = configFields(provider).map { field in
            var field = field
            guard field.origin == "set", let value = field.fallback else { return field }
            // What is set can be edited; what would hold without it is the default.
            field.text = TextField(value)
            field.fallback = provider.fields.first { FieldProblem.config($0.key) == field.key }?.fallback
            field.origin = "default"
            return field
        }
        var form = Form(
            .settings(provider.name), title: "settings of \(provider.displayName)", fields: general + fields)
        if fields.count > 0 { form.selected = fields[0].key }
        return form
    }

    /// What was changed of the agent's values; nil: nothing.
    package func change(of provider: ProviderJSON) -> ProviderChangeJSON? {
        var change = ProviderChangeJSON()
        var config: [String: String?] = [:]
        for own in provider.fields {
            guard let field = self[FieldProblem.config(own.key)] else { continue }
            if case .secret = field.kind {
                if let value = field.value { config[own.key] = .some(value) }
                if field.isToGo { config[own.key] = .some(nil) }
            } else if field.value != own.value {
                config[own.key] = .some(field.value)
            }
        }
        if !config.isEmpty { change.config = config }
        let isEnabled = self["enabled"]?.value == "true"
        if isEnabled != provider.enabled { change.enabled = isEnabled }
        if let account = self["account"]?.value, account != provider.account ?? AgentAccount.none {
            change.account = account
        }
        return change == ProviderChangeJSON() ? nil : change
    }
}
