/// A change of a workspace, as clients ask the server for it. Whoever asks makes sessions first and names them here.
package enum WorkspaceAction: Hashable, Sendable {
    /// `at`: the place among the tabs, from 0; nil: last.
    case newTab(session: String, name: String?, at: Int?)
    /// A tab with many panes at once. The numbers in the layout say which of the sessions is where; each is there once.
    case build(Layout, sessions: [String], name: String?, at: Int?)
    case split(pane: PaneID, Direction, session: String)
    /// Makes the tab's floating pane.
    case float(tab: TabID, session: String)
    case showFloating(tab: TabID, Bool)
    /// Puts a floating pane elsewhere: `frame`, with its box, in the area that the tab has on the client's screen.
    case placeFloating(pane: PaneID, frame: Area, area: Area)
    /// Takes the pane away; its session goes on. A tab without panes goes, too.
    case close(pane: PaneID)
    case closeTab(TabID)
    case renameTab(TabID, String?)
    case moveTab(TabID, to: Int)
    /// Moves the border of the pane on that side by so many cells of `area`, the area that the tab has on the client's screen.
    case resize(pane: PaneID, Direction, cells: Int, area: Area)
    case swap(PaneID, PaneID)
    /// Every session moves on by one pane.
    case rotate(tab: TabID, isForward: Bool)
    /// Into another tab, or, nil, a new one.
    case move(pane: PaneID, to: TabID?)
    case zoom(tab: TabID, PaneID?)
    case arrange(tab: TabID, Arrangement)
    case equalise(tab: TabID)
    case mark(pane: PaneID, Bool)
    /// Somebody has turned to the pane: whoever opens the workspace next begins there. No change that others are told of.
    case focus(pane: PaneID)
    /// Shows another session in the pane.
    case show(pane: PaneID, session: String)

    package enum Arrangement: String, Hashable, Sendable, Codable, CaseIterable {
        case tiled
        case mainLeft = "main-left"
        case mainTop = "main-top"
        case columns, rows
    }
}

/// Why a workspace cannot be changed so, in words that a status line can show.
package struct WorkspaceError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}

/// Where a pane is on the screen. Between side-by-side panes is one column for the border; a pane with a title has it in the row
/// above its content, which is also the border to the pane above.
package struct PanePlace: Hashable, Sendable {
    package var pane: PaneID
    /// With title row and without the border column at its right.
    package var frame: Area
    /// Where the session is shown.
    package var content: Area
    package var hasTitle: Bool
    /// Over all others, with a box around its content.
    package var isFloating: Bool

    package init(pane: PaneID, frame: Area, content: Area, hasTitle: Bool, isFloating: Bool = false) {
        self.pane = pane
        self.frame = frame
        self.content = content
        self.hasTitle = hasTitle
        self.isFloating = isFloating
    }
}
