import TendCore
import TendScreen
import TendTerminal

/// Some logical lines of a session and how many there are in all.
struct LineSlice: Sendable {
    var lines: [NumberedLine]
    var total: Int
}

/// Reads a session's lines in slices, so that its lane is never busy with a whole history at once.
struct LineReader: Sendable {
    var runtime: SessionRuntime

    static let sliceLineCount = 2000

    func page(_ query: LineQuery) async throws(ServiceError) -> LinePage {
        let limit = min(max(query.limit, 0), 100_000)
        guard let pattern = query.pattern else {
            let total = await runtime.lines(from: 0, limit: 0).total
            let first = query.offset >= 0 ? query.offset : max(0, total + query.offset)
            return LinePage(lines: await lines(from: first, limit: limit), total: total)
        }
        let matcher = try LineMatcher(pattern, isPattern: true, ignoresCase: query.ignoresCase)
        let all = await matches(matcher, limit: .max)
        let first = query.offset >= 0 ? query.offset : max(0, all.count + query.offset)
        return LinePage(lines: Array(all.dropFirst(first).prefix(limit)), total: all.count)
    }

    private func lines(from first: Int, limit: Int) async -> [NumberedLine] {
        var lines: [NumberedLine] = []
        while lines.count < limit {
            let wanted = min(limit - lines.count, LineReader.sliceLineCount)
            let slice = await runtime.lines(from: first + lines.count, limit: wanted)
            lines += slice.lines
            if slice.lines.count < wanted { break }
        }
        return lines
    }

    func matches(_ matcher: LineMatcher, limit: Int) async -> [NumberedLine] {
        var found: [NumberedLine] = []
        var next = 0
        while found.count < limit, !Task.isCancelled {
            let slice = await runtime.lines(from: next, limit: LineReader.sliceLineCount)
            found += matcher.matches(in: slice.lines)
            next += slice.lines.count
            if slice.lines.count < LineReader.sliceLineCount { break }
        }
        return Array(found.prefix(limit))
    }
}

extension SessionRuntime {
    /// Logical lines of history and screen; soft-wrapped rows are joined. Blank rows at the end of the screen do not count.
    func lines(from first: Int, limit: Int) -> LineSlice {
        var lines: [NumberedLine] = []
        let shown = screenLines()
        let stored = history.lineCount
        let isJoined = topBeganInHistory
        let total = stored + shown.count - (isJoined && !shown.isEmpty ? 1 : 0)
        guard limit > 0, first < total else { return LineSlice(lines: [], total: total) }
        if first < stored {
            history.forEachLine(from: history.firstLine + first) { number, text in
                lines.append(NumberedLine(number: number - history.firstLine, text: text))
                return lines.count < limit
            }
        }
        if isJoined, let head = shown.first, lines.last?.number == stored - 1 {
            lines[lines.count - 1].text += head
        }
        let offset = stored - (isJoined ? 1 : 0)
        var index = max(first, stored) - offset
        while lines.count < limit, index < shown.count {
            lines.append(NumberedLine(number: offset + index, text: shown[index]))
            index += 1
        }
        return LineSlice(lines: lines, total: total)
    }

    /// Whether the line in the screen's first row is one that has begun in the history.
    var topBeganInHistory: Bool {
        history.lineCount > 0 && (history.rows(last: 1, width: terminal.size.columns).last?.isWrapped ?? false)
    }

    /// The logical lines of the visible screen.
    private func screenLines() -> [String] {
        let screen = terminal.screen()
        var lines: [String] = []
        var continues = false
        for (index, row) in screen.rows.enumerated() {
            // Blanks at the end of a row are in the middle of its line if that goes on.
            let next = row.isWrapped && index + 1 < screen.rows.count ? screen.rows[index + 1] : nil
            let text = next == nil ? row.text : row.text(0..<row.length(before: next, width: screen.size.columns))
            if continues { lines[lines.count - 1] += text } else { lines.append(text) }
            continues = row.isWrapped
        }
        for index in lines.indices { lines[index].cutBlanks() }
        while lines.last == "" { lines.removeLast() }
        return lines
    }
}
