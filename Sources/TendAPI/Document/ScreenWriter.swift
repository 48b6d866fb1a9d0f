import NIOCore
import TendCore
import TendScreen

/// Writes ``ScreenJSON`` straight from cells: a full screen is thousands of small values, for which `JSONEncoder` takes
/// milliseconds. The tests hold the result against the type.
struct ScreenWriter: ~Copyable {
    // Not TendScreen's writer: a call into another module for every byte took most of the time.
    private var start: UnsafeMutablePointer<UInt8>
    private var end: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    static func json(_ excerpt: ScreenExcerpt) -> ByteBuffer {
        let screen = excerpt.screen
        let rows = screen.rows.count + excerpt.history.count
        var writer = ScreenWriter(capacity: 512 + rows * (64 + screen.size.columns * 4))
        writer.write(excerpt)
        return ByteBuffer(bytes: UnsafeBufferPointer(start: writer.start, count: writer.count))
    }

    private init(capacity: Int) {
        start = .allocate(capacity: capacity)
        end = start
        self.capacity = capacity
    }

    deinit { start.deallocate() }

    private var count: Int { end - start }

    /// Makes room for what `put` writes without looking.
    @inline(__always)
    private mutating func reserve(_ extra: Int) {
        if count + extra > capacity { grow(extra) }
    }

    @inline(never)
    private mutating func grow(_ extra: Int) {
        let count = count
        capacity = max(capacity * 2, count + extra)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        (start, end) = (larger, larger + count)
    }

    @inline(__always)
    private mutating func put(byte: UInt8) {
        end.pointee = byte
        end += 1
    }

    private mutating func write(_ excerpt: ScreenExcerpt) {
        let (screen, cursor) = (excerpt.screen, excerpt.screen.cursor)
        write(text: "{\"size\":{\"rows\":\(screen.size.rows),\"cols\":\(screen.size.columns)},")
        write(
            text:
                "\"cursor\":{\"row\":\(cursor.point.row),\"col\":\(cursor.point.column),\"visible\":\(cursor.isVisible),"
        )
        write(text: "\"shape\":\"\(ScreenJSON.word(cursor.shape))\",\"blinks\":\(cursor.blinks)},")
        let modes = ScreenJSON.modes.filter { screen.modes.contains($0.0) }.map { "\"\($0.1)\"" }
        write(text: "\"modes\":[\(modes.joined(separator: ","))],\"keyboard_flags\":\(screen.keyboardFlags),")
        write(text: "\"progress\":{\"state\":\"\(ScreenJSON.word(screen.progress.state))\",")
        write(text: "\"percent\":\(screen.progress.percent)},\"title\":")
        quote(screen.title.sanitized())
        write(text: ",\"offset\":\(excerpt.offset),\"rows\":")
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
        reserve(ScreenWriter.runLimit)
        put("{\"col\":")
        put(columns.lowerBound)
        put(",\"cols\":")
        put(columns.count)
        put(",\"text\":\"")
        write(row, columns)
        reserve(ScreenWriter.runLimit)
        put(byte: UInt8(ascii: "\""))
        put(cell.foreground, ",\"fg\":\"")
        put(cell.background, ",\"bg\":\"")
        if cell.look & ~ScreenWriter.wide != 0 { writeLook(row, cell) }
        write("}")
    }

    private mutating func writeLook(_ row: Row, _ cell: Cell) {
        if !cell.attributes.isEmpty { put(cell.attributes) }
        if let underline = ScreenJSON.word(cell.underline) { write(text: ",\"underline\":\"\(underline)\"") }
        if cell.extraIndex != nil {
            let style = row.style(of: cell)
            reserve(ScreenWriter.runLimit)
            put(style.underlineColor, ",\"underline_color\":\"")
            if let link = style.link {
                write(",\"link\":")
                quote(link.uri.sanitized(limit: 4096))
            }
        }
    }

    /// The text of cells, escaped.
    private mutating func write(_ row: Row, _ columns: Range<Int>) {
        reserve(4 * columns.count)
        for column in columns {
            let cell = row.cells[column]
            switch cell.glyph {
            case 0: put(byte: 0x20)
            case 0x22, 0x5C:
                put(byte: 0x5C)
                put(byte: UInt8(truncatingIfNeeded: cell.glyph))
            case 0x20..<0x7F: put(byte: UInt8(truncatingIfNeeded: cell.glyph))
            case Cell.tail: break
            case 0xA0..<0xD800: put(scalar: cell.glyph)
            default:
                var text = ""
                row.append(cell, to: &text)
                writeEscaped(text)
                reserve(4 * (columns.upperBound - column))
            }
        }
    }

    private mutating func write(_ text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        put(text)
    }

    private mutating func write(text: String) {
        reserve(text.utf8.count)
        for byte in text.utf8 { put(byte: byte) }
    }

    /// A text within quotes that are there already.
    private mutating func writeEscaped(_ text: String) {
        reserve(2 * text.utf8.count)
        for byte in text.utf8 {
            if byte == 0x22 || byte == 0x5C { put(byte: 0x5C) }
            put(byte: byte)
        }
    }

    private mutating func quote(_ text: String) {
        var buffer = ByteBuffer()
        buffer.writeJSON(text)
        reserve(buffer.readableBytes)
        for byte in buffer.readableBytesView { put(byte: byte) }
    }

    // MARK: Within what is reserved

    private mutating func put(_ attributes: Attributes) {
        var isFirst = true
        for (attribute, word) in ScreenJSON.attributes where attributes.contains(attribute) {
            put(isFirst ? ",\"attrs\":[\"" : ",\"")
            isFirst = false
            for byte in word.utf8 { put(byte: byte) }
            put(byte: UInt8(ascii: "\""))
        }
        if !isFirst { put(byte: UInt8(ascii: "]")) }
    }

    @inline(__always)
    private mutating func put(_ color: Color, _ key: StaticString) {
        if let (red, green, blue) = color.components {
            put(key)
            put(byte: UInt8(ascii: "#"))
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
        put(byte: UInt8(ascii: "\""))
    }

    @inline(__always)
    private mutating func put(digit: UInt8) {
        put(byte: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
    }

    /// At most three bytes: of the scalars that are no surrogates and below U+D800.
    @inline(__always)
    private mutating func put(scalar: UInt32) {
        if scalar < 0x800 {
            put(byte: UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
        } else {
            put(byte: UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            put(byte: UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
        }
        put(byte: UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
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
        end.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        end += text.utf8CodeUnitCount
    }
}
