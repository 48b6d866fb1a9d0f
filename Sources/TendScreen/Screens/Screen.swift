/// Where the cursor is and how it looks.
package struct Cursor: Hashable, Sendable {
    /// Shapes of DECSCUSR; the raw value is the sequence's parameter for the steady form, halved.
    package enum Shape: UInt8, Hashable, Sendable { case block = 1, underline, bar }

    package var point: Point
    package var isVisible: Bool
    package var shape: Shape
    package var blinks: Bool
    /// The next printed glyph wraps first (the last column has been written).
    package var wrapsNext: Bool

    package init(
        point: Point = Point(row: 0, column: 0), isVisible: Bool = true, shape: Shape = .block, blinks: Bool = true,
        wrapsNext: Bool = false
    ) {
        self.point = point
        self.isVisible = isVisible
        self.shape = shape
        self.blinks = blinks
        self.wrapsNext = wrapsNext
    }
}

/// What a viewer has to know of a terminal's modes to draw it and to send it the right input.
package struct Modes: OptionSet, Hashable, Sendable {
    package var rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// As the standard library's, which is generic: made for every frame, that would be felt.
    package init(arrayLiteral modes: Modes...) {
        self.init(rawValue: modes.reduce(0) { $0 | $1.rawValue })
    }

    package static let alternateScreen = Modes(rawValue: 1 << 0)
    package static let applicationCursorKeys = Modes(rawValue: 1 << 1)
    package static let applicationKeypad = Modes(rawValue: 1 << 2)
    package static let bracketedPaste = Modes(rawValue: 1 << 3)
    package static let focusEvents = Modes(rawValue: 1 << 4)
    /// Mouse: 1000 (clicks), 1002 (drags), 1003 (all motion); 1006 is the SGR encoding.
    package static let mouseClicks = Modes(rawValue: 1 << 5)
    package static let mouseDrags = Modes(rawValue: 1 << 6)
    package static let mouseMotion = Modes(rawValue: 1 << 7)
    package static let mouseSGR = Modes(rawValue: 1 << 8)
    package static let reverseVideo = Modes(rawValue: 1 << 9)
    package static let autowrap = Modes(rawValue: 1 << 10)
    package static let insert = Modes(rawValue: 1 << 11)
    package static let origin = Modes(rawValue: 1 << 12)
    package static let newline = Modes(rawValue: 1 << 13)
    /// DEC 2031: the program wants to be told of light and dark.
    package static let colorSchemeReports = Modes(rawValue: 1 << 14)
    /// DEC 1007: the wheel sends cursor keys on the alternate screen.
    package static let alternateScroll = Modes(rawValue: 1 << 15)

    package static let anyMouse: Modes = [.mouseClicks, .mouseDrags, .mouseMotion]

    /// What changes neither the picture nor the way in which plain text is typed. A shell switches such ones at each prompt.
    private static let quiet: Modes = [
        .applicationCursorKeys, .applicationKeypad, .bracketedPaste, .autowrap, .insert, .origin,
    ]

    /// Whether a viewer that shows a screen with these modes has nothing to do for one with those.
    package func areAsGood(as other: Modes) -> Bool { (rawValue ^ other.rawValue) & ~Modes.quiet.rawValue == 0 }
}

/// Progress as OSC 9;4 reports it.
package struct Progress: Hashable, Sendable {
    package enum State: UInt8, Hashable, Sendable { case none = 0, normal, error, indeterminate, paused }
    package var state: State
    /// 0…100.
    package var percent: UInt8

    package init(state: State = .none, percent: UInt8 = 0) {
        self.state = state
        self.percent = percent
    }
}

/// What a session shows: the value every surface draws.
package struct Screen: Hashable, Sendable {
    package var size: Size
    /// Exactly `size.rows` rows.
    package var rows: [Row]
    /// One number per row. Equal numbers of the same session mean equal rows; 0 means not numbered.
    package var stamps: [UInt64]
    package var cursor: Cursor
    package var modes: Modes
    package var title: String
    /// Kitty keyboard flags in force (0: legacy).
    package var keyboardFlags: UInt8
    package var progress: Progress

    package init(size: Size) {
        self.size = size
        rows = Array(repeating: .blank, count: size.rows)
        stamps = Array(repeating: 0, count: size.rows)
        cursor = Cursor()
        modes = [.autowrap]
        title = ""
        keyboardFlags = 0
        progress = Progress()
    }
}
