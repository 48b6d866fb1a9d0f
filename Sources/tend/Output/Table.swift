import TendScreen

/// Rows of text in aligned columns, measured as a terminal shows them.
struct Table {
    enum Alignment { case left, right }

    private var alignments: [Alignment]
    private var rows: [[String]] = []

    /// - Parameter columns: heading and alignment of each.
    init(_ columns: [(heading: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.heading)]
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// The lines, two blanks between columns, without blanks at their ends.
    ///
    /// - Parameter width: what the last column is cut to fit; nil: it is never cut.
    func lines(width limit: Int?) -> [String] {
        let widths = alignments.indices.map { column in rows.map { Table.width($0[column]) }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, text) in row.enumerated() {
                if column > 0 { line += "  " }
                let padding = String(repeating: " ", count: widths[column] - Table.width(text))
                line += alignments[column] == .right ? padding + text : text + padding
            }
            while line.last == " " { line.removeLast() }
            return limit.map { Table.cut(line, to: $0) } ?? line
        }
    }

    /// Columns that a text takes.
    static func width(_ text: String) -> Int { Width.of(text: text) }

    /// The text, or its beginning and `…` when it is wider than `limit`.
    static func cut(_ text: String, to limit: Int) -> String {
        guard width(text) > limit else { return text }
        var (result, used) = ("", 0)
        for character in text {
            let columns = width(String(character))
            if used + columns > limit - 1 { break }
            result.append(character)
            used += columns
        }
        return result + "…"
    }
}
