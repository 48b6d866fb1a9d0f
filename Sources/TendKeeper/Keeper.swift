import CKeeper
import Glibc

/// The server's end of the keeper: starts programs, ends them, and hears of their exits. Nothing blocks; a thread of its own reads the answers.
///
/// An exit may be told before the `spawn` that caused it has returned to its caller: a program can be very short.
package final class Keeper: Sendable {
    private let channel: KeeperChannel

    /// - Parameters:
    ///   - descriptor: the channel that the keeper opened for the server (descriptor 3); becomes this object's own, close-on-exec.
    ///   - onExit: called on the reading thread, once for each exit that ``hello()`` did not list.
    ///   - onLost: called on the reading thread when the keeper has gone. Its programs are lost; the server should end.
    package init(
        descriptor: Int32, onExit: @escaping @Sendable (String, KeeperExit) -> Void,
        onLost: @escaping @Sendable () -> Void
    ) {
        channel = KeeperChannel(
            descriptor: descriptor,
            onNotice: { packet in
                if packet.isType(tend_keeper_exited) {
                    var reader = PayloadReader(packet.payload)
                    if let kind: Int32 = reader.integer(), let status: Int32 = reader.integer(),
                        let exit = KeeperExit(kind: kind, status: status), let id = reader.text()
                    {
                        onExit(id, exit)
                    }
                }
                if packet.descriptor >= 0 { close(packet.descriptor) }
            },
            onLost: onLost)
        channel.start()
    }

    deinit { channel.close() }

    /// Greets the keeper and learns what it holds. Exits are told from then on. To be called once, first.
    package func hello() async throws(KeeperError) -> KeeperState {
        let attempt = "ask the keeper for its sessions"
        var payload: [UInt8] = []
        payload.append(integer: UInt32(tend_keeper_version))
        let parts = try await request(tend_keeper_hello, payload, attempt)
        var welcome = PayloadReader(parts[0].payload)
        guard parts[0].isType(tend_keeper_welcome), let version: UInt32 = welcome.integer(),
            let pid: Int32 = welcome.integer(), let kind: Int32 = welcome.integer(),
            let status: Int32 = welcome.integer()
        else {
            for part in parts where part.descriptor >= 0 { close(part.descriptor) }
            throw KeeperError(attempt: attempt, cause: .malformed)
        }
        let sessions = parts.filter { $0.isType(tend_keeper_session) }.compactMap(Self.heldSession)
        return KeeperState(
            pid: pid, version: version, previousServer: KeeperExit(kind: kind, status: status), sessions: sessions)
    }

    private static func heldSession(_ packet: Packet) -> HeldSession? {
        var reader = PayloadReader(packet.payload)
        guard packet.descriptor >= 0, let pid: Int32 = reader.integer(), let kind: Int32 = reader.integer(),
            let status: Int32 = reader.integer(), let id = reader.text()
        else {
            if packet.descriptor >= 0 { close(packet.descriptor) }
            return nil
        }
        return HeldSession(
            id: id, pid: pid, master: packet.descriptor, exit: KeeperExit(kind: kind, status: status))
    }

    /// Starts a program as the leader of a session of its own on a new terminal. Returns once it runs.
    ///
    /// - Returns: its pid, and the terminal's master, which belongs to the caller.
    package func spawn(_ spawn: SpawnRequest) async throws(SpawnError) -> (pid: Int32, master: Int32) {
        func failure(_ stage: SpawnError.Stage, _ code: Int32) -> SpawnError {
            SpawnError(stage: stage, errno: code, program: spawn.arguments.first ?? "", directory: spawn.directory)
        }
        let environment = spawn.environment.map { "\($0.key)=\($0.value)" }
        let texts = [spawn.id, spawn.directory] + spawn.arguments + environment
        guard !spawn.arguments.isEmpty, !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw failure(.request, EINVAL)
        }
        var payload: [UInt8] = []
        payload.append(integer: spawn.rows)
        payload.append(integer: spawn.columns)
        payload.append(integer: UInt32(spawn.arguments.count))
        payload.append(integer: UInt32(environment.count))
        for text in texts { payload.append(text: text) }
        switch await channel.request(tend_keeper_spawn, payload) {
        case .failure(.tooLarge): throw failure(.keeper, E2BIG)
        case .failure(.busy): throw failure(.keeper, EAGAIN)
        case .failure: throw failure(.keeper, EPIPE)
        case .success(let parts):
            let answer = parts[parts.count - 1]
            var reader = PayloadReader(answer.payload)
            if answer.isType(tend_keeper_started), answer.descriptor >= 0, let pid: Int32 = reader.integer() {
                return (pid, answer.descriptor)
            }
            if answer.descriptor >= 0 { close(answer.descriptor) }
            guard answer.isType(tend_keeper_refused), let stage: UInt32 = reader.integer(),
                let code: Int32 = reader.integer()
            else { throw failure(.keeper, EPROTO) }
            throw failure(SpawnError.Stage(rawValue: stage) ?? .request, code)
        }
    }

    /// Sends a signal to what is in the foreground of the terminal.
    package func signal(id: String, signal: Int32) async throws(KeeperError) {
        var payload: [UInt8] = []
        payload.append(integer: signal)
        payload.append(text: id)
        try await perform(tend_keeper_signal, payload, "send signal \(signal) to session \(id)")
    }

    /// Begins to end a program and all that it started in its session: HUP at once, TERM after 2 s, KILL after 5 s. Returns at once; the keeper
    /// goes on by itself, and the exit is told when nothing is left.
    package func stop(id: String) async throws(KeeperError) {
        try await perform(tend_keeper_stop, text(id), "stop session \(id)")
    }

    /// Acknowledges an exit: the keeper drops the entry and its master.
    package func forget(id: String) async throws(KeeperError) {
        try await perform(tend_keeper_forget, text(id), "forget session \(id)")
    }

    /// Returns when all exits that the keeper had told before have been delivered: answers come after them.
    package func catchUp() async {
        // No session has an empty id; the refusal is the answer.
        _ = await channel.request(tend_keeper_forget, text(""))
    }

    /// Sets the file that the next start of the server executes.
    package func setServer(executable: String) async throws(KeeperError) {
        try await perform(tend_keeper_set_server, text(executable), "use the server \(executable)")
    }

    /// Replaces the keeper by another file's, in place: same process, same programs. Returns when the new one runs.
    package func upgradeKeeper(executable: String) async throws(KeeperError) {
        try await perform(tend_keeper_upgrade, text(executable), "upgrade the keeper to \(executable)")
    }

    /// Ends all programs and the keeper. Returns when they have ended and their exits have been told; the server then has 2 s to end by itself.
    package func shutdown() async throws(KeeperError) {
        try await perform(tend_keeper_shutdown, [], "end the keeper")
    }

    private func text(_ text: String) -> [UInt8] {
        var payload: [UInt8] = []
        payload.append(text: text)
        return payload
    }

    private func perform(_ type: tend_keeper_message, _ payload: [UInt8], _ attempt: String) async throws(KeeperError) {
        let parts = try await request(type, payload, attempt)
        for part in parts where part.descriptor >= 0 { close(part.descriptor) }
        guard parts[parts.count - 1].isType(tend_keeper_done) else {
            throw KeeperError(attempt: attempt, cause: .malformed)
        }
    }

    /// The parts of the answer, never none; a refusal is thrown.
    private func request(
        _ type: tend_keeper_message, _ payload: [UInt8], _ attempt: String
    ) async throws(KeeperError) -> [Packet] {
        switch await channel.request(type, payload) {
        case .failure(let cause): throw KeeperError(attempt: attempt, cause: cause)
        case .success(let parts):
            let last = parts[parts.count - 1]
            guard last.isType(tend_keeper_refused) else { return parts }
            var reader = PayloadReader(last.payload)
            let code: Int32? = reader.integer(UInt32.self).flatMap { _ in reader.integer() }
            throw KeeperError(attempt: attempt, cause: code.map { .refused(errno: $0) } ?? .malformed)
        }
    }
}
