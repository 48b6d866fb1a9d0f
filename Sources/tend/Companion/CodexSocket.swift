import Glibc
import TendCore

/// Where a companion's app server listens.
///
/// codex-cli 0.163.0 puts the socket itself (0600) into `/tmp/codex-daemon-UID` (0700), under a hash of the path and with a `.lock` beside
/// it, and makes the path a link to it. It takes all three away when it ends in order; when it is killed they stay.
struct CodexSocket: Sendable {
    let path: String

    /// - Parameter directory: private to the user.
    init(in directory: String, pid: Int32 = getpid()) {
        path = "\(directory)/\(CodexSocket.prefix)\(pid)\(CodexSocket.suffix)"
    }

    private init(path: String) { self.path = path }

    private static let prefix = "codex-"
    private static let suffix = ".sock"

    /// Takes away what a killed app server has left.
    func remove() {
        if let target = link {
            // Only what Codex made: a file of our user's in its own directory.
            let parts = target.split(separator: "/")
            if parts.count >= 2, parts[parts.count - 2].hasPrefix("codex-daemon-") {
                unlink(target)
                unlink(target + ".lock")
            }
        }
        unlink(path)
    }

    private var link: String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Takes away what companions that were killed have left in the directory.
    static func sweep(_ directory: String) {
        for name in Folder.names(in: directory) {
            guard name.hasPrefix(prefix), name.hasSuffix(suffix),
                let pid = Int32(name.dropFirst(prefix.count).dropLast(suffix.count)), kill(pid, 0) != 0, errno == ESRCH
            else { continue }
            CodexSocket(path: directory + "/" + name).remove()
        }
    }
}
