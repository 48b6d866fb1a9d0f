import Foundation
import Testing

/// The verbs that look after the server.
@Suite struct ServerCommandTests {
    @Test func `start starts one server, status tells of it, and there is none before`() async throws {
        let home = try await TestHome()
        let none = try await home.tend("server", "status")
        #expect(none.status == 1)
        #expect(none.standardError.contains("no tend server runs at \(home.directory)/tend.sock"))
        #expect(none.standardError.contains("tend server start"))
        #expect(home.processes().isEmpty, "asking starts nothing")

        let first = try await home.tend("server", "start")
        #expect(first.status == 0)
        #expect(try await home.tend("server", "start").standardError == first.standardError, "the same one")
        try await home.ok("new", "-d", "--", "cat")
        let status = try await home.status()
        #expect(first.standardError.contains("pid \(status.pid), keeper \(status.keeper_pid)"))
        #expect(status.sessions == 1)
        #expect(status.socket == home.directory + "/tend.sock")

        let json = try JSONSerialization.jsonObject(with: Data(try await home.ok("server", "status", "--json").utf8))
        let fields = try #require(json as? [String: Any])
        #expect(fields["status"] as? String == "ok")
        #expect(fields["problems"] as? [String] == [])
        #expect(try await fields["version"] as? String == home.ok("--version"))
        let text = try await home.ok("server", "status")
        for word in ["pid \(status.pid)", "pid \(status.keeper_pid)", status.socket] { #expect(text.contains(word)) }
        try await home.close()
    }

    @Test func `restart replaces the server and nothing else`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "shell", "--", "bash", "--norc")
        try await home.ok("send", "shell", "marker=survived; echo set", "--enter")
        try await home.wait("shell", until: "text:^set$")
        let (before, session) = (try await home.status(), try await home.session("shell"))
        let screen = try await home.ok("screen", "shell")
        let outcome = try await home.tend("server", "restart")
        let after = try await home.status()
        #expect(outcome.status == 0)
        #expect(outcome.standardError.contains("the server runs anew (pid \(after.pid)"), "\(outcome.standardError)")
        #expect(after.pid != before.pid)
        #expect(after.keeper_pid == before.keeper_pid)
        #expect(try await home.session("shell").pid == session.pid)
        #expect(try await home.ok("screen", "shell") == screen)
        try await home.ok("send", "shell", "echo it $marker", "--enter")
        try await home.wait("shell", until: "text:^it survived$")
        try await home.close()
    }

    /// NIO writes to standard error, which is the log.
    @Test func `a server holds no connection of its own, and ends without a complaint`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--", "cat")
        let pid = try await home.status().pid
        try await eventually("it has the keeper and its listener only") {
            let files = try await home.run("/bin/ls", ["-l", "/proc/\(pid)/fd"]).standardOutput
            return files.components(separatedBy: "socket:").count - 1 == 2
        }
        try await home.ok("server", "restart")
        let log = try String(contentsOfFile: home.directory + "/state/server.log", encoding: .utf8)
        #expect(!log.contains("ERROR"), "\(log)")
        try await home.close()
    }

    @Test func `without a server there is nothing to restart, to upgrade or to stop`() async throws {
        let home = try await TestHome()
        for verb in ["restart", "upgrade"] {
            let outcome = try await home.tend("server", verb)
            #expect(outcome.status == 1)
            #expect(outcome.standardError.contains("no tend server runs"), "\(outcome.standardError)")
        }
        let stop = try await home.tend("server", "stop")
        #expect(stop.status == 0)
        #expect(stop.standardError == "no server runs\n")
        #expect(home.processes().isEmpty)
        try await home.close()
    }

    @Test func `a file that is no tend is refused, and is not what comes after a restart`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "box", "--", "cat")
        let refused = try await home.tend("server", "upgrade", "--executable", "/bin/true")
        #expect(refused.status == 1)
        #expect(
            refused.standardError.contains("is not a keeper that can continue this one"), "\(refused.standardError)")
        try await home.ok("server", "restart")
        #expect(try await home.session("box").state == "running")
        try await home.close()
    }

    @Test func `stop returns when server, keeper and sessions are gone`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--", "cat")
        try await home.ok("new", "-d", "--", "bash", "-c", "sleep 1000 & exec cat")
        let outcome = try await home.tend("server", "stop", "--force")
        #expect(home.processes().isEmpty, "\(home.processes())")
        #expect(outcome.status == 0)
        #expect(outcome.standardError == "the server has stopped\n")
        #expect(try await home.sessions().allSatisfy { $0.state == "exited" && $0.signal == Int(SIGHUP) })
        try await home.close()
    }

    @Test func `logs shows what server and keeper said, the newest last`() async throws {
        let home = try await TestHome()
        let none = try await home.tend("server", "logs")
        #expect(none.status == 1)
        #expect(none.standardError.contains("there is no log yet at '\(home.directory)/state/server.log'"))
        try await home.ok("server", "start")
        let pid = try await home.status().pid
        try await home.ok("new", "-d", "--name", "told", "--", "bash", "-c", "exit 3")
        try await eventually("the end of the session is in the log") {
            try await home.ok("server", "logs").contains("(told): exited")
        }
        let lines = try await home.ok("server", "logs").split(separator: "\n")
        let order = ["keeper[", "(pid \(pid)) serves", "(told): created", "(told): exited"].map { text in
            lines.firstIndex { $0.contains(text) }
        }
        #expect(
            order.compactMap(\.self).count == 4 && order.compactMap(\.self) == order.compactMap(\.self).sorted(),
            "\(lines)")
        #expect(try await home.ok("server", "logs", "-n", "1") == lines.last.map(String.init))
        #expect(try await home.tend("server", "logs", "-n", "0").status == 2)
        try await home.close()
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `run serves in the foreground, and a signal ends it with its sessions`(signal: Int32) async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, "server", "run")
        try await eventually("it answers") { try await home.tend("server", "status").status == 0 }
        #expect(try await home.status().keeper_pid == terminal.pid)
        let names = (1...8).map { "box\($0)" }
        for name in names {
            try await home.ok("new", "-d", "--name", name, "--", "bash", "-c", "echo a last word; exec cat")
            try await home.wait(name, until: "text:a last word")
        }

        let second = try await home.tend("server", "run")
        #expect(second.status == 1)
        #expect(second.standardError.contains("a server of this home runs already"), "\(second.standardError)")

        // C-c at the terminal, or what systemd does.
        if signal == SIGINT { terminal.type("\u{03}") } else { kill(terminal.pid, signal) }
        try await terminal.ends(with: .code(0))
        #expect(home.processes().isEmpty, "all ends with it")
        // The books say so, and what it left can be read.
        for name in names {
            let session = try await home.session(name)
            #expect(session.state == "exited")
            #expect(session.signal == Int(SIGHUP))
            #expect(try await home.ok("screen", name).contains("a last word"))
        }
        try await home.close()
    }

    @Test func `a server that is killed under run is replaced in place`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, "server", "run")
        try await eventually("it answers") { try await home.tend("server", "status").status == 0 }
        let id = try await home.ok("new", "-d", "--", "cat")
        try await home.killServer()
        #expect(try await home.status().keeper_pid == terminal.pid)
        #expect(try await home.session(id).state == "running")
        try await home.ok("server", "stop", "--force")
        try await terminal.ends(with: .code(0))
        try await home.close()
    }
}
