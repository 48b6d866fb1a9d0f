import Testing

@testable import TendAgents

@Suite struct CodexArgumentsTests {
    @Test func `configuration goes to both, the rest to the TUI`() {
        let line = [
            "-c", "model_provider=\"mock\"", "--enable", "x", "-m", "m", "-a", "on-request", "--config=a=1", "-cb=2",
            "--strict-config", "fix it",
        ]
        #expect(
            CodexArguments(line)
                == .attached(
                    server: [
                        "-c", "model_provider=\"mock\"", "--enable", "x", "--config=a=1", "-cb=2", "--strict-config",
                    ],
                    tui: line))
    }

    @Test func `options after resume count, too, and the background server is never asked for`() {
        #expect(
            CodexArguments(["--no-daemon", "resume", "--last", "-c", "a=1"])
                == .attached(server: ["-c", "a=1"], tui: ["resume", "--last", "-c", "a=1"]))
    }

    @Test(arguments: [
        ["resume", "c1", "-a", "never", "--sandbox=read-only", "-m", "m"],
        ["-a=never", "resume", "c1", "-s", "read-only", "-m", "m"],
        ["resume", "-c", #"approval_policy="never""#, "c1", "-c", #"sandbox_mode="read-only""#, "-m", "m"],
    ])
    func `what a resumed conversation may do is said to the app server`(line: [String]) {
        #expect(
            CodexArguments(line)
                == .attached(
                    server: ["-c", #"approval_policy="never""#, "-c", #"sandbox_mode="read-only""#],
                    tui: ["resume", "c1", "-m", "m"]))
    }

    @Test func `what follows two dashes is a prompt`() {
        #expect(CodexArguments(["--", "-c", "exec"]) == .attached(server: [], tui: ["--", "-c", "exec"]))
    }

    @Test(arguments: [["exec", "x"], ["-m", "m", "exec"], ["--version"], ["mcp", "ls"], ["help"]])
    func `a line without a TUI is run as it is`(line: [String]) {
        #expect(CodexArguments(line) == .plain(line, reason: nil))
    }

    @Test func `a prompt that is called like a command is a prompt when it is not the first`() {
        #expect(CodexArguments(["resume", "exec"]) == .attached(server: [], tui: ["resume", "exec"]))
    }

    @Test(arguments: [["-p", "work"], ["--profile=work"], ["--add-dir", "/x"], ["resume", "--oss"], ["--worktree"]])
    func `what an app server cannot do is run without, and why is said`(line: [String]) {
        guard case .plain(let arguments, let reason) = CodexArguments(line) else {
            Issue.record("not plain")
            return
        }
        #expect(arguments == ["--no-daemon"] + line)
        #expect(reason?.isEmpty == false)
    }

    @Test func `somebody else's app server is left to somebody else`() {
        let line = ["--remote", "ws://h:1"]
        #expect(CodexArguments(line) == .plain(line, reason: "its app server is another one (--remote)"))
    }

    @Test(arguments: [
        ("/bin/bash -lc 'git status'", "git status"),
        ("/bin/bash -lc \"it's \\$x\"", "it's $x"),
        ("bash -lc 'a; b | c'", "a; b | c"),
        ("/usr/bin/zsh -c ls", "ls"),
        ("/bin/bash -lc", "/bin/bash -lc"),
        ("/bin/bash -lc 'x' y", "/bin/bash -lc 'x' y"),
        ("/bin/bash -lc $(x)", "/bin/bash -lc $(x)"),
        ("/bin/bash -lc 'open", "/bin/bash -lc 'open"),
        ("python3 -c 'x'", "python3 -c 'x'"),
        ("git status; rm x", "git status; rm x"),
    ])
    func `what a shell is told to run is shown, and nothing is guessed`(line: String, script: String) {
        #expect(ShellScript.inside(line) == script)
    }
}
