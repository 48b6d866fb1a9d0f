package import TendScreen

/// Looking back in a session: rows of its history, and screens of earlier moments.
///
/// Rows of history are named by how many of them lie between a row and a mark, at some width. A mark is where the history ended when it
/// was first looked at, so that names stay right while the program goes on and old rows are dropped.
package protocol HistoryService: Sendable {
    func rows(_ reference: String, _ query: RowQuery) async throws(ServiceError) -> RowPage
    /// Where a pattern matches.
    func matches(_ reference: String, _ query: PlaceQuery) async throws(ServiceError) -> [RowPlace]
    /// Rows where a shell said that its prompt begins (OSC 133).
    func prompts(_ reference: String, _ query: PlaceQuery) async throws(ServiceError) -> [RowPlace]
    /// When the screen stood still for a while, oldest first, at most 500 times.
    func moments(_ reference: String) async throws(ServiceError) -> [RecordedMoment]
    /// The screen when so many bytes of output had come, emulated anew from the recording.
    func screen(_ reference: String, at offset: UInt64) async throws(ServiceError) -> Screen
}

/// Which rows are wanted: `count` rows of history, of which the newest is `skip` rows above the mark.
package struct RowQuery: Hashable, Sendable {
    /// Nil: the end of the history now; the rows of the screen come as well.
    package var mark: UInt64?
    /// Nil: that of the session.
    package var width: Int?
    package var skip: Int
    package var count: Int

    package init(mark: UInt64? = nil, width: Int? = nil, skip: Int = 0, count: Int) {
        self.mark = mark
        self.width = width
        self.skip = skip
        self.count = count
    }
}

package struct RowPage: Hashable, Sendable {
    /// Rows of history, oldest first, and below them those of the screen.
    package var rows: [Row]
    /// How many of them are the screen's; 0 when a mark was given.
    package var screenCount: Int
    /// Rows of history above the mark in all.
    package var historyCount: Int
    package var mark: UInt64
    package var width: Int

    package init(rows: [Row], screenCount: Int, historyCount: Int, mark: UInt64, width: Int) {
        self.rows = rows
        self.screenCount = screenCount
        self.historyCount = historyCount
        self.mark = mark
        self.width = width
    }
}

/// A cell of the history.
package struct RowPlace: Hashable, Sendable, Codable {
    /// Rows of history between it and the mark.
    package var skip: Int
    package var column: Int

    package init(skip: Int, column: Int) {
        self.skip = skip
        self.column = column
    }
}

/// What is looked for, from the row `skip` rows above the mark on, that row with it.
package struct PlaceQuery: Hashable, Sendable {
    package var mark: UInt64
    package var width: Int
    package var skip: Int
    package var isForward: Bool
    package var limit: Int
    /// A regular expression (Swift `Regex` syntax); for matches only.
    package var pattern: String
    package var ignoresCase: Bool

    package init(
        mark: UInt64, width: Int, skip: Int, isForward: Bool, limit: Int = 1, pattern: String = "",
        ignoresCase: Bool = false
    ) {
        self.mark = mark
        self.width = width
        self.skip = skip
        self.isForward = isForward
        self.limit = limit
        self.pattern = pattern
        self.ignoresCase = ignoresCase
    }
}

/// A time at which a session's screen stood still for a while.
package struct RecordedMoment: Hashable, Sendable, Codable {
    /// Bytes of output until then.
    package var offset: UInt64
    /// Milliseconds since 1970.
    package var time: Int64

    package init(offset: UInt64, time: Int64) {
        self.offset = offset
        self.time = time
    }
}
