import Foundation
import Testing

/// Damaged or missing storage: clear words, sessions that go on, nothing thrown away.
@Suite struct StorageTests {
    @Test func `a damaged database is kept aside and the sessions go on`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--name", "keeper-of-names", "--", "cat")
        try await home.ok("send", id, "before", "--enter")
        let database = home.directory + "/state/tend.sqlite"
        // The server must not write its good copy back, so it is stopped dead before its file is damaged.
        let server = try await home.status().pid
        kill(server, SIGSTOP)
        try Data(repeating: 0x5A, count: 20_000).write(to: URL(fileURLWithPath: database))
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + suffix) }
        kill(server, SIGKILL)
        try await eventually("another server answers") { try await home.status().pid != server }

        let session = try await home.session("keeper-of-names")
        #expect(session.id == id)
        #expect(session.state == "running")
        #expect(try await home.ok("screen", id).contains("before"))
        let files = try FileManager.default.contentsOfDirectory(atPath: home.directory + "/state")
        #expect(files.contains { $0.hasPrefix("tend.sqlite.corrupt-") }, "\(files)")
        let status = try await home.ok("server", "status")
        #expect(status.contains("damaged"))
        try await home.close()
    }

    @Test func `a server that may open few files keeps some for itself and for the next one`() async throws {
        let home = try await TestHome()
        let limited = "ulimit -n 80; exec '\(TestHome.binary)' server start"
        #expect(try await home.run("/bin/bash", ["-c", limited]).status == 0)
        var refusal = ""
        var count = 0
        while refusal.isEmpty, count < 80 {
            let outcome = try await home.tend("new", "-d", "--name", "s\(count)", "--", "cat")
            if outcome.status == 0 { count += 1 } else { refusal = outcome.standardError }
        }
        #expect(count > 0)
        #expect(refusal.contains("may open hardly any more files"), "\(refusal)")

        try await home.killServer()
        #expect(try await home.ok("ls", "--json").contains("s\(count - 1)"))
        try await home.close()
    }

    @Test func `a database of a newer version is left alone and sessions still start`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        try await home.ok("server", "stop", "--force")
        try await eventually("all have ended") { home.processes().isEmpty }
        let database = home.directory + "/state/tend.sqlite"
        let outcome = try await home.run(
            "/usr/bin/env",
            [
                "python3", "-c",
                "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); "
                    + "c.execute(\"insert into grdb_migrations values ('v999 from the future')\"); c.commit()",
                database,
            ])
        #expect(outcome.status == 0, "\(outcome.standardError)")
        let id = try await home.ok("new", "-d", "--", "cat")
        try await home.ok("send", id, "still works", "--enter")
        try await home.wait(id, until: "text:still works")
        #expect(try await home.ok("server", "status").contains("schema"))
        try await home.close()
    }

    /// Another process keeps the books from being written while `body` runs.
    private func whileLocked(_ home: TestHome, _ body: () async throws -> Void) async throws {
        let (locked, go) = (home.directory + "/locked", home.directory + "/go")
        let script = """
            import os, sqlite3, sys, time
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute("BEGIN IMMEDIATE")
            open(sys.argv[2], "w")
            while not os.path.exists(sys.argv[3]): time.sleep(0.01)
            """
        async let lock = home.run(
            "/usr/bin/env", ["python3", "-c", script, home.directory + "/state/tend.sqlite", locked, go])
        try await eventually("it is locked") { FileManager.default.fileExists(atPath: locked) }
        // Else a failure would wait for the lock, which waits for this.
        defer { _ = FileManager.default.createFile(atPath: go, contents: nil) }
        try await body()
        #expect(FileManager.default.createFile(atPath: go, contents: nil))
        #expect(try await lock.status == 0)
    }

    @Test func `while the books cannot be written, the end of a session keeps no other's news waiting`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "short", "--", "cat")
        try await home.ok(
            "new", "-d", "--name", "other", "--", "bash", "-c", #"read x; printf '\033]2;a title\007'; exec cat"#)
        try await whileLocked(home) {
            try await home.ok("send", "short", "--key", "C-d")
            try await eventually("it has ended") { try await home.session("short").state == "exited" }
            try await home.ok("send", "other", "", "--enter")
            try await eventually("its title is told") { try await home.session("other").title == "a title" }
            // Which comes seconds later, when the disk is given up for the time being.
            #expect(try await !home.ok("server", "status").contains("locked"))
        }
        try await home.close()
    }

    @Test func `the workspaces of books that cannot be read at the start come back, whatever was made instead`()
        async throws
    {
        let home = try await TestHome()
        // As a multiplexer makes one that it does not find.
        func makeEmpty(_ name: String) async throws {
            let made = try await home.run(
                "/usr/bin/env",
                [
                    "curl", "-sf", "--unix-socket", home.directory + "/tend.sock", "-H",
                    "Content-Type: application/json",
                    "-d", #"{"name":"\#(name)"}"#, "http://tend/api/v1/workspaces",
                ])
            #expect(made.status == 0)
        }
        for name in ["main", "other", "bare"] {
            let file = "\(home.directory)/\(name).yaml"
            let layout = "workspace: \(name)\ntabs:\n  - name: kept\n    command: cat\n"
            try Data(layout.utf8).write(to: URL(fileURLWithPath: file))
            if name == "bare" { try await makeEmpty(name) } else { try await home.ok("up", file) }
        }
        // Then they are in the books.
        try await home.ok("server", "restart")
        try await whileLocked(home) {
            try await home.killServer()
            #expect(try await !home.ok("workspaces", "--json").contains("main"))
            try await makeEmpty("main")
            for name in ["other", "bare"] { try await home.ok("up", "\(home.directory)/\(name).yaml") }
        }
        for name in ["main", "other", "other-2"] {
            try await eventually("\(name) is there") {
                try await home.tend("tabs", "--workspace", name).line.contains("kept")
            }
        }
        // And in the books. What had no tabs has nothing to be kept.
        try await home.ok("server", "restart")
        #expect(try await home.ok("tabs", "--workspace", "main").contains("kept"))
        #expect(try await home.ok("tabs", "--workspace", "bare").contains("kept"))
        #expect(try await !home.ok("workspaces").contains("bare-2"))
        try await home.close()
    }

    @Test func `a damaged snapshot is rebuilt from the recording and noted`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--", "bash", "-c", "seq 1 200; echo last; exec cat")
        try await home.wait(id, until: "text:^last$")
        let server = try await home.status().pid
        kill(server, SIGSTOP)
        try Data("rubbish".utf8).write(to: URL(fileURLWithPath: home.directory + "/state/sessions/\(id)/snapshot"))
        kill(server, SIGKILL)
        try await eventually("another server answers") { try await home.status().pid != server }
        try await home.wait(id, until: "text:^last$")
        #expect(try await home.ok("tail", id, "-n", "300").hasPrefix("1\n2\n3\n"))
        try await eventually("it is noted") { try await !home.session(id).notes.isEmpty }
        try await home.close()
    }

    @Test func `a session whose screen was never saved is shown from its recording`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--", "bash", "-c", "seq 1 200; echo last; exec cat")
        try await home.wait(id, until: "text:^last$")
        let server = try await home.status().pid
        kill(server, SIGSTOP)
        try FileManager.default.removeItem(atPath: home.directory + "/state/sessions/\(id)/snapshot")
        kill(server, SIGKILL)
        try await eventually("another server answers") { try await home.status().pid != server }
        try await home.wait(id, until: "text:^last$")
        #expect(try await home.ok("tail", id, "-n", "300").hasPrefix("1\n2\n3\n"))
        #expect(try await home.session(id).notes.isEmpty)
        try await home.close()
    }

    /// On a small file system of its own, which only root may mount.
    @Test(.enabled(if: geteuid() == 0, "only root can mount a small file system"))
    func `a full disk stops new sessions and no running one`() async throws {
        let home = try await TestHome()
        let mounted = try await home.run(
            "/bin/mount", ["-t", "tmpfs", "-o", "size=7m,mode=700", "tmpfs", home.directory])
        try #require(mounted.status == 0, "\(mounted.standardError)")
        try await home.ok("new", "-d", "--name", "first", "--", "cat")

        let refused = try await home.tend("new", "-d", "--name", "second", "--", "cat")
        #expect(refused.status == 1)
        #expect(refused.standardError.lowercased().contains("space"), "\(refused.standardError)")
        #expect(try await home.sessions().map(\.name) == ["first"])

        // Not a byte is left; what is typed arrives and is shown all the same.
        _ = try await home.run("/bin/dd", ["if=/dev/zero", "of=\(home.directory)/filler", "bs=4096"])
        for line in 1...20 { try await home.ok("send", "first", "line \(line)", "--enter") }
        try await home.wait("first", until: "text:line 20")
        #expect(try await home.ok("tail", "first", "-n", "2") == "line 20\nline 20")

        try FileManager.default.removeItem(atPath: home.directory + "/filler")
        try await home.ok("rename", "first", "still here")
        try await home.killServer()
        #expect(try await home.ok("tail", "still here", "-n", "2") == "line 20\nline 20")
        try await home.ok("server", "stop", "--force")
        try await eventually("all have ended") { home.processes().isEmpty }
        let unmounted = try await home.run("/bin/umount", ["-l", home.directory])
        #expect(unmounted.status == 0, "\(unmounted.standardError)")
        try FileManager.default.removeItem(atPath: home.directory)
    }

    @Test func `a directory that others may write is refused`() async throws {
        let home = try await TestHome()
        chmod(home.directory, 0o777)
        let outcome = try await home.tend("new", "-d", "--", "cat")
        #expect(outcome.status == 1)
        #expect(outcome.standardError.contains(home.directory))
        chmod(home.directory, 0o700)
        try await home.close()
    }
}
