import Glibc
import TendClient
import TendCore

/// How commands reach the server.
enum Connector {
    /// The home that this process's environment names.
    static var home: Home { home(of: Caller()) }

    static func home(of caller: Caller) -> Home { Home(environment: caller.environment, userID: caller.userID) }

    /// A client whose requests start keeper and server if there are none.
    static func connect(for caller: Caller = Caller()) throws -> Client {
        let home = home(of: caller)
        // When there is none for sure, its start comes first: that takes longest, and we get ready meanwhile.
        if access(home.socket, F_OK) != 0 { try ServerLauncher.ensureRunning(home) }
        return Client(socketPath: home.socket) { () throws(ClientError) in
            do throws(Failure) {
                try ServerLauncher.ensureRunning(home)
            } catch {
                throw .unreachable(cause: error.message)
            }
        }
    }

    /// A client that starts nothing.
    ///
    /// - Parameter timeout: how long an answer may take; nil: for ever.
    static func existing(timeout: Duration? = nil) -> Client { Client(socketPath: home.socket, timeout: timeout) }
}
