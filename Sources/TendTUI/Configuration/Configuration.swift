import TendCore

/// What `config.yaml` says, with the defaults for what it does not.
package struct Configuration: Hashable, Sendable {
    package enum Bell: String, Hashable, Sendable, CaseIterable { case visual, title, pass, off }
    package enum Place: String, Hashable, Sendable, CaseIterable { case top, bottom, off }
    /// What happens when a program wants to copy something.
    package enum Copying: String, Hashable, Sendable, CaseIterable { case off, ask, focused }
    /// How the user is told of something new that waits.
    package enum NoticeWay: String, Hashable, Sendable, CaseIterable {
        /// A count in the terminal's title.
        case title
        case bell
        /// Requests to the terminal, as iTerm2, rxvt and kitty made them known.
        case osc9, osc777, osc99
        /// The program of that name, for the desktop of the machine that the client runs on.
        case notifySend = "notify-send"
    }
    package enum Segment: Hashable, Sendable {
        case workspace, tabs, mode, host, attention, clock, session
        /// Of the agent in the focused pane: model and tool, tokens, cost.
        case agent, tokens, cost
        /// The first line that a shell command prints, run at an interval.
        case command(String, seconds: Int)
        case text(String)
    }

    package var theme = "auto"
    package var keymap = "tend"
    package var bell = Bell.visual
    package var attentionNotify: [NoticeWay] = [.title, .osc9]
    package var isAttentionQuiet = true
    package var status = Place.bottom
    package var statusLeft: [Segment] = [.workspace, .tabs]
    package var statusRight: [Segment] = [.mode, .attention, .tokens, .cost, .host, .clock]
    package var sidebar = false
    package var sidebarWidth = 28
    package var mouse = true
    /// Lines from which a paste into a shell asks first; 0: never.
    package var pasteWarning = 5
    package var clipboardFromPrograms = Copying.ask
    /// Milliseconds until the pop-up of next keys comes.
    package var keysDelay = 400
    /// Milliseconds that a repeating binding waits for its next key.
    package var repeatTime = 500
    package var reducedMotion = false
    package var asksBeforeClosing = true
    package var shell: String?
    /// What a new pane runs when nothing else is asked for; empty: `$SHELL`.
    package var shellCommand: [String] {
        guard let shell else { return [] }
        // A path with an open quote in it is a path.
        return (try? Command.program(of: shell)) ?? [shell]
    }

    package var wordSeparators = " \t\"'`()[]{}<>,;|"

    package init() {}
}
