/// A change as people read it: `--- +++ @@`, three lines of surroundings.
package enum UnifiedDiff {
    /// Lines in a row that are compared one by one. Of more, all are shown as replaced: the comparison costs O(lines × differences).
    private static let comparable = 3000

    /// - Returns: empty if the texts are equal.
    package static func text(from old: String?, to new: String?, path: String, context: Int = 3) -> String {
        guard old != new else { return "" }
        let before = lines(old ?? "")
        let after = lines(new ?? "")
        let hunks = hunks(edits(before, after), context: context)
        var text = "--- \(old == nil ? "/dev/null" : path)\n+++ \(new == nil ? "/dev/null" : path)\n"
        for hunk in hunks {
            text += "@@ -\(range(hunk.old)) +\(range(hunk.new)) @@\n"
            for edit in hunk.edits { text += edit.sign + edit.line + "\n" }
        }
        if hunks.isEmpty {
            let isWhole = old == nil || new == nil
            text += isWhole ? "\\ an empty file\n" : "\\ only the line feed at the end of the file differs\n"
        }
        return text
    }

    // MARK: Comparing

    struct Edit: Hashable {
        enum Kind { case kept, removed, added }
        var kind: Kind
        var line: Substring

        var sign: String {
            switch kind {
            case .kept: " "
            case .removed: "-"
            case .added: "+"
            }
        }
    }

    /// Lines without their ends; a last line feed begins no line.
    private static func lines(_ text: String) -> [Substring] {
        // By scalars: "\r\n" is one character, and then no line feed.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Substring.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func edits(_ old: [Substring], _ new: [Substring]) -> [Edit] {
        let start = zip(old, new).prefix { $0 == $1 }.count
        let end = zip(old[start...].reversed(), new[start...].reversed()).prefix { $0 == $1 }.count
        let oldMiddle = old[start..<(old.count - end)]
        let newMiddle = new[start..<(new.count - end)]
        return old[..<start].map { Edit(kind: .kept, line: $0) }
            + middle(Array(oldMiddle), Array(newMiddle))
            + old[(old.count - end)...].map { Edit(kind: .kept, line: $0) }
    }

    private static func middle(_ old: [Substring], _ new: [Substring]) -> [Edit] {
        guard old.count + new.count <= comparable else {
            return old.map { Edit(kind: .removed, line: $0) } + new.map { Edit(kind: .added, line: $0) }
        }
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var edits: [Edit] = []
        var (at, to) = (0, 0)
        while at < old.count || to < new.count {
            if at < old.count, removed.contains(at) {
                edits.append(Edit(kind: .removed, line: old[at]))
                at += 1
            } else if to < new.count, added.contains(to) {
                edits.append(Edit(kind: .added, line: new[to]))
                to += 1
            } else {
                edits.append(Edit(kind: .kept, line: old[at]))
                at += 1
                to += 1
            }
        }
        return edits
    }

    // MARK: Hunks

    private struct Hunk {
        /// Lines of the old and the new text, from 0.
        var old: Range<Int>
        var new: Range<Int>
        var edits: ArraySlice<Edit>
    }

    private static func hunks(_ edits: [Edit], context: Int) -> [Hunk] {
        var spans: [Range<Int>] = []
        for index in edits.indices where edits[index].kind != .kept {
            let span = max(0, index - context)..<min(edits.count, index + context + 1)
            if let last = spans.last, last.upperBound >= span.lowerBound {
                spans[spans.count - 1] = last.lowerBound..<span.upperBound
            } else {
                spans.append(span)
            }
        }
        var hunks: [Hunk] = []
        var (at, old, new) = (0, 0, 0)
        for span in spans {
            old += span.lowerBound - at
            new += span.lowerBound - at
            let slice = edits[span]
            let removed = slice.count { $0.kind != .added }
            let added = slice.count { $0.kind != .removed }
            hunks.append(Hunk(old: old..<(old + removed), new: new..<(new + added), edits: slice))
            (at, old, new) = (span.upperBound, old + removed, new + added)
        }
        return hunks
    }

    /// As diff writes it: from 1, and an empty range names the line before it.
    private static func range(_ range: Range<Int>) -> String {
        switch range.count {
        case 0: "\(range.lowerBound),0"
        case 1: "\(range.lowerBound + 1)"
        case let count: "\(range.lowerBound + 1),\(count)"
        }
    }
}
