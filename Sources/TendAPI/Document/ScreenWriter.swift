import NIOCore
import TendCore
import TendScreen

/// Writes ``ScreenJSON`` straight from cells into the answer: a full screen is thousands of small values, for which `JSONEncoder` takes
/// milliseconds. The tests hold the result against the type.
struct ScreenWriter {
    static func json(_ excerpt: ScreenExcerpt) -> ByteBuffer {
        var buffer = ByteBuffer()
        let writer = RowWriter()
        writeHead(excerpt, to: &buffer)
        buffer.writeStaticString(",\"rows\":")
        write(excerpt.screen.rows, by: writer, to: &buffer)
        buffer.writeStaticString(",\"history\":")
        write(excerpt.history, by: writer, to: &buffer)
        buffer.writeStaticString("}")
        return buffer
    }

    private static func writeHead(_ excerpt: ScreenExcerpt, to buffer: inout ByteBuffer) {
        let (screen, cursor) = (excerpt.screen, excerpt.screen.cursor)
        let modes = ScreenJSON.modes.filter { screen.modes.contains($0.0) }.map { "\"\($0.1)\"" }
        buffer.writeString(
            """
            {"size":{"rows":\(screen.size.rows),"cols":\(screen.size.columns)},\
            "cursor":{"row":\(cursor.point.row),"col":\(cursor.point.column),"visible":\(cursor.isVisible),\
            "shape":"\(ScreenJSON.word(cursor.shape))","blinks":\(cursor.blinks)},\
            "modes":[\(modes.joined(separator: ","))],"keyboard_flags":\(screen.keyboardFlags),\
            "progress":{"state":"\(ScreenJSON.word(screen.progress.state))","percent":\(screen.progress.percent)},\
            "title":
            """)
        buffer.writeJSON(screen.title.sanitized())
        buffer.writeString(",\"offset\":\(excerpt.offset)")
    }

    private static func write(_ rows: [Row], by writer: RowWriter, to buffer: inout ByteBuffer) {
        buffer.writeStaticString("[")
        for (index, row) in rows.enumerated() {
            if index > 0 { buffer.writeStaticString(",") }
            writer.write(row, to: &buffer)
        }
        buffer.writeStaticString("]")
    }
}
