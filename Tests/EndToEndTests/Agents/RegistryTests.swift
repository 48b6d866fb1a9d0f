import Foundation
import Testing

/// What is registered for agents, with a shell script in the place of one that takes what Claude Code takes.
@Suite struct RegistryTests {
    /// Tells how it was started, but no secret, and waits.
    private static let script = """
        #!/bin/bash
        printf 'argument=%s\\n' "$@"
        echo "token=${#TOY_TOKEN} key=${#TOY_KEY} home=${TOY_HOME-none} base=${ANTHROPIC_BASE_URL-none} bearer=${#ANTHROPIC_AUTH_TOKEN}"
        while read -r line; do echo "heard $line"; done
        """

    private static let secrets = ["sesame-env-1c", "sesame-header-2d", "sesame-key-3e", "sesame-token-4f"]

    private func homeWithToy() async throws -> TestHome {
        let home = try await TestHome()
        let manifests = home.directory + "/config/manifests"
        try FileManager.default.createDirectory(atPath: manifests, withIntermediateDirectories: true)
        let program = try await home.install(RegistryTests.script, as: "toy")
        let manifest = """
            {"name": "toy", "displayName": "Toy", "type": "cli", "cli": {"command": "\(program)"},
             "capabilities": {"models": ["small"], "dynamicModels": true},
             "configSchema": [
               {"key": "model", "type": "string", "cliFlag": "--model"},
               {"key": "key", "type": "secret", "envVar": "TOY_KEY"},
               {"key": "token", "type": "secret", "envVar": "TOY_TOKEN"},
               {"key": "home", "type": "string", "envVar": "TOY_HOME"}
             ],
             "accounts": {"directory": "TOY_HOME", "token": "TOY_TOKEN"}, "mcp": {"style": "claude"}}
            """
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: manifests + "/toy.json"))
        return home
    }

    private func enter(_ home: TestHome, _ secret: String, _ words: String...) async throws {
        let outcome = try await home.tend(words, input: secret + "\n")
        #expect(outcome.status == 0, "\(words): \(outcome.standardError)")
    }

    private func registerAll(_ home: TestHome) async throws {
        try await enter(home, RegistryTests.secrets[0], "mcp", "add", "files", "--env", "TOKEN", "--", "/bin/srv", "-x")
        try await enter(
            home, RegistryTests.secrets[1], "mcp", "add", "web", "http://127.0.0.1:1/mcp", "-H", "Authorization")
        try await enter(
            home, RegistryTests.secrets[2], "llm", "add", "gate", "http://127.0.0.1:1", "--dialect", "anthropic",
            "--model", "big", "--key")
        try await enter(home, RegistryTests.secrets[3], "account", "add", "toy", "team", "--token")
        try await home.ok("account", "add", "toy", "work", "--dir", home.directory + "/toy-work")
    }

    /// The line that the toy printed of its environment.
    private func line(_ home: TestHome, _ session: String) async throws -> String {
        try await home.wait(session, until: "text:bearer=")
        let lines = try await home.ok("tail", session, "-n", "20").split(separator: "\n").map(String.init)
        return try #require(lines.last { $0.hasPrefix("token=") })
    }

    private func files(_ home: TestHome) -> [String] {
        (try? FileManager.default.subpathsOfDirectory(atPath: home.directory + "/launch")) ?? []
    }

    @Test func `a session gets its servers in a file of its own, its account and its provider`() async throws {
        let home = try await homeWithToy()
        try await registerAll(home)
        try await home.ok("new", "toy", "-d", "--name", "a", "--account", "team")
        try await home.ok("new", "toy", "-d", "--name", "b", "--account", "work")
        // The key of another provider is not for this one.
        let started = try await home.tend(
            ["new", "toy", "-d", "--name", "c", "--llm", "gate"], environment: ["TOY_KEY": "own-key"])
        #expect(started.status == 0, "\(started.standardError)")
        let team = RegistryTests.secrets[3].count
        let key = RegistryTests.secrets[2].count
        #expect(try await line(home, "a") == "token=\(team) key=0 home=none base=none bearer=0")
        #expect(try await line(home, "b") == "token=0 key=0 home=\(home.directory)/toy-work base=none bearer=0")
        #expect(try await line(home, "c") == "token=0 key=0 home=none base=http://127.0.0.1:1 bearer=\(key)")
        #expect(try await home.ok("screen", "c").contains("argument=--model\nargument=big"))

        let id = try await home.session("a").id
        let path = "\(home.directory)/launch/\(id)/mcp.json"
        #expect(try await home.ok("screen", "a").contains("argument=--mcp-config=\(path)"))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
        #expect(
            text == """
                {"mcpServers":{"files":{"type":"stdio","command":"/bin/srv","args":["-x"],"env":{"TOKEN":"\(RegistryTests.secrets[0])"}},\
                "web":{"type":"http","url":"http://127.0.0.1:1/mcp","headers":{"Authorization":"\(RegistryTests.secrets[1])"}}}}
                """)
        let listed = try await home.ok("ls", "--json")
        #expect(listed.contains(#""account" : "team""#) && listed.contains(#""llm" : "gate""#))
        // It goes with the session.
        for name in ["a", "b", "c"] { try await home.ok("kill", name) }
        #expect(files(home).isEmpty)
        try await home.close()
    }

    @Test func `restart gives what is registered now, and the account of the first start`() async throws {
        let home = try await homeWithToy()
        try await registerAll(home)
        try await home.ok("account", "use", "toy", "work")
        try await home.ok("new", "toy", "-d", "--name", "a")
        try await home.ok("new", "toy", "-d", "--name", "b", "--account", "none")
        #expect(try await line(home, "a").contains("home=\(home.directory)/toy-work"))
        for name in ["a", "b"] { try await home.ok("kill", name) }
        try await home.ok("mcp", "toggle", "web")
        try await home.ok("account", "use", "toy", "team")
        try await home.killServer()
        try await home.ok("restart", "a")
        try await home.ok("restart", "b")
        #expect(try await line(home, "a").contains("token=0 key=0 home=\(home.directory)/toy-work"))
        #expect(try await line(home, "b").contains("token=0 key=0 home=none"))
        let path = "\(home.directory)/launch/\(try await home.session("a").id)/mcp.json"
        let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
        #expect(text.contains("files") && !text.contains("web"))
        // An account that is gone is said, and no other one is taken.
        try await home.ok("kill", "a")
        try await home.ok("account", "rm", "toy", "work")
        let refused = try await home.tend("restart", "a")
        #expect(refused.status == 1)
        #expect(refused.standardError.contains("there is no account 'work' of toy"))
        try await home.close()
    }

    @Test func `secrets are nowhere to be read but where the agent reads them`() async throws {
        let home = try await homeWithToy()
        try await registerAll(home)
        try await home.ok("new", "toy", "-d", "--name", "a", "--account", "team")
        try await home.ok("new", "toy", "-d", "--name", "b", "--llm", "gate")
        _ = try await line(home, "a")
        _ = try await line(home, "b")
        for secret in RegistryTests.secrets {
            // Database, logs, cards, recordings.
            let found = try await home.run("/bin/grep", ["-rlaF", "--exclude-dir=launch", secret, home.directory])
            #expect(found.standardOutput.isEmpty, "\(found.standardOutput)")
            for pid in home.processes() {
                let words = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
                #expect(words.range(of: Data(secret.utf8)) == nil)
            }
            for path in ["sessions", "mcp", "mcp/files", "mcp/web", "llm", "accounts", "providers", "providers/toy"] {
                #expect(try await !home.ask("GET", "/" + path).text.contains(secret), "\(path)")
            }
            let plan = try await home.ok("new", "toy", "--dry-run", "--account", "team")
            #expect(!plan.contains(secret) && plan.contains("TOY_TOKEN=••••••••"))
        }
        try await home.close()
    }

    @Test func `files of a session go when server and keeper were killed`() async throws {
        let home = try await homeWithToy()
        try await registerAll(home)
        try await home.ok("new", "toy", "-d", "--name", "a")
        try await home.ok("new", "toy", "-d", "--name", "b")
        _ = try await line(home, "a")
        _ = try await line(home, "b")
        let status = try await home.status()
        // The session runs on, and so do its files; one that ends meanwhile leaves none to the next server.
        let ended = try await home.session("a")
        kill(status.pid, SIGSTOP)
        kill(try #require(ended.pid), SIGKILL)
        kill(status.pid, SIGKILL)
        try await eventually("a new server answers") { try await home.status().pid != status.pid }
        try await eventually("the files of the ended session are gone") {
            !self.files(home).contains { $0.hasPrefix(ended.id) }
        }
        let left = try await home.session("b")
        #expect(files(home).sorted() == [left.id, left.id + "/mcp.json"])
        // A server that loses its keeper sees to them itself.
        kill(try await home.status().keeper_pid, SIGKILL)
        try await eventually("the files of the lost session are gone") { self.files(home).isEmpty }
        // When both are gone nobody is left to remove them but the next server.
        try await eventually("the session is started again") { try await home.tend("restart", "b").status == 0 }
        #expect(files(home).sorted() == [left.id, left.id + "/mcp.json"])
        let last = try await home.status()
        kill(last.pid, SIGSTOP)
        kill(last.keeper_pid, SIGKILL)
        kill(last.pid, SIGKILL)
        // Whoever comes first starts it: this, or a keeper that waited for the other one to go.
        try await eventually("a new server answers") { try await home.tend("ls").status == 0 }
        #expect(files(home).isEmpty)
        try await home.close()
    }

    @Test func `a server whose secret does not open is left out with a note, an account is not`() async throws {
        let home = try await homeWithToy()
        try await registerAll(home)
        try await home.ok("mcp", "add", "plain", "--", "/bin/plain")
        try FileManager.default.removeItem(atPath: home.directory + "/state/secret.key")
        try await home.ok("server", "restart")
        try await home.ok("new", "toy", "-d", "--name", "a")
        let notes = try await home.session("a").notes
        #expect(notes.contains { $0.hasPrefix("MCP server 'files' is not given: the key file") }, "\(notes)")
        let path = "\(home.directory)/launch/\(try await home.session("a").id)/mcp.json"
        let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
        #expect(text.contains("plain") && !text.contains("files"))
        for words in [["--account", "team"], ["--llm", "gate"]] {
            let refused = try await home.tend(["new", "toy", "-d"] + words)
            #expect(refused.status == 1)
            #expect(refused.standardError.contains("secret.key is missing"), "\(refused.standardError)")
        }
        // No new key is made over the lost one.
        #expect(try await home.tend(["mcp", "add", "n", "-e", "K=v", "--", "x"]).status == 1)
        try await home.close()
    }

    @Test func `what cannot be is refused before anything starts`() async throws {
        let home = try await homeWithToy()
        try await registerAll(home)
        try await home.ok("llm", "add", "ollama", "http://127.0.0.1:1/v1")
        let refusals: [([String], String)] = [
            (["new", "-d", "toy", "--llm", "gaet"], "there is no LLM provider 'gaet' — did you mean 'gate'?"),
            (
                ["new", "-d", "toy", "--llm", "ollama"],
                "cannot start Toy: it speaks to Anthropic-compatible addresses only"
            ),
            (["new", "-d", "terminal", "--llm", "gate"], "it cannot be told to use LLM provider 'gate'"),
            (["new", "-d", "toy", "--account", "temm"], "there is no account 'temm' of toy — did you mean 'team'?"),
            (
                ["new", "-d", "toy", "--account", "team", "--llm", "gate"],
                "the account 'team' is for Toy's own provider"
            ),
            (["mcp", "add", "files", "--", "x"], "MCP server 'files' is there already"),
            (["mcp", "add", "x", "--agents", "tyo", "--", "x"], "there is no agent 'tyo' — did you mean 'toy'?"),
            (["account", "add", "terminal", "x", "--dir", "/tmp"], "cannot be told its account by a directory"),
            (["account", "use", "toy", "nobody"], "there is no account 'nobody' of toy"),
            (["llm", "models", "gate"], "LLM provider 'gate' at http://127.0.0.1:1: Failed to connect"),
        ]
        for (words, message) in refusals {
            let outcome = try await home.tend(words)
            #expect(outcome.status == 1, "\(words)")
            #expect(outcome.standardError.contains(message), "\(words): \(outcome.standardError)")
        }
        #expect(try await home.sessions().isEmpty)
        try await home.close()
    }
}
