import Glibc
package import TendCore

extension Repository {
    /// Bytes of git's output, files, and bytes of an untracked file that are looked at.
    private static let diffLimit = 4 << 20
    private static let fileLimit = 500
    private static let untrackedLimit = 256 << 10

    /// Everything that is not committed in the worktree that the directory is in: staged, unstaged and untracked.
    ///
    /// - Throws: code `invalid` for a bare repository.
    package func diff() throws(ServiceError) -> DiffJSON {
        guard let top = try line("rev-parse", "--show-toplevel"), !top.isEmpty else {
            throw ServiceError(.invalid, "\(directory) is in no worktree, so nothing can be changed there")
        }
        var answer = DiffJSON(directory: top, branch: worktrees.first { $0.directory == top }?.branch)
        // Before the first commit everything is new.
        var base = try commit("HEAD")
        if base == nil { base = try line("hash-object", "-t", "tree", "/dev/null") }
        let output = try git(
            "diff", base ?? "HEAD", "--patch-with-raw", "-z", "--no-color", "--no-ext-diff", "--no-textconv",
            "--find-renames",
            "--unified=3", "--ignore-submodules=dirty", "--src-prefix=a/", "--dst-prefix=b/", "--", in: top,
            limit: Repository.diffLimit)
        guard output.status == 0 || output.isCut else {
            throw ServiceError(.unavailable, "git cannot tell what is changed in \(top): \(output.complaint)")
        }
        answer.files = DiffReader(output.bytes, isCut: output.isCut).files
        // Compared to a commit, a file in conflict is only a changed one.
        let conflicts = Set(
            try git("ls-files", "--unmerged", "-z", in: top).fields.compactMap { entry in
                entry.firstIndex(of: "\t").map { String(entry[entry.index(after: $0)...]) }
            })
        for index in answer.files.indices where conflicts.contains(answer.files[index].path) {
            answer.files[index].status = .unmerged
        }
        if output.isCut { answer.notes.append("more than 4 MiB of changes: not all are here") }
        let others = try git("ls-files", "--others", "--exclude-standard", "-z", in: top)
        let untracked = others.fields.filter { !$0.isEmpty }
        answer.files += untracked.prefix(Repository.fileLimit).map { Repository.untracked($0, in: top) }
        let count = answer.files.count + max(0, untracked.count - Repository.fileLimit)
        answer.files.sort { $0.path < $1.path }
        if count > Repository.fileLimit {
            answer.files = Array(answer.files.prefix(Repository.fileLimit))
            answer.notes.append("\(count) files are changed; \(Repository.fileLimit) of them are here")
        }
        return answer
    }

    /// A file that git does not know, all of it new. Read here, so that no filter has to run.
    private static func untracked(_ path: String, in directory: String) -> DiffJSON.File {
        var file = DiffJSON.File(path: path, status: .untracked)
        // Ends with a slash: a repository of its own.
        let descriptor = open(directory + "/" + path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            file.note = path.hasSuffix("/") ? "a repository of its own" : "no plain file"
            return file
        }
        var bytes = [UInt8](repeating: 0, count: untrackedLimit + 1)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else {
            file.note = "cannot be read: \(String(cString: strerror(errno)))"
            return file
        }
        // As git tells them apart.
        if bytes.prefix(min(count, 8000)).contains(0) {
            file.binary = true
            return file
        }
        guard count <= untrackedLimit else {
            file.note = "too large to be shown (\(status.st_size / 1024) KiB)"
            return file
        }
        var lines = bytes.prefix(count).split(separator: 10, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else { return file }
        let shown = lines.map { DiffReader.shown("+" + String(decoding: $0, as: UTF8.self)) }
        file.hunks = [DiffJSON.Hunk(oldStart: 0, newStart: 1, lines: shown)]
        file.added = lines.count
        return file
    }
}
