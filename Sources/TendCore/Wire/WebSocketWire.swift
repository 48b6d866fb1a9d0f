/// Frames and messages of RFC 6455, without any input or output: both ends and every transport of ours use these.
package enum WebSocketWire {
    package enum Opcode: UInt8, Sendable {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10
    }

    /// What the peer may not do, as the code and the reason of the close frame that it gets.
    package struct Violation: Error, Hashable, Sendable {
        package var code: UInt16
        package var reason: String

        package init(code: UInt16, reason: String) {
            self.code = code
            self.reason = reason
        }
    }

    package static let normalCode: UInt16 = 1000
    package static let goingAwayCode: UInt16 = 1001
    package static let protocolErrorCode: UInt16 = 1002
    package static let notUTF8Code: UInt16 = 1007
    package static let tooLargeCode: UInt16 = 1009
    package static let internalErrorCode: UInt16 = 1011

    /// Appends one frame that is a whole message.
    ///
    /// - Parameter mask: a client's frames must have one, a server's must not.
    package static func append(
        _ opcode: Opcode, _ payload: [UInt8], mask: UInt32? = nil, to out: inout [UInt8]
    ) {
        let count = payload.count
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        out.reserveCapacity(out.count + count + 14)
        out.append(0x80 | opcode.rawValue)
        switch count {
        case ..<126: out.append(maskBit | UInt8(count))
        case ..<65536: out += [maskBit | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
        default:
            out.append(maskBit | 127)
            for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: count >> shift)) }
        }
        if let mask {
            for shift in stride(from: 24, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: mask >> shift)) }
        }
        let start = out.count
        out += payload
        guard let mask, mask != 0 else { return }
        for index in payload.indices { out[start + index] ^= UInt8(truncatingIfNeeded: mask >> (24 - 8 * (index & 3))) }
    }

    /// The payload of a close frame. It has 125 bytes at most, two of them for the code; the reason is cut to that.
    package static func closePayload(_ code: UInt16, _ reason: String) -> [UInt8] {
        var payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
        for scalar in reason.unicodeScalars {
            guard payload.count + UTF8.width(scalar) <= 125 else { break }
            payload += Array(String(scalar).utf8)
        }
        return payload
    }
}

extension WebSocketWire {
    /// Takes bytes as they come and gives messages: the receiving end of either side.
    package struct Reader {
        package enum Message: Hashable, Sendable {
            case text(String)
            case binary([UInt8])
            case ping([UInt8])
            /// The peer says goodbye; nil when it gives no code.
            case close(code: UInt16?, reason: String)
        }

        private let isServer: Bool
        private let limit: Int
        private var buffer: [UInt8] = []
        private var start = 0
        private var parts: [UInt8] = []
        private var partsOpcode: Opcode?

        /// - Parameters:
        ///   - isServer: the peer is a client, whose frames must be masked.
        ///   - limit: bytes of a message.
        package init(isServer: Bool, limit: Int) {
            self.isServer = isServer
            self.limit = limit
        }

        package mutating func append(_ bytes: ArraySlice<UInt8>) {
            if start == buffer.count {
                buffer.removeAll(keepingCapacity: buffer.count <= 64 << 10)
                start = 0
            } else if start > 64 << 10 {
                buffer.removeSubrange(..<start)
                start = 0
            }
            buffer.append(contentsOf: bytes)
        }

        /// The next whole message; nil when more bytes are needed. Pongs are passed over.
        package mutating func next() throws(Violation) -> Message? {
            while let frame = try nextFrame() {
                if let message = try message(of: frame) { return message }
            }
            return nil
        }

        private struct Frame {
            var opcode: Opcode
            var isFinal: Bool
            var payload: [UInt8]
        }

        private mutating func nextFrame() throws(Violation) -> Frame? {
            let available = buffer.count - start
            guard available >= 2 else { return nil }
            let (first, second) = (buffer[start], buffer[start + 1])
            guard first & 0x70 == 0 else { throw Reader.broken("reserved bits must be zero") }
            guard let opcode = Opcode(rawValue: first & 0x0F) else { throw Reader.broken("an unknown opcode") }
            let isFinal = first & 0x80 != 0
            guard (second & 0x80 != 0) == isServer else {
                throw Reader.broken(
                    isServer ? "frames of a client must be masked" : "frames of a server must not be masked")
            }
            var length = Int(second & 0x7F)
            if opcode.rawValue >= 8, length > 125 || !isFinal {
                throw Reader.broken("a control frame is too long or fragmented")
            }
            var at = start + 2
            let lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0
            guard available >= 2 + lengthBytes else { return nil }
            if lengthBytes > 0 {
                guard lengthBytes == 2 || buffer[at] < 0x80 else { throw Reader.broken("a malformed frame") }
                // More than any limit of ours has, and no more than an Int can hold.
                let declared = buffer[at..<at + lengthBytes].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
                length = Int(clamping: declared)
                at += lengthBytes
            }
            guard parts.count + length <= limit || opcode.rawValue >= 8 else {
                throw Violation(code: WebSocketWire.tooLargeCode, reason: "at most \(limit) bytes in a message")
            }
            let keyBytes = isServer ? 4 : 0
            guard buffer.count - at >= keyBytes + length else { return nil }
            let body = at + keyBytes
            var payload = Array(buffer[body..<body + length])
            if isServer {
                let key = (buffer[at], buffer[at + 1], buffer[at + 2], buffer[at + 3])
                payload.withUnsafeMutableBufferPointer { bytes in
                    for index in bytes.indices {
                        bytes[index] ^=
                            index & 2 == 0 ? (index & 1 == 0 ? key.0 : key.1) : (index & 1 == 0 ? key.2 : key.3)
                    }
                }
            }
            start = body + length
            return Frame(opcode: opcode, isFinal: isFinal, payload: payload)
        }

        private mutating func message(of frame: Frame) throws(Violation) -> Message? {
            switch frame.opcode {
            case .ping: return .ping(frame.payload)
            case .pong: return nil
            case .close: return try Reader.farewell(frame.payload)
            case .text, .binary:
                guard partsOpcode == nil else { throw Reader.broken("a new message began inside another") }
                if frame.isFinal { return try Reader.whole(frame.opcode, frame.payload) }
                partsOpcode = frame.opcode
                parts = frame.payload
            case .continuation:
                guard let opcode = partsOpcode else { throw Reader.broken("a continuation of nothing") }
                parts += frame.payload
                guard frame.isFinal else { return nil }
                defer {
                    parts = []
                    partsOpcode = nil
                }
                return try Reader.whole(opcode, parts)
            }
            return nil
        }

        private static func whole(_ opcode: Opcode, _ payload: [UInt8]) throws(Violation) -> Message {
            guard opcode == .text else { return .binary(payload) }
            guard let text = String(validating: payload, as: UTF8.self) else {
                throw Violation(code: WebSocketWire.notUTF8Code, reason: "text that is not UTF-8")
            }
            return .text(text)
        }

        private static func farewell(_ payload: [UInt8]) throws(Violation) -> Message {
            guard !payload.isEmpty else { return .close(code: nil, reason: "") }
            guard payload.count >= 2, let reason = String(validating: payload[2...], as: UTF8.self) else {
                throw broken("a malformed close frame")
            }
            let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
            // RFC 6455 §7.4, and the ranges for libraries and applications.
            switch code {
            case 1000...1003, 1007...1014, 3000...4999: return .close(code: code, reason: reason)
            default: throw broken("a malformed close frame")
            }
        }

        private static func broken(_ reason: String) -> Violation {
            Violation(code: WebSocketWire.protocolErrorCode, reason: reason)
        }
    }
}
