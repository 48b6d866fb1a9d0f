package import TendScreen

/// Answers to DECRQM: which modes there are and how they are set.
///
/// - SeeAlso: <https://vt100.net/docs/vt510-rm/DECRPM.html>
package enum ModeReport {
    package enum Value: Int, Hashable, Sendable {
        case notRecognized = 0
        case set, reset, permanentlySet, permanentlyReset
    }

    /// The modes that are not in ``Modes``, because no viewer needs them.
    package struct State: Hashable, Sendable {
        package var modes: Modes
        package var isCursorVisible: Bool
        package var cursorBlinks: Bool
        package var isSynchronizing: Bool
        /// DECLRMM: left and right margins can be set.
        package var hasSideMargins: Bool

        package init(
            modes: Modes, isCursorVisible: Bool = true, cursorBlinks: Bool = false, isSynchronizing: Bool = false,
            hasSideMargins: Bool = false
        ) {
            self.modes = modes
            self.isCursorVisible = isCursorVisible
            self.cursorBlinks = cursorBlinks
            self.isSynchronizing = isSynchronizing
            self.hasSideMargins = hasSideMargins
        }
    }

    /// The answer to `CSI ? mode $ p`.
    package static func report(ofPrivate mode: Int, in state: State) -> String {
        "\u{1B}[?\(mode);\(value(ofPrivate: mode, in: state).rawValue)$y"
    }

    /// The answer to `CSI mode $ p`.
    package static func report(ofANSI mode: Int, in state: State) -> String {
        "\u{1B}[\(mode);\(value(ofANSI: mode, in: state).rawValue)$y"
    }

    /// A mode of `CSI ? mode h`.
    package static func value(ofPrivate mode: Int, in state: State) -> Value {
        if let flag = privateModes[mode] { return state.modes.isSuperset(of: flag) ? .set : .reset }
        return switch mode {
        case 12: state.cursorBlinks ? .set : .reset
        case 25: state.isCursorVisible ? .set : .reset
        case 69: state.hasSideMargins ? .set : .reset
        case 2026: state.isSynchronizing ? .set : .reset
        // DECARM: keys repeat. 2027: a cluster is one unit of width, always.
        case 8, 2027: .permanentlySet
        // DECCOLM and its permission, DECSCLM, DECBKM: the size is the viewers' affair, output does not scroll smoothly,
        // Backspace is DEL.
        case 3, 4, 40, 67: .permanentlyReset
        // Also those that would be lies: 9, 1001, 1005, 1015, 1016 (mouse), 2048 (in-band resize), sixel.
        default: .notRecognized
        }
    }

    /// A mode of `CSI mode h`.
    package static func value(ofANSI mode: Int, in state: State) -> Value {
        switch mode {
        case 4: state.modes.contains(.insert) ? .set : .reset
        case 20: state.modes.contains(.newline) ? .set : .reset
        // SRM set: no local echo.
        case 12: .permanentlySet
        // KAM, CRM and the editing modes of ECMA-48 as in DEC's own terminals.
        case 1, 2, 3, 5, 7, 10, 11, 13...19: .permanentlyReset
        default: .notRecognized
        }
    }

    private static let privateModes: [Int: Modes] = [
        1: .applicationCursorKeys, 5: .reverseVideo, 6: .origin, 7: .autowrap, 47: .alternateScreen,
        66: .applicationKeypad, 1000: .mouseClicks, 1002: .mouseDrags, 1003: .mouseMotion, 1004: .focusEvents,
        1006: .mouseSGR, 1007: .alternateScroll, 1047: .alternateScreen, 1049: .alternateScreen,
        2004: .bracketedPaste, 2031: .colorSchemeReports,
    ]
}
