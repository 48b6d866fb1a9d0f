import TendCore

// MCP servers, as an agent's manifest says that it takes them.
extension Provision {
    /// What the agent's own configuration has, as far as ours would stand in its way.
    package struct OwnServers: Hashable, Sendable {
        /// Their names: one of ours with the same name would be mixed with it, or take its place.
        package var names: Set<String> = []
        /// What the file holds that the agent does not read when it reads ours.
        var replaced: JSONTree?
        /// That file, if it is there and no JSON.
        var unreadable: String?

        package init(names: Set<String> = []) { self.names = names }

        /// - Parameters:
        ///   - text: what is in the file that ``Manifest/Servers/replaces`` names.
        ///   - path: of that file.
        package init(of text: String, at path: String, _ format: Manifest.Format) {
            do throws(JSONTree.SyntaxError) {
                let tree = try JSONTree(parsing: text.utf8)
                let table = format == .amp ? tree : tree["mcpServers"] ?? [:]
                replaced = tree
                names = Set(table.members.map(\.name))
            } catch {
                unreadable = path
            }
        }
    }

    package static func takesServers(_ manifest: Manifest) -> Bool {
        guard let ways = manifest.mcp else { return false }
        return ways.style != nil
            || ![ways.arguments, ways.programs, ways.addresses].allSatisfy(\.isEmpty) || !ways.environment.isEmpty
    }

    /// The names of the servers that the agent would be given.
    package func names(for manifest: Manifest) -> [String] { sifted(for: manifest).given.map(\.name) }

    /// The servers that the agent is given, and what is to be said of the others; by name.
    func sifted(for manifest: Manifest) -> (given: [MCPServer], notes: [String]) {
        var given: [MCPServer] = []
        var missing: [(reason: String, names: [String])] = []
        for server in servers.filter({ $0.applies(to: manifest.name) }).sorted(by: { $0.name < $1.name }) {
            guard let reason = obstacle(to: server, manifest) else {
                given.append(server)
                continue
            }
            if let index = missing.firstIndex(where: { $0.reason == reason }) {
                missing[index].names.append(server.name)
            } else {
                missing.append((reason, [server.name]))
            }
        }
        return (given, missing.map { "\($0.reason); not given: \($0.names.joined(separator: ", "))" })
    }

    /// Why the agent does not get a server; nil: it does.
    private func obstacle(to server: MCPServer, _ manifest: Manifest) -> String? {
        let agent = manifest.displayName
        guard let ways = manifest.mcp, Provision.takesServers(manifest) else {
            return "\(agent) takes no MCP servers besides its own configuration"
        }
        if let path = own.unreadable { return "\(path), which \(agent) would not read besides, is no JSON" }
        if own.names.contains(server.name) { return "\(agent)'s own configuration has an MCP server of that name" }
        let isToldOfEach = !ways.programs.isEmpty || !ways.addresses.isEmpty
        switch server.transport {
        case .sse where ways.style == .codex || ways.format == .vibe || isToldOfEach:
            return "\(agent) knows no MCP servers over SSE"
        case .stdio where isToldOfEach && ways.programs.isEmpty: return "\(agent) takes no MCP servers on stdio"
        case .http where isToldOfEach && ways.addresses.isEmpty: return "\(agent) takes no MCP servers over HTTP"
        case .http(_, let headers) where isToldOfEach && !headers.isEmpty:
            return "\(agent) is told of addresses by its arguments, which is no place for headers"
        default: return nil
        }
    }

    /// Hands the servers over by a file, by variables, or each by arguments.
    static func add(
        _ servers: [MCPServer], _ ways: Manifest.Servers, besides own: OwnServers, _ context: LaunchContext,
        to extras: inout LaunchPlan.Extras
    ) {
        for server in servers { add(server, ways, context, to: &extras) }
        if ways.arguments.isEmpty, ways.environment.isEmpty { return }
        let path = context.filesDirectory + "/mcp.json"
        let contents = document(of: servers, ways.format, besides: own.replaced).description
        extras.arguments += ways.arguments.map { $0.replacing("{file}", with: path) }
        for (variable, template) in ways.environment {
            if template.contains("{json}") {
                extras.secrets[variable] = template.replacing("{json}", with: contents)
            } else {
                extras.environment[variable] = template.replacing("{file}", with: path)
            }
        }
        if (ways.arguments + ways.environment.values).contains(where: { $0.contains("{file}") }) {
            extras.files.append(LaunchPlan.File(path: path, contents: contents))
        }
    }

    /// As arguments of its own, for agents that are told of each server.
    private static func add(
        _ server: MCPServer, _ ways: Manifest.Servers, _ context: LaunchContext, to extras: inout LaunchPlan.Extras
    ) {
        switch server.transport {
        case .stdio(let command, let arguments, let environment):
            if ways.programs.isEmpty { return }
            // Such agents call it by the name of its file.
            let path = "\(context.filesDirectory)/\(server.name)"
            let words = ([command] + arguments).map(ShellWords.quoted).joined(separator: " ")
            let script = "#!/bin/sh\n" + exports(environment) + "exec \(words)\n"
            extras.files.append(LaunchPlan.File(path: path, contents: script, isProgram: true))
            extras.arguments += ways.programs.map { $0.replacing("{program}", with: path) }
        case .http(let url, _), .sse(let url, _):
            extras.arguments += ways.addresses.map { $0.replacing("{address}", with: url) }
        }
    }

    /// Variables as a shell sets them for what it starts.
    static func exports(_ environment: [String: String]) -> String {
        environment.sorted { $0.key < $1.key }.map { "export \($0.key)=\(ShellWords.quoted($0.value))\n" }.joined()
    }

    // MARK: Formats

    /// A file of servers.
    ///
    /// - Parameter own: what the agent's file holds that is not read then.
    static func document(
        of servers: [MCPServer], _ format: Manifest.Format, besides own: JSONTree? = nil
    ) -> JSONTree {
        let base = own ?? [:]
        switch format {
        case .vibe: return .array(servers.map { entry(of: $0, .vibe).with("name", .string($0.name)) })
        case .amp: return table(of: servers, .amp, besides: base)
        case .claude, .gemini, .kimi:
            return base.with("mcpServers", table(of: servers, format, besides: base["mcpServers"] ?? [:]))
        }
    }

    private static func table(of servers: [MCPServer], _ format: Manifest.Format, besides own: JSONTree) -> JSONTree {
        servers.reduce(own) { $0.with($1.name, entry(of: $1, format)) }
    }

    private static func entry(of server: MCPServer, _ format: Manifest.Format) -> JSONTree {
        let kind: String
        var entry: JSONTree
        switch server.transport {
        case .stdio(let command, let arguments, let environment):
            kind = "stdio"
            entry = [
                "command": .string(command), "args": .array(arguments.map(JSONTree.string)),
                "env": .object(strings: environment),
            ]
        case .http(let url, let headers):
            kind = "http"
            entry = [format == .gemini ? "httpUrl" : "url": .string(url), "headers": .object(strings: headers)]
        case .sse(let url, let headers):
            kind = "sse"
            entry = ["url": .string(url), "headers": .object(strings: headers)]
        }
        switch format {
        case .claude: entry = .object([JSONTree.Member("type", .string(kind))] + entry.members)
        // Kimi takes a command without it.
        case .kimi: if kind != "stdio" { entry = entry.with("transport", .string(kind)) }
        case .vibe: entry = entry.with("transport", .string(kind == "http" ? "streamable-http" : kind))
        case .gemini, .amp: break
        }
        return entry
    }
}

extension JSONTree {
    /// An object of strings, by name.
    static func object(strings: [String: String]) -> JSONTree {
        .object(strings.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
    }
}
