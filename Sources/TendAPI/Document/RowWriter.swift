import NIOCore
import TendCore
import TendScreen

/// Writes ``ScreenJSON/Line`` from the cells of a row.
///
/// The answer gets room for the longest text that such a row can have, and a ``JSONPen`` writes there.
struct RowWriter {
    /// The words for attributes as JSON.
    private let attributeWords = ScreenJSON.attributes.map { ($0.0, RareTexts.json($0.1)) }
    /// The same for lines under the text, by their raw values; empty for none.
    private let underlineWords = (0..<8).map { value in
        Underline(rawValue: value).flatMap(ScreenJSON.word).map(RareTexts.json) ?? []
    }
    // Constants and functions of another module are calls; what is asked for each cell is had here, or of stored properties.
    private let tail = Cell.tail
    private let wideFlag = Cell.wideFlag
    private let clusterFlag = Cell.clusterFlag

    /// What the row's own text and lists are in takes less.
    private static let frameBound = 64

    func write(_ row: Row, to buffer: inout ByteBuffer) {
        let rare = RareTexts(row)
        let bound = RowWriter.frameBound + row.cells.count * (2 * rare.glyphBound + rare.runBound)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { room in
            var pen = JSONPen(room)
            row.cells.withUnsafeBufferPointer { write($0, isWrapped: row.isWrapped, rare, with: &pen) }
            return pen.count
        }
    }

    private func write(
        _ cells: UnsafeBufferPointer<Cell>, isWrapped: Bool, _ rare: RareTexts, with pen: inout JSONPen
    ) {
        // Without trailing blanks.
        var textEnd = cells.count
        while textEnd > 0, cells[textEnd - 1].glyph == 0 || cells[textEnd - 1].glyph == 0x20 { textEnd -= 1 }
        pen.expect(RowWriter.frameBound + textEnd * rare.glyphBound)
        pen.raw("{\"text\":\"")
        write(cells, 0..<textEnd, rare, with: &pen)
        if isWrapped { pen.raw("\",\"wrapped\":true,\"runs\":[") } else { pen.raw("\",\"wrapped\":false,\"runs\":[") }
        var (start, isFirst) = (0, true)
        while start < cells.count {
            let cell = cells[start]
            var end = start + 1
            // The right half of a wide glyph belongs to the run of its left half.
            while end < cells.count, cells[end].glyph == tail || looksLike(cells[end], cell) { end += 1 }
            if !isPlain(cell, rare) {
                pen.expect((end - start) * rare.glyphBound + rare.runBound)
                if isFirst { pen.raw("{\"col\":") } else { pen.raw(",{\"col\":") }
                isFirst = false
                writeRun(cells, start..<end, rare, with: &pen)
            }
            start = end
        }
        pen.expect(2)
        pen.raw("]}")
    }

    /// Whether two cells of a row are drawn alike; their width does not matter.
    @inline(__always) private func looksLike(_ one: Cell, _ other: Cell) -> Bool {
        one.foreground.rawValue == other.foreground.rawValue && one.background.rawValue == other.background.rawValue
            && (one.look ^ other.look) & ~wideFlag == 0
    }

    /// Whether nothing of the look would be seen on a cell with a glyph.
    @inline(__always) private func isPlain(_ cell: Cell, _ rare: RareTexts) -> Bool {
        cell.foreground.rawValue | cell.background.rawValue == 0
            && (cell.look & ~wideFlag == 0 || rare.isPlainLook(of: cell))
    }

    /// A run from its column on. At most ``RareTexts/runBound`` bytes without the text.
    @inline(__always) private func writeRun(
        _ cells: UnsafeBufferPointer<Cell>, _ columns: Range<Int>, _ rare: RareTexts, with pen: inout JSONPen
    ) {
        let cell = cells[columns.lowerBound]
        pen.number(columns.lowerBound)
        // Where colours are dense most runs are one cell with two true colours: that is written in the fewest pieces.
        if columns.count == 1 {
            pen.raw(",\"cols\":1,\"text\":\"")
            write(cell, rare, with: &pen)
        } else {
            pen.raw(",\"cols\":")
            pen.number(columns.count)
            pen.raw(",\"text\":\"")
            write(cells, columns, rare, with: &pen)
        }
        if cell.foreground.rawValue >> 24 == 2, cell.background.rawValue >> 24 == 2 {
            let digits = JSONPen.hex(cell.foreground.rawValue, cell.background.rawValue)
            pen.raw("\",\"fg\":\"#")
            pen.sixBytes(digits[0])
            pen.raw("\",\"bg\":\"#")
            pen.sixBytes(digits[1])
        } else {
            pen.color("\",\"fg\":\"", cell.foreground)
            pen.color("\",\"bg\":\"", cell.background)
        }
        pen.byte(UInt8(ascii: "\""))
        if cell.look & ~wideFlag != 0 { writeLook(cell, rare, with: &pen) }
        pen.byte(UInt8(ascii: "}"))
    }

    private func writeLook(_ cell: Cell, _ rare: RareTexts, with pen: inout JSONPen) {
        let attributes = cell.attributes.subtracting(.protected)
        if !attributes.isEmpty {
            pen.raw(",\"attrs\":")
            var mark = UInt8(ascii: "[")
            for (attribute, word) in attributeWords where attributes.contains(attribute) {
                pen.byte(mark)
                pen.bytes(word)
                mark = UInt8(ascii: ",")
            }
            pen.byte(UInt8(ascii: "]"))
        }
        let underline = underlineWords[Int(cell.underline.rawValue)]
        if !underline.isEmpty {
            pen.raw(",\"underline\":")
            pen.bytes(underline)
        }
        if let extra = rare.extra(of: cell) { pen.bytes(extra.json) }
    }

    /// The text of cells.
    @inline(__always) private func write(
        _ cells: UnsafeBufferPointer<Cell>, _ columns: Range<Int>, _ rare: RareTexts, with pen: inout JSONPen
    ) {
        for cell in UnsafeBufferPointer(rebasing: cells[columns]) { write(cell, rare, with: &pen) }
    }

    @inline(__always) private func write(_ cell: Cell, _ rare: RareTexts, with pen: inout JSONPen) {
        if cell.glyph &- 0x20 < 0x5F { pen.scalar(cell.glyph) } else { writeOther(cell, rare, with: &pen) }
    }

    private func writeOther(_ cell: Cell, _ rare: RareTexts, with pen: inout JSONPen) {
        if cell.glyph == 0 {
            pen.byte(0x20)
        } else if cell.glyph & clusterFlag != 0 {
            pen.bytes(rare.cluster(of: cell))
        } else if cell.glyph != tail {
            pen.scalar(cell.glyph)
        }
    }
}

extension JSONPen {
    /// Nothing for the default colour, else at most 16 bytes: what closes the value before, the key, and the colour without its last quote.
    @inline(__always) fileprivate mutating func color(_ key: StaticString, _ color: Color) {
        switch color.rawValue >> 24 {
        case 1:
            raw(key)
            number(Int(color.rawValue & 0xFF))
        case 2:
            raw(key)
            raw("#")
            sixBytes(JSONPen.hex(color.rawValue, 0)[0])
        default: break
        }
    }
}
