import Foundation
import Synchronization
import TendCore

/// The manifests as they are now: files are read again when they have changed since somebody last asked.
package final class ManifestLibrary: Sendable {
    /// `NAME.json`, or `manifest.json` in a folder of that name. Need not be there.
    package let directory: String
    private let state = Mutex(State())

    private struct State {
        var stamps: [Stamp] = []
        /// Nil until somebody asks: reading what is shipped takes as long as half of a server's start, and memory that shells do not need.
        var shelf: ManifestShelf?
    }

    /// What tells that a file is another than it was.
    private struct Stamp: Hashable {
        var path: String
        var size: Int64
        var seconds: Int
        var nanoseconds: Int
        var inode: UInt64
    }

    /// - Parameter configDirectory: the user's own files.
    package init(configDirectory: String) { directory = configDirectory + "/manifests" }

    package var shelf: ManifestShelf {
        let stamps = currentStamps()
        return state.withLock { state in
            if let shelf = state.shelf, state.stamps == stamps { return shelf }
            let shelf = ManifestLibrary.read(stamps.map(\.path))
            (state.shelf, state.stamps) = (shelf, stamps)
            return shelf
        }
    }

    /// Reads one file, which may be anywhere.
    package static func check(_ path: String) -> (manifest: Manifest?, diagnostics: [ManifestDiagnostic]) {
        switch text(of: path) {
        case .success(let text): ManifestReader.read(text, file: path)
        case .failure(let problem): (nil, [problem.diagnostic])
        }
    }

    private func currentStamps() -> [Stamp] {
        // No directory, no files: it need not be there.
        let names = Folder.names(in: directory)
        var stamps: [Stamp] = []
        for name in names.sorted() where isManifest(name) {
            let path = directory + "/" + (name.hasSuffix(".json") ? name : name + "/manifest.json")
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            stamps.append(
                Stamp(
                    path: path, size: Int64(status.st_size), seconds: status.st_mtim.tv_sec,
                    nanoseconds: status.st_mtim.tv_nsec, inode: UInt64(status.st_ino)))
        }
        return stamps
    }

    /// Not templates, what editors leave, or a schema that lies beside them.
    private func isManifest(_ name: String) -> Bool {
        !name.hasPrefix(".") && !name.hasPrefix("_") && !name.hasSuffix("~") && !name.hasSuffix(".schema.json")
    }

    private static func read(_ paths: [String]) -> ManifestShelf {
        var files: [(name: String, path: String, text: String)] = []
        var unreadable: [ManifestDiagnostic] = []
        for path in paths {
            switch text(of: path) {
            case .success(let text): files.append((name: name(of: path), path: path, text: text))
            case .failure(let problem): unreadable.append(problem.diagnostic)
            }
        }
        return ManifestShelf(files: files, unreadable: unreadable)
    }

    /// What a manifest is called that does not say so itself.
    private static func name(of path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard let last = parts.last else { return path }
        return last == "manifest.json" && parts.count > 1 ? parts[parts.count - 2] : String(last.dropLast(5))
    }

    private struct Unreadable: Error {
        var diagnostic: ManifestDiagnostic
    }

    private static func text(of path: String) -> Result<String, Unreadable> {
        func unreadable(_ reason: String) -> Result<String, Unreadable> {
            .failure(
                Unreadable(
                    diagnostic: ManifestDiagnostic(
                        file: path, path: "", message: "cannot be read: \(reason)", severity: .error)))
        }
        guard let stream = fopen(path, "re") else { return unreadable(String(cString: strerror(errno))) }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: sizeLimit + 1)
        let count = fread(&bytes, 1, bytes.count, stream)
        if ferror(stream) != 0 { return unreadable(String(cString: strerror(errno))) }
        if count > sizeLimit { return unreadable("it is longer than 1 MiB") }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
            return unreadable("it is not UTF-8")
        }
        return .success(text)
    }

    /// Nobody writes so long a file by hand, and it is read in one go.
    private static let sizeLimit = 1 << 20
}
