import ArgumentParser
import CLinux
import Glibc
import TendClient
import TendCore

struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Start, stop and look after the server.",
        discussion: """
            Any command starts the server when it is needed; sessions live on when it is restarted or upgraded.

            Example:
              tend server status --json
            """,
        subcommands: [Start.self, Stop.self, Status.self, Restart.self, Upgrade.self, Logs.self, Run.self]
    )

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the server, if none runs.", discussion: "Example:\n  tend server start")

        func run() async throws {
            let status = try await Connector.connect().status()
            Console.say("the server runs (pid \(status.pid), keeper \(status.keeperPid)) at \(status.socket)")
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop server and keeper, and with them all sessions.",
            discussion: """
                Asks first when sessions run. Returns when all have ended.
                --force also stops one that cannot be started, or does not answer within 10 seconds.

                Example:
                  tend server stop --force
                """
        )

        @Flag(name: [.customShort("f"), .customLong("force")], help: "Do not ask.")
        var isForced = false

        func run() async throws {
            let found: [SessionJSON]?
            do {
                found = try await ServerCommand.sessions(Connector.existing(timeout: Stop.patience))
            } catch let error as ClientError where isForced && Stop.isWithoutServer(error) {
                return try Stop.endKeeper()
            }
            guard let sessions = found else { return Console.say("no server runs") }
            let client = Connector.existing()
            let running = sessions.filter { $0.state == .running }.count
            if running > 0, !isForced {
                let what = running == 1 ? "1 session runs and ends" : "\(running) sessions run and end"
                guard isatty(0) == 1, isatty(2) == 1 else {
                    throw Failure(
                        "\(what) with the server — 'tend server stop --force' stops it, 'tend server restart' keeps them"
                    )
                }
                guard Console.confirm("\(what) with the server. Stop it?") else { throw Failure("not stopped") }
            }
            let status = try await client.status()
            let processes = ServerCommand.Processes([status.pid, status.keeperPid])
            try await client.stopServer(force: isForced || running > 0)
            guard processes.haveEnded(within: ServerCommand.lastPatience) else {
                throw Failure("server and keeper do not end — 'tend server logs' tells why")
            }
            Console.say("the server has stopped")
        }

        /// A server that lives answers sooner.
        private static let patience = Duration.seconds(10)

        private static func isWithoutServer(_ error: ClientError) -> Bool {
            switch error {
            case .timedOut, .connectionLost: true
            case .service(let refusal): refusal.code == .unavailable
            default: false
            }
        }

        /// What the server would have told the keeper.
        private static func endKeeper() throws {
            guard let keeper = try ServerLauncher.end(Connector.home) else { return Console.say("no server runs") }
            guard ServerCommand.Processes([keeper]).haveEnded(within: ServerCommand.lastPatience) else {
                throw Failure("the keeper (pid \(keeper)) does not end — 'tend server logs' tells why")
            }
            Console.say("the keeper has stopped, which had no server that answers")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell how the server is; exits with 1 when none runs.",
            discussion: "Example:\n  tend server status --json")

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let status = try await Connector.existing(timeout: .seconds(10)).status()
            if isJSON { return try Console.write(json: status) }
            var table = Table([("server", .left), ("pid \(status.pid), since \(status.startedAt)", .left)])
            table.add(["keeper", "pid \(status.keeperPid)"])
            table.add(["version", status.version])
            table.add(["socket", status.socket])
            table.add(["sessions", "\(status.sessions)"])
            for problem in status.problems { table.add(["problem", problem]) }
            try Console.write(table.lines(width: nil).joined(separator: "\n") + "\n")
        }
    }

    struct Restart: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the server anew; no session notices.", discussion: "Example:\n  tend server restart")

        func run() async throws {
            let client = Connector.existing()
            let old = try await client.status().pid
            try await client.restartServer()
            try await ServerCommand.reportSuccessor(of: old, client)
        }
    }

    struct Upgrade: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go on with this version of tend; no session notices.",
            discussion: """
                Server and keeper become the program that runs this command, or the one given.

                Example:
                  tend server upgrade
                """
        )

        @Option(help: ArgumentHelp("The program to go on with.", valueName: "FILE"), completion: .file())
        var executable: String?

        func run() async throws {
            let client = Connector.existing()
            let old = try await client.status().pid
            let path: String
            if let executable {
                guard let resolved = realpath(executable, nil) else {
                    throw Failure("cannot upgrade to '\(executable)': \(String(cString: strerror(errno)))")
                }
                defer { free(resolved) }
                path = String(cString: resolved)
            } else {
                path = try ServerLauncher.executable()
            }
            try await client.upgradeServer(to: path)
            try await ServerCommand.reportSuccessor(of: old, client)
        }
    }

    struct Logs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the end of the server's log.", discussion: "Example:\n  tend server logs -n 100")

        @Option(name: [.customShort("n"), .customLong("lines")], help: ArgumentHelp("How many lines.", valueName: "N"))
        var count = 50

        mutating func validate() throws {
            if count < 1 { throw ValidationError("-n: at least one line") }
        }

        func run() async throws {
            try Console.write(try ServerCommand.logEnd(of: Connector.home.log, lines: count))
        }
    }

    /// A process needs up to so long to replace a server, with many sessions to restore.
    private static let patience = Duration.seconds(20)

    /// The keeper kills a server that does not end by itself after 7 s.
    private static let lastPatience = Duration.seconds(15)

    /// Processes whose end somebody waits for. Made while they run, so that it means these and not later ones of the same pid.
    private final class Processes {
        private let descriptors: [Int32]

        init(_ pids: [Int32]) { descriptors = pids.map { tend_pidfd_open($0) }.filter { $0 >= 0 } }
        deinit { for descriptor in descriptors { close(descriptor) } }

        func haveEnded(within patience: Duration) -> Bool {
            let deadline = ContinuousClock.now + patience
            return descriptors.allSatisfy { descriptor in
                var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                while true {
                    let left = max(.zero, deadline - .now) / .milliseconds(1)
                    let count = poll(&polled, 1, Int32(left.rounded(.up)))
                    if count >= 0 || errno != EINTR { return count > 0 }
                }
            }
        }
    }

    /// All sessions; nil when no server runs.
    private static func sessions(_ client: Client) async throws -> [SessionJSON]? {
        do {
            return try await client.sessions()
        } catch {
            guard case .notRunning = error else { throw error }
            return nil
        }
    }

    /// Waits until another process than the old one answers.
    static func reportSuccessor(of old: Int32, _ client: Client) async throws {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if let status = try await status(client), status.pid != old {
                return Console.say("the server runs anew (pid \(status.pid), version \(status.version))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Failure("the old server still answers — 'tend server logs' tells why")
    }

    /// Nil while the server is just going away.
    private static func status(_ client: Client) async throws -> StatusJSON? {
        do {
            return try await client.status()
        } catch {
            guard case .connectionLost = error else { throw error }
            return nil
        }
    }

    /// The last lines of a log and of the one before it; only as much is read as may be needed.
    static func logEnd(of path: String, lines: Int) throws -> [UInt8] {
        guard var end = try fileEnd(of: path, lines: lines) else { throw Failure("there is no log yet at '\(path)'") }
        let missing = lines - end.count { $0 == 0x0A }
        if missing > 0, let earlier = try fileEnd(of: path + ".1", lines: missing) { end = earlier + end }
        return end
    }

    /// Nil when there is no such file.
    private static func fileEnd(of path: String, lines: Int) throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw Failure("cannot read '\(path)': \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        let size = lseek(file, 0, SEEK_END)
        let start = max(0, Int(size) - max(64 * 1024, lines * 512))
        var bytes = [UInt8](repeating: 0, count: max(0, Int(size) - start))
        let count = pread(file, &bytes, bytes.count, off_t(start))
        return PlainLines.tail(Array(bytes.prefix(max(0, count))), lines: lines)
    }
}
