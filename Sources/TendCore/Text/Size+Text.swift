package import TendScreen

extension Size {
    /// Reads `120x40`: columns, then rows, as people and other programs say it.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`, also outside of ``Size/rowLimits`` and ``Size/columnLimits``.
    package init(parsing text: String) throws(ServiceError) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "X" || $0 == "×" }
        guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]) else {
            throw ServiceError(
                .invalid, "'\(DisplayText.excerpt(text))' is not a size — write COLUMNSxROWS, such as 120x40")
        }
        guard Size.columnLimits.contains(columns), Size.rowLimits.contains(rows) else {
            let (widths, heights) = (Size.columnLimits, Size.rowLimits)
            throw ServiceError(
                .invalid,
                "a size of \(columns)x\(rows) is out of range — \(widths.lowerBound)…\(widths.upperBound) columns, "
                    + "\(heights.lowerBound)…\(heights.upperBound) rows")
        }
        self.init(rows: rows, columns: columns)
    }
}
