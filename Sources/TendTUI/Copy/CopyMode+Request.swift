package import TendScreen

extension CopyMode {
    /// A state of a session's history: its end when copy mode began, and the width that its rows are counted at.
    package struct Anchor: Hashable, Sendable {
        /// As the server named it.
        package var mark: UInt64
        package var width: Int

        package init(mark: UInt64, width: Int) {
            self.mark = mark
            self.width = width
        }
    }

    /// Something to ask the server for. A place is named by how many rows of history lie between it and the anchor.
    package enum Request: Hashable, Sendable {
        /// The newest `count` rows of history and the screen, as they are now.
        case latest(count: Int)
        /// `count` rows of history, of which the newest is `skip` rows above the anchor.
        case rows(Anchor, skip: Int, count: Int)
        /// The first match that begins in the row `skip` rows above the anchor or, by direction, in a later or an earlier row.
        case match(Anchor, pattern: String, ignoresCase: Bool, isForward: Bool, skip: Int)
        /// The same for a row with a prompt.
        case prompt(Anchor, isForward: Bool, skip: Int)
        /// All history and the screen as text.
        case text
        /// The moments that time travel can go to.
        case moments
        /// The screen at an offset of the recording.
        case screen(at: UInt64)
    }

    /// What the server answered to a request.
    package struct Page: Hashable, Sendable {
        package enum Answer: Hashable, Sendable {
            /// To `latest`: the rows of history, oldest first, how many there are in all, the screen's rows, and the anchor for more.
            case latest(history: [Row], historyCount: Int, screen: [Row], anchor: Anchor)
            /// To `rows`: oldest first; fewer at the beginning of the history.
            case rows([Row])
            /// To `match` and `prompt`; nil: there is none.
            case place(Place?)
            case text(String)
            /// Oldest first.
            case moments([Moment])
            case screen(Screen)
            /// Why there is no answer.
            case refused(String)
        }

        package var request: Request
        package var answer: Answer

        package init(_ request: Request, _ answer: Answer) {
            self.request = request
            self.answer = answer
        }
    }

    /// A cell of the history.
    package struct Place: Hashable, Sendable {
        /// Rows of history between it and the anchor.
        package var skip: Int
        package var column: Int

        package init(skip: Int, column: Int) {
            self.skip = skip
            self.column = column
        }
    }

    /// A time at which the screen stood still for a moment.
    package struct Moment: Hashable, Sendable {
        /// Bytes of output until then.
        package var offset: UInt64
        /// Milliseconds since 1970.
        package var time: Int64

        package init(offset: UInt64, time: Int64) {
            self.offset = offset
            self.time = time
        }
    }
}

/// What copy mode wants from the outside.
package enum CopyEffect: Hashable, Sendable {
    case fetch(CopyMode.Request)
    /// For the clipboard and the list of buffers.
    case copy(String)
    case leave
    /// The text to search for is to be asked; it comes back as `copy.search forward|backward TEXT`.
    case askSearch(isForward: Bool)
    case openLink(String)
    /// A name as the program printed it, perhaps relative to its directory.
    case openFile(String, line: Int?, column: Int?)
    case openEditor(String)
    /// Why nothing happens.
    case refuse(String)
    case say(String)
}
