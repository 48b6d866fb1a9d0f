import HTTPTypes
import NIOCore

/// A request as `tend`'s own clients write it, read without the machinery of HTTP.
///
/// Nothing is guessed: a request is taken only if it can be read in one way, and whatever is unusual (other fields, other spaces, a
/// body that is not all there, bytes behind it) is left to the HTTP decoder, and so are mistakes.
struct PlainRequest {
    var head: HTTPRequest
    var body: ByteBuffer

    /// The fields that there may be besides `host`.
    private static let names: [String: HTTPField.Name] = [
        "connection": .connection, "upgrade": .upgrade, "content-type": .contentType, "content-length": .contentLength,
        "sec-websocket-version": .secWebSocketVersion, "sec-websocket-key": .secWebSocketKey,
    ]
    private static let headLimit = 4 << 10

    /// Nil unless the request is all there is in `bytes`.
    init?(_ bytes: ByteBuffer) {
        var body = bytes
        // Everything up to an empty line.
        let view = bytes.readableBytesView
        var lines: [Substring] = []
        var start = view.startIndex
        while true {
            guard let end = view[start...].prefix(PlainRequest.headLimit).firstIndex(of: 0x0A), end > start,
                view[end - 1] == 0x0D, end - view.startIndex < PlainRequest.headLimit
            else { return nil }
            let line = view[start..<end - 1]
            start = end + 1
            if line.isEmpty { break }
            guard line.allSatisfy({ 0x20...0x7E ~= $0 }) else { return nil }
            lines.append(Substring(decoding: line, as: UTF8.self))
        }
        body.moveReaderIndex(forwardBy: start - view.startIndex)

        guard let first = lines.first?.split(separator: " ", omittingEmptySubsequences: false), first.count == 3,
            first[0] == "GET" || first[0] == "POST", first[1].hasPrefix("/"), first[2] == "HTTP/1.1"
        else { return nil }
        var host: String?
        var fields = HTTPFields()
        for line in lines.dropFirst() {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let value = String(line[line.utf8.index(after: colon)...].dropFirst())
            guard line[line.utf8.index(after: colon)...].first == " ", !value.isEmpty, !value.contains(" ") else {
                return nil
            }
            switch line[..<colon] {
            case "host" where host == nil: host = value
            case let name:
                guard let name = PlainRequest.names[String(name)], fields[name] == nil else { return nil }
                fields[name] = value
            }
        }
        let length = fields[.contentLength] ?? "0"
        guard let host, length.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), Int(length) == body.readableBytes else {
            return nil
        }
        head = HTTPRequest(
            method: first[0] == "GET" ? .get : .post, scheme: nil, authority: host, path: String(first[1]),
            headerFields: fields)
        self.body = body
    }
}
