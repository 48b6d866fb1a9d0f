import TendClient
import TendCore

/// How commands reach the server.
enum Connector {
    /// The home that this process's environment names.
    static var home: Home { Home(environment: Caller().environment, userID: Caller().userID) }

    /// A client of the running server; starts keeper and server if there are none.
    static func connect() async throws -> Client {
        try ServerLauncher.ensureRunning(home)
        return existing()
    }

    /// A client that starts nothing.
    ///
    /// - Parameter timeout: how long an answer may take; nil: for ever.
    static func existing(timeout: Duration? = nil) -> Client { Client(socketPath: home.socket, timeout: timeout) }
}
