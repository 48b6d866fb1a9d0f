/// How a control string ended. Replies end the way their question did, because some programs look for just that.
package enum StringTerminator: Hashable, Sendable {
    /// BEL, as xterm allows it for OSC.
    case bell
    /// ST: `ESC \`.
    case escape

    package var text: String {
        switch self {
        case .bell: "\u{7}"
        case .escape: "\u{1B}\\"
        }
    }
}
