import Glibc

/// A directory that only its owner can change: what is in it can be trusted.
struct PrivateDirectory {
    var path: String

    /// Makes it, and what is missing above it, for the owner alone; checks one that exists.
    func prepare() throws(LaunchError) {
        try create(path)
        try check()
    }

    private func create(_ path: String) throws(LaunchError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw LaunchError("cannot make the directory '\(path)': \(errorText(errno))")
        }
        try create(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw LaunchError("cannot make the directory '\(path)': \(errorText(errno))")
        }
    }

    private func check() throws(LaunchError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw LaunchError("cannot use '\(path)': \(errorText(errno))") }
        // Anybody can put a link into /tmp that leads to a directory of ours.
        if status.st_mode & S_IFMT == S_IFLNK {
            guard status.st_uid == geteuid() || status.st_uid == 0 else {
                throw LaunchError(
                    "cannot use '\(path)': the link belongs to another user — set TEND_HOME to your own directory")
            }
            guard stat(path, &status) == 0 else { throw LaunchError("cannot use '\(path)': \(errorText(errno))") }
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw LaunchError("cannot use '\(path)': not a directory") }
        guard status.st_uid == geteuid() else {
            throw LaunchError("cannot use '\(path)': it belongs to another user — set TEND_HOME to your own directory")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw LaunchError("cannot use '\(path)': others may write there — run: chmod go-w '\(path)'")
        }
    }
}
