import Glibc
import TendCore

/// Limits that sessions run into: descriptors, disk space, terminals.
struct SystemChecks {
    var home: Home

    /// A session takes about four descriptors in server and keeper; a hundred sessions should fit.
    private static let enoughDescriptors: UInt64 = 1024
    private static let fewDescriptors: UInt64 = 256
    private static let mebibyte: UInt64 = 1 << 20
    /// A recording takes 4 MiB at once, history some more with time.
    private static let enoughSpace: UInt64 = 512
    private static let littleSpace: UInt64 = 32

    func run() -> [Finding] { [descriptors(), space(), pseudoTerminals()].compactMap { $0 } }

    private func descriptors() -> Finding {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return .warn("files", "the limit cannot be read: \(String(cString: strerror(errno)))", "run: ulimit -n")
        }
        return SystemChecks.descriptors(soft: UInt64(limit.rlim_cur), hard: UInt64(limit.rlim_max))
    }

    static func descriptors(soft: UInt64, hard: UInt64) -> Finding {
        let text = "\(soft == .max ? "any number of" : "\(soft)") open files are allowed"
        if soft >= enoughDescriptors { return .ok("files", text) }
        let remedy = "run 'ulimit -n \(min(hard, 4096))' before the server is started"
        return soft < fewDescriptors ? .fail("files", text, remedy) : .warn("files", text, remedy)
    }

    private func space() -> Finding? {
        let path = HomeChecks.nearest(to: home.stateDirectory)
        var found = statvfs()
        guard statvfs(path, &found) == 0 else {
            return .warn(
                "disk", "the space at \(path) cannot be read: \(String(cString: strerror(errno)))", "run: df '\(path)'")
        }
        return SystemChecks.space(
            free: UInt64(found.f_bavail) * UInt64(found.f_frsize),
            inodes: found.f_files == 0 ? nil : UInt64(found.f_favail),
            at: path)
    }

    /// - Parameter inodes: free ones; nil where the file system does not count them.
    static func space(free: UInt64, inodes: UInt64?, at path: String) -> Finding {
        let count = free / mebibyte
        let text = count >= 10 * 1024 ? "\(count / 1024) GiB free at \(path)" : "\(count) MiB free at \(path)"
        let remedy = "make room, remove ended sessions with 'tend rm', or set TEND_HOME to another disk"
        if let inodes, inodes < 100 { return .fail("disk", "only \(inodes) more files fit at \(path)", remedy) }
        if count < littleSpace { return .fail("disk", text, remedy) }
        return count < enoughSpace ? .warn("disk", text, remedy) : .ok("disk", text)
    }

    private func pseudoTerminals() -> Finding? {
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard master >= 0 else {
            return .fail(
                "ptys", "no terminal can be opened: \(String(cString: strerror(errno)))",
                "mount /dev/pts, or raise kernel.pty.max")
        }
        close(master)
        return .ok("ptys", "terminals can be opened")
    }
}
