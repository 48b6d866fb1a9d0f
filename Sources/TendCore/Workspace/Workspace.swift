/// The tabs of a user: which sessions are shown where. A value; the server keeps it, every client shows the same.
///
/// Focus, zoom level of the eye, scroll position and pop-ups are each client's own and are not in here.
package struct Workspace: Hashable, Sendable, Codable {
    package var name: String
    package var tabs: [Tab]
    /// The panes that somebody turned to last, at most one of each tab, the newest at the end. Some may be no more.
    package var focused: [PaneID]
    /// Rises with every change but of `focused`; a client that sees a lower one than it has ignores it.
    package var version: UInt64
    /// Numbers of panes and tabs are not used again.
    package var nextPane: Int
    package var nextTab: Int

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, tabs, focused, version
        case nextPane = "next_pane"
        case nextTab = "next_tab"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decode(String.self, forKey: .name)
        tabs = try fields.decode([Tab].self, forKey: .tabs)
        // Not in the books of servers before 2026-11-21.
        focused = try fields.decodeIfPresent([PaneID].self, forKey: .focused) ?? []
        version = try fields.decode(UInt64.self, forKey: .version)
        nextPane = try fields.decode(Int.self, forKey: .nextPane)
        nextTab = try fields.decode(Int.self, forKey: .nextTab)
    }

    package init(name: String) {
        self.name = name
        tabs = []
        focused = []
        version = 0
        nextPane = 1
        nextTab = 1
    }
}

/// A place on the screen that shows a session. Its number is unique within its workspace.
package struct PaneID: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    package var rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static func < (one: PaneID, two: PaneID) -> Bool { one.rawValue < two.rawValue }
}

package struct TabID: RawRepresentable, Hashable, Sendable, Codable {
    package var rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
}

package struct Pane: Hashable, Sendable, Codable {
    package var id: PaneID
    /// Id of the session it shows.
    package var session: String
    /// What is typed into one marked pane of a tab goes to all marked ones.
    package var isMarked: Bool

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id, session
        case isMarked = "is_marked"
    }

    package init(id: PaneID, session: String, isMarked: Bool = false) {
        self.id = id
        self.session = session
        self.isMarked = isMarked
    }
}

/// A layout of panes.
package struct Tab: Hashable, Sendable, Codable {
    package var id: TabID
    /// Nil: named after what its first pane runs.
    package var name: String?
    /// Nil only while the tab has nothing but a floating pane.
    package var layout: Layout?
    package var panes: [Pane]
    /// A pop-up over the layout; one of `panes` that is not in `layout`.
    package var floating: PaneID?
    package var isFloatingShown: Bool
    /// Where it was put; nil: in the middle.
    package var floatingFrame: FloatingFrame?
    /// The pane that fills the whole tab.
    package var zoomed: PaneID?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id, name, layout, panes, floating
        case isFloatingShown = "is_floating_shown"
        case floatingFrame = "floating_frame"
        case zoomed
    }

    package init(id: TabID, name: String? = nil, layout: Layout? = nil, panes: [Pane] = []) {
        self.id = id
        self.name = name
        self.layout = layout
        self.panes = panes
        floating = nil
        isFloatingShown = false
        floatingFrame = nil
        zoomed = nil
    }
}

/// How the panes of a tab share its area: a tree whose leaves are panes.
package indirect enum Layout: Hashable, Sendable {
    case pane(PaneID)
    case split(Axis, [Part])

    package enum Axis: String, Hashable, Sendable, Codable {
        /// Side by side.
        case columns
        /// One above the other.
        case rows
    }

    package struct Part: Hashable, Sendable, Codable {
        /// Share of the split, relative to the other parts' weights; above 0.
        package var weight: Double
        package var layout: Layout

        package init(weight: Double = 1, layout: Layout) {
            self.weight = weight
            self.layout = layout
        }
    }
}

package enum Direction: String, Hashable, Sendable, Codable, CaseIterable {
    case left, right, up, down
}

/// An area of the screen in cells.
package struct Area: Hashable, Sendable, Codable {
    package var row: Int
    package var column: Int
    package var rows: Int
    package var columns: Int

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case row
        case column = "col"
        case rows
        case columns = "cols"
    }

    package init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = rows
        self.columns = columns
    }

    package func contains(row: Int, column: Int) -> Bool {
        (self.row..<self.row + rows).contains(row) && (self.column..<self.column + columns).contains(column)
    }
}
