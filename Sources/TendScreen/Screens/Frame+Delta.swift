/// Why a frame cannot be read or applied.
package enum FrameError: Error, Hashable, Sendable {
    /// The frame builds on a row that the viewer does not hold: it must ask for a whole screen.
    case missingRow(stamp: UInt64)
    /// The order names another number of rows than the size has.
    case wrongRowCount(expected: Int, found: Int)
    /// The bytes are of a version of the format that this decoder does not know.
    case unknownVersion(UInt8)
    /// The bytes end in the middle of a frame.
    case truncated
    /// A field holds what no encoder writes; the text names it.
    case malformed(String)
    /// More cells or rows than any session has.
    case tooLarge
}

extension Frame {
    /// The way from `old` to `new`; from nothing, all of `new`.
    ///
    /// Rows are compared by stamp alone. Rows of stamp 0 are not numbered and always sent.
    /// - Complexity: O(rows).
    package init(from old: Screen?, to new: Screen, bellCount: Int = 0, offset: UInt64 = 0) {
        self.init(
            size: new.size, order: new.stamps, fresh: [], cursor: new.cursor, modes: new.modes,
            keyboardFlags: new.keyboardFlags, progress: new.progress, title: old?.title == new.title ? nil : new.title,
            bellCount: bellCount, offset: offset
        )
        // Most often every row is where it was, or moved by a common distance; the set is only for the rest.
        var held: Set<UInt64>?
        for (index, stamp) in new.stamps.enumerated() where index < new.rows.count {
            if stamp != 0 {
                if let old, index < old.stamps.count, old.stamps[index] == stamp { continue }
                if held == nil { held = Set(old?.stamps ?? []) }
                if held?.insert(stamp).inserted != true { continue }
            }
            fresh.append(FreshRow(stamp: stamp, row: new.rows[index]))
        }
    }

    /// Turns the screen that a viewer holds into the one after this frame. Most frames change a row or two of it, and cost no more.
    ///
    /// - Throws: as ``applied(to:)`` does; `screen` stays good.
    package func apply(to screen: inout Screen?) throws(FrameError) {
        guard screen?.replaceRows(by: self) == true else {
            screen = try applied(to: screen)
            return
        }
        screen?.takeState(of: self)
    }

    /// The screen after this frame.
    ///
    /// - Parameter old: the screen that the viewer holds, whose rows the frame may use.
    /// - Throws: ``FrameError/missingRow(stamp:)`` or ``FrameError/wrongRowCount(expected:found:)``; `old` stays good.
    package func applied(to old: Screen?) throws(FrameError) -> Screen {
        guard order.count == size.rows else {
            throw .wrongRowCount(expected: size.rows, found: order.count)
        }
        // Fresh rows come in the order in which they are shown; the others are where they were, or most often moved by a common distance.
        var (next, distance) = (0, 0)
        var unnumbered = fresh.lazy.filter { $0.stamp == 0 }.makeIterator()
        let (oldStamps, oldRows) = (old?.stamps ?? [], old?.rows ?? [])
        var rows: [Row] = []
        rows.reserveCapacity(order.count)
        for (index, stamp) in order.enumerated() {
            if stamp == 0 {
                guard let entry = unnumbered.next() else { throw .missingRow(stamp: 0) }
                rows.append(entry.row)
                continue
            }
            while next < fresh.count, fresh[next].stamp == 0 { next += 1 }
            if next < fresh.count, fresh[next].stamp == stamp {
                rows.append(fresh[next].row)
                next += 1
            } else if let entry = fresh.first(where: { $0.stamp == stamp }) {
                rows.append(entry.row)
            } else {
                if !oldStamps.indices.contains(index + distance) || oldStamps[index + distance] != stamp {
                    guard let place = oldStamps.firstIndex(of: stamp) else { throw .missingRow(stamp: stamp) }
                    distance = place - index
                }
                guard oldRows.indices.contains(index + distance) else { throw .missingRow(stamp: stamp) }
                rows.append(oldRows[index + distance])
            }
        }
        var screen = Screen(size: Size(rows: 0, columns: size.columns))
        screen.size = size
        screen.rows = rows
        screen.stamps = order
        screen.title = old?.title ?? ""
        screen.takeState(of: self)
        return screen
    }
}

extension Screen {
    /// What a frame says besides the rows.
    fileprivate mutating func takeState(of frame: Frame) {
        cursor = frame.cursor
        modes = frame.modes
        if let title = frame.title { self.title = title }
        keyboardFlags = frame.keyboardFlags
        progress = frame.progress
    }

    /// Puts the fresh rows of a frame into their places, if all others are where they were; else nothing changes.
    fileprivate mutating func replaceRows(by frame: Frame) -> Bool {
        guard size == frame.size, stamps.count == frame.order.count, rows.count == stamps.count else { return false }
        var found = 0
        for (index, stamp) in frame.order.enumerated() where stamp == 0 || stamps[index] != stamp {
            guard stamp != 0, found < frame.fresh.count, frame.fresh[found].stamp == stamp else { return false }
            found += 1
        }
        var next = 0
        for (index, stamp) in frame.order.enumerated() where next < found && stamps[index] != stamp {
            rows[index] = frame.fresh[next].row
            stamps[index] = stamp
            next += 1
        }
        return true
    }
}
