/// What `config.yaml` says, with the defaults for what it does not.
package struct Configuration: Hashable, Sendable {
    package enum Bell: String, Hashable, Sendable, CaseIterable { case visual, title, pass, off }
    package enum Place: String, Hashable, Sendable, CaseIterable { case top, bottom, off }
    package enum Segment: Hashable, Sendable {
        case workspace, tabs, mode, host, attention, clock, session
        /// The first line that a shell command prints, run at an interval.
        case command(String, seconds: Int)
        case text(String)
    }

    package var theme = "auto"
    package var keymap = "tend"
    package var bell = Bell.visual
    package var status = Place.bottom
    package var statusLeft: [Segment] = [.workspace, .tabs]
    package var statusRight: [Segment] = [.mode, .attention, .host, .clock]
    package var sidebar = false
    package var sidebarWidth = 28
    package var mouse = true
    /// Lines from which a paste into a shell asks first; 0: never.
    package var pasteWarning = 5
    /// Milliseconds until the pop-up of next keys comes.
    package var keysDelay = 400
    /// Milliseconds that a repeating binding waits for its next key.
    package var repeatTime = 500
    package var reducedMotion = false
    package var asksBeforeClosing = true
    package var shell: String?
    package var wordSeparators = " \t\"'`()[]{}<>,;|"

    package init() {}
}
