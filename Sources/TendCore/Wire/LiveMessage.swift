package import TendScreen

/// Text messages of `WS /live`; the binary ones are described in `API.md`.
package enum LiveMessage {
    /// What the viewer asks. Which fields belong to which operation stands in `API.md`; each may carry an `id`, which comes back
    /// in the answer.
    package struct Request: RequestJSON, Hashable {
        package enum Operation: String, Hashable, Sendable, Codable, CaseIterable {
            case watch, unwatch, taken, input, resize, subscribe, unsubscribe
            case follow, announce, answer, lend, recall
        }

        package var op: Operation
        package var id: Int?
        /// `watch`, `input`, `resize`: id, unique prefix or name.
        package var session: String?
        /// `unwatch`, `taken`, `input`, `resize`, `lend`, `recall`: the number that `watch` gave.
        package var channel: Int?
        /// `input`.
        package var input: InputJSON?
        /// `resize`, `announce`, `lend`.
        package var rows: Int?
        package var cols: Int?
        /// `subscribe`: topics as in ``EventJSON/topics``; `*` and absent mean all.
        package var topics: [String]?
        /// `subscribe`: events after this one; absent: from now on.
        package var after: UInt64?
        /// `follow`: the name of the workspace, which is made if it is not there.
        package var workspace: String?
        /// `follow`: whether to watch what its panes show to who comes now.
        package var screens: Bool?
        /// `announce`: the kind of the client's terminal, and whether it has the focus.
        package var terminal: String?
        package var focused: Bool?
        /// `answer`: that of what was asked, and why it was not done.
        package var number: Int?
        package var refusal: String?
        /// `watch`: whether the viewer may lend its terminal when it has painted the first frame.
        package var lends: Bool?
        /// `lend`: where the screen stands on the terminal, from 0, and how many columns that has, if only this part of it is lent.
        package var row: Int?
        package var col: Int?
        package var width: Int?
        /// `lend`: how many colours the terminal has, whether it knows DEC 2026, and whether only to watch.
        package var colors: Int?
        package var synchronized: Bool?
        package var readOnly: Bool?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case op, id, session, channel, input, rows, cols, topics, after
            case workspace, screens, terminal, focused, number, refusal, lends, row, col, width, colors, synchronized
            case readOnly = "read_only"
        }
        package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

        package init(
            _ op: Operation, id: Int? = nil, session: String? = nil, channel: Int? = nil, input: InputJSON? = nil,
            rows: Int? = nil, cols: Int? = nil, topics: [String]? = nil, after: UInt64? = nil,
            workspace: String? = nil, screens: Bool? = nil, terminal: String? = nil, focused: Bool? = nil,
            number: Int? = nil, refusal: String? = nil, lends: Bool? = nil, row: Int? = nil, col: Int? = nil,
            width: Int? = nil, colors: Int? = nil, synchronized: Bool? = nil, readOnly: Bool? = nil
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
            self.workspace = workspace
            self.screens = screens
            self.terminal = terminal
            self.focused = focused
            self.number = number
            self.refusal = refusal
            self.lends = lends
            self.row = row
            self.col = col
            self.width = width
            self.colors = colors
            self.synchronized = synchronized
            self.readOnly = readOnly
        }
    }

    /// What the server says: an answer (`ok`), an event (`event`), the end of a channel (`closed`), a changed workspace
    /// (`workspace`), its end (`unfollowed`), a command to carry out (`ask`), or news of a terminal that was lent (`lent`).
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

        /// A channel that was begun without a `watch` of its own.
        package struct Begun: Hashable, Sendable, Codable {
            package var channel: Int
            /// Its id.
            package var session: String

            package init(channel: Int, session: String) {
                self.channel = channel
                self.session = session
            }
        }

        /// A command for the client, which says `answer` with this number when it is carried out.
        package struct Ask: Hashable, Sendable, Codable {
            package var number: Int
            package var command: String

            package init(number: Int, command: String) {
                self.number = number
                self.command = command
            }
        }

        /// What the viewer has to know of the terminal that it has lent.
        package struct Lent: Hashable, Sendable, Codable {
            package enum News: String, Hashable, Sendable, Codable {
                /// The session's screen has another size.
                case resized
                /// Somebody types, and the session does not have the terminal's size.
                case typed
                /// The keys that detach were pressed; the terminal is the viewer's again.
                case detached
                /// The server cannot use the terminal; it is the viewer's again.
                case failed
            }

            package var channel: Int
            package var news: News
            /// `resized`.
            package var rows: Int?
            package var cols: Int?

            package init(channel: Int, news: News, size: Size? = nil) {
                self.channel = channel
                self.news = news
                rows = size?.rows
                cols = size?.columns
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
        /// Answer to `follow`, and again after every change.
        package var workspace: Workspace?
        /// Answer to `follow`: all sessions that there are, shown or not, and the names of all workspaces.
        package var sessions: [SessionJSON]?
        package var workspaces: [String]?
        /// Answer to `follow` with `screens`: what is watched from now on.
        package var channels: [Begun]?
        /// The workspace that was followed is no more.
        package var unfollowed: String?
        /// Answer to `announce`: the id of the client.
        package var client: String?
        package var ask: Ask?
        package var lent: Lent?
        /// Answer to `watch`, and to `follow` with `screens`: how many frames of a channel may be on their way, for a viewer that allows more than one.
        package var window: Int?

        package init(
            id: Int? = nil, ok: Bool? = nil, error: ErrorJSON.Detail? = nil, channel: Int? = nil,
            session: SessionJSON? = nil, event: EventJSON? = nil, closed: Closed? = nil, workspace: Workspace? = nil,
            sessions: [SessionJSON]? = nil, workspaces: [String]? = nil, channels: [Begun]? = nil,
            unfollowed: String? = nil, client: String? = nil, ask: Ask? = nil, lent: Lent? = nil, window: Int? = nil
        ) {
            self.id = id
            self.ok = ok
            self.error = error
            self.channel = channel
            self.session = session
            self.event = event
            self.closed = closed
            self.workspace = workspace
            self.sessions = sessions
            self.workspaces = workspaces
            self.channels = channels
            self.unfollowed = unfollowed
            self.client = client
            self.ask = ask
            self.lent = lent
            self.window = window
        }
    }

    /// First byte of a binary message; then comes the channel as a varint (LEB128), then the payload.
    package enum Kind: UInt8, Sendable {
        /// Server: a frame (`FrameCodec`). Viewer: the last frame of the channel was taken, so many more may come (LEB128; no
        /// payload: one).
        case frame = 1
        /// Viewer: bytes for the program, as they are.
        case input = 2
        /// Viewer: a key (`KeyWire`), which the emulator encodes as the program wants it.
        case key = 3
        /// Server: the part of a terminal that was lent is the viewer's again (`LentPart`).
        case returned = 4
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
