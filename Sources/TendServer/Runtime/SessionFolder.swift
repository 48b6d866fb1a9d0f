import CLinux
import Foundation
package import TendCore

/// The files of one session: everything that is needed to show it again without the database.
///
/// `ring` raw output, `snapshot` the emulator at some offset (`snapshot.spare` takes its place next), `history` lines that scrolled off, `session.json` what the
/// session is. All are 0600 in a 0700 folder.
package struct SessionFolder: Sendable {
    package var path: String

    package init(sessionsDirectory: String, id: SessionID) { path = sessionsDirectory + "/" + id.rawValue }

    package var ring: String { path + "/ring" }
    package var snapshot: String { path + "/snapshot" }
    /// The snapshot before that one, while there are many.
    var spareSnapshot: String { snapshot + ".spare" }
    package var history: String { path + "/history" }
    /// Ranges of output that brought an emulator down, one a line: `from to`.
    package var skipped: String { path + "/skipped" }
    package var card: String { path + "/session.json" }

    /// Does nothing where it is already.
    package func create() throws(ServiceError) {
        for folder in [String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)), path] {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .cannotWrite(folder, errno) }
        }
    }

    package func remove() throws {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch CocoaError.fileNoSuchFile {
            // What should be gone is gone.
        }
    }

    /// Replaces a file by rename, so that a reader, and a server after a crash, sees the old or the new one.
    package static func write(_ bytes: [UInt8], to path: String) throws(ServiceError) {
        try put(bytes, into: path + ".new", insteadOf: path, keepsOld: false)
    }

    /// Replaces the snapshot.
    ///
    /// - Parameter isOneOfMany: the old one stays, and the next one is written over it. ext4 looks through all files that were deleted in
    ///   the last seconds for each that is made, which took much of a flood's time. A crash of the machine can tear such a snapshot, which
    ///   a rename keeps whole: then the old one is left.
    func save(snapshot bytes: [UInt8], isOneOfMany: Bool) throws(ServiceError) {
        if isOneOfMany {
            try SessionFolder.put(bytes, into: spareSnapshot, insteadOf: snapshot, keepsOld: true)
        } else {
            try SessionFolder.write(bytes, to: snapshot)
            // What it shows may have been cleared.
            unlink(spareSnapshot)
        }
    }

    private static func put(
        _ bytes: [UInt8], into temporary: String, insteadOf path: String, keepsOld: Bool
    ) throws(ServiceError) {
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_CLOEXEC | (keepsOld ? 0 : O_TRUNC), 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path, errno) }
        var failure: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty && failure == 0 {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if count < 0 && errno != EINTR {
                    failure = errno
                }
            }
        }
        if keepsOld, failure == 0, ftruncate(descriptor, bytes.count) != 0 { failure = errno }
        close(descriptor)
        // There may be no old one, and not every file system exchanges.
        let isExchanged = keepsOld && failure == 0 && tend_exchange(temporary, path) == 0
        if failure == 0, !isExchanged, rename(temporary, path) != 0 { failure = errno }
        if failure != 0 {
            unlink(temporary)
            throw .cannotWrite(path, failure)
        }
    }

    package static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size <= 256 << 20 else { return nil }
        let size = Int(status.st_size)
        var filled = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while filled < size {
                let got = Glibc.read(descriptor, buffer.baseAddress! + filled, size - filled)
                if got > 0 { filled += got } else if got == 0 || errno != EINTR { break }
            }
            count = filled
        }
        return bytes
    }
}

extension ServiceError {
    static func cannotWrite(_ path: String, _ errno: Int32) -> ServiceError {
        let remedy = errno == ENOSPC || errno == EDQUOT ? " — free some disk space" : ""
        return ServiceError(.unavailable, "cannot write \(path): \(String(cString: strerror(errno)))\(remedy)")
    }
}

extension SessionFolder {
    /// Output that no emulator must see again.
    var skippedOutput: [Range<UInt64>] {
        guard let bytes = SessionFolder.read(skipped) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let numbers = line.split(separator: " ").compactMap { UInt64($0) }
            return numbers.count == 2 && numbers[0] < numbers[1] ? numbers[0]..<numbers[1] : nil
        }
    }

    func skip(_ output: [Range<UInt64>]) throws(ServiceError) {
        let all = skippedOutput + output.filter { !skippedOutput.contains($0) }
        // A handful in the life of a session, if any.
        let text = all.suffix(64).map { "\($0.lowerBound) \($0.upperBound)\n" }.joined()
        try SessionFolder.write(Array(text.utf8), to: skipped)
    }

    /// The sessions that have a folder.
    static func ids(in sessionsDirectory: String) -> [SessionID] {
        // No directory, no sessions: it is made with the first one.
        Folder.names(in: sessionsDirectory).map(SessionID.init(rawValue:))
    }
}
