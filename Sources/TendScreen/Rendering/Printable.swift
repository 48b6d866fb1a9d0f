/// Text that leaves the screen: free of control characters and of others that change what stands around them.
package enum Printable {
    /// Controls, bidirectional overrides, line separators, zero width spaces.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        let marks = Width.Marks(of: scalar)
        return marks.kind != .ignored || marks.width > 0
    }

    static func isPrintable(_ text: String) -> Bool {
        // Most texts are ASCII, which needs no table.
        text.utf8.allSatisfy { 0x20...0x7E ~= $0 } || text.unicodeScalars.allSatisfy { isPrintable($0) }
    }

    /// The text without what is not printable, for titles.
    package static func clean(_ text: String) -> String {
        isPrintable(text) ? text : String(String.UnicodeScalarView(text.unicodeScalars.filter { isPrintable($0) }))
    }

    /// Appends what ``text(of:in:)`` is, as UTF-8.
    ///
    /// - Returns: whether it is more than one scalar.
    static func append(_ cell: Cell, of row: Row, to bytes: inout [UInt8]) -> Bool {
        if cell.glyph &- 0x20 < 0x5F {
            bytes.append(UInt8(truncatingIfNeeded: cell.glyph))
            return false
        }
        if cell.clusterIndex == nil, let scalar = Unicode.Scalar(cell.glyph), Width.of(scalar) > 0 {
            bytes.append(contentsOf: UTF8.encode(scalar)!)
            return false
        }
        let text = text(of: cell, in: row)
        bytes += text.utf8
        return text.unicodeScalars.count > 1
    }

    /// The text of a cell that is not a tail, of at least one scalar.
    package static func text(of cell: Cell, in row: Row) -> String {
        if let index = cell.clusterIndex {
            let text = index < row.clusters.count ? clean(row.clusters[index]) : ""
            return text.isEmpty ? " " : text
        }
        guard cell.glyph != 0 else { return " " }
        let scalar = Unicode.Scalar(cell.glyph) ?? "\u{FFFD}"
        return Width.of(scalar) > 0 ? String(scalar) : " "
    }
}

/// Neighbouring cells of one style.
struct StyledRun {
    var style: Style
    /// The cells with their texts; tails are left out.
    var glyphs: [(column: Int, columns: Int, text: String)]

    var text: String { glyphs.reduce(into: "") { $0 += $1.text } }

    static func runs(of row: Row) -> [StyledRun] {
        var runs: [StyledRun] = []
        var last: Cell?
        for (column, cell) in row.cells.enumerated() where !cell.isTail {
            let isSame =
                last.map {
                    $0.look & ~Cell.wideFlag == cell.look & ~Cell.wideFlag && $0.foreground == cell.foreground
                        && $0.background == cell.background
                } ?? false
            last = cell
            if !isSame { runs.append(StyledRun(style: row.style(of: cell), glyphs: [])) }
            let glyph = (column: column, columns: cell.isWide ? 2 : 1, text: Printable.text(of: cell, in: row))
            runs[runs.count - 1].glyphs.append(glyph)
        }
        return runs
    }
}
