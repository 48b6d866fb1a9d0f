import Glibc
import TendCore
import TendKeeper

/// Starts the keeper, which starts the server.
enum ServerLauncher {
    /// Returns when the socket of the home accepts connections.
    static func ensureRunning(_ home: Home) throws(Failure) {
        let launcher = try self.launcher(home)
        do {
            try launcher.ensureRunning()
        } catch {
            throw Failure(error.description)
        }
    }

    /// Becomes the keeper of the home.
    static func becomeKeeper(_ home: Home) throws(Failure) -> Never {
        let launcher = try self.launcher(home)
        do {
            try launcher.becomeKeeper()
        } catch {
            throw Failure(error.description)
        }
    }

    /// Ends keeper, server and sessions of the home, whatever state the server is in.
    ///
    /// - Returns: the keeper's pid, which it has until all have ended; nil if there is none.
    static func end(_ home: Home) throws(Failure) -> Int32? { try launcher(home).end() }

    private static func launcher(_ home: Home) throws(Failure) -> KeeperLauncher {
        let program = try executable()
        return KeeperLauncher(
            executable: program, server: program, lock: home.lock, socket: home.socket, log: home.log)
    }

    /// This program, with links resolved.
    static func executable() throws(Failure) -> String {
        guard let path = realpath("/proc/self/exe", nil) else {
            throw Failure("cannot find this program's file: it was replaced or removed — run 'tend' again")
        }
        defer { free(path) }
        return String(cString: path)
    }
}
