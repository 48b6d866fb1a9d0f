import CLinux
import Glibc
import Synchronization
import TendAgents
import TendCore

/// The app server and the TUI, on a thread of their own that lives as long as they do: when this process is killed, the kernel ends them.
final class CodexProcesses: Sendable {
    enum Event: Sendable {
        /// The app server takes connections.
        case listening
        /// There is no app server, or not any more; why.
        case alone(String)
        /// The app server has ended under the TUI and is started again; how it ended.
        case restarting(String)
        /// The TUI has ended; the app server is being ended, too.
        case ending
        /// The TUI has ended, and with it everything.
        case ended(ChildProcess.Ending)
        case cannotRun(String)
    }

    private let program: String
    private let arguments: CodexArguments
    private let environment: [String: String]
    let socket: CodexSocket?
    private let tell: @Sendable (Event) -> Void
    /// What the app server said last on standard error.
    private let complaint = Mutex<[UInt8]>([])

    /// How long an app server may take until it listens. It takes a quarter of a second.
    private static let patience = Duration.seconds(15)
    /// More often the same would only happen again.
    private static let restartLimit = 3

    /// - Parameter directory: where the socket goes; nil: no app server.
    init(
        program: String, _ arguments: CodexArguments, environment: [String: String], directory: String?,
        tell: @escaping @Sendable (Event) -> Void
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.tell = tell
        if case .attached = arguments { socket = directory.map { CodexSocket(in: $0) } } else { socket = nil }
    }

    /// Starts everything. What happens is told.
    func start() -> Bool { startThread { self.run() } == 0 }

    // MARK: The thread

    private func run() {
        ChildProcess.leaveKeyboard()
        guard let socket, case .attached(let options, let tui) = arguments else {
            return runPlain(arguments)
        }
        var server: ChildProcess
        do throws(Problem) {
            server = try startServer(options, socket)
        } catch {
            tell(.alone(error.text))
            return runPlain(.plain(CodexArguments.alone(tui), reason: nil))
        }
        tell(.listening)
        guard let agent = startTUI(CodexArguments.tui(tui, socket: socket.path)) else {
            return end(server, socket)
        }
        var restarts = 0
        while true {
            let (pid, ending) = agent.nextEnding()
            if pid == agent.pid {
                tell(.ending)
                end(server, socket)
                return tell(.ended(ending))
            }
            guard pid == server.pid else { continue }
            socket.remove()
            let how = "the app server of Codex has ended (\(ending.text))"
            guard restarts < CodexProcesses.restartLimit else {
                tell(.alone(how))
                return tell(.ended(agent.waitForEnd()))
            }
            restarts += 1
            tell(.restarting(how))
            do throws(Problem) {
                // The TUI looks for it at the same place, and goes on with the conversation.
                server = try startServer(options, socket)
                tell(.listening)
            } catch {
                tell(.alone("\(how); \(error.text)"))
                return tell(.ended(agent.waitForEnd()))
            }
        }
    }

    private func runPlain(_ arguments: CodexArguments) {
        guard case .plain(let words, _) = arguments, let agent = startTUI(words) else { return }
        tell(.ended(agent.waitForEnd()))
    }

    private func startTUI(_ words: [String]) -> ChildProcess? {
        do throws(ChildProcess.Failure) {
            return try ChildProcess.inForeground(program, words, environment: environment)
        } catch {
            tell(.cannotRun(error.description))
            return nil
        }
    }

    private struct Problem: Error { var text: String }

    /// Returns when it takes connections.
    private func startServer(_ options: [String], _ socket: CodexSocket) throws(Problem) -> ChildProcess {
        socket.remove()
        var environment = environment
        // The first client to connect names the program to the model's provider. That would be us; it is the TUI that the user runs.
        if environment[CodexProcesses.originator] == nil { environment[CodexProcesses.originator] = "codex-tui" }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        var ends: [Int32] = [-1, -1]
        guard null >= 0, tend_pipe(&ends) == 0 else { throw Problem(text: "the app server of Codex got no pipe") }
        defer {
            close(null)
            close(ends[1])
        }
        listen(to: ends[0])
        let server: ChildProcess
        do throws(ChildProcess.Failure) {
            // Not SIGTERM: at the first one it waits for the turn to end, and the turn may wait for a person.
            server = try ChildProcess(
                program, CodexArguments.server(options, socket: socket.path), environment: environment,
                place: tend_child_in_session, deathSignal: SIGKILL, streams: (null, null, ends[1]))
        } catch {
            throw Problem(text: error.description)
        }
        let deadline = ContinuousClock.now + CodexProcesses.patience
        while !accepts(socket.path) {
            var status: Int32 = 0
            if waitpid(server.pid, &status, WNOHANG) == server.pid {
                let said = complaint.withLock { String(decoding: $0, as: UTF8.self).sanitized(keepsLines: true) }
                let last = said.split(separator: "\n").first { $0.lowercased().contains("error") }
                throw Problem(
                    text: "the app server of Codex ended at once (\(ChildProcess.Ending(status).text))"
                        + (last.map { ": \($0)" } ?? ""))
            }
            guard .now < deadline else {
                end(server, socket)
                throw Problem(text: "the app server of Codex does not listen")
            }
            // Nobody else tells when the socket of a foreign program takes connections.
            usleep(5000)
        }
        return server
    }

    private static let originator = "CODEX_INTERNAL_ORIGINATOR_OVERRIDE"
    private static let complaintLimit = 4096

    /// Keeps the end of what comes, so that the pipe never fills.
    private func listen(to end: Int32) {
        complaint.withLock { $0 = [] }
        let error = startThread(stack: 64 << 10) { [self] in
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(end, &chunk, chunk.count)
                guard count > 0 || count < 0 && errno == EINTR else { break }
                if count > 0 {
                    complaint.withLock { $0 = Array(($0 + chunk[..<count]).suffix(CodexProcesses.complaintLimit)) }
                }
            }
            close(end)
        }
        if error != 0 { close(end) }
    }

    private func accepts(_ path: String) -> Bool {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        } == 0
    }

    /// Ends the app server, and whatever it has started.
    private func end(_ server: ChildProcess, _ socket: CodexSocket) {
        kill(server.pid, SIGTERM)
        let deadline = ContinuousClock.now + .seconds(1)
        var status: Int32 = 0
        while waitpid(server.pid, &status, WNOHANG) == 0 {
            if .now > deadline {
                kill(-server.pid, SIGKILL)
                while waitpid(server.pid, &status, 0) < 0, errno == EINTR {}
                break
            }
            usleep(5000)
            // At the first one it waits for the turn, if one runs; at the second it does not.
            kill(server.pid, SIGTERM)
        }
        // Servers of tools that do not care that nobody talks to them any more.
        kill(-server.pid, SIGTERM)
        socket.remove()
    }
}
