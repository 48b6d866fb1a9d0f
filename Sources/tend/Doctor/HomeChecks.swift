import Glibc
import TendCore

/// The directories of a home: whose they are, and who else gets in.
struct HomeChecks {
    var home: Home
    var userID: UInt32

    func run() -> [Finding] {
        [
            directory("runtime", home.runtimeDirectory, holdsSockets: true),
            directory("state", home.stateDirectory, holdsSockets: false),
            socketPath(),
        ]
    }

    private func directory(_ check: String, _ path: String, holdsSockets: Bool) -> Finding {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let cause = errno
            guard cause == ENOENT else {
                return .fail(
                    check, "\(path) cannot be looked at: \(String(cString: strerror(cause)))",
                    "make it accessible, or set TEND_HOME to another directory")
            }
            let parent = HomeChecks.nearest(to: path)
            return access(parent, W_OK) == 0
                ? .ok(check, "\(path) will be made when it is needed")
                : .fail(
                    check, "\(path) does not exist, and \(parent) may not be written to",
                    "make it, or set TEND_HOME to a directory of your own")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return .fail(check, "\(path) is not a directory", "move it away, or set TEND_HOME to another directory")
        }
        guard status.st_uid == userID else {
            return .fail(check, "\(path) belongs to another user", "set TEND_HOME to a directory of your own")
        }
        let mode = status.st_mode & 0o777
        if mode & 0o022 != 0 {
            return .fail(
                check, "\(path) can be written to by others (mode \(octal(mode)))", "run: chmod go-w '\(path)'")
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            if errno == EROFS {
                return .fail(
                    check, "\(path) is on a file system that is read-only",
                    "make that writable, or set TEND_HOME to a directory elsewhere")
            }
            return .fail(check, "\(path) cannot be used by you (mode \(octal(mode)))", "run: chmod u+rwx '\(path)'")
        }
        if holdsSockets, mode & 0o077 != 0 {
            return .warn(
                check, "\(path) can be looked into by others (mode \(octal(mode)))", "run: chmod 700 '\(path)'")
        }
        return .ok(check, "\(path) (mode \(octal(mode)))")
    }

    private func socketPath() -> Finding {
        let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
        let count = home.socket.utf8.count
        guard count <= limit else {
            return .fail(
                "socket", "\(home.socket) has \(count) bytes, the system allows \(limit)",
                "set TEND_HOME to a shorter directory")
        }
        var status = stat()
        guard lstat(home.socket, &status) == 0 else { return .ok("socket", "\(home.socket): none yet") }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            return .fail("socket", "\(home.socket) is not a socket", "remove it: the keeper makes its own")
        }
        guard status.st_uid == userID else {
            return .fail("socket", "\(home.socket) belongs to another user", "set TEND_HOME to a directory of your own")
        }
        let mode = status.st_mode & 0o777
        return mode & 0o077 == 0
            ? .ok("socket", "\(home.socket) (mode \(octal(mode)))")
            : .warn(
                "socket", "\(home.socket) is open to others (mode \(octal(mode)))", "run: chmod 600 '\(home.socket)'")
    }

    /// The path, or of the directories above it the nearest that exists.
    static func nearest(to path: String) -> String {
        var path = path
        while access(path, F_OK) != 0 {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
            path = String(path[..<slash])
        }
        return path
    }

    private func octal(_ mode: mode_t) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}
