import Foundation
import TendScreen
import Testing

/// `tend companion codex` in a real session, with a stand-in for Codex.
@Suite struct CodexCompanionTests {
    @Test func `the app server and the TUI get their arguments, and a second client comes`() async throws {
        let desk = try await CodexDesk("-c", "a=1", "--no-daemon", "-m", "m", "hello")
        let starts = desk.notes("starts")
        let address = "unix://\(desk.home.directory)/codex-"
        #expect(starts.count == 2)
        #expect(starts[0].hasPrefix(#"["app-server", "--listen", "\#(address)"#))
        #expect(starts[0].hasSuffix(#".sock", "-c", "a=1"]"#))
        #expect(starts[1].hasPrefix(#"["--remote", "\#(address)"#))
        #expect(starts[1].hasSuffix(#".sock", "-c", "a=1", "-m", "m", "hello"]"#))
        try await eventually("both are clients") { Set(desk.notes("clients")) == ["tend", "codex-tui"] }
        try await desk.close()
    }

    @Test func `a command waits in the inbox and at the desk, and runs when it is allowed`() async throws {
        let desk = try await CodexDesk()
        try await desk.type("run touch made")
        try await desk.shows("asks /bin/bash -lc 'touch made'")
        let item = try await desk.item("open")
        #expect(item.kind == "permission")
        #expect(item.title == "run touch made")
        #expect(item.tool == "Bash")
        #expect(item.command == "touch made")
        #expect(item.cwd == desk.project)
        #expect(item.verdicts == ["allow", "deny"])
        #expect(!desk.has("made"))
        #expect(try await desk.applies(item, #"{"verdict":"allow"}"#))
        try await desk.shows("turn completed")
        // The stand-in says that it was answered, and acts then.
        try await eventually("it is done") { desk.has("made") }
        #expect(try await desk.answer(item, #"{"verdict":"deny"}"#) == "stale")
        try await desk.close()
    }

    @Test func `a denial lets the model go on, and tells it why`() async throws {
        let desk = try await CodexDesk()
        try await desk.type("run touch made")
        let item = try await desk.item("open")
        #expect(try await desk.applies(item, #"{"verdict":"deny","reason":"use make"}"#))
        try await desk.shows("turn completed")
        #expect(!desk.has("made"))
        #expect(desk.notes("answers") == [#"{"decision": "decline"}"#])
        try await eventually("the reason is told") { desk.notes("steered") == ["use make"] }
        try await desk.close()
    }

    @Test func `an answer at the desk withdraws the question`() async throws {
        let desk = try await CodexDesk()
        try await desk.type("run touch made")
        let item = try await desk.item("open")
        try await desk.shows("asks")
        try await desk.type("y")
        #expect(try await desk.item("withdrawn").ending?.reason == "answered at the desk")
        #expect(try await desk.answer(item, #"{"verdict":"deny"}"#) == "stale")
        try await eventually("it is done") { desk.has("made") }
        #expect(desk.notes("answers") == [#"{"decision": "accept"}"#])
        try await desk.close()
    }

    @Test func `a change of a file shows its diff`() async throws {
        let desk = try await CodexDesk()
        // The thread is there to be resumed once something was said.
        try await desk.type("run true")
        #expect(try await desk.applies(try await desk.item("open"), #"{"verdict":"allow"}"#))
        let path = desk.project + "/new.txt"
        try await desk.type("write \(path) hello")
        let item = try await desk.item("open", after: 1)
        #expect(item.diff == "--- /dev/null\n+++ \(path)\n@@ -0,0 +1,1 @@\n+hello\n")
        #expect(try await desk.applies(item, #"{"verdict":"allow_session"}"#))
        #expect(desk.notes("answers").last == #"{"decision": "acceptForSession"}"#)
        try await eventually("it is done") { desk.has("new.txt") }
        try await desk.close()
    }

    @Test func `a question is answered with a choice`() async throws {
        let desk = try await CodexDesk()
        try await desk.type("ask")
        let item = try await desk.item("open")
        #expect(item.kind == "question")
        #expect(try await desk.applies(item, #"{"verdict":"answer","answers":[["Blue"]]}"#))
        #expect(desk.notes("answers") == [#"{"answers": {"q1": {"answers": ["Blue"]}}}"#])
        try await desk.close()
    }

    @Test func `an agent that is stopped by itself is watched on when it goes on`() async throws {
        let desk = try await CodexDesk()
        let companion = try #require(try await desk.home.session("agent").pid)
        let agent = try #require(
            desk.home.processes().first { ProcessFacts.commandLine(of: $0).contains("--remote") })
        kill(agent, SIGSTOP)
        try await eventually("it has stopped") { ProcessFacts.state(of: agent) == "T" }
        kill(agent, SIGCONT)
        try await desk.type("run touch made")
        #expect(try await desk.applies(try await desk.item("open"), #"{"verdict":"allow"}"#))
        try await eventually("it is done") { desk.has("made") }
        #expect(ProcessFacts.state(of: companion) != "T")
        try await desk.close()
    }

    @Test func `a question outlives the server`() async throws {
        let desk = try await CodexDesk()
        try await desk.type("run touch made")
        let item = try await desk.item("open")
        try await desk.home.killServer()
        #expect(try await desk.item("open").id == item.id)
        #expect(try await desk.applies(item, #"{"verdict":"allow"}"#))
        try await desk.shows("turn completed")
        try await eventually("it is done") { desk.has("made") }
        #expect(try await desk.items().count == 1)
        try await desk.close()
    }

    @Test func `the session ends as the TUI ends, and nothing is left`() async throws {
        let desk = try await CodexDesk()
        #expect(desk.sockets.count == 2)
        try await desk.type("exit 3")
        try await desk.home.wait("agent", until: "exit")
        #expect(try await desk.home.session("agent").exit_code == 3)
        #expect(desk.processes.isEmpty)
        #expect(desk.sockets.isEmpty)
        try await desk.close()
    }

    /// Then one SIGTERM is not enough for the app server.
    @Test func `a question that waits at the end is withdrawn, and nothing is left`() async throws {
        let desk = try await CodexDesk()
        try await desk.type("run touch made")
        _ = try await desk.item("open")
        try await desk.type("exit 0")
        #expect(try await desk.item("withdrawn").ending?.reason == "Codex has ended")
        try await eventually("nothing runs") { desk.processes.isEmpty }
        #expect(desk.sockets.isEmpty)
        #expect(!desk.has("made"))
        try await desk.close()
    }

    @Test func `a TUI that is killed ends the session as a killed program does`() async throws {
        let desk = try await CodexDesk()
        try await desk.type("die")
        try await desk.home.wait("agent", until: "exit")
        #expect(try await desk.home.session("agent").signal == 9)
        try await eventually("nothing runs") { desk.processes.isEmpty }
        #expect(desk.sockets.isEmpty)
        try await desk.close()
    }

    @Test func `with a killed companion everything ends, and the next one sweeps up`() async throws {
        let desk = try await CodexDesk()
        #expect(desk.processes.count == 3)
        kill(try #require(try await desk.home.session("agent").pid), SIGKILL)
        try await eventually("nothing runs") { desk.processes.isEmpty }
        let left = desk.sockets
        try await desk.home.ok("restart", "agent")
        try await eventually("another one has started") { desk.notes("starts").count == 4 }
        #expect(Set(left).isDisjoint(with: desk.sockets))
        try await desk.close()
    }

    @Test func `an app server that ends is started again, and what waited is withdrawn`() async throws {
        let desk = try await CodexDesk()
        try await desk.type("run touch made")
        _ = try await desk.item("open")
        try await desk.type("crash")
        #expect(try await desk.item("withdrawn").ending?.reason == "the app server of Codex has ended")
        try await eventually("another one has started") { desk.notes("starts").count == 3 }
        try await eventually("it is watched") { desk.notes("clients").filter { $0 == "tend" }.count == 2 }
        // The stand-in does not connect again; the TUI is there all the same.
        try await desk.type("exit 0")
        try await eventually("nothing runs") { desk.processes.isEmpty }
        #expect(desk.sockets.isEmpty)
        try await desk.close()
    }

    @Test func `without an app server Codex runs alone`() async throws {
        let desk = try await CodexDesk("-m", "m", isBroken: true)
        try await desk.shows("ready alone")
        #expect(desk.notes("starts").last == #"["--no-daemon", "-m", "m"]"#)
        try await desk.type("exit 4")
        try await desk.home.wait("agent", until: "exit")
        #expect(try await desk.home.session("agent").exit_code == 4)
        #expect(desk.sockets.isEmpty)
        try await desk.close()
    }

    @Test func `outside of a session Codex runs alone, on the same terminal`() async throws {
        let home = try await TestHome()
        let bin = home.directory + "/bin"
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: bin + "/codex", withDestinationPath: CodexDesk.tools + "/codex_stand_in.py")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let terminal = try TestTerminal(
            home, ["companion", "codex", "--", "codex", "hello"],
            environment: ["PATH": "\(bin):\(path)", "CODEX_HOME": home.directory])
        try await terminal.shows("ready alone")
        terminal.resize(to: .init(rows: 30, columns: 90))
        terminal.type("size\r")
        try await terminal.shows("size 30 90")
        // The keyboard's signal is the TUI's: Python ends by it.
        terminal.type("\u{03}")
        try await terminal.ends(with: .signal(SIGINT))
        #expect(!FileManager.default.fileExists(atPath: home.directory + "/tend.sock"))
    }

    @Test func `a Codex that is not installed is said so`() async throws {
        let home = try await TestHome()
        let outcome = try await home.tend("companion", "codex", "--", "no-such-codex", "x")
        #expect(outcome.status == 1)
        #expect(outcome.standardError == "tend: 'no-such-codex' is not installed: there is no such program in PATH\n")
    }
}
