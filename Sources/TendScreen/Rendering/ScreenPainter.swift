/// Draws screens onto a terminal as escape sequences, sending only what changed since the screen before.
///
/// The painter assumes that nobody else writes to the terminal; when somebody did, ``invalidate()``. It works on the
/// alternate screen without autowrap, so that no cell can make the terminal scroll. A screen larger than the terminal is
/// cropped round the cursor; beside a smaller one the terminal stays blank.
package struct ScreenPainter: Sendable {
    /// A change makes the next ``paint(_:into:)`` draw everything.
    package var terminalSize: Size {
        didSet { if terminalSize != oldValue { invalidate() } }
    }
    /// Whether to put each paint between the marks of DEC 2026.
    package var synchronized: Bool

    var pen: Pen
    /// What the terminal shows, one row for each of its rows; empty: not known.
    var shown: [Row] = []
    private var shownStamps: [UInt64] = []
    private(set) var origin = Point(row: 0, column: 0)
    /// Where the terminal's cursor is; nil: not known.
    var position: Point?
    private var cursor = Cursor()
    private var modes: Modes = []
    private var title = ""
    private var keyboardFlags: UInt8 = 0
    private var hasEntered: Bool
    private var hasPushedKeyboard = false

    /// A part of the terminal that a session has to itself: nothing outside of it is touched, nor anything that is the terminal's as a whole.
    package struct Place: Hashable, Sendable {
        /// Of its upper left cell on the terminal.
        package var origin: Point
        /// How many columns the terminal has.
        package var terminalColumns: Int

        package init(origin: Point, terminalColumns: Int) {
            self.origin = origin
            self.terminalColumns = terminalColumns
        }
    }
    /// Nil: the whole terminal.
    let place: Place?

    /// A painter of a place where the screen stands already, as large as the place.
    package init(depth: ColorDepth, synchronized: Bool, in place: Place, showing screen: Screen) {
        self.init(depth: depth, synchronized: synchronized, terminalSize: screen.size, place: place)
        shown = screen.rows
        shownStamps = screen.stamps
        cursor = screen.cursor
    }

    /// - Parameter hasEntered: whether the terminal shows the alternate screen already, with everything as after ``reset()``.
    package init(depth: ColorDepth, synchronized: Bool, terminalSize: Size, hasEntered: Bool = false) {
        self.init(
            depth: depth, synchronized: synchronized, terminalSize: terminalSize, hasEntered: hasEntered, place: nil)
    }

    private init(
        depth: ColorDepth, synchronized: Bool, terminalSize: Size, hasEntered: Bool = true, place: Place?
    ) {
        self.place = place
        self.hasEntered = hasEntered
        pen = Pen(depth: depth)
        self.synchronized = synchronized
        self.terminalSize = terminalSize
    }

    /// Forgets what the terminal shows: the next paint clears it and draws everything.
    package mutating func invalidate() {
        shown = []
        shownStamps = []
    }

    /// Appends what turns the screen painted last into this one; nothing if they look the same.
    package mutating func paint(_ screen: Screen, into bytes: inout [UInt8]) {
        let before = bytes.count
        if synchronized { bytes += ScreenPainter.synchronizedBegin }
        let begin = bytes.count
        if shown.isEmpty { start(&bytes) }
        let drawn = bytes.count
        moveOrigin(to: screen)
        paintRows(of: screen, into: &bytes)
        let hasDrawn = bytes.count > drawn
        // The pen rests plain, so that whatever else clears the screen clears it with the default background.
        if hasDrawn, !pen.isPlain { pen.set(.plain, into: &bytes) }
        if place == nil { paintState(of: screen, into: &bytes) }
        let hides = hasDrawn && !synchronized && cursor.isVisible
        paintCursor(of: screen, isHidden: hides, into: &bytes)
        if bytes.count == begin {
            bytes.removeLast(begin - before)
        } else if synchronized {
            bytes += ScreenPainter.synchronizedEnd
        } else if hides {
            bytes.insert(contentsOf: "\u{1B}[?25l".utf8, at: begin)
        }
    }

    private static let synchronizedBegin = Array("\u{1B}[?2026h".utf8)
    private static let synchronizedEnd = Array("\u{1B}[?2026l".utf8)

    /// Resets everything that a painter may have set and goes back to the main screen.
    package static func leave() -> [UInt8] { reset() + "\u{1B}[23;2t\u{1B}[?1049l".utf8 }

    /// Resets everything that a painter may have set, but for the title, and stays on the alternate screen.
    package static func reset() -> [UInt8] {
        Array(
            ("\u{1B}[?2026l\u{1B}[r\u{1B}[m\u{1B}]8;;\u{1B}\\\u{1B}[<u\u{1B}[?2004l\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l"
                + "\u{1B}[?1006l\u{1B}[?1004l\u{1B}[?1l\u{1B}[?5l\u{1B}>\u{1B}[0 q\u{1B}[?7h\u{1B}[?25h").utf8)
    }

    private mutating func start(_ bytes: inout [UInt8]) {
        if !hasEntered { bytes += "\u{1B}[22;2t\u{1B}[?1049h".utf8 }
        hasEntered = true
        pen = Pen(depth: pen.depth)
        bytes += "\u{1B}[?7l\u{1B}[r\u{1B}[m\u{1B}[H\u{1B}[2J".utf8
        position = Point(row: 0, column: 0)
        shown = Array(repeating: .blank, count: terminalSize.rows)
        shownStamps = Array(repeating: 0, count: terminalSize.rows)
    }

    /// Keeps the part shown where it is as long as the cursor is inside.
    private mutating func moveOrigin(to screen: Screen) {
        func moved(_ old: Int, _ place: Int, _ extent: Int, _ visible: Int) -> Int {
            guard extent > visible else { return 0 }
            return min(max(old, place - visible + 1, 0), place, extent - visible)
        }
        let point = screen.cursor.point
        let new = Point(
            row: moved(origin.row, min(point.row, screen.size.rows - 1), screen.size.rows, terminalSize.rows),
            column: moved(
                origin.column, min(point.column, screen.size.columns - 1), screen.size.columns, terminalSize.columns)
        )
        // Stamps tell of whole rows, not of their parts.
        if new.column != origin.column { for index in shownStamps.indices { shownStamps[index] = 0 } }
        origin = new
    }

    private mutating func paintRows(of screen: Screen, into bytes: inout [UInt8]) {
        // Rows are touched only where the stamps tell that they may differ: an echo changes one of many.
        var changed: [(line: Int, row: Row, differing: Range<Int>)] = []
        for line in 0..<terminalSize.rows {
            let index = line + origin.row
            let stamp = index < screen.stamps.count ? screen.stamps[index] : 0
            if stamp != 0, stamp == shownStamps[line] { continue }
            shownStamps[line] = stamp
            let whole = index < screen.rows.count ? screen.rows[index] : .blank
            let row = whole.cropped(from: origin.column, columns: terminalSize.columns)
            if let differing = row.columns(differingFrom: shown[line]) {
                changed.append((line, row, differing))
            } else {
                shown[line] = row
            }
        }
        if changed.count > 1, place == nil {
            var rows = shown
            for (line, row, _) in changed { rows[line] = row }
            if scroll(to: rows, into: &bytes) {
                // What was right may have been scrolled away.
                changed = rows.enumerated().compactMap { line, row in
                    row.columns(differingFrom: shown[line]).map { (line, row, $0) }
                }
            }
        }
        for (line, row, differing) in changed {
            paint(row, over: shown[line], at: line, differing: differing, into: &bytes)
            shown[line] = row
        }
    }

    private static let mirrored: [(mode: Modes, number: Int)] = [
        (.applicationCursorKeys, 1), (.reverseVideo, 5), (.mouseClicks, 1000), (.mouseDrags, 1002),
        (.mouseMotion, 1003),
        (.mouseSGR, 1006), (.focusEvents, 1004), (.bracketedPaste, 2004),
    ]

    /// Modes, keyboard and title.
    private mutating func paintState(of screen: Screen, into bytes: inout [UInt8]) {
        if screen.modes != modes {
            // Switching one way of reporting the mouse off switches all of them off in most terminals.
            let losesMouse = !modes.intersection(.anyMouse).isSubset(of: screen.modes)
            for (mode, number) in ScreenPainter.mirrored where modes.contains(mode) && !screen.modes.contains(mode) {
                bytes += "\u{1B}[?\(number)l".utf8
            }
            for (mode, number) in ScreenPainter.mirrored where screen.modes.contains(mode) {
                if !modes.contains(mode) || losesMouse && Modes.anyMouse.contains(mode) {
                    bytes += "\u{1B}[?\(number)h".utf8
                }
            }
            if screen.modes.contains(.applicationKeypad) != modes.contains(.applicationKeypad) {
                bytes += (screen.modes.contains(.applicationKeypad) ? "\u{1B}=" : "\u{1B}>").utf8
            }
            modes = screen.modes
        }
        if screen.keyboardFlags != keyboardFlags {
            bytes += "\u{1B}[\(hasPushedKeyboard ? "=" : ">")\(screen.keyboardFlags)u".utf8
            hasPushedKeyboard = true
            keyboardFlags = screen.keyboardFlags
        }
        if screen.title != title {
            bytes += "\u{1B}]2;\(Printable.clean(screen.title))\u{1B}\\".utf8
            title = screen.title
        }
    }

    private mutating func paintCursor(of screen: Screen, isHidden: Bool, into bytes: inout [UInt8]) {
        var wanted = screen.cursor
        wanted.point = Point(row: wanted.point.row - origin.row, column: wanted.point.column - origin.column)
        let rows = 0..<terminalSize.rows
        let columns = 0..<terminalSize.columns
        if !rows.contains(wanted.point.row) || !columns.contains(wanted.point.column) { wanted.isVisible = false }
        if wanted.isVisible { move(to: wanted.point, into: &bytes) }
        if wanted.shape != cursor.shape || wanted.blinks != cursor.blinks {
            // The blinking block is what a program gets that never asks: it stands for the user's own choice.
            let number =
                wanted.shape == .block && wanted.blinks ? 0 : wanted.shape.rawValue * 2 - (wanted.blinks ? 1 : 0)
            bytes += "\u{1B}[\(number) q".utf8
        }
        if wanted.isVisible != cursor.isVisible || isHidden && wanted.isVisible {
            bytes += (wanted.isVisible ? "\u{1B}[?25h" : "\u{1B}[?25l").utf8
        }
        cursor = wanted
    }

    mutating func move(to point: Point, into bytes: inout [UInt8]) {
        if position == point { return }
        if let position, position.row == point.row, point.column == 0, place?.origin.column ?? 0 == 0 {
            bytes.append(0x0D)
        } else if let position, position.row == point.row, position.column < point.column {
            let distance = point.column - position.column
            bytes += (distance == 1 ? "\u{1B}[C" : "\u{1B}[\(distance)C").utf8
        } else {
            let row = point.row + (place?.origin.row ?? 0) + 1
            let column = point.column + (place?.origin.column ?? 0) + 1
            bytes += (column > 1 ? "\u{1B}[\(row);\(column)H" : row > 1 ? "\u{1B}[\(row)H" : "\u{1B}[H").utf8
        }
        position = point
    }
}
