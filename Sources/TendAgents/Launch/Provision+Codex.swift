import TendCore

extension Provision {
    /// `-c KEY=VALUE` adds to the user's `config.toml` (Codex 0.163: `codex -c … mcp list --json` shows what it made of it).
    ///
    /// What may be secret is in files that go with the session. It is not in Codex' environment: Codex copies that into a file of its own
    /// (`CODEX_HOME/shell_snapshots`, readable for all), and hands it to the commands that the model runs.
    static func codex(_ servers: [MCPServer], _ endpoint: Endpoint?, _ context: LaunchContext) -> LaunchPlan.Extras {
        var extras = LaunchPlan.Extras()
        for server in servers { add(server, context, to: &extras) }
        guard let endpoint else { return extras }
        var table = [
            "name=\(TOML.quoted(endpoint.endpoint.name))", "base_url=\(TOML.quoted(endpoint.endpoint.address))",
            "wire_api=\"responses\"",
        ]
        if let key = endpoint.key {
            let path = context.filesDirectory + "/llm.key"
            table.append("auth={command=\"cat\",args=\(TOML.list([path]))}")
            extras.files.append(LaunchPlan.File(path: path, contents: key + "\n"))
        }
        extras.arguments += [
            "-c", "model_providers.tend={\(table.joined(separator: ","))}", "-c", "model_provider=\"tend\"",
        ]
        return extras
    }

    private static func add(_ server: MCPServer, _ context: LaunchContext, to extras: inout LaunchPlan.Extras) {
        func set(_ key: String, _ value: String) {
            extras.arguments += ["-c", "mcp_servers.\(server.name).\(key)=\(value)"]
        }
        func file(_ ending: String, _ contents: String) -> String {
            let path = "\(context.filesDirectory)/mcp-\(server.name).\(ending)"
            extras.files.append(LaunchPlan.File(path: path, contents: contents))
            return path
        }
        switch server.transport {
        case .stdio(let command, let arguments, let environment):
            if environment.isEmpty {
                set("command", TOML.quoted(command))
                if !arguments.isEmpty { set("args", TOML.list(arguments)) }
            } else {
                set("command", TOML.quoted("/bin/sh"))
                set(
                    "args",
                    TOML.list(["-c", #". "$0" && exec "$@""#, file("sh", exports(environment)), command] + arguments))
            }
        case .http(let url, let headers):
            set("url", TOML.quoted(url))
            if headers.isEmpty { return }
            let path = file("json", JSONTree.object(strings: headers).description)
            set("http_headers_helper", TOML.quoted("cat \(ShellWords.quoted(path))"))
        // Not among those that it is given.
        case .sse: return
        }
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
