import TendScreen

/// A piece of a line in one look.
struct Span: Hashable {
    var text: String
    var role: Role

    init(_ text: String, _ role: Role) {
        self.text = text
        self.role = role
    }

    var columns: Int { Width.of(text: text) }
}

extension [Span] {
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The line cut to so many columns.
    func cut(to columns: Int, mark: String) -> [Span] {
        guard self.columns > columns else { return self }
        var kept: [Span] = []
        var left = columns
        for span in self {
            let width = span.columns
            // The mark has to fit behind what is kept.
            guard width < left else {
                kept.append(Span(Glyphs.cut(span.text + "\u{20}\u{20}", to: left, mark: mark), span.role))
                break
            }
            kept.append(span)
            left -= width
        }
        return kept
    }
}

extension Canvas {
    /// Writes spans one after the other, cut at `end`.
    ///
    /// - Returns: the column after the last one.
    @discardableResult
    mutating func put(_ spans: [Span], row: Int, column: Int, end: Int, _ theme: Theme) -> Int {
        var column = column
        for span in spans where column < end {
            column += put(span.text, at: Point(row: row, column: column), theme[span.role], columns: end - column)
        }
        return column
    }
}
