/// The keys of a manifest, for the reader and for the test that holds the JSON schema against it.
enum ManifestKeys {
    static let top = [
        "$schema", "name", "displayName", "description", "icon", "version", "type", "cli", "capabilities",
        "configSchema", "detection", "input", "resume", "accounts", "mcp", "hooks", "llm", "answers", "prices",
    ]
    static let program = ["command", "defaultArgs", "detectCmd", "install"]
    static let capabilities = [
        "models", "supportsResume", "supportsStream", "supportsMcp", "supportsImages", "dynamicModels",
    ]
    static let model = ["id", "name", "description"]
    static let field = [
        "key", "label", "type", "description", "placeholder", "default", "options", "required", "envVar", "cliFlag",
        "cliValue", "group", "dependsOn", "dependsVal",
    ]
    static let option = ["value", "label"]
    static let input = ["prompt", "submit"]
    static let resume = ["arguments", "newArguments", "transcript", "printed", "held"]
    static let accounts = ["directory", "token", "key"]
    static let servers = ["style", "format", "arguments", "environment", "replaces", "programs", "addresses"]
    static let place = ["variable", "path", "file"]
    static let hooks = ["style"]
    static let provider = ["environment", "key", "model", "needsModel"]
    static let prices = ["source", "checked", "models"]
    static let price = ["model", "input", "output", "cacheRead", "cacheWrite", "cacheWriteHour"]
    static let transcript = ["variable", "directory", "pattern"]

    /// Of manifests that were made for other programs: nothing for us, and no mistake.
    private static let foreign: Set<String> = [
        "activation", "category", "contributes", "engines", "form", "permissions", "publisher", "required",
    ]

    /// Whether to pass over a key in silence: a foreign one, or the translation of a text such as `label_de`.
    static func isForeign(_ key: String, known: [String]) -> Bool {
        if foreign.contains(key) { return true }
        let parts = key.split(separator: "_")
        return parts.count == 2 && known.contains(String(parts[0])) && (2...3).contains(parts[1].count)
    }
}
