import HTTPTypes

/// The head of a request for a WebSocket as `tend`'s own clients write it, read without the machinery of HTTP.
///
/// Nothing is guessed: a head is taken only if it can be read in one way, and whatever is unusual (other fields, other spaces, a
/// body, more bytes behind it) is left to the HTTP decoder, and so are mistakes.
enum PlainUpgrade {
    /// The names that a head has, each of them once.
    private static let names: Set<String> = [
        "host", "connection", "upgrade", "sec-websocket-version", "sec-websocket-key",
    ]
    private static let limit = 4 << 10

    /// Reads the head that is all there is in `bytes`; nil if it is not one.
    static func head(in bytes: some Collection<UInt8>) -> HTTPRequest? {
        guard bytes.count <= limit, bytes.allSatisfy({ 0x20...0x7E ~= $0 || $0 == 0x0D || $0 == 0x0A }) else { return nil }
        // A line ends in CR LF, and neither of them is anywhere else.
        var lines = String(decoding: bytes, as: UTF8.self).utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.popLast()?.isEmpty == true else { return nil }
        for index in lines.indices {
            guard lines[index].popLast() == 0x0D, !lines[index].contains(0x0D) else { return nil }
        }
        guard lines.popLast()?.isEmpty == true, lines.count == names.count + 1 else { return nil }

        let first = lines.removeFirst().split(separator: 0x20, omittingEmptySubsequences: false)
        guard first.count == 3, first[0].elementsEqual("GET".utf8), first[2].elementsEqual("HTTP/1.1".utf8),
            first[1].first == UInt8(ascii: "/")
        else { return nil }
        var values: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let name = String(Substring(line[..<colon]))
            let value = String(Substring(line[line.index(after: colon)...]))
            guard names.contains(name), value.utf8.count > 1, value.hasPrefix(" "), !value.dropFirst().contains(" "),
                values.updateValue(String(value.dropFirst()), forKey: name) == nil
            else { return nil }
        }
        var head = HTTPRequest(
            method: .get, scheme: nil, authority: values["host"], path: String(Substring(first[1])))
        head.headerFields[.connection] = values["connection"]
        head.headerFields[.upgrade] = values["upgrade"]
        head.headerFields[.secWebSocketVersion] = values["sec-websocket-version"]
        head.headerFields[.secWebSocketKey] = values["sec-websocket-key"]
        return head
    }
}
