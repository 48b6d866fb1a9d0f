
/// Looking back in one pane: history and screen as they were when it began, a cursor, a selection, a search. (helper H fills this in)
package struct CopyMode: Hashable, Sendable {
    /// Rows that the server is asked for, counted from the oldest, 0.
    package enum Request: Hashable, Sendable {
        case rows(first: Int, count: Int)
        case matches(pattern: String, isForward: Bool, from: Int)
        /// The screen of an earlier moment: that many steps back from now.
        case moment(step: Int)
    }
    package struct Page: Hashable, Sendable {
        package init() {}
    }
}
