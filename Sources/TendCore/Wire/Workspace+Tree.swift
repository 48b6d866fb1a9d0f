extension Workspace: TreeReadable {
    package init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let name = fields.text(.name),
            let tabs = fields.list(.tabs, of: Tab.init), let version: UInt64 = fields.integer(.version),
            let nextPane: Int = fields.integer(.nextPane), let nextTab: Int = fields.integer(.nextTab)
        else { return nil }
        self.init(name: name)
        self.tabs = tabs
        focused = fields.list(.focused, of: PaneID.init) ?? []
        self.version = version
        self.nextPane = nextPane
        self.nextTab = nextTab
        guard fields.isSound else { return nil }
    }

    /// The same as encoding makes, with sorted names.
    package var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.focused, .array(focused.map(\.tree)))
        fields.add(.name, name)
        fields.add(.nextPane, nextPane)
        fields.add(.nextTab, nextTab)
        fields.add(.tabs, .array(tabs.map(\.tree)))
        fields.add(.version, version)
        return fields.tree
    }
}

extension PaneID {
    fileprivate var tree: JSONTree { .number(String(rawValue)) }

    fileprivate init?(_ tree: JSONTree) {
        guard case .number(let digits) = tree, let number = Int(digits) else { return nil }
        self.init(rawValue: number)
    }
}

extension Tab {
    fileprivate var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.floating, floating?.tree ?? .null)
        fields.add(.floatingFrame, floatingFrame?.tree ?? .null)
        fields.add(.id, id.rawValue)
        fields.add(.isFloatingShown, isFloatingShown)
        fields.add(.layout, layout?.tree ?? .null)
        fields.add(.name, name.map { .string($0) } ?? .null)
        fields.add(.panes, .array(panes.map(\.tree)))
        fields.add(.zoomed, zoomed?.tree ?? .null)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let id: Int = fields.integer(.id),
            let panes = fields.list(.panes, of: Pane.init), let isFloatingShown = fields.flag(.isFloatingShown)
        else { return nil }
        self.init(
            id: TabID(rawValue: id), name: fields.text(.name), layout: fields.value(.layout, Layout.init), panes: panes)
        floating = fields.value(.floating, PaneID.init)
        self.isFloatingShown = isFloatingShown
        floatingFrame = fields.value(.floatingFrame, FloatingFrame.init)
        zoomed = fields.value(.zoomed, PaneID.init)
        guard fields.isSound else { return nil }
    }
}

extension Pane {
    fileprivate var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.id, id.tree)
        fields.add(.isMarked, isMarked)
        fields.add(.session, session)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let id: Int = fields.integer(.id),
            let session = fields.text(.session), let isMarked = fields.flag(.isMarked), fields.isSound
        else { return nil }
        self.init(id: PaneID(rawValue: id), session: session, isMarked: isMarked)
    }
}

extension Layout {
    fileprivate var tree: JSONTree {
        switch self {
        case .pane(let pane): return pane.tree
        case .split(let axis, let parts):
            var fields = FieldWriter<Key>()
            fields.add(.axis, axis.rawValue)
            fields.add(.parts, .array(parts.map(\.tree)))
            return fields.tree
        }
    }

    fileprivate init?(_ tree: JSONTree) {
        if let pane = PaneID(tree) {
            self = .pane(pane)
            return
        }
        guard var fields = FieldReader<Key>(tree), let axis: Axis = fields.word(.axis),
            let parts = fields.list(.parts, of: Part.init), Layout.canShare(parts), fields.isSound
        else { return nil }
        self = .split(axis, parts)
    }
}

extension Layout.Part {
    private enum Field: String { case weight, layout }

    fileprivate var tree: JSONTree {
        var fields = FieldWriter<Field>()
        fields.add(.layout, layout.tree)
        fields.add(.weight, weight)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<Field>(tree), let weight = fields.real(.weight),
            let layout = fields.value(.layout, Layout.init), fields.isSound
        else { return nil }
        self.init(weight: weight, layout: layout)
    }
}

extension FloatingFrame {
    fileprivate var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.frame, frame.tree)
        fields.add(.tabColumns, tabColumns)
        fields.add(.tabRows, tabRows)
        return fields.tree
    }

    /// The tab's own size is told beside it: a frame is within it as it was put there.
    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let frame = fields.value(.frame, Area.init),
            let rows: Int = fields.integer(.tabRows), let columns: Int = fields.integer(.tabColumns), fields.isSound
        else { return nil }
        self.init(stored: frame, tabRows: rows, tabColumns: columns)
    }
}

extension Area {
    fileprivate var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.column, column)
        fields.add(.columns, columns)
        fields.add(.row, row)
        fields.add(.rows, rows)
        return fields.tree
    }

    fileprivate init?(_ tree: JSONTree) {
        guard var fields = FieldReader<CodingKeys>(tree), let row: Int = fields.integer(.row),
            let column: Int = fields.integer(.column), let rows: Int = fields.integer(.rows),
            let columns: Int = fields.integer(.columns), fields.isSound
        else { return nil }
        self.init(row: row, column: column, rows: rows, columns: columns)
    }
}
