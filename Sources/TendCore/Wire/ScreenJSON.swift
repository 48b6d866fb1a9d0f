package import TendScreen

/// Answer of `GET /sessions/{id}/screen?format=json`.
package struct ScreenJSON: Hashable, Sendable, Codable {
    package struct Extent: Hashable, Sendable, Codable {
        package var rows: Int
        package var cols: Int
    }
    package struct CursorJSON: Hashable, Sendable, Codable {
        package var row: Int
        package var col: Int
        package var visible: Bool
        /// `block`, `underline` or `bar`.
        package var shape: String
        package var blinks: Bool
    }
    package struct ProgressJSON: Hashable, Sendable, Codable {
        /// `none`, `normal`, `error`, `indeterminate` or `paused`.
        package var state: String
        package var percent: Int
    }
    package struct Line: Hashable, Sendable, Codable {
        /// Without trailing blanks.
        package var text: String
        /// The line goes on in the next row.
        package var wrapped: Bool
        /// The parts that do not look plain, from the left.
        package var runs: [Run]
    }
    /// Cells of one look. What is as by default is left out.
    package struct Run: Hashable, Sendable, Codable {
        /// First column, from 0.
        package var col: Int
        /// How many columns.
        package var cols: Int
        package var text: String
        /// `#rrggbb`, or the number of a palette entry as text.
        package var fg: String?
        package var bg: String?
        /// Words of ``ScreenJSON/attributes``.
        package var attrs: [String]?
        /// `single`, `double`, `curly`, `dotted` or `dashed`.
        package var underline: String?
        package var underlineColor: String?
        package var link: String?

        enum CodingKeys: String, CodingKey {
            case col, cols, text, fg, bg, attrs, underline
            case underlineColor = "underline_color"
            case link
        }
    }

    package var size: Extent
    package var cursor: CursorJSON
    /// Words of ``ScreenJSON/modes``.
    package var modes: [String]
    /// Kitty keyboard flags in force.
    package var keyboardFlags: Int
    package var progress: ProgressJSON
    package var title: String
    /// Bytes of output that the screen shows since the session began.
    package var offset: UInt64
    package var rows: [Line]
    /// Rows above the screen, oldest first; as many as `history=` asked for and there are.
    package var history: [Line]

    enum CodingKeys: String, CodingKey {
        case size, cursor, modes
        case keyboardFlags = "keyboard_flags"
        case progress, title, offset, rows, history
    }

    /// Words for attributes, in the order in which they are listed.
    package static let attributes: [(Attributes, String)] = [
        (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.blink, "blink"), (.reverse, "reverse"),
        (.strike, "strike"), (.conceal, "conceal"), (.overline, "overline"),
    ]

    /// Words for modes, in the order in which they are listed.
    package static let modes: [(Modes, String)] = [
        (.alternateScreen, "alternate_screen"), (.applicationCursorKeys, "application_cursor_keys"),
        (.applicationKeypad, "application_keypad"), (.bracketedPaste, "bracketed_paste"),
        (.focusEvents, "focus_events"), (.mouseClicks, "mouse_clicks"), (.mouseDrags, "mouse_drags"),
        (.mouseMotion, "mouse_motion"), (.mouseSGR, "mouse_sgr"), (.reverseVideo, "reverse_video"),
        (.autowrap, "autowrap"), (.insert, "insert"), (.origin, "origin"), (.newline, "newline"),
        (.colorSchemeReports, "color_scheme_reports"), (.alternateScroll, "alternate_scroll"),
    ]
}
