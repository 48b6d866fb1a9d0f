import TendCore

/// What a session is given besides the agent's own configuration.
extension ManifestReader {
    mutating func servers(_ node: Node) -> Manifest.Servers? {
        guard let node = child(node, "mcp") else { return nil }
        warnOfUnknown(node, ManifestKeys.servers)
        var servers = Manifest.Servers(style: word(node, "style", Manifest.Style.self))
        let others = ManifestKeys.servers.filter { $0 != "style" && node.fields[$0] != nil }
        if servers.style != nil {
            for key in others { fail(node.path(key), "a style has ways of its own") }
            return servers
        }
        servers.format = word(node, "format", Manifest.Format.self) ?? .claude
        func arguments(_ key: String, _ mark: String) -> [String] {
            node.fields[key] == nil ? [] : template(node, key, mark)
        }
        servers.arguments = arguments("arguments", "{file}")
        servers.programs = arguments("programs", "{program}")
        servers.addresses = arguments("addresses", "{address}")
        if let table = child(node, "environment") {
            for variable in table.fields.keys.sorted() {
                guard let value = string(table, variable) else { continue }
                servers.environment[variable] = value
                if !value.contains("{file}"), !value.contains("{json}") {
                    fail(table.path(variable), "'{file}' or '{json}' is missing")
                }
            }
        }
        if let place = child(node, "replaces") {
            warnOfUnknown(place, ManifestKeys.place)
            servers.replaces = Manifest.Place(
                variable: string(place, "variable"), path: string(place, "path", isRequired: true) ?? "",
                file: string(place, "file"))
            if servers.format == .vibe { fail(node.path("replaces"), "no file holds nothing but a list of servers") }
        }
        return servers
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
