import TendCore

/// An agent, and whether it is installed.
struct ProviderEntry: Encodable {
    var name: String
    var displayName: String
    var description: String
    /// Nil: it comes with the program.
    var file: String?
    var isEnabled: Bool
    var isInstalled: Bool
    var path: String?
    var version: String?
    var install: String?

    enum CodingKeys: String, CodingKey {
        case name, description, file, path, version, install
        case displayName = "display_name"
        case isEnabled = "is_enabled"
        case isInstalled = "is_installed"
    }

    init(_ provider: ProviderJSON, _ found: ProviderDetection.Found) {
        name = provider.name
        displayName = provider.displayName
        description = provider.description
        file = provider.file
        isEnabled = provider.enabled
        isInstalled = found.path != nil
        path = found.path
        version = found.version
        install = provider.install
    }

    var versionText: String { isInstalled ? version ?? "installed" : "not installed" }
}

struct ProviderEntries: Encodable {
    var providers: [ProviderEntry]
    var problems: [String]
}

extension ProviderCommand {
    /// Asks the programs.
    static func entries(_ providers: [ProviderJSON]) -> [ProviderEntry] {
        let caller = Caller()
        let found = ProviderDetection.ask(
            providers, environment: caller.environment, directory: caller.directory ?? "/")
        return zip(providers, found).map(ProviderEntry.init)
    }

    static func lines(_ entries: [ProviderEntry]) -> [String] {
        var table = Table([("NAME", .left), ("VERSION", .left), ("", .left), ("DESCRIPTION", .left), ("FILE", .left)])
        for entry in entries {
            table.add([
                entry.name, entry.versionText, entry.isEnabled ? "" : "disabled", entry.description, entry.file ?? "-",
            ])
        }
        return table.lines(width: nil)
    }

    /// All that can be set, with what is.
    static func lines(_ provider: ProviderJSON) -> [String] {
        var lines = ["\(provider.displayName): \(provider.description)"]
        if !provider.enabled { lines.append("disabled") }
        lines.append("program: \(provider.command.isEmpty ? "your shell" : provider.command)")
        if let install = provider.install { lines.append("install: \(install)") }
        if let file = provider.file { lines.append("manifest: \(file)") }
        if !provider.models.isEmpty { lines.append("models: " + provider.models.map(\.id).joined(separator: ", ")) }
        if let account = provider.account { lines.append("default account: \(account)") }
        lines.append("conversations: \(conversations(of: provider))")
        lines.append("MCP servers: \(provider.takesServers ? "those that are registered" : "its own only")")
        lines.append(
            "LLM providers: \(provider.dialects.isEmpty ? "its own only" : provider.dialects.joined(separator: ", "))")
        lines.append("watched by: \((provider.watchedBy + ["output"]).joined(separator: ", "))")
        lines.append("")
        var table = Table([("KEY", .left), ("VALUE", .left), ("TAKES", .left), ("MEANING", .left)])
        for field in provider.fields {
            table.add([field.key, value(of: field), takes(field), field.description ?? field.label])
        }
        return lines + table.lines(width: nil)
    }

    private static func conversations(of provider: ProviderJSON) -> String {
        if !provider.resumes { return "begin anew" }
        return provider.findsConversation
            ? "go on with 'tend restart'" : "go on with 'tend new \(provider.name) --resume ID'"
    }

    private static func value(of field: ProviderJSON.Field) -> String {
        if let isThere = field.isThere { return isThere ? LaunchPlanJSON.mask : "-" }
        if let value = field.value { return value }
        return field.fallback.map { "\($0) (default)" } ?? "-"
    }

    private static func takes(_ field: ProviderJSON.Field) -> String {
        let kind = field.options?.joined(separator: "|") ?? field.type
        let place = field.type == "secret" ? field.variable.map { " in $\($0)" } ?? "" : ""
        return kind + place + (field.isRequired ? ", required" : "")
    }
}
