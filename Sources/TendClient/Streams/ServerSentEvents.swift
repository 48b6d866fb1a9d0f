/// Takes a stream of server-sent events apart. Any chunking.
///
/// - SeeAlso: <https://html.spec.whatwg.org/multipage/server-sent-events.html>, "Interpreting an event stream".
struct ServerSentEvents {
    struct Message: Hashable {
        /// The last id that the stream named.
        var id: String
        var event: String
        var data: String
    }

    private var line: [UInt8] = []
    private var sawReturn = false
    private var id = ""
    private var event = ""
    private var data: [String] = []

    mutating func feed(_ bytes: some Sequence<UInt8>) -> [Message] {
        var messages: [Message] = []
        for byte in bytes {
            let endsReturn = sawReturn && byte == UInt8(ascii: "\n")
            sawReturn = byte == UInt8(ascii: "\r")
            if endsReturn { continue }
            guard byte == UInt8(ascii: "\n") || sawReturn else {
                line.append(byte)
                continue
            }
            if line.isEmpty { dispatch(to: &messages) } else { take(String(decoding: line, as: UTF8.self)) }
            line.removeAll(keepingCapacity: true)
        }
        return messages
    }

    private mutating func dispatch(to messages: inout [Message]) {
        if !data.isEmpty { messages.append(Message(id: id, event: event, data: data.joined(separator: "\n"))) }
        event = ""
        data = []
    }

    private mutating func take(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count > 1 ? parts[1] : ""
        if value.first == " " { value.removeFirst() }
        switch parts[0] {
        case "id": id = String(value)
        case "event": event = String(value)
        case "data": data.append(String(value))
        default: break  // A comment (empty name), `retry`, or something newer.
        }
    }
}
