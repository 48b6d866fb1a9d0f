import Foundation
import Testing

/// Each verb of the command line, on the real binary.
@Suite struct CommandTests {
    @Test func `a key without a code is refused, and input that is not read is counted as a whole`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "shown", "--", "cat")
        let refused = try await home.tend("send", "shown", "--key", "x", "--key", "Super-a")
        #expect(refused.status == 1)
        #expect(refused.standardError.contains("has no code for Super-a as it is set now — nothing was sent"))
        try await home.ok("send", "shown", "y", "--enter")
        try await home.wait("shown", until: "text:y")
        #expect(try await home.ok("screen", "shown") == "y\ny")

        let program = "stty raw -echo; echo ready; exec sleep 1000"
        try await home.ok("new", "-d", "--name", "deaf", "--", "bash", "-c", program)
        try await home.wait("deaf", until: "text:ready")
        let unread = try await home.tend("send", "deaf", "-", input: String(repeating: "0123456789", count: 30_000))
        #expect(unread.status == 1)
        #expect(
            unread.standardError.contains("(a piece of 300000 bytes, of which 0 were taken before it)"),
            "\(unread.standardError)")
        try await home.close()
    }

    @Test func `a session is made, listed, read, typed into, resized, renamed and removed`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--name", "box", "--size", "90x20", "--cwd", "/tmp", "--", "cat")
        #expect(id.count == 8)
        var session = try await home.session("box")
        #expect(session.id == id)
        #expect((session.command, session.cwd) == ("cat", "/tmp"))
        #expect((session.cols, session.rows) == (90, 20))
        #expect(session.state == "running")

        try await home.ok("send", "box", "first line", "--enter")
        try await home.ok("send", id, "--key", "x", "--key", "BSpace", "--key", "y", "--key", "Enter")
        try await home.ok("send", String(id.prefix(4)), "--paste", "pasted", "--enter")
        try await home.wait("box", until: "text:^pasted$")
        let screen = try await home.ok("screen", "box")
        #expect(screen.contains("first line\nfirst line\ny\ny\n"))

        try await home.ok("resize", "box", "100x30")
        try await home.ok("rename", "box", "crate")
        session = try await home.session("crate")
        #expect((session.cols, session.rows) == (100, 30))

        let refused = try await home.tend("rm", "crate")
        #expect(refused.status == 1)
        #expect(refused.standardError.contains("still runs"))
        try await home.ok("rm", "-f", "crate")
        #expect(try await home.sessions().isEmpty)
        try await home.close()
    }

    @Test func `the program's environment is that of a terminal of ours`() async throws {
        let home = try await TestHome()
        let id = try await home.tend(
            "new", "-d", "--env", "EXTRA=1 2", "--", "bash", "-c", "env; tty; stty size; ulimit -c; echo end; exec cat",
            environment: ["TMUX": "/tmp/x,1,0", "STY": "1.pts", "COLUMNS": "7"]
        ).line
        try await home.wait(id, until: "text:^end$")
        let lines = try await home.ok("tail", id, "-n", "500").split(separator: "\n").map(String.init)
        #expect(lines.contains("TERM=xterm-256color"))
        #expect(lines.contains("COLORTERM=truecolor"))
        #expect(lines.contains("TERM_PROGRAM=tend"))
        #expect(lines.contains("TEND_SESSION=\(id)"))
        #expect(lines.contains("TEND_SOCKET=\(home.directory)/tend.sock"))
        #expect(lines.contains("EXTRA=1 2"))
        #expect(lines.contains("40 120"))
        #expect(lines.contains { $0.hasPrefix("/dev/pts/") })
        for name in ["TMUX=", "STY=", "COLUMNS="] { #expect(!lines.contains { $0.hasPrefix(name) }, "\(name)") }
        try await home.close()
    }

    @Test func `what cannot be started is an error with its reason and leaves nothing`() async throws {
        let home = try await TestHome()
        let missing = try await home.tend("new", "-d", "--", "no-such-program-anywhere")
        #expect(missing.status == 1)
        #expect(missing.standardError.contains("no-such-program-anywhere"))
        #expect(missing.standardError.contains("no such file"))
        let directory = try await home.tend("new", "-d", "--cwd", "/no/such/place", "--", "cat")
        #expect(directory.status == 1)
        #expect(directory.standardError.contains("/no/such/place"))
        let notExecutable = try await home.tend("new", "-d", "--", "/etc/passwd")
        #expect(notExecutable.status == 1)
        #expect(try await home.sessions().isEmpty)
        let folders = try FileManager.default.contentsOfDirectory(atPath: home.directory + "/state/sessions")
        #expect(folders.isEmpty)
        try await home.close()
    }

    @Test func `wait tells exit, idle, text and time-out apart by status`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--", "bash", "-c", "echo ready; read x; exit 3")
        try await home.wait(id, until: "text:re+ady")
        #expect(try await home.tend("wait", id, "--until", "exit", "--timeout", "50ms").status == 124)
        #expect(try await home.tend("wait", id, "--until", "text:never", "--timeout", "50ms").status == 124)
        try await home.wait(id, until: "idle")
        #expect(try await home.session(id).activity == "idle")
        try await home.ok("send", id, "--enter")
        try await home.wait(id, until: "exit")
        let session = try await home.session(id)
        #expect(session.state == "exited")
        #expect(session.exit_code == 3)
        #expect(try await home.ok("screen", id).contains("ready"), "an ended session stays readable")
        #expect(try await home.tend("send", id, "more").status == 1)
        try await home.close()
    }

    @Test func `kill ends even a program that ignores hang-up and term`() async throws {
        let home = try await TestHome()
        let id = try await home.ok(
            "new", "-d", "--", "bash", "-c", "trap '' HUP TERM; sleep 1000 & echo ready; while :; do sleep 1; done")
        try await home.wait(id, until: "text:ready")
        try await home.ok("kill", id, "--signal", "TERM")
        #expect(try await home.session(id).state == "running")
        try await home.ok("kill", id)
        let session = try await home.session(id)
        #expect(session.state == "exited")
        #expect(session.signal == 9)
        try await eventually("its children are gone") { try home.childOfKeeper(named: "sleep") == nil }
        try await home.close()
    }

    @Test func `search finds lines of all sessions, also those that scrolled away`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "log", "--", "bash", "-c", "seq 1 30000; echo done; exec cat")
        try await home.ok("new", "-d", "--name", "other", "--", "bash", "-c", "echo the number 12345 here; exec cat")
        try await home.wait("log", until: "text:^done$")
        try await home.wait("other", until: "text:here")
        let hits = try await home.ok("search", "12345")
        #expect(hits.split(separator: "\n").count == 2)
        #expect(hits.contains("the number 12345 here"))
        #expect(try await home.ok("tail", "log", "-n", "3") == "29999\n30000\ndone")
        try await home.close()
    }

    @Test func `what a program that has ended printed is found however long ago, and no lines are lines`() async throws
    {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "log", "--", "seq", "1", "3000")
        try await home.wait("log", until: "exit")
        #expect(try await home.ok("wait", "log", "--until", "text:^500$") == "500")
        #expect(try await home.tend("wait", "log", "--until", "text:nosuch").status == 1)
        #expect(try await home.ok("tail", "log", "-n", "0") == "")
        #expect(try await home.ok("tail", "log", "-n", "0", "--json").contains(#""total" : 3000"#))
        try await home.close()
    }

    @Test func `a theme is checked by its name too`() async throws {
        let home = try await TestHome()
        let folder = home.directory + "/config/themes"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("roles: {nosuch: red}\n".utf8).write(to: URL(fileURLWithPath: folder + "/mine.yaml"))
        let checked = try await home.tend("theme", "check", "mine")
        #expect(checked.status == 1 && (checked.standardOutput + checked.standardError).contains("mine.yaml:1"))
        #expect(try await home.tend("theme", "check", "nosuch").standardError.contains("cannot read nosuch"))
        try FileManager.default.removeItem(atPath: home.directory)
    }

    @Test func `a long line keeps its text through narrow and wide`() async throws {
        let home = try await TestHome()
        let line = (1...300).map { "word\($0)" }.joined(separator: " ")
        let id = try await home.ok(
            "new", "-d", "--size", "80x10", "--", "bash", "-c", "echo '\(line)'; seq 1 30; exec cat")
        try await home.wait(id, until: "text:^30$")
        for size in ["40x10", "200x20", "13x5", "80x10"] {
            try await home.ok("resize", id, size)
            #expect(try await home.ok("tail", id, "-n", "100").contains(line), "at \(size)")
        }
        try await home.close()
    }

    @Test func `a recording plays the same output`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--", "bash", "-c", #"printf 'a\033[31mb\n'; exit"#)
        try await home.wait(id, until: "exit")
        try await home.ok("record", id, "-o", "out.cast")
        let cast = try String(contentsOfFile: home.directory + "/out.cast", encoding: .utf8)
        let lines = cast.split(separator: "\n")
        #expect(lines[0].contains(#""version":2"#) || lines[0].contains(#""version": 2"#))
        #expect(cast.contains(#"a\u001b[31mb\r\n"#) || cast.contains(#"a\u001B[31mb\r\n"#))
        try await home.close()
    }

    @Test func `mistakes end with 2 and refusals with 1, in words`() async throws {
        let home = try await TestHome()
        #expect(try await home.tend("frobnicate").status == 2)
        #expect(try await home.tend("wait", "x", "--until", "never").status == 2)
        #expect(try await home.tend("tail", "nobody", "-n", "0").status == 1)
        #expect(try await home.ok("do", "--help").contains("USAGE: tend do "))
        let small = try await home.tend("resize", "nobody", "1x1")
        #expect(small.status == 2 && small.standardError.contains("1000"), "\(small.standardError)")
        let mangled = #"exec "$0" new -d -- ls "$(printf '\351')""#
        let odd = try await home.run("/bin/sh", ["-c", mangled, TestHome.binary])
        #expect(odd.status == 2 && odd.standardError == "tend: argument 5 is not UTF-8 text\n")
        let missing = try await home.tend("screen", "nobody")
        #expect(missing.status == 1)
        #expect(missing.standardError.contains("no session 'nobody'"))
        #expect(try await home.tend("server", "stop").status == 0, "with nothing running it just stops")
        try await home.ok("new", "-d", "--", "cat")
        let refused = try await home.tend("server", "stop")
        #expect(refused.status == 1)
        #expect(refused.standardError.contains("--force"))
        try await home.close()
    }

    @Test func `two homes know nothing of each other`() async throws {
        let (one, two) = (try await TestHome(), try await TestHome())
        try await one.ok("new", "-d", "--name", "same", "--", "cat")
        try await two.ok("new", "-d", "--name", "same", "--", "cat")
        try await one.ok("send", "same", "of one", "--enter")
        try await one.wait("same", until: "text:of one")
        #expect(try await !two.ok("screen", "same").contains("of one"))
        #expect(try await one.status().pid != two.status().pid)
        try await one.close()
        #expect(try await two.session("same").state == "running")
        try await two.close()
    }

    @Test func `many commands at once start one server`() async throws {
        let home = try await TestHome()
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try await home.ok("new", "-d", "--", "cat") } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 8)
        #expect(try await home.status().sessions == 8)
        try await home.close()
    }

    @Test func `a hundred sessions run side by side`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        for batch in 0..<10 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<10 {
                    let name = "s\(batch * 10 + number)"
                    group.addTask {
                        try await home.ok(
                            "new", "-d", "--name", name, "--", "bash", "-c", "echo I am \(name).; exec cat")
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(try await home.sessions().count == 100)
        try await home.killServer()
        for name in ["s0", "s42", "s99"] {
            try await home.wait(name, until: "text:I am \(name)\\.")
        }
        #expect(try await home.sessions().filter { $0.state == "running" }.count == 100)
        try await home.close()
    }

    /// Dispatch's pool wakes up every second once it has been used; its threads are named after their quality of service.
    @Test func `a server that has worked has no thread that wakes up by itself`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "s", "--", "sh", "-c", "read line; echo done; exec cat")
        try await home.ok("send", "s", "go", "--enter")
        try await home.wait("s", until: "text:done")
        try await home.wait("s", until: "idle")
        let tasks = "/proc/\(try await home.status().pid)/task"
        let names = try FileManager.default.contentsOfDirectory(atPath: tasks).map { task in
            let name = try #require(FileManager.default.contents(atPath: "\(tasks)/\(task)/comm"))
            return String(decoding: name.dropLast(), as: UTF8.self)
        }
        #expect(names.contains { $0.hasPrefix("tend-lane") })
        #expect(!names.contains { $0.hasSuffix("-qos") }, "\(names)")
        try await home.close()
    }

    @Test func `following ends with its reader, though nothing more comes`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "quiet", "--", "bash", "-c", "echo one; exec cat")
        try await home.wait("quiet", until: "text:one")
        let piped = try await home.run("/bin/bash", ["-c", "'\(TestHome.binary)' tail quiet -f | head -n 1"])
        #expect(piped.status == 0 && piped.standardOutput == "one\n")
        try await home.close()
    }

    @Test(arguments: [["send", "", "x"], ["kill", ""], ["tail", ""], ["rm", "-f", "a", ""]])
    func `a name that is empty is a mistake in the call`(arguments: [String]) async throws {
        let home = try await TestHome()
        let refused = try await home.tend(arguments)
        #expect(refused.status == 2 && refused.standardError.contains("S is empty"), "\(refused.standardError)")
        try await home.close()
    }
}
