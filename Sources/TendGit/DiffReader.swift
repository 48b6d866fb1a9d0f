import TendCore

/// Reads what `git diff --patch-with-raw -z` prints: the files by their exact names, then their changes as text.
struct DiffReader {
    private(set) var files: [DiffJSON.File] = []
    /// Lines that may still be taken; what is more is left out and told.
    private var room: Int

    /// - Parameters:
    ///   - isCut: whether the output ends before its end.
    ///   - lineLimit: so many lines of all files are kept.
    init(_ output: [UInt8], isCut: Bool = false, lineLimit: Int = 20_000) {
        room = lineLimit
        var rest = output[...]
        while rest.first == UInt8(ascii: ":"), let file = DiffReader.file(&rest) { files.append(file) }
        // A NUL divides the two parts.
        if rest.first == 0 { rest = rest.dropFirst() }
        readPatch(rest)
        if isCut, let last = files.indices.last(where: { !files[$0].hunks.isEmpty || files[$0].binary }) {
            for index in last..<files.count { files[index].note = "the changes are too large to be shown whole" }
        }
    }

    /// `:100644 100644 4a58007 0000000 M` NUL path NUL, with two paths for what was renamed or copied.
    private static func file(_ rest: inout ArraySlice<UInt8>) -> DiffJSON.File? {
        func next() -> String? {
            guard let end = rest.firstIndex(of: 0) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return String(decoding: rest[..<end], as: UTF8.self)
        }
        guard let letter = next()?.split(separator: " ").last?.first, let path = next() else { return nil }
        let statuses: [Character: DiffJSON.File.Status] = [
            "A": .added, "D": .deleted, "R": .renamed, "C": .copied, "U": .unmerged, "T": .retyped,
        ]
        let status = statuses[letter] ?? .modified
        guard status == .renamed || status == .copied else { return DiffJSON.File(path: path, status: status) }
        guard let new = next() else { return nil }
        return DiffJSON.File(path: new, oldPath: path, status: status)
    }

    private mutating func readPatch(_ patch: ArraySlice<UInt8>) {
        var index = -1
        // Lines of the hunk that are still to come, before and after the change.
        var (old, new) = (0, 0)
        for bytes in patch.split(separator: 10, omittingEmptySubsequences: false) {
            let line = String(decoding: bytes, as: UTF8.self)
            if old > 0 || new > 0 {
                switch bytes.first {
                case UInt8(ascii: "+"): new -= 1
                case UInt8(ascii: "-"): old -= 1
                case UInt8(ascii: "\\"): break
                default: (old, new) = (old - 1, new - 1)
                }
                add(line, to: index)
            } else if line.hasPrefix("diff --git ") {
                // Files in conflict have no part of their own.
                repeat { index += 1 } while files.indices.contains(index) && files[index].status == .unmerged
            } else if line.hasPrefix("\\") {
                add(line, to: index)
            } else if files.indices.contains(index) {
                if line.hasPrefix("Binary files ") { files[index].binary = true }
                if line.hasPrefix("@@ "), let hunk = DiffReader.hunk(line) {
                    files[index].hunks.append(hunk.hunk)
                    (old, new) = (hunk.old, hunk.new)
                }
            }
        }
    }

    private mutating func add(_ line: String, to index: Int) {
        guard files.indices.contains(index), !files[index].hunks.isEmpty else { return }
        if line.hasPrefix("+") { files[index].added += 1 }
        if line.hasPrefix("-") { files[index].removed += 1 }
        guard room > 0 else {
            files[index].note = "the changes are too large to be shown whole"
            return
        }
        room -= 1
        let last = files[index].hunks.count - 1
        files[index].hunks[last].lines.append(DiffReader.shown(line))
    }

    /// A line as it may be shown: what would hide or reorder text is written out, since a change that looks like another one must not get by.
    /// Nobody reads the end of a line that is longer than this.
    static func shown(_ line: String) -> String {
        var text = line.unicodeScalars.last == "\r" ? String(line.unicodeScalars.dropLast()) : line
        if text.utf8.count > 2000 { text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(2000))) + "…" }
        return text.escaped(limit: 2001, keepsLines: true)
    }

    /// `@@ -12,3 +12,4 @@ func a()`; a count that is missing is 1.
    static func hunk(_ line: String) -> (hunk: DiffJSON.Hunk, old: Int, new: Int)? {
        let parts = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[1].hasPrefix("-"), parts[2].hasPrefix("+") else { return nil }
        func range(_ text: Substring) -> (Int, Int)? {
            let numbers = text.dropFirst().split(separator: ",").map { Int($0) }
            guard let first = numbers.first ?? nil else { return nil }
            return (first, numbers.count > 1 ? numbers[1] ?? 1 : 1)
        }
        guard let old = range(parts[1]), let new = range(parts[2]) else { return nil }
        let heading = parts.count == 5 ? String(parts[4]) : ""
        return (DiffJSON.Hunk(oldStart: old.0, newStart: new.0, heading: heading), old.1, new.1)
    }
}
