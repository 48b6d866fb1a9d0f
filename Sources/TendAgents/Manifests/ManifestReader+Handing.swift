import TendCore

/// What a session is given besides the agent's own configuration.
extension ManifestReader {
    mutating func servers(_ node: Node) -> Manifest.Servers? {
        guard let node = child(node, "mcp") else { return nil }
        warnOfUnknown(node, ManifestKeys.servers)
        let style = word(node, "style", Manifest.Style.self)
        let arguments = node.fields["arguments"] == nil ? [] : template(node, "arguments", "{file}")
        if style != nil, !arguments.isEmpty { fail(node.path("arguments"), "a style has arguments of its own") }
        return Manifest.Servers(style: style, arguments: arguments)
    }

    /// Without a word about it, an agent is watched as the one whose name it has.
    mutating func hooks(_ node: Node, of name: String) -> Manifest.Style? {
        guard let child = child(node, "hooks") else { return Manifest.Style(rawValue: name) }
        warnOfUnknown(child, ManifestKeys.hooks)
        return child.fields["style"] == .string("none")
            ? nil : word(child, "style", Manifest.Style.self, isRequired: true)
    }

    mutating func providers(_ node: Node) -> [LLMEndpoint.Dialect: Manifest.Provider] {
        guard let node = child(node, "llm") else { return [:] }
        warnOfUnknown(node, LLMEndpoint.Dialect.allCases.map(\.rawValue))
        var providers: [LLMEndpoint.Dialect: Manifest.Provider] = [:]
        for dialect in LLMEndpoint.Dialect.allCases {
            guard let given = child(node, dialect.rawValue) else { continue }
            warnOfUnknown(given, ManifestKeys.provider)
            var environment: [String: String] = [:]
            if let table = child(given, "environment", isRequired: true) {
                for variable in table.fields.keys.sorted() { environment[variable] = string(table, variable) }
            }
            let model = string(given, "model")
            if let model, !model.contains("{model}") { fail(given.path("model"), "'{model}' is missing") }
            providers[dialect] = Manifest.Provider(
                environment: environment, key: string(given, "key", isRequired: true) ?? "", model: model,
                needsModel: flag(given, "needsModel"))
        }
        return providers
    }
}
