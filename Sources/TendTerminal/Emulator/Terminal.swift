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
    @exclusivity(unchecked) var grid: Grid
    /// The screen that is not shown.
    @exclusivity(unchecked) var hidden: Grid
    @exclusivity(unchecked) var isAlternate = false
    /// What the alternate screen lost by shrinking.
    @exclusivity(unchecked) var offcut: Offcut?
    @exclusivity(unchecked) var tables = CellTables()
    @exclusivity(unchecked) var engine: ControlEngine
    @exclusivity(unchecked) var tabs: TabStops

    // The cursor. `wrapsNext`: the last column has been written, the next glyph wraps first.
    @exclusivity(unchecked) var row = 0
    @exclusivity(unchecked) var column = 0
    @exclusivity(unchecked) var wrapsNext = false
    /// Shape, blinking and visibility; its point is not kept.
    @exclusivity(unchecked) var cursorStyle = Cursor()
    /// Saved by DECSC, for the screen shown and the hidden one.
    @exclusivity(unchecked) var saved = SavedCursor()
    @exclusivity(unchecked) var hiddenSaved = SavedCursor()

    // The pen.
    @exclusivity(unchecked) var pen = Pen()
    @exclusivity(unchecked) var link: Link?
    /// A cell as the pen draws it, without glyph.
    @exclusivity(unchecked) var template = Cell.blank
    @exclusivity(unchecked) var charsets = Charsets()

    // The scroll region and the margins, half open.
    @exclusivity(unchecked) var top = 0
    @exclusivity(unchecked) var bottom: Int
    @exclusivity(unchecked) var left = 0
    @exclusivity(unchecked) var right: Int

    // Modes.
    @exclusivity(unchecked) var modes: Modes = [.autowrap, .alternateScroll]
    @exclusivity(unchecked) var switches: Switches = []
    /// XTSAVE: at most one entry for each mode there is.
    @exclusivity(unchecked) var savedModes: [Int: Bool] = [:]
    /// Insert mode, charsets, margins and no autowrap keep text off the fast path.
    @exclusivity(unchecked) var isTextPlain = true
    @exclusivity(unchecked) var modifyOtherKeys: UInt8 = 0
    /// Kitty's flags, for the screen shown and the hidden one.
    @exclusivity(unchecked) var keyboard = KeyboardStack()
    @exclusivity(unchecked) var hiddenKeyboard = KeyboardStack()

    // Text in progress.
    @exclusivity(unchecked) var lexer: Lexer
    @exclusivity(unchecked) var utf8 = UTF8Decoder()
    @exclusivity(unchecked) var breaker = ClusterBreaker()
    /// The last thing was a glyph; what joins it goes to `lastColumn` of the cursor's row.
    @exclusivity(unchecked) var joins = false
    @exclusivity(unchecked) var lastColumn = 0
    /// The last glyph, if it was one that the breaker has not been told of; else 0.
    @exclusivity(unchecked) var lastSimple: UInt32 = 0
    let simpleWidths = SimpleScalars.table
    /// What REP repeats; 0: nothing.
    @exclusivity(unchecked) var lastScalar: UInt32 = 0

    // What the world sees.
    /// As OSC 0 and 2 set it.
    @exclusivity(unchecked) package internal(set) var title = ""
    @exclusivity(unchecked) var iconName = ""
    @exclusivity(unchecked) var titleStack: [String] = []
    @exclusivity(unchecked) var progress = Progress()
    @exclusivity(unchecked) var bellCount = 0
    @exclusivity(unchecked) var palette: Palette
    @exclusivity(unchecked) var statuses = ProgramStatusTable()
    @exclusivity(unchecked) var notifications = NotificationAssembler()
    @exclusivity(unchecked) var nextStamp: UInt64 = 1
    @exclusivity(unchecked) var replies: [UInt8] = []
    @exclusivity(unchecked) var notices: [Notice] = []

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
        offcut?.grid.free()
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
    /// DECSACE: DECCARA and DECRARA are about rectangles, not the text between two corners.
    static let rectangularExtent = Switches(rawValue: 1 << 2)
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
