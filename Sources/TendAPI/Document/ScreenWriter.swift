import NIOCore
import TendCore
import TendScreen

/// Writes ``ScreenJSON`` straight from cells: a full screen is thousands of small values, for which `JSONEncoder` takes
/// milliseconds. The tests hold the result against the type.
struct ScreenWriter {
    private var buffer: ByteBuffer
    /// Text of the run that is being written, not yet escaped.
    private var text = ""

    static func json(_ excerpt: ScreenExcerpt) -> ByteBuffer {
        let screen = excerpt.screen
        let rows = screen.rows.count + excerpt.history.count
        var writer = ScreenWriter(
            buffer: ByteBufferAllocator().buffer(capacity: 512 + rows * (64 + screen.size.columns * 2)))
        writer.write(excerpt)
        return writer.buffer
    }

    private init(buffer: ByteBuffer) { self.buffer = buffer }

    private mutating func write(_ excerpt: ScreenExcerpt) {
        let (screen, cursor) = (excerpt.screen, excerpt.screen.cursor)
        raw("{\"size\":{\"rows\":\(screen.size.rows),\"cols\":\(screen.size.columns)},")
        raw("\"cursor\":{\"row\":\(cursor.point.row),\"col\":\(cursor.point.column),\"visible\":\(cursor.isVisible),")
        raw("\"shape\":\"\(ScreenJSON.word(cursor.shape))\",\"blinks\":\(cursor.blinks)},")
        let modes = ScreenJSON.modes.filter { screen.modes.contains($0.0) }.map { "\"\($0.1)\"" }
        raw("\"modes\":[\(modes.joined(separator: ","))],\"keyboard_flags\":\(screen.keyboardFlags),")
        raw("\"progress\":{\"state\":\"\(ScreenJSON.word(screen.progress.state))\",")
        raw("\"percent\":\(screen.progress.percent)},\"title\":")
        buffer.writeJSON(screen.title.sanitized())
        raw(",\"offset\":\(excerpt.offset),\"rows\":")
        write(screen.rows)
        raw(",\"history\":")
        write(excerpt.history)
        raw("}")
    }

    private mutating func write(_ rows: [Row]) {
        buffer.writeStaticString("[")
        for (index, row) in rows.enumerated() {
            if index > 0 { buffer.writeStaticString(",") }
            write(row)
        }
        buffer.writeStaticString("]")
    }

    private mutating func write(_ row: Row) {
        buffer.writeStaticString("{\"text\":")
        buffer.writeJSON(row.text)
        buffer.writeString(row.isWrapped ? ",\"wrapped\":true,\"runs\":[" : ",\"wrapped\":false,\"runs\":[")
        var (start, isFirst) = (0, true)
        while start < row.cells.count {
            let cell = row.cells[start]
            var end = start + 1
            while end < row.cells.count, row.cells[end].isTail || ScreenWriter.looksLike(row.cells[end], cell) {
                end += 1
            }
            let style = row.style(of: cell)
            if !style.isPlain {
                if !isFirst { buffer.writeStaticString(",") }
                isFirst = false
                write(row, start..<end, style)
            }
            start = end
        }
        buffer.writeStaticString("]}")
    }

    private static let wide = Cell.look([], isWide: true)

    /// Whether two cells of a row are drawn alike; their width does not matter.
    private static func looksLike(_ left: Cell, _ right: Cell) -> Bool {
        left.foreground == right.foreground && left.background == right.background
            && left.look | wide == right.look | wide
    }

    private mutating func write(_ row: Row, _ columns: Range<Int>, _ style: Style) {
        text.removeAll(keepingCapacity: true)
        for cell in row.cells[columns] { row.append(cell, to: &text) }
        raw("{\"col\":\(columns.lowerBound),\"cols\":\(columns.count),\"text\":")
        buffer.writeJSON(text)
        if let color = ScreenJSON.word(style.foreground) { raw(",\"fg\":\"\(color)\"") }
        if let color = ScreenJSON.word(style.background) { raw(",\"bg\":\"\(color)\"") }
        let attributes = ScreenJSON.attributes.filter { style.attributes.contains($0.0) }.map { "\"\($0.1)\"" }
        if !attributes.isEmpty { raw(",\"attrs\":[\(attributes.joined(separator: ","))]") }
        if let underline = ScreenJSON.word(style.underline) { raw(",\"underline\":\"\(underline)\"") }
        if let color = ScreenJSON.word(style.underlineColor) { raw(",\"underline_color\":\"\(color)\"") }
        if let link = style.link {
            raw(",\"link\":")
            buffer.writeJSON(link.uri.sanitized(limit: 4096))
        }
        raw("}")
    }

    private mutating func raw(_ text: String) { buffer.writeString(text) }
}
