import Glibc

/// Looks into directories.
package enum Folder {
    /// The names in a directory without `.` and `..`, in no order; none where there is no such directory, or not for us.
    ///
    /// Foundation's way takes a third of a millisecond of a process when it is first used.
    package static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
