import CKeeper
import CLinux
import Glibc

/// Why there is no keeper: a sentence with the remedy.
package struct LaunchError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}

/// Sees to it that one keeper runs, however many ask at once.
package struct KeeperLauncher: Sendable {
    package enum Outcome: Sendable { case wasRunning, started }

    /// The binary with the keeper in it, as an absolute path with links resolved (not /proc/self/exe: an upgrade changes what that means).
    package var executable: String
    /// What the keeper runs as server.
    package var server: String
    package var lock: String
    package var socket: String
    package var log: String

    /// How long a new keeper waits for one that is ending: a little longer than that may take. And how long we wait for it.
    private static let waitSeconds = 12
    private static let patience: Int32 = 20_000

    package init(executable: String, server: String, lock: String, socket: String, log: String) {
        self.executable = executable
        self.server = server
        self.lock = absolute(lock)
        self.socket = absolute(socket)
        self.log = absolute(log)
    }

    /// Returns when the socket accepts connections. Blocks meanwhile: some milliseconds if a keeper has to be started, longer if another
    /// one is just ending. A keeper that gave up on its server is asked to try again.
    @discardableResult package func ensureRunning() throws(LaunchError) -> Outcome {
        let directory = try prepareDirectories()
        if try isAccepting() {
            nudge()
            return .wasRunning
        }
        // Whoever holds the directory's lock starts the keeper; the others find it running.
        let gate = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard gate >= 0 else { throw LaunchError("cannot open '\(directory.path)': \(errorText(errno))") }
        defer { close(gate) }
        while flock(gate, LOCK_EX) != 0 {
            guard errno == EINTR else { throw LaunchError("cannot lock '\(directory.path)': \(errorText(errno))") }
        }
        if try isAccepting() { return .wasRunning }
        return try start()
    }

    /// Becomes the keeper, in the foreground: for a service manager, which watches the process that it started.
    package func becomeKeeper() throws(LaunchError) -> Never {
        _ = try prepareDirectories()
        if try isAccepting() { throw LaunchError("a server of this home runs already, at '\(socket)'") }
        var pointers = arguments.map { strdup($0) }
        pointers.append(nil)
        execv(executable, &pointers)
        throw LaunchError("cannot run '\(executable)': \(errorText(errno))")
    }

    private func prepareDirectories() throws(LaunchError) -> PrivateDirectory {
        let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
        guard socket.utf8.count <= limit else {
            throw LaunchError(
                "the socket path '\(socket)' has \(socket.utf8.count) bytes, the system allows \(limit)"
                    + " — set TEND_HOME to a shorter directory")
        }
        let directory = PrivateDirectory(path: parent(of: socket))
        try directory.prepare()
        try PrivateDirectory(path: parent(of: lock)).prepare()
        try PrivateDirectory(path: parent(of: log)).prepare()
        return directory
    }

    private var arguments: [String] {
        [
            executable, "keeper", "--lock", lock, "--socket", socket, "--server", server, "--log", log, "--wait",
            String(Self.waitSeconds),
        ]
    }

    // MARK: Starting

    private func start() throws(LaunchError) -> Outcome {
        let logFile = tend_log_open(log)
        guard logFile >= 0 else { throw LaunchError("cannot open the log '\(log)': \(errorText(-logFile))") }
        defer { close(logFile) }
        let logStart = lseek(logFile, 0, SEEK_END)
        var ends: [Int32] = [-1, -1]
        let made = tend_pipe(&ends)
        guard made == 0 else { throw LaunchError("cannot start the keeper: \(errorText(-made))") }
        defer { close(ends[0]) }
        let pid = launch(log: logFile, ready: ends[1])
        close(ends[1])
        guard pid > 0 else { throw LaunchError("cannot start the keeper '\(executable)': \(errorText(-pid))") }
        // It leaves the real keeper behind and ends at once.
        while waitpid(pid, nil, 0) < 0 && errno == EINTR {}

        let answer = readAnswer(ends[0])
        switch answer.first {
        case UInt8(tend_keeper_ready): return .started
        case UInt8(tend_keeper_already_running):
            // Started by somebody else in this moment, or not able to end.
            if try isAccepting() { return .wasRunning }
            let holder = lockHolder().map(String.init) ?? "PID"
            throw LaunchError(
                "a keeper holds '\(lock)' but does not answer — see '\(log)', or end it with: kill \(holder)")
        case UInt8(tend_keeper_failed):
            throw LaunchError("cannot start the keeper: \(String(decoding: answer.dropFirst(), as: UTF8.self))")
        default:
            let said = logLines(from: logStart)
            throw LaunchError(
                "cannot start the keeper '\(executable)': \(said.isEmpty ? "it ended without a word" : said) — see '\(log)'"
            )
        }
    }

    private func launch(log: Int32, ready: Int32) -> Int32 {
        var pointers = (arguments + ["--detach"]).map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { tend_keeper_launch($0.baseAddress!, log, ready) }
    }

    /// What the keeper says at the pipe; empty if it says nothing in time.
    private func readAnswer(_ descriptor: Int32) -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while answer.first != UInt8(tend_keeper_ready) {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&polled, 1, Self.patience)
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else { break }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return answer
    }

    /// The last that was written to the log since `start`, in one line.
    private func logLines(from start: off_t) -> String {
        let file = open(log, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 2048)
        let end = lseek(file, 0, SEEK_END)
        let count = pread(file, &buffer, buffer.count, max(start, end - off_t(buffer.count)))
        guard count > 0 else { return "" }
        return String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").suffix(3).joined(
            separator: "; ")
    }

    // MARK: A keeper that runs

    private func isAccepting() throws(LaunchError) -> Bool {
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = Glibc.socket(AF_UNIX, Int32(kind), 0)
        guard descriptor >= 0 else { throw LaunchError("cannot make a socket: \(errorText(errno))") }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socket.utf8) }
        let size = socklen_t(MemoryLayout.size(ofValue: address))
        let connected = withUnsafeBytes(of: &address) {
            connect(descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), size)
        }
        // EAGAIN: somebody listens, with many waiting.
        guard connected == 0 || errno == EAGAIN else { return false }
        var pid: pid_t = 0
        var user: uid_t = 0
        if connected == 0, tend_peer(descriptor, &pid, &user) == 0, user != geteuid() {
            throw LaunchError("the socket '\(socket)' is served by another user — set TEND_HOME to your own directory")
        }
        return true
    }

    /// The keeper's pid, as it wrote it into the lock file; nil if no keeper of this lock has that pid now.
    private func lockHolder() -> pid_t? {
        guard let text = contents(lock), let pid = pid_t(text.prefix { $0 != "\n" }), pid > 1,
            let line = contents("/proc/\(pid)/cmdline")
        else { return nil }
        let arguments = line.split(separator: "\0", omittingEmptySubsequences: false)
        return arguments.count > 3 && arguments[1] == "keeper" && arguments.contains(lock[...]) ? pid : nil
    }

    /// Ends the keeper, and with it server and sessions, without the server being asked.
    ///
    /// - Returns: the keeper's pid, which it has until all have ended; nil if there is none.
    package func end() -> Int32? {
        guard let pid = lockHolder(), kill(pid, SIGTERM) == 0 else { return nil }
        return pid
    }

    private func nudge() {
        if let pid = lockHolder() { kill(pid, SIGHUP) }
    }

    private func contents(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = read(file, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
}

/// The keeper changes to `/`, so it needs whole paths.
private func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return String(cString: current) + "/" + path
}

private func parent(of path: String) -> String {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
