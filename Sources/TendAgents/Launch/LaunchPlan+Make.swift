import TendCore

extension LaunchPlan {
    /// - Parameter extras: what others add, made by ``LaunchContributor``s; in this order.
    package static func make(
        _ manifest: Manifest, _ options: LaunchOptions, extras: [Extras] = []
    ) throws(LaunchRefusal) -> LaunchPlan {
        var reasons: [LaunchProblem] = []
        let agent = options.agent
        if manifest.kind == .panel { reasons.append("it is a panel of a user interface, not a program") }
        let given = given(manifest, options, &reasons)
        let values = ConfigValues(manifest, given: given, settings: options.values)
        reasons += values.problems
        let conversation = conversation(manifest, options, &reasons)
        let prompt = prompt(manifest, agent, &reasons)
        let missing = values.missing(secrets: options.secrets)
        if !missing.isEmpty {
            reasons.append(
                LaunchProblem(
                    "not set: " + missing.map(\.text).joined(separator: ", "),
                    fields: missing.map { FieldProblem(FieldProblem.config($0.key), "has to be set") }))
        }
        guard reasons.isEmpty else { throw LaunchRefusal(agent: manifest.displayName, reasons: reasons) }

        let command = values["command"] ?? manifest.program.command
        var plan = LaunchPlan(
            program: command.isEmpty ? options.shell : command, command: "",
            arguments: manifest.program.defaultArguments + conversation.arguments, environment: [:], secrets: [:],
            files: [], conversation: conversation.id, model: agent.model ?? values["model"], notes: [])
        plan.command = plan.program
        for (field, value) in values.active {
            plan.arguments += field.arguments(for: value)
            if let variable = field.variable { plan.environment[variable] = value }
        }
        for field in values.activeSecrets {
            if let variable = field.variable { plan.secrets[variable] = options.secrets[variable] }
        }
        for extra in extras { plan.add(extra) }
        for variable in plan.removed { (plan.environment[variable], plan.secrets[variable]) = (nil, nil) }
        plan.arguments += agent.arguments + prompt
        for extra in extras.reversed() where !extra.wrapper.isEmpty {
            plan.arguments = extra.wrapper.dropFirst() + [plan.command] + plan.arguments
            plan.command = extra.wrapper[0]
        }
        return plan
    }

    private mutating func add(_ extra: Extras) {
        arguments += extra.arguments
        environment.merge(extra.environment) { $1 }
        secrets.merge(extra.secrets) { $1 }
        removed += extra.removed
        files += extra.files
        notes += extra.notes
    }

    /// The values for this session alone, with the model among them.
    private static func given(
        _ manifest: Manifest, _ options: LaunchOptions, _ reasons: inout [LaunchProblem]
    ) -> [String: String] {
        let agent = options.agent
        var given = agent.config
        guard let model = agent.model else { return given }
        let known = manifest.capabilities.models.map(\.id)
        if manifest.field("model") == nil {
            let reason = "its manifest has no field 'model', so it cannot be told which one to use"
            reasons.append(LaunchProblem(reason, field: "model"))
        } else if !options.hasForeignModel, !known.isEmpty, !manifest.capabilities.hasDynamicModels,
            !known.contains(model)
        {
            let hint =
                Suggestion.nearest(to: model, among: known).map { "did you mean '\($0)'?" }
                ?? "it has \(known.joined(separator: ", "))"
            reasons.append(
                LaunchProblem("there is no model '\(DisplayText.excerpt(model))' — \(hint)", field: "model"))
        } else {
            given["model"] = model
        }
        return given
    }

    private static func conversation(
        _ manifest: Manifest, _ options: LaunchOptions, _ reasons: inout [LaunchProblem]
    ) -> (id: String?, arguments: [String]) {
        guard let id = options.agent.resume else {
            guard let new = manifest.resume?.newArguments, !new.isEmpty else { return (nil, []) }
            let id = options.newConversation
            return (id, new.map { $0.replacing("{id}", with: id) })
        }
        guard let resume = manifest.resume else {
            reasons.append(
                LaunchProblem("it cannot resume a conversation, as far as its manifest says", field: "resume"))
            return (nil, [])
        }
        // An id that reads as a flag would be one.
        if id.isEmpty || id.hasPrefix("-") || id.contains("\0") {
            reasons.append(LaunchProblem("'\(DisplayText.excerpt(id))' is no id of a conversation", field: "resume"))
        }
        return (id, resume.arguments.map { $0.replacing("{id}", with: id) })
    }

    private static func prompt(_ manifest: Manifest, _ agent: NewAgent, _ reasons: inout [LaunchProblem]) -> [String] {
        guard let prompt = agent.prompt, !prompt.isEmpty else { return [] }
        if prompt.contains("\0") { reasons.append(LaunchProblem("the prompt holds a NUL", field: "prompt")) }
        guard let input = manifest.input else {
            reasons.append(
                LaunchProblem("it takes no prompt when it starts — send it later with 'tend send'", field: "prompt"))
            return []
        }
        return input.promptArguments.map { $0.replacing("{prompt}", with: prompt) }
    }
}
