package import TendCore

/// The changes of a session's worktree over the panes, and where somebody is in them.
package struct DiffReview: Hashable, Sendable {
    /// The session's id.
    package var session: String
    /// Nil until the server has answered.
    package var diff: DiffJSON?
    package var problem: String?
    package var selected = 0
    /// The other end of a selection of lines.
    package var anchor: Int?
    /// Characters at the beginning of lines that are out of sight.
    package var offset = 0

    package init(session: String) { self.session = session }

    /// The rows from one end of the selection to the other.
    package var selection: ClosedRange<Int> {
        let other = anchor ?? selected
        return min(selected, other)...max(selected, other)
    }
}

/// Something to be said about lines of a diff.
package struct DiffComment: Hashable, Sendable {
    package var path: String
    /// `12` or `12-15`, in the file as it is now; of lines that are gone, as it was.
    package var place: String
    /// With their signs.
    package var lines: [String]
    package var text: String

    package init(path: String, place: String, lines: [String], text: String) {
        self.path = path
        self.place = place
        self.lines = lines
        self.text = text
    }

    /// All of them as one text for an agent.
    package static func message(_ comments: [DiffComment]) -> String {
        "About the changes that are not committed:\n"
            + comments.map { comment in
                let quote = comment.lines.map { "> \($0)\n" }.joined()
                return "\n\(comment.path):\(comment.place)\n\(quote)\(comment.text)\n"
            }.joined()
    }
}

/// A row of the diff as it is shown: files and comments first, then each file with its hunks.
package struct DiffRow: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Of the list at the top; Enter goes to the file.
        case entry(file: Int)
        case comment(Int)
        case file(Int)
        case hunk
        /// A line of a hunk, with its numbers before and after the change.
        case line(file: Int, old: Int?, new: Int?)
        case note
        case gap
    }

    package var kind: Kind
    package var text: String

    /// The file that it is of.
    func path(in diff: DiffJSON?) -> String? {
        switch kind {
        case .entry(let file), .file(let file), .line(let file, _, _):
            diff.flatMap { $0.files.indices.contains(file) ? $0.files[file].path : nil }
        case .comment, .hunk, .note, .gap: nil
        }
    }

    /// Whether both are rows of the same kind, wherever they are.
    func isLike(_ other: DiffRow?) -> Bool {
        switch (kind, other?.kind) {
        case (.entry, .entry), (.comment, .comment), (.file, .file), (.hunk, .hunk), (.line, .line), (.note, .note),
            (.gap, .gap):
            true
        default: false
        }
    }

    /// All rows of a diff with its comments.
    package static func rows(_ diff: DiffJSON, _ comments: [DiffComment]) -> [DiffRow] {
        var rows: [DiffRow] = []
        rows += diff.files.enumerated().map { DiffRow(kind: .entry(file: $0.offset), text: $0.element.path) }
        if diff.files.isEmpty { rows.append(DiffRow(kind: .note, text: "nothing is changed")) }
        for note in diff.notes { rows.append(DiffRow(kind: .note, text: note)) }
        for (index, comment) in comments.enumerated() {
            rows.append(DiffRow(kind: .comment(index), text: "\(comment.path):\(comment.place)  \(comment.text)"))
        }
        for (index, file) in diff.files.enumerated() {
            rows.append(DiffRow(kind: .gap, text: ""))
            rows.append(DiffRow(kind: .file(index), text: file.path))
            if file.binary { rows.append(DiffRow(kind: .note, text: "a binary file")) }
            for hunk in file.hunks { add(hunk, of: index, &rows) }
            if let note = file.note { rows.append(DiffRow(kind: .note, text: note)) }
        }
        return rows
    }

    private static func add(_ hunk: DiffJSON.Hunk, of file: Int, _ rows: inout [DiffRow]) {
        rows.append(DiffRow(kind: .hunk, text: hunk.heading))
        var (old, new) = (hunk.oldStart, hunk.newStart)
        for line in hunk.lines {
            switch line.unicodeScalars.first {
            case "+":
                rows.append(DiffRow(kind: .line(file: file, old: nil, new: new), text: line))
                new += 1
            case "-":
                rows.append(DiffRow(kind: .line(file: file, old: old, new: nil), text: line))
                old += 1
            case "\\": rows.append(DiffRow(kind: .note, text: String(line.dropFirst(2))))
            default:
                rows.append(DiffRow(kind: .line(file: file, old: old, new: new), text: line))
                (old, new) = (old + 1, new + 1)
            }
        }
    }
}
