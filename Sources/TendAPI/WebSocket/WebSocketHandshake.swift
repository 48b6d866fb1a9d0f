import FoundationEssentials
import HTTPTypes

/// The opening handshake of RFC 6455 §4.2.
enum WebSocketHandshake {
    /// Checks a request and returns the value of `Sec-WebSocket-Accept`.
    ///
    /// - Throws: 426 when the request does not ask for a WebSocket of version 13, 400 when it does so wrongly.
    static func accept(_ request: HTTPRequest) throws(APIError) -> String {
        let fields = request.headerFields
        let asks =
            tokens(fields[values: .upgrade]).contains("websocket")
            && tokens(fields[values: .connection]).contains("upgrade")
        guard asks, fields[.secWebSocketVersion] == "13" else {
            throw APIError(
                .upgradeRequired, "upgrade_required", "this route is a WebSocket of version 13",
                headers: [.upgrade: "websocket", .connection: "upgrade", .secWebSocketVersion: "13"])
        }
        guard let key = fields[.secWebSocketKey], Data(base64Encoded: key)?.count == 16 else {
            throw .invalid("Sec-WebSocket-Key must be 16 bytes in base64")
        }
        return Data(SHA1.digest(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
    }

    /// The answer to an upgrade.
    static func answer(_ accept: String) -> HTTPResponse {
        HTTPResponse(
            status: .switchingProtocols,
            headerFields: [.upgrade: "websocket", .connection: "upgrade", .secWebSocketAccept: accept])
    }

    /// The same as it goes on the wire, for a connection that no HTTP encoder writes to.
    static func bytes(of answer: HTTPResponse) -> [UInt8] {
        var text = "HTTP/1.1 \(answer.status.code) \(answer.status.reasonPhrase)\r\n"
        for field in answer.headerFields { text += "\(field.name): \(field.value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    private static func tokens(_ values: [String]) -> Set<String> {
        Set(
            values.flatMap { $0.split(separator: ",") }.map { token in
                String(token.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
                    .lowercased()
            })
    }
}
