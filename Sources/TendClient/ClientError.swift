package import TendCore

/// Why a request has no result.
package enum ClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The server answered with an error.
    case service(ServiceError)
    /// Nobody listens on the socket: no keeper runs. The cause is in words.
    case notRunning(socket: String, cause: String)
    /// Nobody listens and no keeper can be started, or somebody who is not our user. The cause, with the remedy.
    case unreachable(cause: String)
    /// The connection ended before the answer came. A request that changes something may or may not have been carried out.
    case connectionLost(attempt: String)
    /// No answer in the time that was given.
    case timedOut(attempt: String)
    /// The answer is not what this version of `tend` understands.
    case unexpected(attempt: String, cause: String)

    package var description: String {
        switch self {
        case .service(let error): error.message
        case .notRunning(let socket, let cause):
            "no tend server runs at \(socket) (\(cause)) — 'tend server start' starts one"
        case .unreachable(let cause): cause
        case .connectionLost(let attempt):
            "the connection to the server was lost during \(attempt) — it may or may not have been done; 'tend server status' tells how the server is"
        case .timedOut(let attempt):
            "the server did not answer \(attempt) in time — 'tend doctor' looks for the reason"
        case .unexpected(let attempt, let cause):
            "cannot read the server's answer to \(attempt): \(cause) — client and server may differ in version; 'tend server upgrade' makes them equal"
        }
    }

    /// What is left to be said by who was connected and cannot go on.
    package var farewell: String {
        guard case .notRunning(let socket, _) = self else { return description }
        return "the server at \(socket) has ended — 'tend' starts a new one,"
            + " and 'tend restart --interrupted' runs again what was interrupted"
    }

    /// Whether another try may go better: the server is being restarted.
    var isTransient: Bool {
        if case .connectionLost = self { true } else { false }
    }
}
