import NIOCore
import TendCore
import TendScreen

/// Writes ``ScreenJSON`` straight from cells: a full screen is thousands of small values, for which `JSONEncoder` takes
/// milliseconds. The tests hold the result against the type.
struct ScreenWriter {
    private var bytes: [UInt8] = []

    static func json(_ excerpt: ScreenExcerpt) -> ByteBuffer {
        let screen = excerpt.screen
        var writer = ScreenWriter()
        let rows = screen.rows.count + excerpt.history.count
        writer.bytes.reserveCapacity(512 + rows * (64 + screen.size.columns * 4))
        writer.write(excerpt)
        return ByteBuffer(bytes: writer.bytes)
    }

    private mutating func write(_ excerpt: ScreenExcerpt) {
        let (screen, cursor) = (excerpt.screen, excerpt.screen.cursor)
        write("{\"size\":{\"rows\":\(screen.size.rows),\"cols\":\(screen.size.columns)},")
        write("\"cursor\":{\"row\":\(cursor.point.row),\"col\":\(cursor.point.column),\"visible\":\(cursor.isVisible),")
        write("\"shape\":\"\(ScreenJSON.word(cursor.shape))\",\"blinks\":\(cursor.blinks)},")
        let modes = ScreenJSON.modes.filter { screen.modes.contains($0.0) }.map { "\"\($0.1)\"" }
        write("\"modes\":[\(modes.joined(separator: ","))],\"keyboard_flags\":\(screen.keyboardFlags),")
        write("\"progress\":{\"state\":\"\(ScreenJSON.word(screen.progress.state))\",")
        write("\"percent\":\(screen.progress.percent)},\"title\":")
        quote(screen.title.sanitized())
        write(",\"offset\":\(excerpt.offset),\"rows\":")
        write(screen.rows)
        raw(",\"history\":")
        write(excerpt.history)
        raw("}")
    }

    private mutating func write(_ rows: [Row]) {
        raw("[")
        for (index, row) in rows.enumerated() {
            if index > 0 { raw(",") }
            write(row)
        }
        raw("]")
    }

    private mutating func write(_ row: Row) {
        raw("{\"text\":\"")
        write(row, 0..<ScreenWriter.textEnd(of: row))
        raw(row.isWrapped ? "\",\"wrapped\":true,\"runs\":[" : "\",\"wrapped\":false,\"runs\":[")
        var (start, isFirst) = (0, true)
        while start < row.cells.count {
            let cell = row.cells[start]
            var end = start + 1
            while end < row.cells.count, row.cells[end].isTail || ScreenWriter.looksLike(row.cells[end], cell) {
                end += 1
            }
            if !ScreenWriter.looksLike(cell, .blank) {
                if !isFirst { raw(",") }
                isFirst = false
                write(row, start..<end, like: cell)
            }
            start = end
        }
        raw("]}")
    }

    private static let wide = Cell.look([], isWide: true)

    /// Whether two cells of a row are drawn alike; their width does not matter.
    private static func looksLike(_ left: Cell, _ right: Cell) -> Bool {
        left.foreground == right.foreground && left.background == right.background
            && left.look | wide == right.look | wide
    }

    /// The column after the last that is no space.
    private static func textEnd(of row: Row) -> Int {
        (row.cells.lastIndex { $0.glyph != 0 && $0.glyph != 0x20 } ?? -1) + 1
    }

    private mutating func write(_ row: Row, _ columns: Range<Int>, like cell: Cell) {
        raw("{\"col\":")
        write(columns.lowerBound)
        raw(",\"cols\":")
        write(columns.count)
        raw(",\"text\":\"")
        write(row, columns)
        raw("\"")
        write(cell.foreground, ",\"fg\":\"")
        write(cell.background, ",\"bg\":\"")
        if !cell.attributes.isEmpty { write(cell.attributes) }
        if let underline = ScreenJSON.word(cell.underline) { write(",\"underline\":\"\(underline)\"") }
        if cell.extraIndex != nil {
            let style = row.style(of: cell)
            write(style.underlineColor, ",\"underline_color\":\"")
            if let link = style.link {
                raw(",\"link\":")
                quote(link.uri.sanitized(limit: 4096))
            }
        }
        raw("}")
    }

    private mutating func write(_ attributes: Attributes) {
        var isFirst = true
        for (attribute, word) in ScreenJSON.attributes where attributes.contains(attribute) {
            raw(isFirst ? ",\"attrs\":[\"" : ",\"")
            isFirst = false
            bytes.append(contentsOf: word.utf8)
            raw("\"")
        }
        if !isFirst { raw("]") }
    }

    /// The text of cells, escaped.
    private mutating func write(_ row: Row, _ columns: Range<Int>) {
        for cell in row.cells[columns] {
            switch cell.glyph {
            case 0: bytes.append(0x20)
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(UInt8(truncatingIfNeeded: cell.glyph))
            case 0x20..<0x7F: bytes.append(UInt8(truncatingIfNeeded: cell.glyph))
            default:
                var text = ""
                row.append(cell, to: &text)
                for byte in text.utf8 {
                    // A quote may have a combining mark.
                    if byte == 0x22 || byte == 0x5C { bytes.append(0x5C) }
                    bytes.append(byte)
                }
            }
        }
    }

    private mutating func write(_ color: Color, _ key: StaticString) {
        if let index = color.paletteIndex {
            raw(key)
            write(Int(index))
        } else if let (red, green, blue) = color.components {
            raw(key)
            bytes.append(0x23)
            for part in [red, green, blue] {
                bytes.append(ScreenWriter.digits[Int(part >> 4)])
                bytes.append(ScreenWriter.digits[Int(part & 15)])
            }
        } else {
            return
        }
        raw("\"")
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func write(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

    private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func quote(_ text: String) {
        var buffer = ByteBuffer()
        buffer.writeJSON(text)
        bytes.append(contentsOf: buffer.readableBytesView)
    }

    private mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
