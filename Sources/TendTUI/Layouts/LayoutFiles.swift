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
        let text = Data(file.text.utf8)
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let isThere = access(path, F_OK) == 0
            if isThere, try Data(contentsOf: URL(filePath: path)) == text { return nil }
            guard !isThere || rename(path, path + "~") == 0 else {
                throw ServiceError(.unavailable, String(cString: strerror(errno)))
            }
            try text.write(to: URL(filePath: path), options: .atomic)
            return isThere ? path + "~" : nil
        } catch {
            throw ServiceError(.unavailable, "cannot write \(path): \(error)")
        }
    }
}
