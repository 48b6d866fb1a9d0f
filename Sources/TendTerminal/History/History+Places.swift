/// Rows counted upwards from a fixed end.
///
/// That end is a number of stored rows, ``History/endRow`` at some time: it keeps its meaning while rows are appended after it and while
/// the oldest ones are dropped. Display rows above it are counted at any width.
extension History {
    /// A line of text and how much room it takes.
    package struct PlacedLine: Hashable, Sendable {
        /// Its first stored row, and the one after its last.
        package var start: UInt64
        package var end: UInt64
        /// Display rows at the width asked for.
        package var height: Int
        /// Without blanks at its end; empty if it was not asked for.
        package var text: String
        /// Whether a prompt begins in it.
        package var isPrompt: Bool
    }

    /// Rows stored since the session began, apart from those taken back.
    package var endRow: UInt64 { chain.last.map { $0.firstRow + UInt64($0.rows) } ?? baseRow }

    /// Number of the oldest row held.
    package var oldestRow: UInt64 { chain.first?.firstRow ?? baseRow }

    /// The place of a stored row, or the nearest there is.
    private func position(ofRow row: UInt64) -> Position {
        guard let first = chain.first, row > first.firstRow else { return Position(block: 0, row: 0) }
        var low = 0
        var high = chain.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if chain[middle].firstRow <= row { low = middle } else { high = middle }
        }
        return Position(block: low, row: min(Int(row - chain[low].firstRow), chain[low].rows))
    }

    private func number(of position: Position) -> UInt64 {
        position.block < chain.count ? chain[position.block].firstRow + UInt64(position.row) : endRow
    }

    /// The end to count from. Rows that went back to the screen since are not to be skipped again.
    func start(_ mark: UInt64?, skip: Int) -> (end: Position, skip: Int) {
        guard let mark else { return (end, skip) }
        guard mark > endRow else { return (position(ofRow: mark), skip) }
        return (end, max(skip - Int(clamping: mark - endRow), 0))
    }

    private func height(_ start: Position, _ end: Position, _ width: Int) -> Int {
        if let height = plainHeight(start, end, width) { return height }
        line.removeAll()
        var position = start
        while position != end, normalize(&position), position != end {
            if let record = record(at: position) { line.append(record) }
            position.row += 1
        }
        return line.rowStarts(width: width).count
    }

    /// Display rows before a mark.
    /// - Complexity: O(rows stored), some 20 ns each.
    package func displayRowCount(width: Int, before mark: UInt64? = nil) -> Int {
        let width = max(width, 2)
        var end = start(mark, skip: 0).end
        var count = 0
        while let start = lineStart(before: end) {
            count += height(start, end, width)
            end = start
        }
        return count
    }

    /// The line that the display row `skip` rows above the mark is in, and how many rows lie between that line and the mark.
    package func line(at skip: Int, width: Int, before mark: UInt64) -> (line: PlacedLine, skip: Int)? {
        let width = max(width, 2)
        var (end, left) = start(mark, skip: max(skip, 0))
        let hidden = max(skip, 0) - left
        var below = 0
        while let start = lineStart(before: end) {
            let height = height(start, end, width)
            if left < height { return (placed(start, end, height, withText: false), hidden + below) }
            left -= height
            below += height
            end = start
        }
        return nil
    }

    /// Up to `limit` lines that end before a stored row, newest first.
    package func lines(before row: UInt64, width: Int, limit: Int, withText: Bool) -> [PlacedLine] {
        var lines: [PlacedLine] = []
        var end = start(row, skip: 0).end
        while lines.count < limit, let start = lineStart(before: end) {
            lines.append(placed(start, end, height(start, end, max(width, 2)), withText: withText))
            end = start
        }
        return lines
    }

    /// Up to `limit` lines from a stored row on that begin before another, oldest first.
    package func lines(
        from row: UInt64, before mark: UInt64, width: Int, limit: Int, withText: Bool
    ) -> [PlacedLine] {
        var lines: [PlacedLine] = []
        var start = position(ofRow: max(row, oldestRow))
        let last = self.start(mark, skip: 0).end
        while lines.count < limit, normalize(&start), number(of: start) < number(of: last) {
            var end = start
            var length = 0
            repeat {
                end.row += 1
                length += 1
            } while length < History.longestLine && normalize(&end) && number(of: end) < number(of: last)
                && record(at: end)?.startsLine == false
            lines.append(placed(start, end, height(start, end, max(width, 2)), withText: withText))
            start = end
        }
        return lines
    }

    private func placed(_ start: Position, _ end: Position, _ height: Int, withText: Bool) -> PlacedLine {
        var text: [UInt8] = []
        var isPrompt = false
        var position = start
        while position != end, normalize(&position), position != end {
            if let record = record(at: position) {
                if record.isPrompt { isPrompt = true }
                if withText { History.append(record, to: &text) }
            }
            position.row += 1
        }
        return PlacedLine(
            start: number(of: start), end: number(of: end), height: height, text: History.string(&text),
            isPrompt: isPrompt)
    }
}
