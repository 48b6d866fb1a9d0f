import TendScreen

/// Lines of text being wrapped to another width.
///
/// Works on lines that no grid owns for the moment, completed by ``Line/fillEnd(columns:)``. Points are kept on their characters; a point's column may be one past the
/// end of its row, which stands for a cursor that wraps next.
struct Wrapping {
    let columns: Int
    /// From the top, as they come out.
    private(set) var lines: [LinePointer] = []
    /// Rows of `lines`.
    private(set) var points: [Point]

    /// - Parameter points: in rows of the lines that will be added first.
    init(columns: Int, points: [Point] = []) {
        self.columns = columns
        self.points = points
    }

    /// Wraps lines; those that go on in the next one are one line of text.
    mutating func add(_ added: [LinePointer]) {
        var start = 0
        let old = points
        while start < added.count {
            var end = start + 1
            while end < added.count && added[end - 1].pointee.flags.contains(.wrapped) { end += 1 }
            let tracked = old.indices.filter { start <= old[$0].row && old[$0].row < end }
            wrap(Array(added[start..<end]), firstRow: start, points: old, tracked)
            start = end
        }
    }

    /// Wraps one line of text.
    private mutating func wrap(_ pieces: [LinePointer], firstRow: Int, points old: [Point], _ tracked: [Int]) {
        if pieces.count == 1, Int(pieces[0].pointee.used) <= columns {
            pieces[0].pointee.flags.subtract(.anyWrap)
            for index in tracked { place(index, row: lines.count, column: old[index].column, isEnd: false) }
            lines.append(pieces[0])
            return
        }
        var text: [Cell] = []
        var offsets: [Int] = []
        var flags: Line.Flags = []
        for piece in pieces {
            offsets.append(text.count)
            flags.formUnion(piece.pointee.flags.intersection([.wide, .rich, .prompt]))
            text.append(contentsOf: UnsafeBufferPointer(start: piece.pointee.cells, count: Int(piece.pointee.used)))
        }
        while text.last?.isBlank == true { text.removeLast() }
        let starts = lay(out: text, flags: flags)
        for index in tracked {
            let offset = offsets[old[index].row - firstRow] + old[index].column
            let row = starts.lastIndex { $0 <= offset } ?? 0
            place(
                index, row: lines.count - starts.count + row, column: offset - starts[row], isEnd: offset == text.count)
        }
        for piece in pieces { Line.free(piece) }
    }

    /// - Returns: where each new line begins in the text.
    private mutating func lay(out text: [Cell], flags: Line.Flags) -> [Int] {
        var starts: [Int] = []
        var start = 0
        repeat {
            var end = min(start + columns, text.count)
            let isEarly = end < text.count && text[end].isTail && end - start > 1
            if isEarly { end -= 1 }
            let line = Line.make()
            if end > start {
                let cells = line.pointee.open(from: 0, to: end - start, columns: columns)
                text[start..<end].withUnsafeBufferPointer { source in
                    if let base = source.baseAddress { cells.update(from: base, count: end - start) }
                }
            }
            line.pointee.flags = start == 0 ? flags : flags.subtracting(.prompt)
            if end < text.count { line.pointee.flags.insert(.wrapped) }
            if isEarly { line.pointee.flags.insert(.wrappedEarly) }
            lines.append(line)
            starts.append(start)
            start = end
        } while start < text.count
        return starts
    }

    private mutating func place(_ index: Int, row: Int, column: Int, isEnd: Bool) {
        points[index] = Point(row: row, column: min(column, isEnd ? columns : columns - 1))
    }
}
