import TendScreen

/// How a list of keys is laid out: down each column first, as the eye reads a list, and every column only as wide as it has to be.
struct KeyColumns {
    struct Column: Hashable {
        var entries: Range<Int>
        var keys: Int
        var label: Int
    }

    static let gap = 3

    private(set) var columns: [Column] = []
    private(set) var rows = 1

    var shown: Int { columns.last?.entries.upperBound ?? 0 }

    /// As few rows as possible. Before a label is cut, the list gets more than its usual rows; before entries are left out, labels are cut.
    ///
    /// - Parameters:
    ///   - usual: rows that leave much of what is below to be seen.
    ///   - most: all that there are.
    init(_ entries: [KeyList.Entry], room: Int, usual: Int, most: Int) {
        for limit in [Int.max, 36, 28, 24, 20, 18, 16, 14, 12] {
            for rows in (limit == .max ? 1 : min(usual, most))...most {
                self.rows = rows
                columns = KeyColumns.columns(entries, rows: rows, limit: limit, room: room)
                if shown == entries.count { return }
            }
        }
        // Some are left out in any case: the others need not be cut.
        rows = most
        columns = KeyColumns.columns(entries, rows: rows, limit: .max, room: room)
    }

    /// Those that there is room for, at least one.
    private static func columns(_ entries: [KeyList.Entry], rows: Int, limit: Int, room: Int) -> [Column] {
        var columns: [Column] = []
        var used = 0
        for start in stride(from: 0, to: entries.count, by: rows) {
            let range = start..<min(start + rows, entries.count)
            let keys = entries[range].map { Width.of(text: $0.keys) }.max() ?? 0
            let label = min(entries[range].map { Width.of(text: $0.short) }.max() ?? 0, limit)
            var column = Column(entries: range, keys: keys, label: label)
            let width = keys + 2 + label
            if used + width > room {
                guard columns.isEmpty else { break }
                column.label = max(0, room - keys - 2)
            }
            columns.append(column)
            used += width + gap
        }
        return columns
    }
}
