import Glibc
import TendCore
import TendData

/// Notices when the files of a configuration directory change: written in place, replaced by an editor, made, removed; also when the
/// directory itself is not there yet.
package final class ConfigurationWatch {
    /// Readable when something may have changed; -1 when the kernel gives no more of these: then only `config.reload` helps.
    package let descriptor: Int32
    private let directory: String
    private var seen: [Mark]

    /// What is compared of a file.
    private struct Mark: Equatable {
        var path: String
        var inode: UInt64
        var size: Int64
        var seconds: Int
        var nanoseconds: Int
    }

    package init(directory: String) {
        self.directory = directory
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        seen = []
        watch()
        seen = marks()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Takes what the descriptor has to say.
    ///
    /// - Returns: whether a file is another one than at the last call.
    package func drain() -> Bool {
        guard descriptor >= 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while read(descriptor, &buffer, buffer.count) > 0 {}
        // Folders may have come: the kernel takes the same watch twice without harm.
        watch()
        let now = marks()
        defer { seen = now }
        return now != seen
    }

    private func watch() {
        guard descriptor >= 0 else { return }
        let changes = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE)
        let folders = [directory, directory + "/keymaps", directory + "/themes"]
        for folder in folders { _ = inotify_add_watch(descriptor, folder, changes) }
        // As long as the directory is not there, the nearest one above it will hear of its coming.
        var above = directory
        while access(above, F_OK) != 0, let slash = above.lastIndex(of: "/"), slash > above.startIndex {
            above = String(above[..<slash])
            if inotify_add_watch(descriptor, above, changes) >= 0 { break }
        }
    }

    private func marks() -> [Mark] {
        var paths = [directory + "/config.yaml"]
        for folder in ["keymaps", "themes"] {
            // No folder, no files.
            let names = Folder.names(in: "\(directory)/\(folder)")
            paths += names.filter(ConfigurationFiles.isDataFile).sorted().map { "\(directory)/\(folder)/\($0)" }
        }
        return paths.compactMap { path in
            var facts = stat()
            guard stat(path, &facts) == 0 else { return nil }
            return Mark(
                path: path, inode: UInt64(facts.st_ino), size: Int64(facts.st_size), seconds: facts.st_mtim.tv_sec,
                nanoseconds: facts.st_mtim.tv_nsec)
        }
    }
}
