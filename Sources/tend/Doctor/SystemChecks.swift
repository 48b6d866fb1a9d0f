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

    /// - Parameter server: its pid; nil when none runs.
    func run(server: Int32?) -> [Finding] {
        [descriptors(server), space(), pseudoTerminals(), injection()].compactMap { $0 }
    }

    /// What the server may open, or what one that is started here could.
    private func descriptors(_ server: Int32?) -> Finding {
        if let server, let limit = SystemChecks.descriptorLimit(of: server) {
            return SystemChecks.descriptors(limit, of: "the server")
        }
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return .warn("files", "the limit cannot be read: \(String(cString: strerror(errno)))", "run: ulimit -H -n")
        }
        // The keeper raises its own limit, and so the server's, as far as it may.
        return SystemChecks.descriptors(UInt64(limit.rlim_max), of: "a server")
    }

    static func descriptors(_ count: UInt64, of holder: String) -> Finding {
        let text = "\(holder) may open \(count == .max ? "any number of" : "\(count)") files"
        if count >= enoughDescriptors { return .ok("files", text) }
        let remedy = "raise the hard limit (ulimit -H -n), then stop the server and start it again"
        return count < fewDescriptors ? .fail("files", text, remedy) : .warn("files", text, remedy)
    }

    /// How many files another process may open at once; nil when it is gone.
    private static func descriptorLimit(of pid: Int32) -> UInt64? {
        let file = open("/proc/\(pid)/limits", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = read(file, &bytes, bytes.count)
        return descriptorLimit(in: String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
    }

    /// The soft limit in a table as `/proc/PID/limits` has it: `Max open files            1024                 4096 …`.
    static func descriptorLimit(in limits: String) -> UInt64? {
        let name = "Max open files"
        guard let line = limits.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
            let soft = line.dropFirst(name.count).split(separator: " ").first
        else { return nil }
        return soft == "unlimited" ? .max : UInt64(soft)
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

    /// By `TIOCSTI` a program types into its own terminal, past everybody who could look at it.
    private func injection() -> Finding? {
        guard let stream = fopen("/proc/sys/dev/tty/legacy_tiocsti", "re") else { return nil }
        defer { fclose(stream) }
        return SystemChecks.injection(isAllowed: fgetc(stream) == Int32(UInt8(ascii: "1")))
    }

    static func injection(isAllowed: Bool) -> Finding {
        guard isAllowed else { return .ok("tiocsti", "programs cannot type into their own terminal") }
        return .warn(
            "tiocsti", "programs can type into their own terminal: an agent could so answer its own dialog",
            "run as root: sysctl dev.tty.legacy_tiocsti=0")
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
