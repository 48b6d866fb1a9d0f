internal import Glibc

/// One line of cells, complete in itself: clusters and extras of its cells are its own, so it can be stored, sent and compared alone.
///
/// Two rows that look the same are equal when they were made by ``Row/init(cells:clusters:extras:isWrapped:)`` from
/// tables in order of first use, which everything in `TendTerminal` and the codec does.
package struct Row: Hashable, Sendable {
    /// Cells from the left. Those beyond the end are ``Cell/blank``; the last one is never a plain blank.
    package var cells: [Cell]
    /// Texts of the cells with several scalars, indexed by ``Cell/clusterIndex``, in order of first use.
    package var clusters: [String]
    /// Indexed by ``Cell/extraIndex``, in order of first use.
    package var extras: [Extra]
    /// Whether the line goes on in the next row because it reached the right edge (not because of a line feed).
    package var isWrapped: Bool
    /// Whether a shell said that its prompt begins here (OSC 133;A).
    package var isPrompt: Bool

    package init(
        cells: [Cell] = [], clusters: [String] = [], extras: [Extra] = [], isWrapped: Bool = false,
        isPrompt: Bool = false
    ) {
        self.cells = cells
        self.clusters = clusters
        self.extras = extras
        self.isWrapped = isWrapped
        self.isPrompt = isPrompt
    }

    package static let blank = Row()

    /// Most rows that are compared are equal, and many share their cells.
    package static func == (one: Row, other: Row) -> Bool {
        one.isWrapped == other.isWrapped && one.isPrompt == other.isPrompt && areEqual(one.cells, other.cells)
            && one.clusters == other.clusters && one.extras == other.extras
    }

    /// Whether two rows in memory, which may be optional ones, share all that they are made of, and so are equal. Nothing else is touched: of
    /// most rows of a picture and of the one before this is all that there is to know.
    package static func isShared(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer) -> Bool {
        memcmp(one, other, MemoryLayout<Row>.size) == 0
    }

    /// Leaves the plain blanks at the end out.
    package mutating func cutBlanks() {
        let blank = Cell.blank
        let count = cells.withUnsafeBufferPointer { cells in
            var count = cells.count
            while count > 0, cells[count - 1] == blank { count -= 1 }
            return count
        }
        if count < cells.count { cells.removeLast(cells.count - count) }
    }

    /// Two words at a time: a cell is all of its 16 bytes.
    private static func areEqual(_ one: [Cell], _ other: [Cell]) -> Bool {
        guard one.count == other.count else { return false }
        return one.withUnsafeBytes { one in
            other.withUnsafeBytes { other in
                if one.baseAddress == other.baseAddress { return true }
                for offset in stride(from: 0, to: one.count, by: 8)
                where one.load(fromByteOffset: offset, as: UInt64.self)
                    != other.load(fromByteOffset: offset, as: UInt64.self)
                { return false }
                return true
            }
        }
    }
}

extension Row {
    /// The look of a cell of this row, unpacked.
    package func style(of cell: Cell) -> Style {
        let extra = cell.extraIndex.flatMap { $0 < extras.count ? extras[$0] : nil }
        return Style(
            foreground: cell.foreground, background: cell.background, attributes: cell.attributes,
            underline: cell.underline, underlineColor: extra?.underlineColor ?? .default, link: extra?.link
        )
    }

    /// Appends the text of a cell as UTF-8: nothing for the right half of a wide glyph, a space for a blank.
    package func append(_ cell: Cell, to text: inout String) {
        if cell.isTail { return }
        if let index = cell.clusterIndex {
            if index < clusters.count { text += clusters[index] }
        } else if cell.glyph == 0 {
            text.unicodeScalars.append(" ")
        } else {
            text.unicodeScalars.append(Unicode.Scalar(cell.glyph) ?? "\u{FFFD}")
        }
    }

    /// The text of the row without trailing blanks.
    package var text: String {
        var text = ""
        text.reserveCapacity(cells.count)
        for cell in cells { append(cell, to: &text) }
        text.cutBlanks()
        return text
    }
}

extension String {
    /// Leaves the blanks at the end out. At once: to remove a scalar takes the library as long as a whole row.
    package mutating func cutBlanks() {
        var end = utf8.endIndex
        while end > utf8.startIndex, case let last = utf8.index(before: end), utf8[last] == UInt8(ascii: " ") {
            end = last
        }
        if end < utf8.endIndex { self = String(self[..<end]) }
    }
}
