import TendCore
import Testing

@testable import TendAgents

struct LaunchPlanTests {
    static let uuid = "11111111-2222-3333-4444-555555555555"

    private func plan(
        _ agent: NewAgent, values: [String: String] = [:], secrets: [String: String] = [:],
        extras: [LaunchPlan.Extras] = [], manifest: Manifest? = nil
    ) throws -> LaunchPlan {
        let manifest = try manifest ?? ManifestShelf(files: []).entry(agent.name).manifest
        let options = LaunchOptions(
            agent, values: values, secrets: secrets, newConversation: LaunchPlanTests.uuid, shell: "/bin/bash")
        return try LaunchPlan.make(manifest, options, extras: extras)
    }

    private func line(_ plan: LaunchPlan) -> String {
        let environment = plan.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (environment + ([plan.command] + plan.arguments).map(ShellWords.quoted)).joined(separator: " ")
    }

    /// What watches an agent is part of its launch.
    @Test(arguments: [
        ("claude", "claude --session-id \(uuid) --settings /run/s1/claude-settings.json"),
        ("codex", "/bin/tend companion codex -- codex --no-daemon"),
        ("opencode", "/bin/tend companion opencode -- opencode"), ("vibe", "vibe"),
    ])
    func `Claude Code gets its hooks, Codex and OpenCode their companions`(agent: String, line: String) throws {
        let manifest = try ManifestShelf(files: []).entry(agent).manifest
        let context = LaunchContext(
            manifest: manifest, session: SessionID(rawValue: "s1"), directory: "/work", filesDirectory: "/run/s1",
            executable: "/bin/tend", socket: "/run/tend.sock", conversation: nil, isResumed: false, environment: [:])
        let plan = try plan(NewAgent(name: agent), extras: LaunchContributors.all.map { $0.extras(for: context) })
        #expect(self.line(plan) == line)
        #expect(plan.files.map(\.path) == (agent == "claude" ? ["/run/s1/claude-settings.json"] : []))
        #expect(plan.files.allSatisfy { $0.contents.contains("exec '/bin/tend' hook claude") })
    }

    /// Agent, line of a bare start, line with a model, a prompt that looks like a flag and more arguments ("-": it cannot), line of a
    /// resumed conversation ("-": it cannot).
    static let plans: [(String, String, String, String)] = [
        ("aider", "aider", "-", "-"),
        ("amp", "amp", "-", "amp threads continue c1"),
        (
            "claude", "claude --session-id \(uuid)",
            "claude --session-id \(uuid) --model m1 --more -- '-fix it'", "claude --resume c1"
        ),
        (
            "codex", "codex --no-daemon", "codex --model m1 --no-daemon --more -- '-fix it'",
            "codex resume c1 --no-daemon"
        ),
        ("copilot", "copilot", "copilot --model=m1 --more '--interactive=-fix it'", "copilot --resume=c1"),
        ("cursor", "cursor-agent", "cursor-agent --model m1 --more -- '-fix it'", "cursor-agent --resume c1"),
        ("gemini", "gemini", "gemini --model m1 --more '--prompt-interactive=-fix it'", "gemini --resume c1"),
        ("goose", "goose session --name \(uuid)", "-", "goose session --resume --name c1"),
        ("kimi", "kimi --session \(uuid)", "-", "kimi --session c1"),
        ("opencode", "opencode", "opencode --model m1 --more '--prompt=-fix it'", "opencode --session c1"),
        (
            "qwen", "qwen --session-id \(uuid)",
            "qwen --session-id \(uuid) --model m1 --more '--prompt-interactive=-fix it'", "qwen --resume c1"
        ),
        ("terminal", "/bin/bash", "-", "-"),
        ("vibe", "vibe", "VIBE_ACTIVE_MODEL=m1 vibe --more -- '-fix it'", "vibe --resume=c1"),
    ]

    @Test func `there is a plan for each shipped manifest`() {
        #expect(LaunchPlanTests.plans.map(\.0) == ShippedManifests.all.map(\.name))
    }

    @Test(arguments: plans)
    func `shipped agents are started like this`(
        _ name: String, _ bare: String, _ full: String, _ resumed: String
    ) throws {
        #expect(line(try plan(NewAgent(name: name))) == bare)
        let asked = NewAgent(name: name, model: "m1", prompt: "-fix it", arguments: ["--more"])
        if full == "-" {
            #expect(throws: LaunchRefusal.self) { try plan(asked) }
        } else {
            #expect(line(try plan(asked)) == full)
        }
        let again = NewAgent(name: name, resume: "c1")
        if resumed == "-" {
            #expect(throws: LaunchRefusal.self) { try plan(again) }
        } else {
            let plan = try plan(again)
            #expect(line(plan) == resumed)
            #expect(plan.conversation == "c1")
        }
    }

    /// Agent, what is set, line.
    @Test(arguments: [
        ("claude", ["permissionMode": "manual", "effort": "low"], "--permission-mode manual --effort low"),
        ("claude", ["extraArgs": "--add-dir '/a b' --chrome"], "--add-dir '/a b' --chrome"),
        ("claude", ["appendSystemPrompt": "be brief"], "--append-system-prompt 'be brief'"),
        (
            "codex", ["approval": "never", "sandbox": "read-only", "search": "yes", "noDaemon": "off"],
            "--ask-for-approval never --sandbox read-only --search"
        ),
        ("codex", ["overrides": "a=1 'b=\"x y\"'"], "--no-daemon --config a=1 --config 'b=\"x y\"'"),
        ("copilot", ["mode": "plan", "allowAllTools": "true"], "--mode=plan --allow-all-tools"),
        ("terminal", ["login": "true"], "-l"),
    ])
    func `settings become arguments`(_ name: String, _ values: [String: String], _ arguments: String) throws {
        var plan = try plan(NewAgent(name: name), values: values)
        if plan.conversation != nil { plan.arguments.removeFirst(2) }
        #expect(plan.arguments.map(ShellWords.quoted).joined(separator: " ") == arguments)
        #expect(plan.environment.isEmpty)
        // What is given for one session does the same.
        let given = try self.plan(NewAgent(name: name, config: values))
        #expect(given.arguments.suffix(plan.arguments.count) == plan.arguments[...])
    }

    @Test func `settings become variables, and what is given for a session wins`() throws {
        let plan = try plan(
            NewAgent(name: "goose", model: "m2", config: ["mode": "approve"]),
            values: ["provider": "ollama", "model": "m1"])
        #expect(plan.environment == ["GOOSE_PROVIDER": "ollama", "GOOSE_MODEL": "m2", "GOOSE_MODE": "approve"])
        #expect(plan.model == "m2")
    }

    @Test func `a field that hangs on another one holds only with it`() throws {
        let values = ["baseUrl": "http://127.0.0.1:1/v1"]
        #expect(try plan(NewAgent(name: "qwen"), values: values).environment.isEmpty)
        let secrets = ["OPENAI_API_KEY": "sk-1", "DASHSCOPE_API_KEY": "sk-2"]
        let plan = try plan(
            NewAgent(name: "qwen", config: ["authType": "openai-compatible"]), values: values, secrets: secrets)
        #expect(plan.environment == ["OPENAI_BASE_URL": "http://127.0.0.1:1/v1"])
        #expect(plan.secrets == ["OPENAI_API_KEY": "sk-1"])
    }

    @Test func `what is wrong is told with the field that it is wrong with`() throws {
        let asked = NewAgent(
            name: "codex", prompt: "a\0b", resume: "-x", config: ["sandbox": "none", "serch": "yes"])
        let refusal = #expect(throws: LaunchRefusal.self) { try plan(asked) }
        #expect(refusal?.problems.map(\.field).sorted() == ["config.sandbox", "config.serch", "prompt", "resume"])
        let message = refusal?.problems.first { $0.field == "config.sandbox" }?.message
        #expect(message == "there is no 'none' — one of read-only, workspace-write, danger-full-access")
    }

    @Test func `a secret is in neither arguments nor what is shown`() throws {
        let plan = try plan(NewAgent(name: "claude", prompt: "hi"), secrets: ["ANTHROPIC_API_KEY": "sk-ant-1"])
        #expect(plan.secrets == ["ANTHROPIC_API_KEY": "sk-ant-1"])
        #expect(!line(plan).contains("sk-ant-1"))
    }

    /// Agent, what is asked for, the refusal.
    @Test(arguments: [
        (
            NewAgent(name: "qwen", config: ["authType": "openai-compatible"]),
            "cannot start Qwen Code: not set: apiKey (the variable OPENAI_API_KEY), baseUrl"
        ),
        (
            NewAgent(name: "claude", config: ["permisionMode": "plan"]),
            "cannot start Claude Code: permisionMode: Claude Code has no such setting — did you mean 'permissionMode'?"
        ),
        (
            NewAgent(name: "claude", config: ["effort": "hihg", "permissionMode": "paln"]),
            "cannot start Claude Code: permissionMode: there is no 'paln' — did you mean 'plan'?; "
                + "effort: there is no 'hihg' — did you mean 'high'?"
        ),
        (
            NewAgent(name: "claude", config: ["apiKey": "sk-ant-1"]),
            "cannot start Claude Code: apiKey: is a secret and is for no command line — 'tend provider set claude apiKey' asks for it, or set ANTHROPIC_API_KEY in the environment"
        ),
        (
            NewAgent(name: "claude", resume: "--dangerously-skip-permissions"),
            "cannot start Claude Code: '--dangerously-skip-permissions' is no id of a conversation"
        ),
        (
            NewAgent(name: "amp", model: "m"),
            "cannot start Amp: its manifest has no field 'model', so it cannot be told which one to use"
        ),
        (
            NewAgent(name: "goose", prompt: "hi"),
            "cannot start Goose: it takes no prompt when it starts — send it later with 'tend send'"
        ),
        (
            NewAgent(name: "aider", resume: "x"),
            "cannot start Aider: it cannot resume a conversation, as far as its manifest says"
        ),
    ])
    func `what cannot be is refused with its reason`(_ agent: NewAgent, _ message: String) {
        #expect {
            try plan(agent)
        } throws: { error in
            "\(error)" == message
        }
    }

    @Test func `a model that a closed list does not have is refused with the nearest one`() throws {
        let text = """
            {"name":"x","cli":{"command":"x"},"capabilities":{"models":["small","large"]},
             "configSchema":[{"key":"model","type":"string","cliFlag":"-m"}]}
            """
        let manifest = try #require(ManifestReader.read(text, file: "x").manifest)
        #expect(line(try plan(NewAgent(name: "x", model: "large"), manifest: manifest)) == "x -m large")
        #expect {
            try plan(NewAgent(name: "x", model: "lrage"), manifest: manifest)
        } throws: { error in
            "\(error)" == "cannot start x: there is no model 'lrage' — did you mean 'large'?"
        }
    }

    @Test func `a panel is no program`() throws {
        let manifest = try #require(ManifestReader.read(#"{"name":"x","type":"panel"}"#, file: "x").manifest)
        #expect(throws: LaunchRefusal.self) { try plan(NewAgent(name: "x"), manifest: manifest) }
    }

    @Test func `others add arguments before those of the session, a wrapper in front, and files`() throws {
        let file = LaunchPlan.File(path: "/run/settings.json", contents: "{}")
        let hooks = LaunchPlan.Extras(
            arguments: ["--settings", file.path], environment: ["A": "1"], secrets: ["B": "2"], files: [file])
        let companion = LaunchPlan.Extras(wrapper: ["tend", "companion", "--"], notes: ["no server"])
        let plan = try plan(
            NewAgent(name: "codex", prompt: "hi", arguments: ["--x"]), values: ["command": "/opt/codex"],
            extras: [hooks, companion])
        #expect(
            line(plan)
                == "A=1 tend companion -- /opt/codex --no-daemon --settings /run/settings.json --x -- hi")
        #expect(plan.program == "/opt/codex")
        #expect(plan.secrets == ["B": "2"])
        #expect(plan.files == [file])
        #expect(plan.notes == ["no server"])
    }
}
