import CLinux
import Glibc
import TestSupport
import Testing

@testable import TendKeeper

@Suite(.timeLimit(.minutes(10))) struct KeeperTests {
    @Test func `a program gets a terminal, a size, a directory, an environment and nothing else`() async throws {
        let rig = Rig()
        defer { rig.end() }
        let (keeper, _) = try rig.start()
        #expect(try await keeper.hello().sessions.isEmpty)
        let script = """
            echo fds: $(ls /proc/self/fd | wc -l); stty size; pwd; echo v=$V
            grep -E 'Sig(Blk|Ign)' /proc/self/status; tty; ps -o sid=,tpgid=,pid= -p $$
            """
        let (pid, master) = try await keeper.spawn(
            rig.shell("a", script, environment: ["PATH": "/usr/bin:/bin", "V": "é"]))
        defer { close(master) }
        let output = readAll(master)
        // 0, 1, 2, and the directory that `ls` itself reads; stdout of `ls` is a pipe.
        #expect(output.contains("fds: 4\r\n"))
        #expect(output.contains("33 111\r\n"))
        #expect(output.contains(rig.directory + "\r\n"))
        #expect(output.contains("v=é"))
        #expect(output.contains("SigBlk:\t0000000000000000"))
        #expect(output.contains("SigIgn:\t0000000000000000"))
        #expect(output.contains("/dev/pts/"))
        #expect(output.split(whereSeparator: \.isWhitespace).suffix(3).allSatisfy { $0 == "\(pid)" })
        let (id, exit) = try await rig.exits.next()
        #expect(id == "a")
        #expect(exit == .code(0))
        try await keeper.forget(id: "a")
    }

    /// Programs and servers would inherit them, and compute in them: a fifth slower.
    @Test func `only the keeper has short turns`() async throws {
        let rig = Rig()
        defer { rig.end() }
        let (keeper, server) = try rig.start()
        let pid = try await keeper.hello().pid
        let program = try await keeper.spawn(rig.shell("a", "exec sleep 1000000"))
        defer { close(program.master) }
        tend_turns_prefer_usual()
        let usual = tend_turn_of(0)
        #expect(tend_turn_of(program.pid) == usual)
        #expect(tend_turn_of(server) == usual)
        // As this thread had before.
        tend_turns_prefer_short()
        // The same as the usual ones where the kernel has no others.
        #expect(tend_turn_of(pid) == tend_turn_of(0))
    }

    @Test func `a program that cannot start is refused with the reason`() async throws {
        let rig = Rig()
        defer { rig.end() }
        let (keeper, _) = try rig.start()
        var request = rig.shell("a", "")
        request.arguments = ["fooo"]
        let expected = "cannot start 'fooo': no such file or directory — check the name or give a full path"
        await #expect { try await keeper.spawn(request) } throws: { "\($0)" == expected }
        request.arguments = ["/etc/passwd"]
        await #expect { try await keeper.spawn(request) } throws: { ($0 as? SpawnError)?.errno == EACCES }
        request.directory = "/nowhere"
        await #expect { try await keeper.spawn(request) } throws: { ($0 as? SpawnError)?.stage == .directory }
        request.arguments = ["true", String(repeating: "x", count: 300_000)]
        await #expect { try await keeper.spawn(request) } throws: { ($0 as? SpawnError)?.errno == E2BIG }
        #expect(try await keeper.hello().sessions.isEmpty)
    }

    @Test func `exit codes and signals are told, also those of a time without a server`() async throws {
        let rig = Rig()
        defer { rig.end() }
        let (keeper, server) = try rig.start()
        _ = try await keeper.hello()
        close(try await keeper.spawn(rig.shell("code", "exit 37")).master)
        #expect(try await rig.exits.next().exit == .code(37))
        close(try await keeper.spawn(rig.shell("signal", "kill -9 $$")).master)
        #expect(try await rig.exits.next().exit == .signal(9))
        let held = try await keeper.spawn(rig.shell("late", "echo here; read x; exit 5"))
        #expect(readAll(held.master, until: "here").contains("here"))
        kill(server, SIGKILL)
        try await rig.losses.next()
        let program = tend_pidfd_open(held.pid)
        write(held.master, "\n", 1)
        waitReadable(program)
        close(program)
        let (next, _) = rig.connect()
        let state = try await next.hello()
        #expect(state.previousServer == .signal(9))
        // The keeper has reaped it by now or does so at once; either way it is told exactly once.
        let late = try #require(state.sessions.first { $0.id == "late" })
        if let exit = late.exit {
            #expect(exit == .code(5))
        } else {
            #expect(try await rig.exits.next().exit == .code(5))
        }
        #expect(state.sessions.first { $0.id == "code" }?.exit == .code(37))
        for session in state.sessions {
            close(session.master)
            try await next.forget(id: session.id)
        }
        close(held.master)
        #expect(try await next.hello().sessions.isEmpty)
    }

    @Test func `an upgrade of the keeper keeps process, programs and exits`() async throws {
        let rig = Rig()
        defer { rig.end() }
        let (keeper, _) = try rig.start()
        let before = try await keeper.hello().pid
        let (pid, master) = try await keeper.spawn(rig.shell("a", "read x; exit 4"))
        defer { close(master) }
        await #expect(throws: KeeperError.self) { try await keeper.upgradeKeeper(executable: "/bin/true") }
        try await keeper.upgradeKeeper(executable: Rig.probe)
        let state = try await keeper.hello()
        #expect(state.pid == before)
        #expect(state.sessions.map(\.pid) == [pid])
        for session in state.sessions { close(session.master) }
        write(master, "\n", 1)
        #expect(try await rig.exits.next().exit == .code(4))
        #expect(try await keeper.hello().sessions.count == 1)
    }

    @Test func `a program that ignores HUP and TERM is killed with what it started`() async throws {
        let rig = Rig()
        defer { rig.end() }
        let (keeper, _) = try rig.start()
        _ = try await keeper.hello()
        let (_, master) = try await keeper.spawn(
            rig.shell("a", "trap '' HUP TERM; (sleep 1000 & echo child $! done); while :; do sleep 1000; done"))
        defer { close(master) }
        let words = readAll(master, until: "done").split(separator: " ")
        let child = try #require(words.count > 1 ? pid_t(words[1]) : nil)
        let clock = ContinuousClock()
        let began = clock.now
        try await keeper.stop(id: "a")
        #expect(try await rig.exits.next().exit == .signal(9))
        #expect(clock.now - began > .seconds(4))
        #expect(kill(child, 0) != 0)
        try await keeper.forget(id: "a")
    }

    @Test func `a hundred sessions start, are listed and end with the keeper`() async throws {
        let rig = Rig()
        let (keeper, _) = try rig.start()
        _ = try await keeper.hello()
        var pids: [pid_t] = []
        for number in 0..<100 {
            let (pid, master) = try await keeper.spawn(rig.shell("s\(number)", "exec cat"))
            close(master)
            pids.append(pid)
        }
        let state = try await keeper.hello()
        #expect(state.sessions.count == 100)
        for session in state.sessions { close(session.master) }
        try await keeper.shutdown()
        #expect(pids.allSatisfy { kill($0, 0) != 0 })
        #expect(access(rig.launcher.socket, F_OK) != 0)
        rig.end()
    }

    @Test func `who asks while no server can be started is told so, and starts one that can be`() async throws {
        let rig = Rig(script: { "[ -e '\($0)/mended' ] && exec '\(Rig.probe)'\nexit 3" })
        defer { rig.end() }
        try rig.launcher.ensureRunning()
        let refusal = "the server ends as soon as it is started (code 3)"
        #expect(rig.answer().contains(refusal))
        // It goes on trying for half a minute, and then only when somebody asks.
        let end = ContinuousClock.now + patience
        while !text(of: rig.launcher.log).contains("not started again"), .now < end {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(rig.answer().contains(refusal))
        close(open(rig.directory + "/mended", O_CREAT | O_WRONLY, 0o600))
        let (channel, server) = rig.takeChannel()
        #expect(kill(server, 0) == 0)
        close(channel)
    }

    @Test func `a keeper is ended without a server being asked`() async throws {
        let rig = Rig()
        let (keeper, _) = try rig.start()
        let (pid, master) = try await keeper.spawn(rig.shell("s", "exec cat"))
        defer { close(master) }
        #expect(rig.launcher.end() != nil)
        rig.end()
        #expect(kill(pid, 0) != 0)
        #expect(rig.launcher.end() == nil)
    }

    @Test func `many that ask at once get one keeper`() async throws {
        let rig = Rig()
        defer { rig.end() }
        let outcomes = try await withThrowingTaskGroup { group in
            for _ in 0..<4 { group.addTask { try rig.launcher.ensureRunning() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .started }.count == 1)
    }

    @Test func `a directory that others may write to, and a path that is too long, are refused`() throws {
        var launcher = Rig.init().launcher
        let directory = String(launcher.socket.dropLast("/tend.sock".count))
        defer { rmdir(directory) }
        chmod(directory, 0o777)
        #expect { try launcher.ensureRunning() } throws: { "\($0)".contains("chmod go-w") }
        launcher.socket = "/tmp/" + String(repeating: "x", count: 120)
        #expect { try launcher.ensureRunning() } throws: { "\($0)".contains("TEND_HOME") }
    }
}
