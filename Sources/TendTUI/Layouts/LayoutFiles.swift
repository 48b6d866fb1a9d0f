import FoundationEssentials
import Glibc
package import TendCore
import TendData

/// The user's layouts: `NAME.yaml` in a directory, which need not be there.
package struct LayoutFiles: Hashable, Sendable {
    package let directory: String

    package init(directory: String) { self.directory = directory }

    /// In alphabetical order.
    package var names: [String] {
        Folder.names(in: directory).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map {
            String($0.dropLast(5))
        }
        .sorted()
    }

    /// - Throws: ``ServiceError`` with code `invalid` for what cannot be the name of a file there.
    package func path(of name: String) throws(ServiceError) -> String {
        let isPossible = !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\0")
        guard isPossible, name.utf8.count <= 200 else {
            throw ServiceError(.invalid, "'\(DisplayText.excerpt(name))' cannot be the name of a layout")
        }
        return directory + "/" + name + ".yaml"
    }

    /// The layout of that name.
    ///
    /// - Throws: as ``read(_:)``; where there is none, with the names that there are or the nearest of them.
    package func layout(_ name: String) throws(ServiceError) -> LayoutFile {
        let path = try path(of: name)
        guard access(path, F_OK) != 0, errno == ENOENT else { return try LayoutFiles.read(path) }
        let remedy =
            if let near = Suggestion.nearest(to: name, among: names) {
                "did you mean '\(near)'?"
            } else if names.isEmpty {
                "'tend layout save NAME' makes one"
            } else {
                "there are: \(names.joined(separator: ", "))"
            }
        throw ServiceError(.notFound, "no layout '\(DisplayText.excerpt(name))' (\(path)) — \(remedy)")
    }

    /// - Throws: what is wrong with it, one line for each mistake.
    package static func read(_ path: String) throws(ServiceError) -> LayoutFile {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            let reason = access(path, R_OK) == 0 ? "it is no text in UTF-8" : String(cString: strerror(errno))
            throw ServiceError(.invalid, "cannot read \(path): \(reason)")
        }
        let (file, diagnostics) = LayoutFile.read(text, path: path)
        guard diagnostics.isEmpty else {
            throw ServiceError(
                .invalid, "nothing was started:\n" + diagnostics.map(\.description).joined(separator: "\n"))
        }
        return file
    }

    /// Makes the directory if need be. A file that is there may have been written by hand, with values that nobody could bring back: it
    /// is kept.
    ///
    /// - Returns: where; nil: there was none, or the same.
    @discardableResult package func write(_ file: LayoutFile, to path: String) throws(ServiceError) -> String? {
        let text = Array(file.text.utf8)
        let isThere = access(path, F_OK) == 0
        if isThere, let old = FileManager.default.contents(atPath: path), Array(old) == text { return nil }
        func check(_ isDone: Bool) throws(ServiceError) {
            if !isDone { throw ServiceError(.unavailable, "cannot write \(path): \(String(cString: strerror(errno)))") }
        }
        try check(LayoutFiles.makeDirectory(directory))
        // Whole under another name first: what is there stays when the disk is full.
        let draft = "\(path).\(getpid())"
        do throws(ServiceError) {
            try check(LayoutFiles.write(text, to: draft))
            if isThere { try check(rename(path, path + "~") == 0) }
            try check(rename(draft, path) == 0)
        } catch {
            unlink(draft)
            if isThere, access(path, F_OK) != 0 { rename(path + "~", path) }
            throw error
        }
        return isThere ? path + "~" : nil
    }

    /// With those above it. False: `errno` says why not.
    private static func makeDirectory(_ path: String) -> Bool {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return true }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end > path.startIndex else { return false }
        return makeDirectory(String(path[..<end])) && (mkdir(path, 0o777) == 0 || errno == EEXIST)
    }

    /// False: `errno` says why not.
    static func write(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { return false }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                let cause = errno
                close(file)
                errno = cause
                return false
            }
            written += count
        }
        // A disk over a network says it here only.
        return close(file) == 0
    }
}
