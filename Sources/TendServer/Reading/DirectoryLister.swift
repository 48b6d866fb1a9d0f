import Glibc
import Synchronization
import TendAgents
import TendCore

/// Looks into directories for whoever chooses one.
///
/// On threads of its own: a file system that does not answer, as a network drive that is away, holds up nothing else; and not on many.
final class DirectoryLister: Sendable {
    private static let threadLimit = 4
    /// A directory with more entries is not read to its end.
    private static let entryLimit = 50_000
    /// What a person waits for gladly.
    private static let patience = Duration.seconds(3)

    private let threads = Mutex(0)
    private let reactor: any Reactor

    /// - Parameter reactor: keeps the time.
    init(on reactor: any Reactor) { self.reactor = reactor }

    /// The path with the home in place of a leading `~`.
    static func expanded(_ path: String, home: String) -> String {
        path == "~" || path.hasPrefix("~/") ? home + path.dropFirst() : path
    }

    func list(_ path: String, home: String, limit: Int) async throws(ServiceError) -> DirectoryListJSON {
        let wanted = path == "~" ? home + "/" : DirectoryLister.expanded(path, home: home)
        guard wanted.hasPrefix("/"), !wanted.contains("\0"), wanted.utf8.count < Int(PATH_MAX) else {
            throw ServiceError(.invalid, "an absolute path is wanted, or one that begins with ~/")
        }
        let isFree = threads.withLock { count in
            guard count < DirectoryLister.threadLimit else { return false }
            count += 1
            return true
        }
        guard isFree else { throw ServiceError(.limit, "too many directories are being read already") }
        let found: DirectoryListJSON? = await withCheckedContinuation { continuation in
            let answer = Answer(continuation)
            let started = startThread {
                let found = DirectoryLister.read(wanted, limit: limit)
                self.threads.withLock { $0 -= 1 }
                answer.give(found)
            }
            if started != 0 {
                threads.withLock { $0 -= 1 }
                answer.give(nil)
            }
            // It does nothing if the answer is there.
            reactor.post(after: DirectoryLister.patience) { answer.give(nil) }
        }
        guard let found else { throw ServiceError(.unavailable, "the file system does not answer") }
        return found
    }

    /// - Parameter path: absolute.
    static func read(_ path: String, limit: Int) -> DirectoryListJSON {
        let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let (directory, prefix) = (String(path[..<end]), String(path[end...]))
        var answer = DirectoryListJSON(
            directory: directory, exists: ProgramSearch.isDirectory(path), names: [], isCut: false)
        guard let stream = opendir(directory) else { return answer }
        defer { closedir(stream) }
        var count = 0
        while let entry = readdir(stream) {
            count += 1
            guard count <= entryLimit else {
                answer.isCut = true
                break
            }
            guard let name = name(of: entry), name != ".", name != "..", name.hasPrefix(prefix),
                prefix.hasPrefix(".") || !name.hasPrefix("."), isDirectory(entry, directory + name)
            else { continue }
            answer.names.append(name)
        }
        answer.names.sort()
        if answer.names.count > limit {
            answer.isCut = true
            answer.names.removeLast(answer.names.count - limit)
        }
        return answer
    }

    /// Nil for a name that no line could show as it is.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            guard let name = String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self),
                !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else { return nil }
            return name
        }
    }

    /// Links to directories are some.
    private static func isDirectory(_ entry: UnsafeMutablePointer<dirent>, _ path: String) -> Bool {
        switch Int(entry.pointee.d_type) {
        case Int(DT_DIR): true
        case Int(DT_LNK), Int(DT_UNKNOWN): ProgramSearch.isDirectory(path)
        default: false
        }
    }

    /// Given by whoever is first.
    private final class Answer: Sendable {
        private let continuation: Mutex<CheckedContinuation<DirectoryListJSON?, Never>?>

        init(_ continuation: CheckedContinuation<DirectoryListJSON?, Never>) {
            self.continuation = Mutex(continuation)
        }

        func give(_ found: DirectoryListJSON?) {
            let waiting = continuation.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            waiting?.resume(returning: found)
        }
    }
}
