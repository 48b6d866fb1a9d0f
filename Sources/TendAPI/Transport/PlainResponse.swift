import HTTPTypes
import NIOCore

/// An answer that is written without that machinery, and the last one of its connection.
enum PlainResponse {
    static func bytes(_ head: HTTPResponse, _ body: ByteBuffer) -> ByteBuffer {
        var text = "HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\nconnection: close\r\n"
        for field in head.headerFields where field.name != .contentLength && field.name != .connection {
            text += "\(field.name.canonicalName): \(field.value)\r\n"
        }
        // RFC 9110, §8.6: such an answer has no body, and says nothing of its length.
        if head.status != .noContent { text += "content-length: \(body.readableBytes)\r\n" }
        var bytes = ByteBuffer(string: text + "\r\n")
        bytes.writeImmutableBuffer(body)
        return bytes
    }
}
