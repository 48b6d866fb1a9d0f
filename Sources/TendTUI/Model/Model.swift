package import TendCore
package import TendScreen

/// Everything that a client knows. ``update(_:)`` changes it, ``View`` draws it; neither has any other memory.
package struct Model {
    // MARK: What the server says

    package var workspace: Workspace?
    package var workspaceNames: [String] = []
    /// Those that were shown before this one, the last one at the end.
    var visited: [String] = []
    /// All sessions, shown or not, oldest first.
    package var sessions: [SessionJSON] = []
    /// The newest picture of each session that is watched, by id.
    package var screens: [String: Screen] = [:]
    /// Whose size each session that is watched has, by id.
    package var claims: [String: SizeClaim] = [:]
    /// Sessions that were made here and whose pane gets the focus when the workspace has it.
    package var expected: Set<String> = []
    /// What was typed before its turn.
    var ahead: Ahead
    /// Those who asked for something that is on its way, and have no answer yet.
    var owed: [Int] = []
    /// The server was there and went.
    var hasLostServer = false
    /// Why copy mode did not do what was just asked from outside.
    var copyRefusal: String?
    /// Sessions with output that nobody has looked at, and with a bell.
    package var unread: Set<String> = []
    package var rung: Set<String> = []
    /// Sessions in sight with a bell since the last key.
    package var ringing: Set<String> = []
    /// Until when what shows a session flashes, in milliseconds since 1970.
    package var flashes: [String: Int64] = [:]
    package var attention = Attention()
    package var agents = Agents()
    /// Nil while the server is away.
    package var isConnected = false

    // MARK: What this client looks at

    package var size: Size
    package var tab: TabID?
    package var lastTab: TabID?
    /// The focused pane of each tab, and the one before.
    package var focus: [TabID: PaneID] = [:]
    package var lastFocus: [TabID: PaneID] = [:]
    package var sidebar = Sidebar()
    package var isStatusShown = true
    package var mode = Mode.normal
    /// Until when a repeating binding waits for its next key, in milliseconds since 1970.
    package var repeatsUntil: Int64?
    /// Pop-ups over everything, the last one on top; it gets the keys.
    package var overlays: [Overlay] = []
    package var copies: [PaneID: CopyMode] = [:]
    /// What is to be said about the changes of each session, by id, until it is sent; and what is being sent.
    package var comments: [String: [DiffComment]] = [:]
    var submitting: [String: [DiffComment]] = [:]
    package var message: Message?
    /// The newest of what was said, oldest first.
    package internal(set) var told: [Told] = []
    /// Until then what is typed is for something that has just gone, in milliseconds since 1970: no program gets it.
    var deafUntil: Int64?
    /// Whether what is carried out now came from outside (`tend do`), which may be an agent.
    var isScripted = false
    package var isReadOnly = false
    /// Whether the terminal of this client has the focus.
    package var hasFocus = true
    /// The session whose program was told last that it has the focus, and the pane that the server was told.
    var programInFocus: String?
    var paneTold: PaneID?
    /// A drag of the mouse that began here and holds until the button is released.
    package var drag: Drag?
    /// When a selection that is dragged beyond its pane scrolls on, in milliseconds since 1970.
    var scrollsAt: Int64?
    /// For double and triple clicks: where the last one was, when, and how many there were.
    package var lastClick: Click?
    /// Lines that were typed at prompts, oldest first.
    package var history: [Prompt.History: [String]] = [:]
    /// The arrangement that `pane.layout next` came to in each tab.
    var arrangementIndex: [TabID: Int] = [:]
    /// Which sessions got each key that is held down, as far as the terminal tells when it is released. None: it was a key for this client.
    var heldKeys: [Key.Code: [String]] = [:]
    /// Where the mouse went down in a pane that has no use for it: a selection begins there if it is dragged.
    var pressed: (pane: PaneID, point: Point)?
    /// What the sessions' screens are watched for now, and what the terminal's title is.
    var watched: Set<String> = []
    var shownTitle = ""
    /// The status bar's own commands.
    package var segments: [String: SegmentRun] = [:]

    /// What the last update may have changed of the picture.
    package internal(set) var change = Change.anything

    package enum Change: Hashable, Sendable {
        /// What was typed and only went to a program changes nothing here; its echo will.
        case nothing
        /// What the session shows.
        case content(session: String)
        case anything
    }

    // MARK: How it looks and acts

    package var configuration: Configuration
    package var theme: Theme
    /// The theme that holds unless another is chosen, while themes are looked at; and the name of the one that was asked for to be shown.
    var themeBefore: Theme?
    var previewed: String?
    package var keymap: Keymap
    package var hostName: String
    /// Milliseconds since 1970 of the last tick, for clocks and ages.
    package var now: Int64
    /// Seconds by which the local time is ahead of UTC.
    package var timeOffset = 0

    package init(size: Size, configuration: Configuration, theme: Theme, keymap: Keymap, hostName: String, now: Int64) {
        self.size = size
        self.configuration = configuration
        self.theme = theme
        self.keymap = keymap
        self.hostName = hostName
        self.now = now
        ahead = Ahead(now: now)
        sidebar.isShown = configuration.sidebar
        isStatusShown = configuration.status != .off
    }

    /// What the keys mean now, unless a pop-up has them.
    package enum Mode: Hashable, Sendable {
        case normal
        /// Keys are looked up in this table; `since`: when it was entered, for the pop-up of next keys.
        case table(String, since: Int64)
    }

    package struct Sidebar: Hashable, Sendable {
        package var isShown = false
        package var hasFocus = false
        /// Index into the rows that ``SidebarRow`` lists.
        package var selected = 0
        package var filter = ""
        package init() {}
    }

    /// A line of text over the status bar until the next key.
    package struct Message: Hashable, Sendable {
        package enum Level: Hashable, Sendable { case plain, warning, error }
        package var level: Level
        package var text: String
        /// How many mistakes in files there are besides this one; `tend config check` tells all.
        package var more = 0
        /// Milliseconds since 1970 when it goes by itself. Nil: it has not been seen.
        package var until: Int64?

        package init(_ level: Level, _ text: String, until: Int64? = nil) {
            self.level = level
            self.text = text
            self.until = until
        }
    }

    /// A message, and when it was said, in milliseconds since 1970.
    package struct Told: Hashable, Sendable {
        package var level: Message.Level
        package var text: String
        package var time: Int64
    }

    package struct Click: Hashable, Sendable {
        package var point: Point
        package var time: Int64
        package var count: Int
    }

    package enum Drag: Hashable, Sendable {
        /// The border at that side of a pane.
        case border(PaneID, Direction, last: Point)
        /// The floating pane, and where it and the pointer were.
        case floating(PaneID, Grip, frame: Area, start: Point)
        /// Text in copy mode; the row of the screen in which it began.
        case selection(PaneID, row: Int)
        /// The program of the pane gets the mouse.
        case program(PaneID)
        case sidebarEdge
        case tab(TabID)

        /// Where the floating pane is held.
        package enum Grip: Hashable, Sendable {
            case title, corner
            case border(Direction)
        }
    }
}
