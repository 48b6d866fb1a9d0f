/// The way from one screen of a session to a later one: the rows that the viewer lacks and the new order of all.
///
/// A viewer that applies every frame it is given has the newest screen; frames that were never made cost nothing. Rows are
/// named by their stamp (``Screen/stamps``): a row that only moved is not sent again.
package struct Frame: Hashable, Sendable {
    package struct FreshRow: Hashable, Sendable {
        package var stamp: UInt64
        package var row: Row

        package init(stamp: UInt64, row: Row) {
            self.stamp = stamp
            self.row = row
        }
    }

    package var size: Size
    /// The stamps of all rows from the top.
    package var order: [UInt64]
    /// Rows whose stamps were not in the viewer's last screen.
    package var fresh: [FreshRow]
    package var cursor: Cursor
    package var modes: Modes
    package var keyboardFlags: UInt8
    package var progress: Progress
    /// Nil when it is as before.
    package var title: String?
    /// Bells since the viewer's last frame.
    package var bellCount: Int
    /// Bytes of output shown by this screen since the session began.
    package var offset: UInt64

    package init(
        size: Size, order: [UInt64], fresh: [FreshRow], cursor: Cursor, modes: Modes, keyboardFlags: UInt8 = 0,
        progress: Progress = Progress(), title: String? = nil, bellCount: Int = 0, offset: UInt64 = 0
    ) {
        self.size = size
        self.order = order
        self.fresh = fresh
        self.cursor = cursor
        self.modes = modes
        self.keyboardFlags = keyboardFlags
        self.progress = progress
        self.title = title
        self.bellCount = bellCount
        self.offset = offset
    }
}
