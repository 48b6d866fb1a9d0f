/// Text messages of `WS /live`; the binary ones are described in `API.md`.
package enum LiveMessage {
    /// What the viewer asks. Which fields belong to which operation stands in `API.md`; each may carry an `id`, which comes back
    /// in the answer.
    package struct Request: RequestJSON, Hashable {
        package enum Operation: String, Hashable, Sendable, Codable, CaseIterable {
            case watch, unwatch, taken, input, resize, subscribe, unsubscribe
        }

        package var op: Operation
        package var id: Int?
        /// `watch`, `input`, `resize`: id, unique prefix or name.
        package var session: String?
        /// `unwatch`, `taken`, `input`, `resize`: the number that `watch` gave.
        package var channel: Int?
        /// `input`.
        package var input: InputJSON?
        /// `resize`.
        package var rows: Int?
        package var cols: Int?
        /// `subscribe`: topics as in ``EventJSON/topics``; `*` and absent mean all.
        package var topics: [String]?
        /// `subscribe`: events after this one; absent: from now on.
        package var after: UInt64?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case op, id, session, channel, input, rows, cols, topics, after
        }
        package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

        package init(
            _ op: Operation, id: Int? = nil, session: String? = nil, channel: Int? = nil, input: InputJSON? = nil,
            rows: Int? = nil, cols: Int? = nil, topics: [String]? = nil, after: UInt64? = nil
        ) {
            self.op = op
            self.id = id
            self.session = session
            self.channel = channel
            self.input = input
            self.rows = rows
            self.cols = cols
            self.topics = topics
            self.after = after
        }
    }

    /// What the server says: an answer (`ok`), an event (`event`), or the end of a channel (`closed`).
    package struct Reply: Hashable, Sendable, Codable {
        package struct Closed: Hashable, Sendable, Codable {
            package var channel: Int
            package var session: String
            /// `removed`, or the message of an error.
            package var reason: String

            package init(channel: Int, session: String, reason: String) {
                self.channel = channel
                self.session = session
                self.reason = reason
            }
        }

        /// Of the request that is answered.
        package var id: Int?
        package var ok: Bool?
        package var error: ErrorJSON.Detail?
        /// Answer to `watch`.
        package var channel: Int?
        /// Answer to `watch` and `resize`.
        package var session: SessionJSON?
        package var event: EventJSON?
        package var closed: Closed?

        package init(
            id: Int? = nil, ok: Bool? = nil, error: ErrorJSON.Detail? = nil, channel: Int? = nil,
            session: SessionJSON? = nil, event: EventJSON? = nil, closed: Closed? = nil
        ) {
            self.id = id
            self.ok = ok
            self.error = error
            self.channel = channel
            self.session = session
            self.event = event
            self.closed = closed
        }
    }

    /// First byte of a binary message; then comes the channel as a varint (LEB128), then the payload.
    package enum Kind: UInt8, Sendable {
        /// Server: a frame (`FrameCodec`). Viewer: the last frame of the channel was taken (no payload).
        case frame = 1
        /// Viewer: bytes for the program, as they are.
        case input = 2
        /// Viewer: a key (`KeyWire`), which the emulator encodes as the program wants it.
        case key = 3
    }

    /// The first text message of `WS /sessions/{id}/stream`.
    package struct StreamHello: Hashable, Sendable, Codable {
        /// Where the binary messages begin.
        package var offset: UInt64
        /// Offset of the oldest byte that the recording holds.
        package var oldest: UInt64

        package init(offset: UInt64, oldest: UInt64) {
            self.offset = offset
            self.oldest = oldest
        }
    }

    /// Close code of `WS /sessions/{id}/stream` when the viewer fell behind what the recording holds.
    package static let tooSlowCode: UInt16 = 4008
}
