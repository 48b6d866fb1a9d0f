package import TendCore
package import TendScreen

/// What is at a place of the screen, for the mouse.
package enum Hit: Hashable, Sendable {
    /// The content of a pane. The point is one of the session's screen, or beyond it where the pane is larger; of a pane in copy
    /// mode it is one of what copy mode shows.
    case pane(PaneID, Point)
    /// The border at that side of a pane.
    case border(PaneID, Direction)
    /// The lower right corner of the floating pane.
    case corner(PaneID)
    /// The title row of a pane.
    case title(PaneID)
    case tab(TabID)
    /// The name of the workspace.
    case workspace
    /// Index into ``SidebarRow/list(_:)``; nil below the last row and on the heading.
    case sidebar(Int?)
    /// The line between sidebar and panes.
    case sidebarEdge
    case status
    /// The pop-up on top: index of the row or choice in it, nil between them. Palette: index into `matches`. Prompt: into
    /// `completions`. Menu: into `items`. Confirm: 0 is yes, 1 is no. Welcome: into ``Welcome/choices``.
    case overlay(Int?)
    /// Nothing that acts, such as the screen around a pop-up.
    case nothing
}
