import Glibc
import TendCore

/// Reads on in the transcripts of a conversation where the last reader stopped, which may have been another process.
///
/// Each hook is a process of its own and lives for milliseconds; what was read so far, and up to where, is kept in a file between them. A
/// file that is gone or makes no sense costs another reading from the beginning, and no wrong sum.
package struct ClaudeUsageReader {
    private let transcript: String
    private let notes: String?

    /// So much is read at a time, lest an agent wait: of an old conversation of hundreds of megabytes each event reads a part.
    private static let turnLimit = 64 << 20
    private static let notesLimit = 256 << 10

    /// - Parameters:
    ///   - transcript: `…/ID.jsonl`.
    ///   - notes: the file between readers; its directory exists. Nil: there is none.
    package init(transcript: String, notes: String?) {
        self.transcript = transcript
        self.notes = notes
    }

    /// What has been used up to now; nil if somebody else is reading just now, or there is more to read.
    package func read() -> ClaudeUsage? {
        guard let notes else {
            var place = Place(transcript: transcript)
            return advance(&place) ? place.usage : nil
        }
        let file = open(notes, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // Calls of several tools end at once; one of the hooks reads for all.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return nil }
        // Not by closing alone: a child that was forked meanwhile may have the file open until it has become another program.
        defer { flock(file, LOCK_UN) }
        let known = FileTail.contents(of: notes, limit: ClaudeUsageReader.notesLimit).flatMap { Place(parsing: $0) }
        var place = known?.transcript == transcript ? known! : Place(transcript: transcript)
        let isThrough = advance(&place)
        save(place, file)
        return isThrough ? place.usage : nil
    }

    /// - Returns: whether the ends of all files were reached.
    private func advance(_ place: inout Place) -> Bool {
        var room = ClaudeUsageReader.turnLimit
        // The sum that the program writes at its end is behind everything that its subagents used.
        for path in subagents() + [transcript] {
            var lines = LineFeed(limit: ClaudeTranscript.lineLimit)
            var tail = FileTail(path, from: place.offsets[path] ?? 0)
            while room > 0 {
                let bytes = tail.next()
                if bytes.isEmpty { break }
                room -= bytes.count
                for line in lines.take(bytes) { place.usage.take(line) }
            }
            // What is not whole yet is read again.
            place.offsets[path] = tail.offset - lines.openByteCount
        }
        return room > 0
    }

    private func subagents() -> [String] {
        guard transcript.hasSuffix(".jsonl") else { return [] }
        let folder = String(transcript.dropLast(".jsonl".count)) + "/subagents"
        return Folder.names(in: folder).filter { $0.hasSuffix(".jsonl") }.map { "\(folder)/\($0)" }.sorted()
    }

    private func save(_ place: Place, _ file: Int32) {
        let bytes = Array(place.text.utf8)
        // In place, since the lock is on this file. What is cut off by a crash makes no sense to the next reader.
        guard ftruncate(file, 0) == 0 else { return }
        _ = pwrite(file, bytes, bytes.count, 0)
    }
}
