package import TendScreen

/// A terminal: bytes of a program in; a screen, replies for the program and notices for the world out.
///
/// Confined to its session's lane. The way of a byte: ``Lexer`` finds sequences; text is written straight into the ``Grid``;
/// erasing, scrolling and tabs go through ``ControlEngine`` (libvterm's state layer), which answers with rectangles; modes,
/// reports and strings are handled here. Lines that leave the top go to the ``History``.
package final class Terminal {
    let options: TerminalOptions
    /// Lines that left the screen at the top.
    package let history: History

    // The screens.
    var grid: Grid
    /// The screen that is not shown.
    var hidden: Grid
    var isAlternate = false
    var tables = CellTables()
    var engine: ControlEngine
    var tabs: TabStops

    // The cursor. `wrapsNext`: the last column has been written, the next glyph wraps first.
    var row = 0
    var column = 0
    var wrapsNext = false
    /// Shape, blinking and visibility; its point is not kept.
    var cursorStyle = Cursor()
    /// Saved by DECSC, for the screen shown and the hidden one.
    var saved = SavedCursor()
    var hiddenSaved = SavedCursor()

    // The pen.
    var pen = Pen()
    var link: Link?
    /// A cell as the pen draws it, without glyph.
    var template = Cell.blank
    var charsets = Charsets()

    // The scroll region and the margins, half open.
    var top = 0
    var bottom: Int
    var left = 0
    var right: Int

    // Modes.
    var modes: Modes = [.autowrap, .alternateScroll]
    var switches: Switches = []
    /// XTSAVE: at most one entry for each mode there is.
    var savedModes: [Int: Bool] = [:]
    /// Insert mode, charsets, margins and no autowrap keep text off the fast path.
    var isTextPlain = true
    var modifyOtherKeys: UInt8 = 0
    /// Kitty's flags, for the screen shown and the hidden one.
    var keyboard = KeyboardStack()
    var hiddenKeyboard = KeyboardStack()

    // Text in progress.
    var lexer: Lexer
    var utf8 = UTF8Decoder()
    var breaker = ClusterBreaker()
    /// The last thing was a glyph; what joins it goes to `lastColumn` of the cursor's row.
    var joins = false
    var lastColumn = 0
    /// The last thing was ASCII, which the breaker has not been told.
    var lastASCII: UInt8 = 0
    /// What REP repeats; 0: nothing.
    var lastScalar: UInt32 = 0

    // What the world sees.
    var title = ""
    var iconName = ""
    var titleStack: [String] = []
    var progress = Progress()
    var bellCount = 0
    var palette: Palette
    var statuses = ProgramStatusTable()
    var notifications = NotificationAssembler()
    var nextStamp: UInt64 = 1
    var replies: [UInt8] = []
    var notices: [Notice] = []

    /// Makes an empty terminal.
    ///
    /// - Parameter size: is clamped to what `Size` allows.
    package init(size: Size, history: History, options: TerminalOptions = .init()) {
        let size = size.clamped
        self.options = options
        self.history = history
        grid = Grid(size: size)
        hidden = Grid(size: size)
        engine = ControlEngine(size: size)
        tabs = TabStops(columns: size.columns)
        bottom = size.rows
        right = size.columns
        lexer = Lexer(stringLimit: options.stringLimit)
        palette = options.palette
    }

    deinit {
        grid.free()
        hidden.free()
        engine.free()
    }

    /// The size of the screen.
    package var size: Size { grid.size }

    /// Whether the program is in the middle of a frame (DEC 2026). The caller waits for its end, but not for long.
    package var isSynchronizing: Bool { switches.contains(.synchronized) }

    /// Gives up on the end of a frame that does not come.
    package func endSynchronizing() { switches.remove(.synchronized) }

    /// What the program is to be sent, in order. Empties the queue.
    package func takeReplies() -> [UInt8] {
        defer { replies.removeAll() }
        return replies
    }

    /// What happened since the last call, in order. Empties the queue.
    package func takeNotices() -> [Notice] {
        defer { notices.removeAll() }
        return notices
    }

    /// Queues a reply. A program that asks without reading the answers loses some.
    func reply(_ text: String) {
        let bytes = text.utf8
        if replies.count + bytes.count <= options.replyLimit { replies.append(contentsOf: bytes) }
    }

    func notify(_ notice: Notice) {
        if notices.count >= options.noticeLimit { notices.removeFirst(notices.count - options.noticeLimit + 1) }
        notices.append(notice)
    }
}

/// Modes that only the terminal itself needs to know.
struct Switches: OptionSet {
    var rawValue: UInt8
    /// DECLRMM: left and right margins.
    static let margins = Switches(rawValue: 1 << 0)
    /// DEC 2026.
    static let synchronized = Switches(rawValue: 1 << 1)
}

/// What DECSC keeps.
struct SavedCursor {
    var row = 0
    var column = 0
    var wrapsNext = false
    var pen = Pen()
    var charsets = Charsets()
    var isOrigin = false
}

/// Tab stops of a line.
struct TabStops: Equatable {
    private(set) var stops: [Bool]

    init(columns: Int) {
        stops = (0..<columns).map { $0 % 8 == 0 }
    }

    init(stops: [Bool]) { self.stops = stops }

    subscript(column: Int) -> Bool {
        get { column < stops.count && stops[column] }
        set { if column < stops.count { stops[column] = newValue } }
    }

    mutating func removeAll() { stops = stops.map { _ in false } }

    /// New columns get a stop every eight.
    mutating func resize(to columns: Int) {
        stops = (0..<columns).map { $0 < stops.count ? stops[$0] : $0 % 8 == 0 }
    }
}
