import Foundation
import Testing

/// Agents as sessions, with a shell script in the place of one.
@Suite struct AgentTests {
    @Test func `an agent is started as its manifest says, and its secret is nowhere to be read`() async throws {
        let home = try await TestHome.withToy()
        let secret = "sk-toy-5f0c2b"
        try await home.ok("provider", "set", "toy", "mode=careful")
        let started = try await home.tend(
            [
                "new", "toy", "-d", "--model", "large", "--set", "home=\(home.directory)/toy", "--prompt", "-do it",
                "--", "--more",
            ], environment: ["TOY_KEY": secret])
        #expect(started.status == 0, "\(started.standardError)")
        try await home.wait("toy", until: "text:letters")
        let lines = try await home.ok("tail", "toy", "-n", "50").split(separator: "\n").map(String.init)
        let session = try await home.session("toy")
        let id = try #require(session.agent?.conversation)
        #expect(
            lines == [
                "argument=--id", "argument=\(id)", "argument=--model", "argument=large", "argument=--more",
                "argument=--",
                "argument=-do it", "mode=careful; a key of \(secret.count) letters",
            ])
        #expect(session.agent?.name == "toy")
        #expect(session.agent?.model == "large")

        #expect(!(try await home.ok("ls", "--json")).contains(secret))
        #expect(!(try await home.ok("provider", "show", "toy", "--json")).contains(secret))
        let state = home.directory + "/state"
        for name in try FileManager.default.subpathsOfDirectory(atPath: state) {
            let bytes = FileManager.default.contents(atPath: state + "/" + name) ?? Data()
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
        }
        let pid = try #require(session.pid)
        let words = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
        #expect(words.range(of: Data(secret.utf8)) == nil)
        try await home.close()
    }

    @Test func `restart goes on with the conversation once there is one, with the original flags`() async throws {
        let home = try await TestHome.withToy()
        // Started without the secret, so that the session has it from nowhere but its own start.
        try await home.ok("server", "start")
        let started = try await home.tend(
            [
                "new", "toy", "-d", "--model", "small", "--set", "home=\(home.directory)/toy", "--prompt", "hello",
            ], environment: ["TOY_KEY": "k1"])
        #expect(started.status == 0, "\(started.standardError)")
        let id = try #require(try await home.session("toy").agent?.conversation)

        func end() async throws {
            try await home.ok("kill", "toy")
            try await home.wait("toy", until: "exit")
        }
        func arguments() async throws -> [String] {
            let screen = try await home.ok("screen", "toy").split(separator: "\n").map(String.init)
            return screen.filter { $0.hasPrefix("argument=") }.map { String($0.dropFirst(9)) }
        }
        // Nothing was said: there is no conversation to go on with, but its id is kept. The prompt is not said twice.
        try await end()
        #expect(try await home.tend("restart", "toy").standardError.isEmpty)
        try await home.wait("toy", until: "text:a key of 2 letters")
        #expect(try await arguments() == ["--id", id, "--model", "small"])

        try await home.ok("send", "toy", "remember this", "--enter")
        try await home.wait("toy", until: "text:heard remember")
        try await end()
        // Another server knows it from the books, but not the secret: that was in memory.
        try await home.killServer()
        let restarted = try await home.tend("restart", "toy")
        #expect(restarted.standardError.contains("toy: started without TOY_KEY: only a server that has ended knew"))
        try await home.wait("toy", until: "text:letters")
        #expect(try await arguments() == ["--resume", id, "--model", "small"])
        #expect(try await home.ok("screen", "toy").contains("a key of 0 letters"))
        #expect(try await home.session("toy").agent?.conversation == id)
        try await home.close()
    }

    @Test func `a secret is not missed that the server has in its environment, or an account takes the place of`()
        async throws
    {
        let home = try await TestHome.withToy()
        let served = try await home.tend(["server", "start"], environment: ["TOY_KEY": "k22"])
        #expect(served.status == 0)
        try await home.ok("account", "add", "claude", "work", "--dir", home.directory + "/work")
        let secrets = ["TOY_KEY": "k1", "ANTHROPIC_API_KEY": "sk-1"]
        for words in [["toy"], ["claude", "--account", "work", "--set", "command=\(home.directory)/bin/toy"]] {
            let started = try await home.tend(["new", "-d", "--name", words[0]] + words, environment: secrets)
            #expect(started.status == 0, "\(started.standardError)")
        }
        // Once with the server that was told them, once with another.
        for round in 1...2 {
            for name in ["toy", "claude"] {
                try await home.ok("kill", name)
                try await home.wait(name, until: "exit")
                let restarted = try await home.tend("restart", name)
                #expect(!restarted.standardError.contains("started without"), "\(round): \(restarted.standardError)")
            }
            if round == 1 { try await home.killServer() }
        }
        try await home.wait("toy", until: "text:a key of 3 letters")
        try await home.close()
    }

    @Test func `a secret that is kept reaches the agent over a restart, and is nowhere to be read`() async throws {
        let home = try await TestHome.withToy()
        let secret = "sk-toy-kept-77aa"
        let told = try await home.tend(["provider", "set", "toy", "key"], input: secret + "\n")
        #expect(told.status == 0, "\(told.standardError)")
        #expect(try await home.tend("provider", "set", "toy", "key=\(secret)").standardError.contains("is a secret"))
        #expect(try await home.tend("provider", "set", "toy", "mode").status == 2)
        try await home.ok("server", "restart")
        #expect(try await home.ok("provider", "show", "toy").contains("••••"))
        try await home.ok("new", "toy", "-d", "--set", "home=\(home.directory)/toy")
        let pid = try #require(try await home.session("toy").pid)
        let environment = try #require(FileManager.default.contents(atPath: "/proc/\(pid)/environ"))
        #expect(String(decoding: environment, as: UTF8.self).contains("TOY_KEY=\(secret)"))
        // Not in the database, nor in any other file; not in what the API tells.
        let found = try await home.run("/bin/grep", ["-rlaF", "--exclude-dir=bin", secret, home.directory])
        #expect(found.standardOutput.isEmpty, "\(found.standardOutput)")
        for words in [["ls", "--json"], ["provider", "show", "toy", "--json"], ["new", "toy", "--dry-run"]] {
            #expect(try await !home.tend(words).standardOutput.contains(secret))
        }
        // Another key opens nothing, and says so instead of starting without.
        try FileManager.default.removeItem(atPath: home.directory + "/state/secret.key")
        try await home.ok("server", "restart")
        let refused = try await home.tend("new", "toy", "-d")
        #expect(refused.status == 1)
        #expect(refused.standardError.contains("secret.key is missing"))
        try await home.ok("provider", "unset", "toy", "key")
        try await home.ok("new", "toy", "-d", "--name", "second")
        try await home.close()
    }

    @Test func `what cannot be started is refused before anything is`() async throws {
        let home = try await TestHome.withToy()
        try home.add(
            manifest: #"{"name":"gone","cli":{"command":"no-such-agent-here","install":"make gone"}}"#, as: "gone.json")
        try home.add(manifest: #"{"name":"bad","cli":{"comand":"x"}}"#, as: "bad.json")
        let refusals: [([String], String)] = [
            (["toi"], "there is no agent 'toi' — did you mean 'toy'?"),
            (["gone"], "gone is not installed: there is no 'no-such-agent-here' in PATH — to install it: make gone"),
            (["bad"], "the manifest of 'bad' has mistakes: \(home.directory)/config/manifests/bad.json: cli.command"),
            (["toy", "--model", "lrage"], "there is no model 'lrage' — did you mean 'large'?"),
            (["toy", "--set", "mdoe=quick"], "mdoe: Toy has no such setting — did you mean 'mode'?"),
            (["toy", "--set", "mode=quik"], "mode: there is no 'quik' — did you mean 'quick'?"),
            (
                ["toy", "--set", "key=sk-1"],
                "key: is a secret and is for no command line — 'tend provider set toy key' asks for it"
            ),
            (["toy", "--cwd", "/no/such/place"], "cannot start Toy in /no/such/place: no such directory"),
        ]
        for (words, message) in refusals {
            let outcome = try await home.tend(["new", "-d"] + words)
            #expect(outcome.status == 1, "\(words)")
            #expect(outcome.standardError.contains(message), "\(words): \(outcome.standardError)")
        }
        try await home.ok("provider", "disable", "toy")
        #expect(try await home.tend("new", "-d", "toy").standardError.contains("'toy' is disabled"))
        #expect(try await home.tend("new", "-d", "--model", "x").status == 2)
        #expect(try await home.sessions().isEmpty)
        try await home.close()
    }

    @Test func `a dry run shows the plan and starts nothing`() async throws {
        let home = try await TestHome.withToy()
        let talks = home.directory + "/talks"
        try FileManager.default.createDirectory(atPath: talks, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: talks + "/c 1.log"))
        let words = ["new", "toy", "--dry-run", "--cwd", "/tmp", "--set", "home=\(home.directory)"]
        // A conversation that there is not would be found out by the agent only.
        let unknown = try await home.tend(words + ["--resume", "c 2"])
        #expect(unknown.status == 1 && unknown.standardError.contains("it has no conversation 'c 2'"))
        let plan = try await home.tend(
            words + ["--set", "mode=quick", "--resume", "c 1"], environment: ["TOY_KEY": "sk-toy-1"])
        #expect(
            plan.standardOutput == """
                directory     /tmp
                environment   TOY_HOME=\(home.directory)
                environment   TOY_KEY=••••••••
                environment   TOY_MODE=quick
                command       \(home.directory)/bin/toy --resume 'c 1'
                conversation  c 1

                """)
        #expect(try await home.sessions().isEmpty)
        try await home.close()
    }

    @Test func `providers are listed, set up, checked, and looked for`() async throws {
        let home = try await TestHome.withToy()
        let listed = try await home.ok("provider", "ls")
        let toy = listed.split(separator: "\n").first { $0.hasPrefix("toy ") }
        #expect(toy?.contains("1.2.3") == true, "\(listed)")
        #expect(listed.contains("claude"))
        try await home.ok("provider", "set", "toy", "mode=quick", "model=large")
        #expect(try await home.ok("provider", "show", "toy").contains("mode   quick"))
        // Kept over the server's life.
        try await home.killServer()
        #expect(try await home.ok("provider", "show", "toy").contains("mode   quick"))
        try await home.ok("provider", "unset", "toy", "mode")
        #expect(!(try await home.ok("provider", "show", "toy")).contains("mode   quick"))

        let secret = try await home.tend("provider", "set", "toy", "key=sk-1")
        #expect(secret.status == 1)
        #expect(secret.standardError.contains("'tend provider set toy key' asks for it"))

        try home.add(manifest: #"{"name":"bad","type":"clu","cli":{"command":"x"}}"#, as: "bad.json")
        let check = try await home.tend("provider", "check", home.directory + "/config/manifests/bad.json")
        #expect(check.status == 1)
        #expect(check.standardOutput.hasSuffix("bad.json: type: unknown type 'clu' — did you mean 'cli'?\n"))
        #expect(try await home.tend("provider", "ls").standardError.contains("did you mean 'cli'?"))
        try await home.ok("provider", "check", home.directory + "/config/manifests/toy.json")
        #expect(try await home.tend("provider", "detect", "toy").status == 0)
        try await home.close()
    }
}
