/// One piece of a notification in kitty's protocol (OSC 99).
///
/// - SeeAlso: <https://sw.kovidgoyal.net/kitty/desktop-notifications/>
package struct NotificationPart: Hashable, Sendable {
    package enum Payload: UInt8, Hashable, Sendable {
        case title, body
        /// The notification with this id is to go away.
        case close
        /// Icons, buttons and what may come: not shown, but the piece may be the last one.
        case other
    }

    /// Chosen by the program. Empty: none.
    package var id: String
    package var payload: Payload
    /// Nothing more comes.
    package var isLast: Bool
    /// Not yet text: a character may be split between two pieces.
    package var bytes: [UInt8]

    /// Bytes of one piece; the protocol allows 2048, the rest is tolerance.
    static let payloadLimit = 4096

    /// Reads `metadata;payload`. Questions (`p=?`, `p=alive`) are not answered: the answer would have to repeat the id, which
    /// the output has chosen.
    package init?(_ body: ArraySlice<UInt8>) {
        let parts = OSCCommand.fields(body, atMost: 2)
        guard parts.count == 2 else { return nil }
        id = ""
        payload = .title
        isLast = true
        var isEncoded = false
        for pair in parts[0].split(separator: UInt8(ascii: ":")) {
            guard pair.count >= 2, pair[pair.startIndex + 1] == UInt8(ascii: "=") else { continue }
            let value = String(decoding: pair.dropFirst(2), as: UTF8.self)
            switch pair[pair.startIndex] {
            case UInt8(ascii: "i"): id = NotificationPart.isName(value) ? value : ""
            case UInt8(ascii: "d"): isLast = value != "0"
            case UInt8(ascii: "e"): isEncoded = value == "1"
            case UInt8(ascii: "p"):
                switch value {
                case "title": payload = .title
                case "body": payload = .body
                case "close": payload = .close
                case "?", "alive": return nil
                default: payload = .other
                }
            default: break
            }
        }
        if payload == .title || payload == .body {
            let limit = NotificationPart.payloadLimit
            guard let bytes = isEncoded ? Base64.decode(parts[1], limit: limit) : Array(parts[1].prefix(limit)) else {
                return nil
            }
            self.bytes = bytes
        } else {
            bytes = []
        }
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                        || "-_+.".unicodeScalars.contains($0))
            }
    }
}

/// Puts the pieces of OSC 99 together. Keeps at most ``pendingLimit`` unfinished notifications; the oldest gives way.
package struct NotificationAssembler: Hashable, Sendable {
    package static let pendingLimit = 16

    package struct Notification: Hashable, Sendable {
        package var id: String
        package var title: String
        package var body: String
    }

    private struct Pending: Hashable {
        var id: String
        var title: [UInt8] = []
        var body: [UInt8] = []
    }

    private var pending: [Pending] = []

    package init() {}

    /// Takes a piece.
    ///
    /// - Returns: the notification if this was its last piece and it has text.
    package mutating func add(_ part: NotificationPart) -> Notification? {
        let index = pending.firstIndex { $0.id == part.id }
        if part.payload == .close {
            if let index { pending.remove(at: index) }
            return nil
        }
        var whole = index.map { pending.remove(at: $0) } ?? Pending(id: part.id)
        switch part.payload {
        case .title:
            whole.title += part.bytes.prefix(
                OSCCommand.Limit.notificationTitle - min(whole.title.count, OSCCommand.Limit.notificationTitle))
        case .body:
            whole.body += part.bytes.prefix(
                OSCCommand.Limit.notificationBody - min(whole.body.count, OSCCommand.Limit.notificationBody))
        case .close, .other: break
        }
        guard part.isLast else {
            if pending.count == NotificationAssembler.pendingLimit { pending.removeFirst() }
            pending.append(whole)
            return nil
        }
        let title = CleanText.clean(whole.title, limit: OSCCommand.Limit.notificationTitle)
        let body = CleanText.clean(whole.body, limit: OSCCommand.Limit.notificationBody)
        return title.isEmpty && body.isEmpty ? nil : Notification(id: whole.id, title: title, body: body)
    }
}
