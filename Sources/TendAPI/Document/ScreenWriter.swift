import NIOCore
import TendCore
import TendScreen

/// Writes ``ScreenJSON`` straight from cells: a full screen is thousands of small values, for which `JSONEncoder` takes
/// milliseconds. The tests hold the result against the type.
struct ScreenWriter: ~Copyable {
    private var output: ByteWriter

    static func json(_ excerpt: ScreenExcerpt) -> ByteBuffer {
        let screen = excerpt.screen
        let rows = screen.rows.count + excerpt.history.count
        var writer = ScreenWriter(output: ByteWriter(capacity: 512 + rows * (64 + screen.size.columns * 4)))
        writer.write(excerpt)
        return writer.output.withBytes { ByteBuffer(bytes: $0) }
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
        write(",\"history\":")
        write(excerpt.history)
        write("}")
    }

    private mutating func write(_ rows: [Row]) {
        write("[")
        for (index, row) in rows.enumerated() {
            if index > 0 { write(",") }
            write(row)
        }
        write("]")
    }

    private mutating func write(_ row: Row) {
        write("{\"text\":\"")
        write(row, 0..<ScreenWriter.textEnd(of: row))
        write(row.isWrapped ? "\",\"wrapped\":true,\"runs\":[" : "\",\"wrapped\":false,\"runs\":[")
        var (start, isFirst) = (0, true)
        while start < row.cells.count {
            let cell = row.cells[start]
            var end = start + 1
            while end < row.cells.count, row.cells[end].isTail || ScreenWriter.looksLike(row.cells[end], cell) {
                end += 1
            }
            if !ScreenWriter.looksLike(cell, .blank) {
                if !isFirst { write(",") }
                isFirst = false
                write(row, start..<end, like: cell)
            }
            start = end
        }
        write("]}")
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

    /// What a run takes at most besides its text and its link: every key, every attribute, numbers of 19 digits.
    private static let runLimit = 400

    private mutating func write(_ row: Row, _ columns: Range<Int>, like cell: Cell) {
        output.reserve(ScreenWriter.runLimit)
        put("{\"col\":")
        put(columns.lowerBound)
        put(",\"cols\":")
        put(columns.count)
        put(",\"text\":\"")
        write(row, columns)
        output.reserve(ScreenWriter.runLimit)
        output.putUnchecked(UInt8(ascii: "\""))
        put(cell.foreground, ",\"fg\":\"")
        put(cell.background, ",\"bg\":\"")
        if cell.look & ~ScreenWriter.wide != 0 { writeLook(row, cell) }
        output.put(UInt8(ascii: "}"))
    }

    private mutating func writeLook(_ row: Row, _ cell: Cell) {
        if !cell.attributes.isEmpty { put(cell.attributes) }
        if let underline = ScreenJSON.word(cell.underline) { write(",\"underline\":\"\(underline)\"") }
        if cell.extraIndex != nil {
            let style = row.style(of: cell)
            output.reserve(ScreenWriter.runLimit)
            put(style.underlineColor, ",\"underline_color\":\"")
            if let link = style.link {
                write(",\"link\":")
                quote(link.uri.sanitized(limit: 4096))
            }
        }
    }

    /// The text of cells, escaped.
    private mutating func write(_ row: Row, _ columns: Range<Int>) {
        output.reserve(4 * columns.count)
        for column in columns {
            let cell = row.cells[column]
            switch cell.glyph {
            case 0: output.putUnchecked(0x20)
            case 0x22, 0x5C:
                output.putUnchecked(0x5C)
                output.putUnchecked(UInt8(truncatingIfNeeded: cell.glyph))
            case 0x20..<0x7F: output.putUnchecked(UInt8(truncatingIfNeeded: cell.glyph))
            case Cell.tail: break
            case 0xA0..<0xD800: output.putUnchecked(utf8: cell.glyph)
            default:
                var text = ""
                row.append(cell, to: &text)
                writeEscaped(text)
                output.reserve(4 * (columns.upperBound - column))
            }
        }
    }

    private mutating func write(_ text: String) {
        output.reserve(text.utf8.count)
        for byte in text.utf8 { output.putUnchecked(byte) }
    }

    /// A text within quotes that are there already.
    private mutating func writeEscaped(_ text: String) {
        output.reserve(2 * text.utf8.count)
        for byte in text.utf8 {
            if byte == 0x22 || byte == 0x5C { output.putUnchecked(0x5C) }
            output.putUnchecked(byte)
        }
    }

    private mutating func quote(_ text: String) {
        var buffer = ByteBuffer()
        buffer.writeJSON(text)
        output.reserve(buffer.readableBytes)
        for byte in buffer.readableBytesView { output.putUnchecked(byte) }
    }

    // MARK: Within what is reserved

    private mutating func put(_ attributes: Attributes) {
        var isFirst = true
        for (attribute, word) in ScreenJSON.attributes where attributes.contains(attribute) {
            put(isFirst ? ",\"attrs\":[\"" : ",\"")
            isFirst = false
            for byte in word.utf8 { output.putUnchecked(byte) }
            output.putUnchecked(UInt8(ascii: "\""))
        }
        if !isFirst { output.putUnchecked(UInt8(ascii: "]")) }
    }

    @inline(__always)
    private mutating func put(_ color: Color, _ key: StaticString) {
        if let (red, green, blue) = color.components {
            put(key)
            output.putUnchecked(UInt8(ascii: "#"))
            for part in [red, green, blue] {
                put(digit: part >> 4)
                put(digit: part & 15)
            }
        } else if let index = color.paletteIndex {
            put(key)
            put(Int(index))
        } else {
            return
        }
        output.putUnchecked(UInt8(ascii: "\""))
    }

    @inline(__always)
    private mutating func put(digit: UInt8) {
        output.putUnchecked(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
    }

    /// A number that is not negative.
    @inline(__always)
    private mutating func put(_ number: Int) {
        var scale = 1
        while number / scale >= 10 { scale *= 10 }
        while scale > 0 {
            put(digit: UInt8(truncatingIfNeeded: number / scale % 10))
            scale /= 10
        }
    }

    @inline(__always)
    private mutating func put(_ text: StaticString) {
        text.withUTF8Buffer { for byte in $0 { output.putUnchecked(byte) } }
    }
}
