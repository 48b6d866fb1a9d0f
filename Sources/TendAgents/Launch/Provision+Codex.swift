import TendCore

extension Provision {
    /// `-c KEY=VALUE` adds to the user's `config.toml` (Codex 0.163: `codex -c … mcp list --json` shows what it made of it). What may be
    /// secret goes through the environment, of which Codex is told the names.
    static func codex(_ servers: [MCPServer], _ endpoint: Endpoint?) -> LaunchPlan.Extras {
        var extras = LaunchPlan.Extras()
        for (index, server) in servers.enumerated() { add(server, index + 1, to: &extras) }
        guard let endpoint else { return extras }
        let table = [
            "name=\(TOML.quoted(endpoint.endpoint.name))", "base_url=\(TOML.quoted(endpoint.endpoint.address))",
            "env_key=\"TEND_LLM_KEY\"", "wire_api=\"responses\"",
        ]
        extras.arguments += [
            "-c", "model_providers.tend={\(table.joined(separator: ","))}", "-c", "model_provider=\"tend\"",
        ]
        extras.secrets["TEND_LLM_KEY"] = endpoint.key ?? Provision.noKey
        return extras
    }

    /// - Parameter number: names its variables. `SECRET` in them has Codex keep them from the commands that it runs.
    private static func add(_ server: MCPServer, _ number: Int, to extras: inout LaunchPlan.Extras) {
        func set(_ key: String, _ value: String) {
            extras.arguments += ["-c", "mcp_servers.\(server.name).\(key)=\(value)"]
        }
        let secrets = server.secrets.sorted { $0.key < $1.key }.enumerated().map { index, secret in
            (name: secret.key, variable: "TEND_MCP_SECRET_\(number)_\(index + 1)", value: secret.value)
        }
        switch server.transport {
        case .stdio(let command, let arguments, _):
            if secrets.isEmpty {
                set("command", TOML.quoted(command))
                if !arguments.isEmpty { set("args", TOML.list(arguments)) }
            } else {
                // Codex hands variables on under their own names. Those of a server are neither Codex' own nor another server's.
                let exports = secrets.map { "export \($0.name)=\"$\($0.variable)\"; unset \($0.variable)" }
                let script = (exports + ["exec \"$0\" \"$@\""]).joined(separator: "; ")
                set("command", TOML.quoted("/bin/sh"))
                set("args", TOML.list(["-c", script, command] + arguments))
                set("env_vars", TOML.list(secrets.map(\.variable)))
            }
        case .http(let url, _):
            set("url", TOML.quoted(url))
            let table = secrets.map { "\(TOML.quoted($0.name))=\(TOML.quoted($0.variable))" }
            if !table.isEmpty { set("env_http_headers", "{\(table.joined(separator: ","))}") }
        case .sse:
            extras.notes.append("Codex knows no MCP servers over SSE; not given: \(server.name)")
            return
        }
        for secret in secrets { extras.secrets[secret.variable] = secret.value }
    }
}

/// Values as TOML writes them. <https://toml.io/en/v1.0.0#string>
enum TOML {
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func list(_ texts: [String]) -> String { "[\(texts.map(quoted).joined(separator: ","))]" }
}
