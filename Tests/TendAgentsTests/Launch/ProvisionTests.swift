import Foundation
import TendCore
import Testing

@testable import TendAgents

struct ProvisionTests {
    private static let tool = MCPServer(
        name: "tool",
        transport: .stdio(command: "/bin/srv", arguments: ["--a", "b \"c\""], environment: ["TOKEN": "it's sesame"]))
    private static let plain = MCPServer(
        name: "plain", transport: .stdio(command: "srv", arguments: ["-x"], environment: [:]))
    private static let web = MCPServer(
        name: "web-1", transport: .http(url: "https://h.example/mcp", headers: ["Authorization": "Bearer sesame"]))
    private static let old = MCPServer(name: "old", transport: .sse(url: "https://h.example/sse", headers: [:]))
    private static let ollama = LLMEndpoint(
        name: "ollama", dialect: .openai, address: "http://localhost:11434/v1", model: "qwen3")
    private static let gate = LLMEndpoint(
        name: "gate", dialect: .anthropic, address: "https://gate.example", model: "big-1")

    private func manifest(_ agent: String) throws -> Manifest {
        try ManifestShelf(files: []).entry(agent).manifest
    }

    private func extras(
        _ agent: String, _ servers: [MCPServer] = [], _ endpoint: Provision.Endpoint? = nil,
        _ account: AgentAccount? = nil, own: Provision.OwnServers = Provision.OwnServers()
    ) throws -> LaunchPlan.Extras {
        var provision = Provision(servers: servers, endpoint: endpoint, account: account)
        provision.own = own
        return provision.extras(
            for: LaunchContext(
                manifest: try manifest(agent), session: SessionID(rawValue: "abc"), directory: "/w",
                filesDirectory: "/run/l/abc", executable: "/bin/tend", socket: "/run/tend.sock", conversation: nil,
                isResumed: false, environment: [:]))
    }

    private func json(_ text: String?) throws -> NSDictionary {
        let text = try #require(text)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
    }

    @Test(arguments: ShippedManifests.all.map(\.name)) func `nothing is added for nothing`(_ agent: String) throws {
        #expect(try extras(agent) == LaunchPlan.Extras())
    }

    // MARK: MCP servers

    @Test func `Claude reads a file more, besides its own configuration`() throws {
        let extras = try extras("claude", [Self.web, Self.tool, Self.old])
        #expect(extras.arguments == ["--mcp-config=/run/l/abc/mcp.json"])
        #expect(extras.files.map(\.path) == ["/run/l/abc/mcp.json"])
        #expect(
            try json(extras.files.first?.contents) == [
                "mcpServers": [
                    "tool": [
                        "type": "stdio", "command": "/bin/srv", "args": ["--a", "b \"c\""],
                        "env": ["TOKEN": "it's sesame"],
                    ],
                    "web-1": [
                        "type": "http", "url": "https://h.example/mcp", "headers": ["Authorization": "Bearer sesame"],
                    ],
                    "old": ["type": "sse", "url": "https://h.example/sse", "headers": [String: String]()],
                ]
            ])
        #expect(extras.secrets.isEmpty && extras.notes.isEmpty)
    }

    @Test func `Codex is told where to read what may be secret, and has none of it in its environment`() throws {
        let extras = try extras("codex", [Self.web, Self.tool, Self.plain, Self.old])
        #expect(
            extras.arguments == [
                "-c", #"mcp_servers.plain.command="srv""#, "-c", #"mcp_servers.plain.args=["-x"]"#,
                "-c", #"mcp_servers.tool.command="/bin/sh""#,
                "-c",
                #"mcp_servers.tool.args=["-c",". \"$0\" && exec \"$@\"","/run/l/abc/mcp-tool.sh","/bin/srv","--a","b \"c\""]"#,
                "-c", #"mcp_servers.web-1.url="https://h.example/mcp""#,
                "-c", #"mcp_servers.web-1.http_headers_helper="cat /run/l/abc/mcp-web-1.json""#,
            ])
        #expect(
            extras.files == [
                LaunchPlan.File(path: "/run/l/abc/mcp-tool.sh", contents: "export TOKEN='it'\\''s sesame'\n"),
                LaunchPlan.File(path: "/run/l/abc/mcp-web-1.json", contents: #"{"Authorization":"Bearer sesame"}"#),
            ])
        #expect(extras.secrets.isEmpty)
        #expect(extras.notes == ["Codex knows no MCP servers over SSE; not given: old"])
    }

    @Test func `a server that Codex' own configuration has is left to that`() throws {
        let own = Provision.OwnServers(names: ["plain"])
        let extras = try extras("codex", [Self.plain, Self.web], own: own)
        #expect(extras.notes == ["Codex's own configuration has an MCP server of that name; not given: plain"])
        #expect(!extras.arguments.contains { $0.contains("mcp_servers.plain") })
        var provision = Provision(servers: [Self.plain, Self.web])
        provision.own = own
        #expect(try provision.names(for: manifest("codex")) == ["web-1"])
    }

    @Test(arguments: ["gemini", "qwen"]) func `Gemini and Qwen read them below everything of the user's`(
        _ agent: String
    ) throws {
        let variable = agent == "gemini" ? "GEMINI_CLI_SYSTEM_DEFAULTS_PATH" : "QWEN_CODE_SYSTEM_DEFAULTS_PATH"
        let path = "/etc/\(agent == "gemini" ? "gemini-cli" : "qwen-code")/system-defaults.json"
        #expect(try manifest(agent).mcp?.replaces?.path(in: [:]) == path)
        #expect(try manifest(agent).mcp?.replaces?.path(in: [variable: "/own.json"]) == "/own.json")
        // What the administrator says there goes along.
        let defaults = #"{"ui":{"theme":"x"},"mcpServers":{"plain":{"command":"theirs"}}}"#
        let own = Provision.OwnServers(of: defaults, at: path, .gemini)
        let extras = try extras(agent, [Self.web, Self.tool, Self.old, Self.plain], own: own)
        #expect(extras.arguments.isEmpty && extras.secrets.isEmpty)
        #expect(extras.environment == [variable: "/run/l/abc/mcp.json"])
        #expect(
            try json(extras.files.first?.contents) == [
                "ui": ["theme": "x"],
                "mcpServers": [
                    "plain": ["command": "theirs"],
                    "tool": ["command": "/bin/srv", "args": ["--a", "b \"c\""], "env": ["TOKEN": "it's sesame"]],
                    "web-1": ["httpUrl": "https://h.example/mcp", "headers": ["Authorization": "Bearer sesame"]],
                    "old": ["url": "https://h.example/sse", "headers": [String: String]()],
                ],
            ])
        #expect(extras.notes.count == 1 && extras.notes[0].hasSuffix("of that name; not given: plain"))
    }

    @Test func `Kimi gets the user's file and ours in one`() throws {
        let place = try #require(try manifest("kimi").mcp?.replaces)
        #expect(place.path(in: ["HOME": "/h"]) == "/h/.kimi/mcp.json")
        #expect(place.path(in: ["HOME": "/h", "KIMI_SHARE_DIR": "/k"]) == "/k/mcp.json")
        let own = Provision.OwnServers(of: #"{"mcpServers":{"mine":{"url":"http://h"}}}"#, at: "/k/mcp.json", .kimi)
        let extras = try extras("kimi", [Self.web, Self.plain, Self.old], own: own)
        #expect(extras.arguments == ["--mcp-config-file", "/run/l/abc/mcp.json"])
        #expect(
            try json(extras.files.first?.contents) == [
                "mcpServers": [
                    "mine": ["url": "http://h"],
                    "plain": ["command": "srv", "args": ["-x"], "env": [String: String]()],
                    "web-1": [
                        "url": "https://h.example/mcp", "transport": "http",
                        "headers": ["Authorization": "Bearer sesame"],
                    ],
                    "old": ["url": "https://h.example/sse", "transport": "sse", "headers": [String: String]()],
                ]
            ])
        #expect(extras.notes.isEmpty)
        // Better without ours than without the user's.
        let broken = Provision.OwnServers(of: "{", at: "/k/mcp.json", .kimi)
        let without = try self.extras("kimi", [Self.plain], own: broken)
        #expect(without.arguments.isEmpty && without.files.isEmpty)
        #expect(without.notes == ["/k/mcp.json, which Kimi CLI would not read besides, is no JSON; not given: plain"])
    }

    @Test func `Vibe adds what a variable has to its own`() throws {
        let extras = try extras("vibe", [Self.web, Self.plain, Self.old])
        #expect(extras.arguments.isEmpty && extras.files.isEmpty && extras.environment.isEmpty)
        let list = try JSONSerialization.jsonObject(with: Data(extras.secrets["VIBE_MCP_SERVERS", default: ""].utf8))
        #expect(
            list as? NSArray == [
                ["name": "plain", "transport": "stdio", "command": "srv", "args": ["-x"], "env": [String: String]()],
                [
                    "name": "web-1", "transport": "streamable-http", "url": "https://h.example/mcp",
                    "headers": ["Authorization": "Bearer sesame"],
                ],
            ])
        #expect(extras.notes == ["Mistral Vibe knows no MCP servers over SSE; not given: old"])
    }

    @Test func `Amp reads a file of bare names`() throws {
        let extras = try extras("amp", [Self.web, Self.plain])
        #expect(extras.arguments == ["--mcp-config", "/run/l/abc/mcp.json"])
        #expect(
            try json(extras.files.first?.contents) == [
                "plain": ["command": "srv", "args": ["-x"], "env": [String: String]()],
                "web-1": ["url": "https://h.example/mcp", "headers": ["Authorization": "Bearer sesame"]],
            ])
    }

    @Test func `Goose starts a script for each, where everybody could read its arguments`() throws {
        let open = MCPServer(name: "open", transport: .http(url: "https://h.example/open", headers: [:]))
        let extras = try extras("goose", [Self.tool, Self.web, Self.old, open])
        #expect(
            extras.arguments == [
                "--with-streamable-http-extension", "https://h.example/open", "--with-extension", "/run/l/abc/tool",
            ])
        let script = "#!/bin/sh\nexport TOKEN='it'\\''s sesame'\nexec /bin/srv --a 'b \"c\"'\n"
        #expect(extras.files == [LaunchPlan.File(path: "/run/l/abc/tool", contents: script, isProgram: true)])
        #expect(
            extras.notes == [
                "Goose knows no MCP servers over SSE; not given: old",
                "Goose is told of addresses by its arguments, which is no place for headers; not given: web-1",
            ])
    }

    @Test func `OpenCode gets one document of servers and provider`() throws {
        let extras = try extras(
            "opencode", [Self.tool, Self.old], Provision.Endpoint(Self.ollama, key: "sesame", model: nil))
        #expect(extras.arguments.isEmpty && extras.environment.isEmpty && extras.files.isEmpty)
        #expect(
            try json(extras.secrets["OPENCODE_CONFIG_CONTENT"]) == [
                "$schema": "https://opencode.ai/config.json", "model": "ollama/qwen3",
                "mcp": [
                    "tool": [
                        "type": "local", "command": ["/bin/srv", "--a", "b \"c\""],
                        "environment": ["TOKEN": "it's sesame"], "enabled": true,
                    ],
                    "old": ["type": "remote", "url": "https://h.example/sse", "headers": [:], "enabled": true],
                ],
                "provider": [
                    "ollama": [
                        "npm": "@ai-sdk/openai-compatible", "name": "ollama",
                        "options": ["baseURL": "http://localhost:11434/v1", "apiKey": "sesame"],
                        "models": ["qwen3": ["name": "qwen3"]],
                    ]
                ],
            ])
    }

    /// Agent, names of the servers that it gets.
    @Test(arguments: [
        ("claude", ["old", "plain", "web-1"]), ("codex", ["plain", "web-1"]), ("opencode", ["old", "plain", "web-1"]),
        ("copilot", ["old", "plain", "web-1"]), ("gemini", ["old", "plain", "web-1"]),
        ("qwen", ["old", "plain", "web-1"]), ("vibe", ["plain", "web-1"]), ("kimi", ["old", "plain", "web-1"]),
        ("amp", ["old", "plain", "web-1"]), ("goose", ["plain"]), ("aider", []), ("cursor", []), ("terminal", []),
    ])
    func `an agent that takes no servers says so, and starts`(_ agent: String, _ given: [String]) throws {
        let servers = [Self.plain, Self.web, Self.old]
        let extras = try extras(agent, servers)
        #expect(try Provision(servers: servers).names(for: manifest(agent)) == given)
        if given.isEmpty {
            let name = try manifest(agent).displayName
            #expect(
                extras.notes == [
                    "\(name) takes no MCP servers besides its own configuration; not given: old, plain, web-1"
                ])
            #expect(extras.arguments.isEmpty && extras.files.isEmpty)
        }
    }

    @Test func `servers for others, and servers that are off, are passed over in silence`() throws {
        var other = Self.plain
        other.agents = ["codex"]
        var off = Self.web
        off.isEnabled = false
        #expect(try extras("claude", [other, off]) == LaunchPlan.Extras())
        #expect(try extras("gemini", [other, off]) == LaunchPlan.Extras())
        #expect(try extras("goose", [other, off]) == LaunchPlan.Extras())
    }

    // MARK: LLM providers

    @Test func `a provider reaches Claude in variables, and takes the place of every other key`() throws {
        let extras = try extras("claude", [], Provision.Endpoint(Self.gate, key: "sesame", model: nil))
        #expect(
            extras.environment == [
                "ANTHROPIC_BASE_URL": "https://gate.example", "ANTHROPIC_DEFAULT_HAIKU_MODEL": "big-1",
            ])
        #expect(extras.secrets == ["ANTHROPIC_AUTH_TOKEN": "sesame"])
        #expect(extras.removed == ["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"])
        // An alias means Anthropic's own models.
        let alias = try self.extras("claude", [], Provision.Endpoint(Self.gate, key: nil, model: "opus"))
        #expect(alias.environment == ["ANTHROPIC_BASE_URL": "https://gate.example"])
        #expect(alias.secrets == ["ANTHROPIC_AUTH_TOKEN": "none"])
    }

    @Test func `a provider reaches Codex in arguments, and its key in a file`() throws {
        let bare = try extras("codex", [], Provision.Endpoint(Self.ollama, key: nil, model: "llama4"))
        #expect(
            bare.arguments == [
                "-c",
                #"model_providers.tend={name="ollama",base_url="http://localhost:11434/v1",wire_api="responses"}"#,
                "-c", #"model_provider="tend""#,
            ])
        #expect(bare.files.isEmpty && bare.secrets.isEmpty)
        let keyed = try extras("codex", [], Provision.Endpoint(Self.ollama, key: "sesame", model: nil))
        #expect(keyed.arguments[1].hasSuffix(#",auth={command="cat",args=["/run/l/abc/llm.key"]}}"#))
        #expect(keyed.files == [LaunchPlan.File(path: "/run/l/abc/llm.key", contents: "sesame\n")])
        #expect(keyed.secrets.isEmpty)
    }

    @Test(arguments: ["qwen", "aider"]) func `others read variables`(_ agent: String) throws {
        let extras = try extras(agent, [], Provision.Endpoint(Self.ollama, key: "sesame", model: nil))
        #expect(extras.environment["OPENAI_BASE_URL"] == "http://localhost:11434/v1")
        #expect(extras.environment["OPENAI_API_BASE"] == "http://localhost:11434/v1")
        #expect(extras.environment["OPENAI_MODEL"] == "qwen3")
        #expect(extras.secrets == ["OPENAI_API_KEY": "sesame"])
        #expect(extras.removed.count == 1)
    }

    @Test func `Copilot reads a file more, and the provider from variables of its own`() throws {
        let servers = try extras("copilot", [Self.plain])
        #expect(servers.arguments == ["--additional-mcp-config=@/run/l/abc/mcp.json"])
        #expect(try json(servers.files.first?.contents)["mcpServers"] != nil)
        for (endpoint, kind) in [(Self.ollama, "openai"), (Self.gate, "anthropic")] {
            let extras = try extras("copilot", [], Provision.Endpoint(endpoint, key: "sesame", model: nil))
            #expect(
                extras.environment == [
                    "COPILOT_PROVIDER_TYPE": kind, "COPILOT_PROVIDER_BASE_URL": endpoint.address,
                    "COPILOT_MODEL": endpoint.model ?? "",
                ])
            #expect(extras.secrets == ["COPILOT_PROVIDER_API_KEY": "sesame"])
        }
    }

    @Test func `Goose wants the address in two parts`() throws {
        let extras = try extras("goose", [], Provision.Endpoint(Self.ollama, key: nil, model: nil))
        #expect(
            extras.environment == [
                "GOOSE_PROVIDER": "openai", "GOOSE_MODEL": "qwen3", "OPENAI_HOST": "http://localhost:11434",
                "OPENAI_BASE_PATH": "v1/chat/completions",
            ])
        #expect(extras.secrets == ["OPENAI_API_KEY": "none"])
    }

    @Test func `Vibe is told of a provider and a model of its own making`() throws {
        let model = "a \"b\""
        let extras = try extras("vibe", [], Provision.Endpoint(Self.ollama, key: "sesame", model: model))
        func entry(_ variable: String) throws -> NSDictionary? {
            let text = try #require(extras.environment[variable])
            return (try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [NSDictionary])?.first
        }
        #expect(
            try entry("VIBE_PROVIDERS") == [
                "name": "tend", "api_base": "http://localhost:11434/v1", "api_key_env_var": "TEND_LLM_KEY",
                "backend": "generic",
            ])
        #expect(try entry("VIBE_MODELS") == ["name": model, "provider": "tend", "alias": model])
        #expect(extras.environment["VIBE_ACTIVE_MODEL"] == model)
        #expect(extras.secrets == ["TEND_LLM_KEY": "sesame"])
        #expect(extras.removed == ["MISTRAL_API_KEY"])
    }

    @Test func `Kimi reads variables of its own`() throws {
        let extras = try extras("kimi", [], Provision.Endpoint(Self.ollama, key: "sesame", model: nil))
        #expect(
            extras.environment == ["KIMI_BASE_URL": "http://localhost:11434/v1", "KIMI_MODEL_NAME": "qwen3"])
        #expect(extras.secrets == ["KIMI_API_KEY": "sesame"])
    }

    @Test(arguments: ["copy", "claude"]) func `a copy of a manifest under another name is watched alike`(
        _ name: String
    ) throws {
        let text = #"{"name":"\#(name)","cli":{"command":"x"},"hooks":{"style":"claude"}}"#
        let manifest = try #require(ManifestReader.read(text, file: "x").manifest)
        #expect(manifest.hooks == .claude)
        let plain = #"{"name":"\#(name)","cli":{"command":"x"}}"#
        #expect(ManifestReader.read(plain, file: "x").manifest?.hooks == (name == "claude" ? .claude : nil))
        let off = #"{"name":"\#(name)","cli":{"command":"x"},"hooks":{"style":"none"}}"#
        #expect(ManifestReader.read(off, file: "x").manifest?.hooks == nil)
    }

    /// Agent, what its `--model` says.
    @Test(arguments: [
        ("codex", "qwen3"), ("opencode", "ollama/qwen3"), ("aider", "openai/qwen3"), ("qwen", "qwen3"),
        ("goose", "qwen3"),
    ])
    func `the model is named as the agent names it`(_ agent: String, _ name: String) throws {
        let endpoint = Provision.Endpoint(Self.ollama, key: nil, model: nil)
        #expect(try Provision.model(for: manifest(agent), endpoint) == name)
    }

    @Test func `a model that nobody has named is said`() throws {
        let bare = LLMEndpoint(name: "x", dialect: .openai, address: "http://h")
        let notes = try extras("codex", [], Provision.Endpoint(bare, key: nil, model: nil)).notes
        #expect(notes == ["no model is named for LLM provider 'x': Codex asks it for its own default one"])
    }

    @Test func `an agent that cannot speak to a provider refuses it`() throws {
        func refusal(_ agent: String, _ endpoint: LLMEndpoint, model: String? = nil) throws -> String? {
            Provision.refusal(of: try manifest(agent), Provision.Endpoint(endpoint, key: nil, model: model))
        }
        #expect(try refusal("claude", Self.gate) == nil)
        #expect(try refusal("claude", Self.ollama)?.contains("Anthropic-compatible") == true)
        #expect(try refusal("codex", Self.ollama) == nil)
        #expect(try refusal("codex", Self.gate)?.contains("OpenAI-compatible") == true)
        #expect(try refusal("opencode", Self.gate) == nil)
        let bare = LLMEndpoint(name: "x", dialect: .openai, address: "http://h")
        #expect(try refusal("opencode", bare)?.contains("--model") == true)
        #expect(try refusal("opencode", bare, model: "m") == nil)
        #expect(try refusal("copilot", bare)?.contains("--model") == true)
        #expect(try refusal("goose", Self.gate)?.contains("OpenAI-compatible") == true)
        #expect(try refusal("vibe", bare)?.contains("--model") == true)
        #expect(try refusal("kimi", bare)?.contains("--model") == true)
        for agent in ["terminal", "gemini", "amp"] { #expect(try refusal(agent, Self.ollama) != nil) }
    }

    // MARK: Accounts

    @Test func `an account takes the place of what the environment has`() throws {
        let places: [(AgentAccount.Place, [String: String], [String: String], [String])] = [
            (
                .directory("/a"), ["CLAUDE_CONFIG_DIR": "/a"], [:],
                ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"]
            ),
            (
                .token("sesame"), [:], ["CLAUDE_CODE_OAUTH_TOKEN": "sesame"],
                ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]
            ),
            (
                .key("sesame"), [:], ["ANTHROPIC_API_KEY": "sesame"],
                ["ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"]
            ),
        ]
        for (place, environment, secrets, removed) in places {
            let extras = try extras("claude", [], nil, AgentAccount(agent: "claude", name: "work", place: place))
            #expect(extras.environment == environment)
            #expect(extras.secrets == secrets)
            #expect(extras.removed == removed)
            #expect(extras.arguments.isEmpty && extras.files.isEmpty)
        }
        let codex = AgentAccount(agent: "codex", name: "work", place: .directory("/c"))
        #expect(try extras("codex", [], nil, codex) == LaunchPlan.Extras(environment: ["CODEX_HOME": "/c"]))
    }

    @Test func `what must not be there is not, whoever set it`() throws {
        let manifest = try manifest("claude")
        var options = LaunchOptions(
            NewAgent(name: "claude"), secrets: ["ANTHROPIC_API_KEY": "k"], newConversation: "u")
        options.shell = "/bin/sh"
        let plan = try LaunchPlan.make(manifest, options, extras: [LaunchPlan.Extras(removed: ["ANTHROPIC_API_KEY"])])
        #expect(plan.secrets.isEmpty)
        #expect(plan.removed == ["ANTHROPIC_API_KEY"])
    }

    // MARK: Texts

    @Test func `texts for TOML are quoted whatever they hold`() throws {
        let nasty = MCPServer(
            name: "n", transport: .stdio(command: "a\"\\\n\u{1}é", arguments: ["]", "\u{7F}"], environment: [:]))
        #expect(
            try extras("codex", [nasty]).arguments == [
                "-c", #"mcp_servers.n.command="a\"\\\n\u0001é""#, "-c", #"mcp_servers.n.args=["]","\u007f"]"#,
            ])
    }

    @Test func `a manifest of one's own may name a style, if there is one of that name`() {
        func diagnostics(_ mcp: String) -> [String] {
            ManifestReader.read(#"{"name":"own","cli":{"command":"x"},"mcp":\#(mcp)}"#, file: "own.json")
                .diagnostics.map(\.description)
        }
        #expect(diagnostics(#"{"style":"claude"}"#).isEmpty)
        #expect(diagnostics(#"{"arguments":["--mcp={file}"]}"#).isEmpty)
        #expect(diagnostics(#"{"arguments":["--mcp"]}"#).count == 1)
        #expect(diagnostics(#"{"style":"codex","arguments":["{file}"]}"#).count == 1)
        #expect(diagnostics(#"{"format":"gemini","environment":{"X":"{file}"},"replaces":{"path":"/x"}}"#).isEmpty)
        #expect(diagnostics(#"{"environment":{"X":"file"}}"#).count == 1)
        #expect(diagnostics(#"{"format":"vibe","environment":{"X":"{json}"},"replaces":{"path":"/x"}}"#).count == 1)
        #expect(diagnostics(#"{"programs":["x"]}"#).count == 1)
        #expect(diagnostics(#"{"format":"gemni"}"#).first?.contains("did you mean 'gemini'?") == true)
        #expect(diagnostics(#"{"style":"cladue"}"#).count == 1)
        #expect(diagnostics(#"{"style":"cladue"}"#).first?.contains("did you mean 'claude'?") == true)
    }
}
