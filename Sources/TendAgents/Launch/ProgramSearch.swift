import Glibc

/// Finds programs as `execvp` would.
package enum ProgramSearch {
    /// The path of the program, or nil if there is none that may be run.
    ///
    /// - Parameters:
    ///   - search: the value of `PATH`; nil: the system's default.
    ///   - directory: where the program would start: a name with a slash in it is meant from there.
    package static func find(_ command: String, search: String?, from directory: String) -> String? {
        if command.contains("/") {
            let path = command.hasPrefix("/") ? command : directory + "/" + command
            return isProgram(path) ? path : nil
        }
        let search = search ?? "/usr/local/bin:/usr/bin:/bin"
        for entry in search.split(separator: ":", omittingEmptySubsequences: false) {
            let folder = entry.isEmpty ? directory : entry.hasPrefix("/") ? String(entry) : "\(directory)/\(entry)"
            let path = folder + "/" + command
            if isProgram(path) { return path }
        }
        return nil
    }

    package static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
