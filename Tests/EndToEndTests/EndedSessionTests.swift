import Foundation
import Testing

/// Sessions that have ended can be read, and cost no memory for that.
@Suite struct EndedSessionTests {
    /// Whose recordings the server has mapped.
    private func opened(_ home: TestHome) async throws -> Set<String> {
        let maps = try await home.run("/bin/cat", ["/proc/\(try await home.status().pid)/maps"]).standardOutput
        let folders = maps.split(separator: "\n").filter { $0.contains("/state/sessions/") }.compactMap { line in
            line.components(separatedBy: "/state/sessions/").last?.split(separator: "/").first.map(String.init)
        }
        return Set(folders)
    }

    @Test func `however many are read, only a few stay open`() async throws {
        let home = try await TestHome()
        let running = try await home.ok("new", "-d", "--name", "running", "--", "cat")
        var ids: [String] = []
        for number in 0..<15 {
            let body = #"{"command": "echo", "args": ["I was number \#(number)."]}"#
            let made = try await home.ask("POST", "/sessions", body: body)
            ids.append(try #require(try made.json()["id"] as? String, "\(made.text)"))
        }
        for id in ids {
            #expect(try await home.ask("GET", "/sessions/\(id)/wait?until=exit&timeout=30s").status == 200)
        }
        #expect(try await opened(home).count <= 8 + 1)
        for (number, id) in ids.enumerated() {
            let screen = try await home.ask("GET", "/sessions/\(id)/screen?format=text").text
            #expect(screen.hasPrefix("I was number \(number).\n"), "\(screen)")
        }
        let hits = try await home.ok("search", "I was number")
        #expect(hits.split(separator: "\n").count == ids.count)
        let open = try await opened(home)
        #expect(open.count <= 8 + 1)
        #expect(open.contains(running))

        try await home.killServer()
        for (number, id) in ids.enumerated() {
            let output = try await home.ask("GET", "/sessions/\(id)/buffer").text
            #expect(output == "I was number \(number).\r\n")
        }
        #expect(try await opened(home).count <= 8 + 1)
        try await home.close()
    }

    @Test func `removed while it is run again, nothing of it is left`() async throws {
        let home = try await TestHome()
        for _ in 0..<10 {
            try await home.ok("new", "-d", "--name", "x", "--", "bash", "-c", "sleep 0.1; echo out; exec sleep 1000")
            try await home.ok("kill", "x")
            async let again = home.ask("POST", "/sessions/x/restart", body: "{}")
            async let gone = home.ask("DELETE", "/sessions/x")
            _ = try await (again, gone)
            // The one that came second may have found nothing.
            if try await home.sessions().contains(where: { $0.name == "x" }) { try await home.ok("rm", "-f", "x") }
        }
        let status = try await home.status()
        try await eventually("server and keeper are alone") {
            Set(home.processes()) == [status.pid, status.keeper_pid]
        }
        #expect(try await home.status().pid == status.pid)
        try await home.close()
    }

    @Test func `one that is being watched stays open, and shows how it is run again`() async throws {
        let home = try await TestHome()
        let command = "echo run $(cat runs 2>/dev/null | wc -l); echo x >> runs; [ -e again ] && exec cat"
        let id = try await home.ok(
            "new", "-d", "--name", "watched", "--cwd", home.directory, "--", "bash", "-c", command)
        try await home.wait(id, until: "exit")
        var watcher = try await LiveWatcher(home, "watched")
        try await watcher.shows("run 0")
        for _ in 0..<12 {
            let other = try await home.ask("POST", "/sessions", body: #"{"command": "true"}"#).json()["id"]
            let path = "/sessions/\(try #require(other as? String))/wait?until=exit&timeout=30s"
            #expect(try await home.ask("GET", path).status == 200)
        }
        #expect(try await opened(home).contains(id))
        #expect(FileManager.default.createFile(atPath: home.directory + "/again", contents: nil))
        try await home.ok("restart", "watched")
        try await watcher.shows("run 1")
        try await home.ok("send", "watched", "alive", "--enter")
        try await watcher.shows("alive\nalive")
        try await home.close()
    }

    @Test func `a program that ends at once has ended, however often it is started again`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--", "true")
        try await home.wait(id, until: "exit")
        // It may end before, while and after its start is written down.
        for _ in 0..<50 {
            let restarted = try await home.ask("POST", "/sessions/\(id)/restart")
            #expect(restarted.status == 200, "\(restarted)")
            #expect(try await home.ask("GET", "/sessions/\(id)/wait?until=exit&timeout=600s").status == 200)
        }
        #expect(try await home.session(id).exit_code == 0)
        try await home.close()
    }

    @Test func `a session whose end is not yet written down can be started again`() async throws {
        let home = try await TestHome()
        let box = try await home.ok("new", "-d", "--", "cat")
        let lock = """
            import sqlite3, sys
            sys.stdin.readline()
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            print("is locked", flush=True)
            sys.stdin.readline()
            """
        let locker = try await home.ok("new", "-d", "--", "python3", "-c", lock, home.directory + "/state/tend.sqlite")
        try await home.ok("send", locker, "--enter")
        try await home.wait(locker, until: "text:is locked")
        try await home.ok("kill", box)
        try await home.wait(box, until: "exit")

        async let restarted = home.ask("POST", "/sessions/\(box)/restart")
        // It has been asked for when these have been answered, or soon after.
        for _ in 0..<5 { _ = try await home.sessions() }
        try await home.ok("send", locker, "--enter")
        let answer = try await restarted
        #expect(answer.status == 200, "\(answer)")
        #expect(try await home.session(box).state == "running")
        try await home.close()
    }
}
