import TendScreen

/// Writing into rows of full width.
extension Row {
    /// Blanks the halves of wide characters that would be left outside of the columns when those are written.
    mutating func separate(_ columns: Range<Int>) {
        if cells[columns.lowerBound].isTail, columns.lowerBound > 0 { cells[columns.lowerBound - 1].blankOut() }
        if columns.upperBound < cells.count, cells[columns.upperBound].isTail { cells[columns.upperBound].blankOut() }
    }

    /// A blank cell of that look, in this row.
    mutating func cell(_ style: Style) -> Cell {
        var extra: Int?
        if style.underlineColor != .default || style.link != nil {
            extra = index(of: Extra(underlineColor: style.underlineColor, link: style.link))
        }
        return Cell(
            foreground: style.foreground, background: style.background,
            look: Cell.look(style.attributes, style.underline, extraIndex: extra))
    }

    mutating func set(_ cluster: String.UnicodeScalarView, _ width: Int, at column: Int, _ style: Style) {
        var cell = cell(style)
        if style.background == .default { cell.background = cells[column].background }
        if cluster.count > 1 {
            clusters.append(String(cluster))
            cell.glyph = Cell.clusterFlag | UInt32(clusters.count - 1)
        } else if let scalar = cluster.first, scalar != " " {
            cell.glyph = scalar.value
        }
        if width == 2 { cell.look |= Cell.wideFlag }
        cells[column] = cell
        if width == 2 {
            cell.glyph = Cell.tail
            cell.look &= ~Cell.wideFlag
            cells[column + 1] = cell
        }
    }

    /// Writes one narrow character into each of the columns.
    mutating func set(_ glyph: Unicode.Scalar, in columns: Range<Int>, _ style: Style) {
        separate(columns)
        var cell = cell(style)
        cell.glyph = glyph.value
        guard style.background == .default else { return fill(columns, with: cell) }
        cells.withUnsafeMutableBufferPointer { cells in
            for column in columns {
                cell.background = cells[column].background
                cells[column] = cell
            }
        }
    }

    /// Writes printable ASCII.
    mutating func set(ascii text: some Sequence<UInt8>, _ count: Int, at column: Int, _ style: Style) {
        separate(column..<column + count)
        var cell = cell(style)
        let keepsBackground = style.background == .default
        cells.withUnsafeMutableBufferPointer { cells in
            for (place, byte) in zip(column..., text) {
                cell.glyph = byte == 0x20 ? 0 : UInt32(byte)
                if keepsBackground { cell.background = cells[place].background }
                cells[place] = cell
            }
        }
    }

    mutating func fill(_ columns: Range<Int>, with cell: Cell) {
        cells.withUnsafeMutableBufferPointer { $0[columns].update(repeating: cell) }
    }

    /// Copies cells of another row. Halves of wide characters at the ends become blanks.
    mutating func copy(_ source: Row, from first: Int, count: Int, to column: Int) {
        separate(column..<column + count)
        let there = max(0, min(count, source.cells.count - first))
        let isPlain = source.clusters.isEmpty && source.extras.isEmpty
        if there == 0 {
            // The source ends before the first of them.
        } else if isPlain {
            source.cells.withUnsafeBufferPointer { source in
                cells.withUnsafeMutableBufferPointer { cells in
                    _ = cells[column..<column + there].update(fromContentsOf: source[first..<first + there])
                }
            }
        } else {
            var extraIndices: [Int: Int] = [:]
            for index in 0..<there {
                var cell = source.cells[first + index]
                if let cluster = cell.clusterIndex {
                    clusters.append(cluster < source.clusters.count ? source.clusters[cluster] : " ")
                    cell.glyph = Cell.clusterFlag | UInt32(clusters.count - 1)
                }
                if let extra = cell.extraIndex {
                    let own =
                        extraIndices[extra]
                        ?? (extra < source.extras.count ? self.index(of: source.extras[extra]) : nil)
                    extraIndices[extra] = own
                    cell.look = Cell.look(cell.attributes, cell.underline, isWide: cell.isWide, extraIndex: own)
                }
                cells[column + index] = cell
            }
        }
        fill(column + there..<column + count, with: .blank)
        if there > 0 {
            if cells[column].isTail { cells[column].blankOut() }
            if cells[column + there - 1].isWide { cells[column + there - 1].blankOut() }
        }
    }

    private mutating func index(of extra: Extra) -> Int {
        if let index = extras.firstIndex(of: extra) { return index }
        extras.append(extra)
        return extras.count - 1
    }

    /// Makes it a row as it is compared and sent: without trailing blanks, its tables in order of first use.
    mutating func tidy() {
        cutBlanks()
        (isWrapped, isPrompt) = (false, false)
        if clusters.isEmpty && extras.isEmpty { return }
        let old = self
        (clusters, extras) = ([], [])
        var extraIndices: [Int: Int] = [:]
        for index in cells.indices {
            if let cluster = cells[index].clusterIndex {
                clusters.append(old.clusters[cluster])
                cells[index].glyph = Cell.clusterFlag | UInt32(clusters.count - 1)
            }
            if let extra = cells[index].extraIndex {
                let own = extraIndices[extra] ?? self.index(of: old.extras[extra])
                extraIndices[extra] = own
                cells[index].look = Cell.look(
                    cells[index].attributes, cells[index].underline, isWide: cells[index].isWide, extraIndex: own)
            }
        }
    }
}

extension Cell {
    /// Half a wide character cannot be drawn: the look stays, the text goes.
    fileprivate mutating func blankOut() {
        glyph = 0
        look &= ~Cell.wideFlag
    }
}
