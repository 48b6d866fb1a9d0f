import Glibc
import TendCore
import TendKeeper

/// Starts the keeper, which starts the server.
enum ServerLauncher {
    /// Returns when the socket of the home accepts connections.
    static func ensureRunning(_ home: Home) throws {
        let program = try executable()
        let launcher = KeeperLauncher(
            executable: program, server: program, lock: home.lock, socket: home.socket, log: home.log)
        do {
            try launcher.ensureRunning()
        } catch {
            throw Failure(error.description)
        }
    }

    /// This program, with links resolved.
    static func executable() throws -> String {
        guard let path = realpath("/proc/self/exe", nil) else {
            throw Failure("cannot find this program's file: it was replaced or removed — run 'tend' again")
        }
        defer { free(path) }
        return String(cString: path)
    }
}
