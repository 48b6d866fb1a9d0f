import Glibc
import TendClient
import TendCore

/// Keeper and server, as they answer. Nothing is started.
struct ServerChecks {
    var home: Home

    /// A server that restores many sessions answers after seconds, not after more.
    private static let patience = Duration.seconds(5)

    /// What was found, and the server's pid if it answers.
    func run() async -> (findings: [Finding], pid: Int32?) {
        do {
            let status = try await Client(socketPath: home.socket, timeout: Self.patience).status()
            let isAlive = { (pid: Int32) in kill(pid, 0) == 0 || errno == EPERM }
            return (ServerChecks.findings(status, own: Version.text, isAlive: isAlive), status.pid)
        } catch {
            return ([unanswered(error)], nil)
        }
    }

    private func unanswered(_ error: ClientError) -> Finding {
        switch error {
        case .notRunning:
            .ok("server", "none runs; any command starts one")
        case .unreachable(let cause):
            .fail("server", cause, "'tend doctor' with another TEND_HOME looks there")
        case .timedOut, .connectionLost:
            .fail(
                "server", "something listens at \(home.socket), but does not answer",
                "'tend server logs' (or \(home.log)) tells why; 'tend server stop --force' ends it, and all sessions")
        case .unexpected(_, let cause):
            .fail(
                "server", "its answer cannot be read: \(cause)", "'tend server upgrade' makes server and client equal")
        case .service(let error) where error.code == .unavailable:
            .fail("server", error.message, "when the reason is gone, any command starts it")
        case .service(let error):
            .fail("server", error.message, "'tend server restart' starts it anew")
        }
    }

    /// What a server tells of itself.
    ///
    /// - Parameter own: the version of this program.
    static func findings(_ status: StatusJSON, own: String, isAlive: (Int32) -> Bool) -> [Finding] {
        var findings: [Finding] = []
        let sessions = status.sessions == 1 ? "1 session" : "\(status.sessions) sessions"
        findings.append(.ok("server", "pid \(status.pid), since \(status.startedAt), \(sessions)"))
        findings.append(
            isAlive(status.keeperPid)
                ? .ok("keeper", "pid \(status.keeperPid)")
                : .fail(
                    "keeper", "pid \(status.keeperPid) is gone: sessions cannot be started",
                    "'tend server stop --force', then any command starts both anew"))
        findings.append(
            status.version == own
                ? .ok("version", own)
                : .warn(
                    "version", "the server is \(status.version), this program \(own)",
                    "'tend server upgrade' makes them equal; no session notices"))
        findings += status.problems.map {
            .fail("problem", DisplayText.cleaned($0, limit: 1000), "'tend server logs' tells more")
        }
        return findings
    }
}
