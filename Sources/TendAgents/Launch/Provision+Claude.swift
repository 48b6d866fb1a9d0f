import TendCore

extension Provision {
    /// `--mcp-config FILE` adds to the user's servers; `--strict-mcp-config`, which would replace them, is not given. The provider comes
    /// from the environment; a bearer token asks no question about a key.
    static func claude(_ servers: [MCPServer], _ endpoint: Endpoint?, _ context: LaunchContext) -> LaunchPlan.Extras {
        var extras = LaunchPlan.Extras()
        if !servers.isEmpty {
            let path = context.filesDirectory + "/mcp.json"
            // In one word: in two, it would take what follows for more files.
            extras.arguments = ["--mcp-config=" + path]
            extras.files = [LaunchPlan.File(path: path, contents: document(of: servers, .claude).description)]
        }
        guard let endpoint else { return extras }
        extras.environment["ANTHROPIC_BASE_URL"] = endpoint.endpoint.address
        extras.secrets["ANTHROPIC_AUTH_TOKEN"] = endpoint.key ?? Provision.noKey
        if let model = endpoint.model, !context.manifest.capabilities.models.contains(where: { $0.id == model }) {
            // What it does beside the conversation, such as titles, it asks another model for, which is not there.
            extras.environment["ANTHROPIC_DEFAULT_HAIKU_MODEL"] = model
        }
        return extras
    }
}
