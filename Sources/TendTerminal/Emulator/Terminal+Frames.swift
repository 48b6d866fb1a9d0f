package import TendScreen

/// What a viewer holds of a terminal: enough to know what it lacks.
package struct ViewState: Hashable, Sendable {
    var size = Size(rows: 0, columns: 0)
    var order: [UInt64] = []
    /// No row that has been numbered since then is held: its number is this one or a later one.
    var nextStamp: UInt64 = 0
    var cursor = Cursor()
    var modes: Modes = []
    var keyboardFlags: UInt8 = 0
    var progress = Progress()
    var title: String?
    var bellCount = 0

    /// A viewer that has nothing yet.
    package init() {}
}

extension Terminal {
    /// The cursor as viewers draw it.
    package var cursor: Cursor {
        var cursor = cursorStyle
        cursor.point = Point(row: row, column: column)
        cursor.wrapsNext = wrapsNext
        return cursor
    }

    /// Everything that is shown.
    package func screen() -> Screen {
        var screen = Screen(size: grid.size)
        screen.rows = (0..<grid.rows).map { grid.row($0, tables: tables) }
        screen.stamps = stampRows()
        screen.cursor = cursor
        screen.modes = modes
        screen.title = title
        screen.keyboardFlags = keyboard.flags.rawValue
        screen.progress = progress
        return screen
    }

    /// One row of the screen.
    package func row(at index: Int) -> Row {
        index >= 0 && index < grid.rows ? grid.row(index, tables: tables) : .blank
    }

    /// The way from what a viewer holds to what is shown now; the viewer holds that afterwards.
    ///
    /// - Parameter offset: bytes of output that have been fed since the session began.
    /// - Complexity: O(rows), and O(columns) for each row that the viewer lacks.
    package func frame(since view: inout ViewState, offset: UInt64) -> Frame {
        let order = stampRows()
        // Most often every row is where it was, or new; the set is only for the rest.
        var held: Set<UInt64>?
        var frame = Frame(size: grid.size, order: order, fresh: [], cursor: cursor, modes: modes)
        for (row, stamp) in order.enumerated() {
            if row < view.order.count, view.order[row] == stamp { continue }
            if stamp < view.nextStamp {
                let known = held ?? Set(view.order)
                held = known
                if known.contains(stamp) { continue }
            }
            frame.fresh.append(Frame.FreshRow(stamp: stamp, row: grid.row(row, tables: tables)))
        }
        frame.keyboardFlags = keyboard.flags.rawValue
        frame.progress = progress
        frame.title = view.title == title ? nil : title
        // What rang before anybody looked does not ring again.
        frame.bellCount = view.order.isEmpty ? 0 : bellCount - view.bellCount
        frame.offset = offset
        view.size = grid.size
        view.order = order
        view.nextStamp = nextStamp
        view.cursor = frame.cursor
        view.modes = modes
        view.keyboardFlags = frame.keyboardFlags
        view.progress = progress
        view.title = title
        view.bellCount = bellCount
        return frame
    }

    /// Whether a frame would tell the viewer anything.
    package func hasChanged(since view: ViewState) -> Bool {
        guard view.size == grid.size else { return true }
        for row in 0..<grid.rows where grid[row].pointee.stamp == 0 || grid[row].pointee.stamp != view.order[row] {
            return true
        }
        // Inequality of another module's types would be looked up in their conformances.
        let isSame =
            view.cursor == cursor && view.modes.rawValue == modes.rawValue
            && view.keyboardFlags == keyboard.flags.rawValue && view.progress == progress && view.title == title
            && view.bellCount == bellCount
        return !isSame
    }

    /// Gives a number to each row that has changed since it last got one.
    private func stampRows() -> [UInt64] {
        (0..<grid.rows).map { row in
            let line = grid[row]
            if line.pointee.stamp == 0 {
                line.pointee.stamp = nextStamp
                nextStamp &+= 1
            }
            return line.pointee.stamp
        }
    }
}
