import Glibc
import TendCore
import TendData

/// The rules of `approvals.yaml` as it is now: read again when the file has changed, at the time of use.
struct ApprovalSource {
    let path: String
    let home: String
    private var stamp: Stamp?
    private var rules = ApprovalRules()
    private var problems: [String] = []

    private struct Stamp: Equatable {
        var seconds: Int
        var nanoseconds: Int
        var size: Int
        var inode: UInt
        var device: UInt
    }

    init(path: String, home: String) {
        self.path = path
        self.home = home
    }

    /// The rules, and what is wrong with them: then there are none, and everything is asked.
    mutating func current() -> (rules: ApprovalRules, problems: [String]) {
        var status = stat()
        let now = stat(path, &status) == 0
            ? Stamp(
                seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec, size: Int(status.st_size),
                inode: UInt(status.st_ino), device: UInt(status.st_dev)) : nil
        guard now != stamp || now == nil else { return (rules, problems) }
        stamp = now
        (rules, problems) = (ApprovalRules(), [])
        guard now != nil || errno != ENOENT else { return (rules, problems) }
        let loaded = ApprovalFile.load(path, home: home)
        problems = loaded.diagnostics.map(\.description)
        if problems.isEmpty { rules = loaded.value }
        return (rules, problems)
    }
}
