package import TendScreen

extension History {
    /// A stored row: index of its block in the chain, and its number there.
    struct Position: Equatable {
        var block: Int
        var row: Int
    }

    /// The place after the last row.
    var end: Position {
        Position(block: max(chain.count - 1, 0), row: chain.last?.rows ?? 0)
    }

    /// Goes to the row before. False at the oldest.
    func step(back position: inout Position) -> Bool {
        while position.row == 0 {
            if position.block == 0 { return false }
            position.block -= 1
            position.row = chain[position.block].rows
        }
        position.row -= 1
        return true
    }

    /// Skips the ends of blocks. False at the end.
    func normalize(_ position: inout Position) -> Bool {
        while position.block < chain.count {
            if position.row < chain[position.block].rows { return true }
            position.block += 1
            position.row = 0
        }
        return false
    }

    func record(of block: HistoryBlock, _ row: Int) -> HistoryRecord? {
        guard use(block), let bytes = block.record(row) else { return nil }
        return HistoryRecord(bytes)
    }

    /// Nil if the row is damaged. Valid until another block is read.
    func record(at position: Position) -> HistoryRecord? { record(of: chain[position.block], position.row) }

    /// The start of the line that ends before `end`. Nil at the oldest row.
    func lineStart(before end: Position) -> Position? {
        var position = end
        guard step(back: &position) else { return nil }
        var length = 1
        while record(at: position)?.startsLine == false, length < History.longestLine {
            guard step(back: &position) else { break }
            length += 1
        }
        return position
    }

    /// Whether the newest row goes on in the next one; nil: there is none. Taking it back to look would begin a new block.
    package var endsWrapped: Bool? {
        var position = end
        guard step(back: &position) else { return nil }
        return record(at: position)?.isWrapped ?? false
    }

    /// Takes the last row back: the screen grew.
    package func popLast() -> Row? {
        var position = end
        guard step(back: &position) else { return nil }
        line.removeAll()
        let record = record(at: position)
        decode(record)
        var row = line.row(0..<line.cells.count, isWrapped: record?.isWrapped ?? false)
        row.isPrompt = record?.isPrompt ?? false
        dropLastRow(startsLine: record?.startsLine ?? false)
        return row
    }

    /// `count` display rows at `width` columns, of which the last is `skip` display rows above the end; fewer if there are not as many.
    ///
    /// Lines are wrapped at `width` (at least 2) and wide glyphs stay whole. The last row `isWrapped` when the line goes on on
    /// the screen. Rows count as prompts when one begins in their line: its first row.
    /// - Parameter mark: the end, as ``endRow`` was; nil: the end now.
    /// - Complexity: O(count + skip), with nothing kept for a width.
    package func rows(last count: Int, width: Int, skip: Int = 0, before mark: UInt64? = nil) -> [Row] {
        let width = max(width, 2)
        var rows: [Row] = []
        var (end, skip) = start(mark, skip: max(skip, 0))
        while rows.count < count, let start = lineStart(before: end) {
            defer { end = start }
            if skip > 0, let height = plainHeight(start, end, width), height <= skip {
                skip -= height
                continue
            }
            line.removeAll()
            var position = start
            var isOpen = false
            var isPrompt = false
            while position != end, normalize(&position), position != end {
                let record = record(at: position)
                decode(record)
                isOpen = record?.isWrapped ?? false
                if record?.isPrompt == true { isPrompt = true }
                position.row += 1
            }
            let starts = line.rowStarts(width: width)
            let skipped = min(skip, starts.count)
            skip -= skipped
            for index in (0..<starts.count - skipped).reversed() where rows.count < count {
                let isLast = index == starts.count - 1
                let range = starts[index]..<(isLast ? line.cells.count : starts[index + 1])
                var row = line.row(range, isWrapped: !isLast || isOpen)
                row.isPrompt = isPrompt && index == 0
                rows.append(row)
            }
        }
        rows.reverse()
        return rows
    }

    private func decode(_ record: HistoryRecord?) {
        guard let record else { return }
        decodedRows += 1
        line.append(record)
    }

    /// Display rows of a line, without decoding it. Nil if that cannot be told without: a wide glyph may move to the next row.
    func plainHeight(_ start: Position, _ end: Position, _ width: Int) -> Int? {
        var columns = 0
        var hasWide = false
        var position = start
        while position != end, normalize(&position), position != end {
            if let record = record(at: position) { columns += record.cellCount(&hasWide) }
            position.row += 1
        }
        if columns <= width { return 1 }
        return hasWide ? nil : (columns + width - 1) / width
    }
}
