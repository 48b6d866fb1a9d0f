import Glibc
import TendCore
import TendKeeper

/// Starts keeper and server of a home from this binary.
enum ServerLauncher {
    /// Returns when the home's server accepts connections; starts it if there is none.
    static func ensureRunning(_ home: Home) throws { try launcher(home).ensureRunning() }

    /// Becomes the keeper of the home, in the foreground, for a service manager. Does not return unless it fails.
    static func becomeKeeper(_ home: Home) throws -> Never {
        try launcher(home).replaceProcess()
    }

    private static func launcher(_ home: Home) throws -> KeeperLauncher {
        let executable = try Self.executable()
        return KeeperLauncher(
            executable: executable, server: executable, lock: home.lock, socket: home.socket, log: home.log)
    }

    /// This binary by its real path. `/proc/self/exe` itself would mean something else after an upgrade.
    static func executable() throws -> String {
        guard let path = realpath("/proc/self/exe", nil) else {
            throw Failure("cannot tell where this program is: \(String(cString: strerror(errno)))")
        }
        defer { free(path) }
        return String(cString: path)
    }
}
