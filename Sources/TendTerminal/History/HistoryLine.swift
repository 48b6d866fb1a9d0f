internal import TendScreen

/// Rows of a line, decoded and joined. Decoding takes any bytes: what makes no sense becomes plain cells or none.
struct HistoryLine {
    private(set) var cells: [Cell] = []
    private var clusters: [String] = []
    private var extras: [Extra] = []
    private var clusterIndex: [String: Int] = [:]
    private var extraIndex: [Extra: Int] = [:]

    mutating func removeAll() {
        cells.removeAll(keepingCapacity: true)
        if !clusters.isEmpty {
            clusters.removeAll()
            clusterIndex.removeAll()
        }
        if !extras.isEmpty {
            extras.removeAll()
            extraIndex.removeAll()
        }
    }

    mutating func append(_ record: HistoryRecord) {
        let first = cells.count
        if record.isPlain {
            for byte in record.text { cells.append(Cell(glyph: UInt32(byte))) }
        } else {
            appendText(record.text)
        }
        var reader = ByteReader(record.rest)
        let table = record.head & HistoryRecord.Flag.extras != 0 ? readExtras(&reader) : []
        if record.head & HistoryRecord.Flag.runs != 0 { readRuns(&reader, from: first, table) }
        if record.isPlain { return }
        // Written without the flag where the next cell says it; ASCII never has it.
        for index in first..<cells.count where index > first && cells[index].isTail && !cells[index - 1].isTail {
            if cells[index - 1].glyph >= 0x80 { cells[index - 1].look ^= Cell.wideFlag }
        }
    }

    private mutating func appendText(_ text: UnsafeRawBufferPointer) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte < 0x80 {
                cells.append(Cell(glyph: UInt32(byte)))
            } else if byte == HistoryRecord.tail {
                cells.append(Cell(glyph: Cell.tail))
            } else if byte == HistoryRecord.clusterStart {
                let start = index
                while index < text.count, text[index] != HistoryRecord.clusterEnd { index += 1 }
                let cluster = String(decoding: text[start..<index], as: UTF8.self)
                index += 1
                let known = clusterIndex[cluster] ?? clusters.count
                if known == clusters.count {
                    clusters.append(cluster)
                    clusterIndex[cluster] = known
                }
                cells.append(Cell(glyph: Cell.clusterFlag | UInt32(known)))
            } else {
                let length = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1
                var scalar = UInt32(byte) & (0x3F >> UInt32(length))
                var rest = length
                while rest > 0, index < text.count, text[index] & 0xC0 == 0x80 {
                    scalar = scalar << 6 | UInt32(text[index] & 0x3F)
                    index += 1
                    rest -= 1
                }
                cells.append(Cell(glyph: rest == 0 && Unicode.Scalar(scalar) != nil ? scalar : 0xFFFD))
            }
        }
    }

    /// The extras of a row, as indices plus one into those of the line.
    private mutating func readExtras(_ reader: inout ByteReader) -> [UInt32] {
        var table: [UInt32] = []
        let count = reader.varint()
        while table.count < count, !reader.isAtEnd {
            var extra = Extra(underlineColor: Color(rawValue: reader.varint()))
            if reader.byte() == 1 { extra.link = Link(uri: reader.string(), id: reader.string()) }
            let known = extraIndex[extra] ?? extras.count
            if known == extras.count {
                extras.append(extra)
                extraIndex[extra] = known
            }
            table.append(UInt32(known) + 1)
        }
        return table
    }

    private mutating func readRuns(_ reader: inout ByteReader, from first: Int, _ table: [UInt32]) {
        var index = first
        while index < cells.count, !reader.isAtEnd {
            let end = min(cells.count, index + max(Int(reader.varint()), 1))
            let kinds = reader.byte()
            let foreground = reader.color(kinds & 3)
            let background = reader.color(kinds >> 2 & 3)
            var look: UInt32 = 0
            if kinds & HistoryRecord.Run.look != 0 {
                look = UInt32(reader.byte())
                look = (look | UInt32(reader.byte()) << 8) & 0x1FFF
            }
            if kinds & HistoryRecord.Run.extra != 0 {
                let extra = Int(reader.varint()) - 1
                if extra >= 0, extra < table.count { look |= table[extra] << Cell.extraShift }
            }
            for index in index..<end {
                cells[index].foreground = foreground
                cells[index].background = background
                cells[index].look = look
            }
            index = end
        }
    }

    // MARK: Wrapping

    /// Where the display rows begin at a width of at least 2. A wide glyph stays whole.
    func rowStarts(width: Int) -> [Int] {
        var starts = [0]
        var start = 0
        while cells.count - start > width {
            start += width
            if cells[start].isTail { start -= 1 }
            starts.append(start)
        }
        return starts
    }

    /// The cells of a range as a row of its own.
    func row(_ range: Range<Int>, isWrapped: Bool) -> Row {
        var end = range.upperBound
        while end > range.lowerBound, cells[end - 1] == .blank { end -= 1 }
        var row = Row(cells: Array(cells[range.lowerBound..<end]), isWrapped: isWrapped)
        if range.count == cells.count {
            row.clusters = clusters
            row.extras = extras
            return row
        }
        if clusters.isEmpty, extras.isEmpty { return row }
        var newClusters: [Int: Int] = [:]
        var newExtras: [Int: Int] = [:]
        for index in row.cells.indices {
            if let old = row.cells[index].clusterIndex {
                let new = newClusters[old] ?? row.clusters.count
                if new == row.clusters.count {
                    row.clusters.append(clusters[old])
                    newClusters[old] = new
                }
                row.cells[index].glyph = Cell.clusterFlag | UInt32(new)
            }
            if let old = row.cells[index].extraIndex {
                let new = newExtras[old] ?? row.extras.count
                if new == row.extras.count {
                    row.extras.append(extras[old])
                    newExtras[old] = new
                }
                row.cells[index].look =
                    row.cells[index].look & ((1 << Cell.extraShift) - 1) | UInt32(new + 1) << Cell.extraShift
            }
        }
        return row
    }
}

/// Reads numbers and strings; past the end all is 0 and empty.
private struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { index >= bytes.count }

    mutating func byte() -> UInt8 {
        guard index < bytes.count else { return 0 }
        index += 1
        return bytes[index - 1]
    }

    mutating func varint() -> UInt32 {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while shift < 35 {
            let byte = byte()
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return value
    }

    mutating func string() -> String {
        let count = min(Int(varint()), bytes.count - index)
        index += count
        return String(decoding: bytes[index - count..<index], as: UTF8.self)
    }

    mutating func color(_ kind: UInt8) -> Color {
        var value: UInt32 = 0
        let size: UInt32 = kind == 0 ? 0 : kind == 1 ? 1 : kind == 2 ? 3 : 4
        for place in 0..<size { value |= UInt32(byte()) << (8 * place) }
        return Color(rawValue: kind == 1 ? value | 0x0100_0000 : kind == 2 ? value | 0x0200_0000 : value)
    }
}
