package import TendScreen

/// What the emulator tells the session's runtime, apart from what is on the screen. All text has passed ``CleanText``.
package enum Notice: Hashable, Sendable {
    case title(String)
    case iconTitle(String)
    case bell
    /// The program's working directory. An empty host means this one.
    case directory(path: String, host: String)
    case progress(Progress)
    /// The program asks for text to be put on the clipboard; policy decides.
    case clipboard(ClipboardSelection, String)
    /// The program wanted to read the clipboard and was not answered.
    case clipboardReadDenied(ClipboardSelection)
    /// An empty id cannot be closed or replaced.
    case notification(title: String, body: String, id: String)
    case notificationClosed(id: String)
    case promptMark(PromptMark)
    /// A name of CSS or X11; empty for the default.
    case pointerShape(String)
    case programStatus(ProgramStatus)
    /// A record of OSC 7501 and all below it are gone; all records if the id is empty.
    case programStatusCleared(id: String)
    /// What programs were doing has ended (prompt, RIS): working and blocked records are gone.
    case programStatusEnded
    /// The program asks for another size (XTWINOPS 8); already clamped.
    case resizeRequest(Size)
    /// Mode 2031: whether the program wants to be told of light and dark.
    case colorSchemeReports(Bool)
    /// Palette or default colours are different.
    case colorsChanged
}
