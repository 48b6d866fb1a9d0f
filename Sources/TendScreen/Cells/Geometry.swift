/// A place on the visible screen. Zero-based; row 0 is the top row.
package struct Point: Hashable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// The extent of a screen in cells.
package struct Size: Hashable, Sendable {
    package var rows: Int
    package var columns: Int

    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    /// The sizes a session may have. Smaller and larger ones make libvterm write outside of its memory
    /// (`reference/security.md` §2), and no terminal needs them.
    package static let rowLimits = 1...500
    package static let columnLimits = 2...1000

    /// The nearest size within ``rowLimits`` and ``columnLimits``.
    package var clamped: Size {
        Size(
            rows: min(max(rows, Size.rowLimits.lowerBound), Size.rowLimits.upperBound),
            columns: min(max(columns, Size.columnLimits.lowerBound), Size.columnLimits.upperBound)
        )
    }
}
