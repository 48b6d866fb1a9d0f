import Foundation
import Testing

/// What the whole design is for: the server may die at any moment and nothing is lost.
@Suite struct CrashTests {
    @Test func `kill -9 under load loses no line and doubles none`() async throws {
        let home = try await TestHome()
        // Unbuffered lines with a short pause after each, until told to stop.
        let stop = home.directory + "/stop"
        let id = try await home.ok(
            "new", "-d", "--name", "counter", "--", "perl", "-e",
            "$|=1; until (-e '\(stop)') { $i++; print \"$i\\n\"; select(undef, undef, undef, 0.001) } print \"done\\n\""
        )
        for _ in 0..<8 {
            let printed = try await home.session("counter").bytes
            try await home.killServer()
            try await eventually("it has printed on") { try await home.session("counter").bytes > printed }
        }
        #expect(FileManager.default.createFile(atPath: stop, contents: nil))
        try await home.wait(id, until: "exit")

        let raw = try await home.ok("tail", "counter", "--raw", "-n", "100000")
        let numbers = raw.split(whereSeparator: \.isNewline)
        #expect(numbers.last == "done")
        let count = numbers.dropLast().last.flatMap { Int($0) } ?? 0
        // On a slow machine it prints more than can be asked for at once.
        let first = max(1, count - 99_998)
        let firstWrong = numbers.dropLast().enumerated().first { Int($0.element) != $0.offset + first }
        #expect(firstWrong == nil, "line \(firstWrong?.offset ?? 0) reads \(firstWrong?.element ?? "")")
        #expect(try await home.session("counter").exit_code == 0)

        // Lines of history and screen agree with the raw output: nothing was emulated twice or left out.
        let lines = try await home.ok("tail", "counter", "-n", "5000").split(whereSeparator: \.isNewline)
        #expect(lines.suffix(2) == ["\(count)", "done"])
        let start = max(1, count - 4998)
        let firstDifference = lines.dropLast().enumerated().first { Int($0.element) != $0.offset + start }
        #expect(firstDifference == nil && lines.count == count - start + 2)
        try await home.close()
    }

    /// A job of a shell is in a group of its own.
    @Test func `what ignores a hang-up ends with the keeper, whatever its group`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "shell", "--", "bash", "-i")
        try await home.ok(
            "send", "shell", #"bash -c 'trap "" HUP; echo u"p"; while :; do sleep 1; done'"#, "--enter")
        try await home.wait("shell", until: "text:^up$")
        try await home.endKeeper()
        try await eventually("no process of the home is left") { home.processes().isEmpty }
        try await home.close()
    }

    /// As it is after the end of the machine: the socket's file is there, and nobody listens.
    @Test func `the multiplexer starts where a socket is left over`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        let socket = try await home.status().socket
        try await home.endKeeper()
        #expect(FileManager.default.fileExists(atPath: socket))
        let terminal = try TestTerminal(home)
        try await terminal.opensShell()
        try await terminal.leaves()
        try await home.close()
    }

    @Test(arguments: ["restart", "upgrade"])
    func `who waits is not disturbed by a new server`(way: String) async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "cat", "--", "bash", "-c", "read line; echo $line; read line; exit 3")
        async let text: Void = home.wait("cat", until: "text:hello")
        async let end: Void = home.wait("cat", until: "exit")
        for _ in 0..<2 {
            let before = try await home.status().pid
            try await home.ok("server", way)
            try await eventually("a new server answers") { try await home.status().pid != before }
        }
        try await home.ok("send", "cat", "hello", "--enter")
        try await text
        try await home.ok("send", "cat", "", "--enter")
        try await end
        try await home.close()
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGSEGV])
    func `every screen is as before when a server ends by signal`(signal: Int32) async throws {
        let home = try await TestHome()
        let colours =
            #"printf '\033[1;38;2;10;200;30mgreen\033[0m \033[4:3;58;5;1mcurly\033[0m 漢字 e\u0301 \033]2;my title\007'"#
        try await home.ok("new", "-d", "--name", "colours", "--", "bash", "-c", colours + "; exec cat")
        try await home.ok(
            "new", "-d", "--name", "alternate", "--", "bash", "-c",
            #"seq 1 200; printf '\033[?1049h\033[2J\033[5;10Hinside\033[?25l\033[3 q'; exec cat"#)
        try await home.ok("new", "-d", "--name", "log", "--", "bash", "-c", "seq 1 5000; exec cat")
        try await home.wait("colours", until: "text:curly")
        try await home.wait("alternate", until: "text:inside")
        try await home.wait("log", until: "text:5000")

        var before: [String: String] = [:]
        for name in ["colours", "alternate", "log"] {
            before[name] = try await home.ok("screen", name, "--format", "json", "--history", "6000")
        }
        let sessions = try await home.sessions()
        try await home.killServer(signal)

        for name in ["colours", "alternate", "log"] {
            let after = try await home.ok("screen", name, "--format", "json", "--history", "6000")
            #expect(after == before[name], "\(name) differs")
        }
        let after = try await home.sessions()
        #expect(after.map(\.pid) == sessions.map(\.pid))
        #expect(after.map(\.title) == sessions.map(\.title))

        // And it goes on: what is typed arrives.
        try await home.ok("send", "colours", "still here", "--enter")
        try await home.wait("colours", until: "text:still here")
        try await home.close()
    }

    @Test func `a program that ends while no server runs is reported with its status`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--", "bash", "-c", "read line; echo got $line; exit 37")
        let server = try await home.status().pid
        kill(server, SIGSTOP)
        // The stopped server cannot see this; only the keeper does.
        let pid = try #require(try home.childOfKeeper(named: "bash"))
        kill(pid, SIGTERM)
        try await eventually("the program is gone") { !FileManager.default.fileExists(atPath: "/proc/\(pid)/exe") }
        kill(server, SIGKILL)
        try await eventually("another server answers") { try await home.status().pid != server }
        try await home.wait(id, until: "exit")
        let session = try await home.session(id)
        #expect(session.state == "exited")
        #expect(session.signal == Int(SIGTERM))
        try await home.close()
    }

    @Test func `a killed keeper takes its sessions along and restart runs them again`() async throws {
        let home = try await TestHome()
        let id = try await home.ok(
            "new", "-d", "--name", "shell", "--cwd", "/tmp", "--env", "COLOUR=teal", "--", "bash", "-c",
            "echo I am in $PWD with $COLOUR; exec sleep 1000")
        try await home.wait(id, until: "text:teal")
        let keeper = try await home.status().keeper_pid
        kill(keeper, SIGKILL)
        try await eventually("nothing of the old home runs") { home.processes().isEmpty }

        let session = try await home.session("shell")
        #expect(session.state == "interrupted")
        #expect(try await home.ok("tail", "shell").contains("I am in /tmp with teal"))
        #expect(try await home.ok("tail", "shell", "--raw").contains("I am in /tmp with teal"))
        try await home.ok("new", "-d", "--name", "other", "--", "sleep", "1000")
        // Named besides, it is one of them.
        let again = try await home.tend(["restart", "shell", "--interrupted"])
        #expect(again.status == 0 && again.standardError == "shell runs again\n")
        #expect(try await home.tend(["restart", "--interrupted"]).standardError == "no session was interrupted\n")
        try await eventually("it has printed its line again") {
            let lines = try await home.ok("tail", "shell")
            return lines.components(separatedBy: "I am in /tmp with teal").count == 3
        }
        #expect(try await home.session("shell").state == "running")
        #expect(try await home.session("shell").id == id)
        let killed = try await home.tend(["kill", "shell", "nobody", "other"])
        #expect(killed.status == 1 && killed.standardError.contains("no session 'nobody'"))
        #expect(try await home.session("other").state == "exited")
        try await home.close()
    }

    @Test func `an upgrade replaces server and keeper and no session notices`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "shell", "--", "bash", "--norc")
        try await home.ok("send", "shell", "marker=survived", "--enter")
        let before = try await home.status()
        let pid = try await home.session("shell").pid
        try await home.ok("server", "upgrade")
        let after = try await home.status()
        #expect(after.pid != before.pid)
        #expect(after.keeper_pid == before.keeper_pid)
        #expect(try await home.session("shell").pid == pid)
        try await home.ok("send", "shell", "echo it $marker", "--enter")
        try await home.wait("shell", until: "text:it survived")
        try await home.close()
    }

    /// Puts files of a session to how the machine left them, between a server's end and the next one's beginning.
    private func betweenServers(_ home: TestHome, _ body: () throws -> Void) async throws {
        let before = try await home.status()
        // Nobody starts another one meanwhile.
        kill(before.keeper_pid, SIGSTOP)
        kill(before.pid, SIGKILL)
        try await eventually("the server has ended") { [nil, "Z"].contains(ProcessFacts.state(of: before.pid)) }
        try body()
        kill(before.keeper_pid, SIGCONT)
        try await eventually("a new server answers") { try await home.status().pid != before.pid }
    }

    @Test func `a server that ended in the middle of a change of size leaves books and screen that agree`() async throws
    {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--name", "shell", "--size", "80x20", "--", "bash", "--norc")
        let snapshot = home.directory + "/state/sessions/\(id)/snapshot"
        try await home.ok("resize", "shell", "70x25")
        let old = try Data(contentsOf: URL(filePath: snapshot))
        try await home.ok("resize", "shell", "100x30")
        // The books know of the change, and the snapshot does not.
        try await betweenServers(home) { try old.write(to: URL(filePath: snapshot)) }
        try await eventually("the books follow") { try await home.size(of: "shell") == "70x25" }
        try await home.ok("send", "shell", "stty size", "--enter")
        try await home.wait("shell", until: "text:25 70")
        try await home.ok("resize", "shell", "100x30")
        try await home.ok("send", "shell", "stty size", "--enter")
        try await home.wait("shell", until: "text:30 100")
        try await home.close()
    }

    @Test func `a snapshot that the machine tore costs no line of the history`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--name", "log", "--", "bash", "-c", "seq 1 5000; exec cat")
        let snapshot = home.directory + "/state/sessions/\(id)/snapshot"
        try await home.wait("log", until: "text:5000")
        // Each change of size saves one.
        try await home.ok("resize", "log", "90x25")
        let old = try Data(contentsOf: URL(filePath: snapshot))
        try await home.ok("send", "log", "later", "--enter")
        try await home.wait("log", until: "text:later")
        try await home.ok("resize", "log", "90x24")
        try await home.ok("resize", "log", "90x25")
        try await betweenServers(home) {
            try old.write(to: URL(filePath: snapshot + ".spare"))
            var torn = try Data(contentsOf: URL(filePath: snapshot))
            torn.replaceSubrange(100..<torn.count, with: Data(count: torn.count - 100))
            try torn.write(to: URL(filePath: snapshot))
        }
        let lines = (1...5000).map { "\($0)" } + ["later", "later"]
        try await eventually("all lines are there") {
            try await home.ok("tail", "log", "-n", "6000") == lines.joined(separator: "\n")
        }
        #expect(try await home.session("log").notes == [])
        try await home.close()
    }

    @Test func `output that kills the emulator is left out and everything else goes on`() async throws {
        let home = try await TestHome()
        // The server reads TEND_FAULTS for tests like this one: output that holds the word crashes or stalls the emulator.
        let faults = ["TEND_FAULTS": "crash=KABOOM,stall=TARPIT"]
        for (name, word) in [("crash", "KABOOM"), ("stall", "TARPIT")] {
            let bystander = try await home.tend("new", "-d", "--name", "by-\(name)", "--", "cat", environment: faults)
            #expect(bystander.status == 0, "\(bystander.standardError)")
            try await home.ok("send", "by-\(name)", "hello", "--enter")
            try await home.ok(
                "new", "-d", "--name", name, "--", "bash", "-c",
                "echo before; read x; echo \(word.dropLast())\(word.last!); echo after; exec cat")
            try await home.wait(name, until: "text:before")
            let server = try await home.status().pid
            // The answer may be lost with the server.
            try await home.tend("send", name, "go", "--enter")
            try await eventually("the server was replaced") { try await home.status().pid != server }
            try await eventually("the loss is noted") { try await !home.session(name).notes.isEmpty }
            #expect(try await home.ok("screen", "by-\(name)").contains("hello"))
            try await home.ok("send", name, "later words", "--enter")
            try await home.wait(name, until: "text:later words")
            #expect(try await home.ok("tail", name, "--raw").contains(word))
        }
        try await home.close()
    }
}
