import TendCore
package import TendScreen

/// Looking back in one pane: history and screen as they were when it began, a cursor, a selection, a search.
///
/// Rows are counted from the oldest row of the history, at the width the screen had; the screen's rows come last. They stay the same
/// while the program goes on: the server is asked for rows above a mark. Columns are those of the session, not of the pane.
/// A value without memory elsewhere: what it wants comes out as ``CopyEffect``s, what it asked for comes in by ``take(_:)``.
package struct CopyMode: Hashable, Sendable {
    /// Cells of the pane that shows it.
    package internal(set) var size: Size
    package internal(set) var rows: CopyRows
    package internal(set) var cursor: Point
    /// The cell that is shown in the upper left corner of the pane.
    package internal(set) var origin: Point
    package internal(set) var selection: Selection?
    package internal(set) var search: Search?
    package internal(set) var travel: Travel?
    /// Matches of the search in what is shown.
    package internal(set) var matches: [Highlight] = []

    let wordSeparators: Set<Character>
    /// Scrolling down to the end with the wheel leaves, unless something is selected: it was the wheel that led here.
    let leavesAtEnd: Bool

    /// False until the server has told how much history there is; what is done meanwhile is done then.
    var isReady = false
    var waiting: [Step] = []
    /// Where up and down want to go in rows that are long enough.
    var wantedColumn: Int?
    /// A number that was typed before a command: how often that is done.
    package internal(set) var count: Int?
    /// Waits for its character.
    package internal(set) var openJump: Jump.Way?
    var lastJump: Jump?
    var typedSearch: TypedSearch?
    var pendingSearch: PendingSearch?
    var pendingPrompt: PendingPrompt?
    var isYankPending = false
    var mouse: MouseDrag?
    /// What ``matches`` was made of.
    var matchedState = 0

    /// - Parameters:
    ///   - screen: what the session shows.
    ///   - size: of the pane's content.
    ///   - origin: the cell of the screen that is in the pane's upper left corner.
    ///   - leavesAtEnd: scrolling down to the end leaves copy mode.
    package init(
        screen: Screen, size: Size, origin: Point = Point(row: 0, column: 0), wordSeparators: String,
        leavesAtEnd: Bool = false
    ) {
        self.size = size
        self.origin = origin
        self.wordSeparators = Set(wordSeparators)
        self.leavesAtEnd = leavesAtEnd
        rows = CopyRows(screen: screen.rows, width: screen.size.columns)
        cursor = screen.cursor.point
        settle()
    }

    /// What is selected: all between `anchor` and the cursor.
    package struct Selection: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable { case characters, lines, block }
        package var kind: Kind
        package var anchor: Point
    }

    package struct Search: Hashable, Sendable {
        /// A regular expression.
        package var pattern: String
        package var isForward: Bool
        /// No letter of it is a capital.
        package var ignoresCase: Bool
    }

    /// Looking at earlier screens of the recording.
    package struct Travel: Hashable, Sendable {
        package internal(set) var moments: [Moment]
        /// Index into `moments`; their count: the screen that copy mode began with.
        package internal(set) var index: Int
        /// Which way the step goes that waits for its screen.
        var pending: Int?
        /// Steps that were asked for meanwhile.
        var waiting: [Int] = []
        /// Where it began.
        var home: Home
    }

    struct Home: Hashable, Sendable {
        var rows: CopyRows
        var cursor: Point
        var origin: Point
    }

    /// Something done before the history was known.
    enum Step: Hashable, Sendable {
        case command(Command, count: Int?)
        case typed(String, isForward: Bool, isStep: Bool)
        case untyped
        case press(Point, clicks: Int, isBlock: Bool)
        case drag(Point)
        case release
        case scroll(Int)
    }

    struct PendingSearch: Hashable, Sendable {
        var isForward: Bool
        /// Where it began; a search that has wrapped ends there.
        var start: Point
        var hasWrapped: Bool
        /// How many matches behind the next one are meant.
        var more = 0
        /// What the server was asked; other answers are not for this search.
        var request: Request?
    }

    struct PendingPrompt: Hashable, Sendable {
        var isForward: Bool
        /// How many prompts behind the next one are meant.
        var more: Int
        var request: Request
    }

    struct MouseDrag: Hashable, Sendable {
        var clicks: Int
        var isBlock: Bool
        /// First and last cell of what was clicked.
        var first: Point
        var last: Point
        /// Where the pointer is in the pane; it may be outside.
        var point: Point
    }

    /// Columns of a shown row that look different.
    package struct Highlight: Hashable, Sendable {
        package enum Kind: Hashable, Sendable { case selection, match, matchCurrent }
        /// Of the pane, 0 at the top.
        package var row: Int
        /// Of the session: ``CopyMode/origin``'s column is at the pane's left edge.
        package var columns: Range<Int>
        package var kind: Kind

        package init(row: Int, columns: Range<Int>, kind: Kind) {
            self.row = row
            self.columns = columns
            self.kind = kind
        }
    }
}
