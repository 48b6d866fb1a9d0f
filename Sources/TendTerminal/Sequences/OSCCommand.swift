package import TendScreen

/// An operating system command that `tend` understands, read and checked. All text in it has passed ``CleanText``.
///
/// - SeeAlso: <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html> "Operating System Commands".
package enum OSCCommand: Hashable, Sendable {
    /// OSC 0 sets both, 1 the icon's, 2 the window's.
    case title(String, isWindow: Bool, isIcon: Bool)
    /// OSC 4, 10, 11, 12: colours to set and to tell, in order. Never empty.
    case colors([ColorRequest])
    /// OSC 104 with numbers, 110, 111, 112. Never empty.
    case resetColors([ColorTarget])
    /// OSC 104 alone: every palette entry.
    case resetPalette
    /// OSC 7: an absolute path, decoded, and the host it is on (may be empty).
    case directory(path: String, host: String)
    /// OSC 8: the link of what follows, or none.
    case link(Link?)
    /// OSC 9 and 777.
    case notification(title: String, body: String)
    /// OSC 99: a piece for the ``NotificationAssembler``.
    case notificationPart(NotificationPart)
    /// OSC 9;4. Without a percentage the old one stays.
    case progress(Progress.State, percent: UInt8?)
    /// OSC 22: a name such as `pointer` or `text`. Empty: the default.
    case pointerShape(String)
    /// OSC 52: the program wants to set the clipboard.
    case clipboard(ClipboardSelection, String)
    /// OSC 52: the program wants to read it; never granted.
    case clipboardQuery(ClipboardSelection)
    /// OSC 133.
    case promptMark(PromptMark)
    /// OSC 7501: `?`.
    case programStatusQuery
    /// OSC 7501.
    case programStatus(ProgramStatusReport)

    /// Bytes of text that a command may carry. The clipboard's are counted after decoding.
    package enum Limit {
        package static let title = 1024
        package static let path = 4096
        package static let host = 253
        /// As VTE and kitty have it.
        package static let uri = 2083
        package static let linkID = 250
        package static let notificationTitle = 512
        package static let notificationBody = 4096
        package static let pointerShape = 64
        package static let clipboard = 1 << 20
        /// What the lexer has to buffer of one command: the clipboard's text in base64 and its head.
        package static let body = clipboard / 3 * 4 + 64
    }
}

/// Where OSC 52 puts text.
package enum ClipboardSelection: Hashable, Sendable {
    case clipboard, primary
}

/// A mark of shell integration (OSC 133, FinalTerm).
///
/// - SeeAlso: <https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md>
package struct PromptMark: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable {
        /// A: the prompt begins.
        case prompt = 1
        /// B: what the user types begins.
        case command
        /// C: the command's output begins.
        case output
        /// D: the command has ended.
        case end
    }

    package var kind: Kind
    /// Only with ``Kind/end``, and only if the shell told.
    package var exitCode: Int?

    package init(_ kind: Kind, exitCode: Int? = nil) {
        self.kind = kind
        self.exitCode = exitCode
    }
}

extension Progress {
    /// Takes an OSC 9;4: states without a percentage keep the old one, except that none and a new normal start at 0.
    package mutating func update(_ state: State, percent: UInt8?) {
        switch state {
        case .none: self = Progress()
        case .normal: self = Progress(state: state, percent: percent ?? 0)
        case .error, .indeterminate, .paused: self = Progress(state: state, percent: percent ?? self.percent)
        }
    }
}
