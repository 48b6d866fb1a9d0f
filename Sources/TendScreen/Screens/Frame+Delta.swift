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

    /// The screen after this frame.
    ///
    /// - Parameter old: the screen that the viewer holds, whose rows the frame may use.
    /// - Throws: ``FrameError/missingRow(stamp:)`` or ``FrameError/wrongRowCount(expected:found:)``; `old` stays good.
    package func applied(to old: Screen?) throws(FrameError) -> Screen {
        guard order.count == size.rows else {
            throw .wrongRowCount(expected: size.rows, found: order.count)
        }
        var byStamp: [UInt64: Row] = [:]
        var unnumbered = fresh.lazy.filter { $0.stamp == 0 }.makeIterator()
        for entry in fresh where entry.stamp != 0 { byStamp[entry.stamp] = entry.row }
        var isIndexed = false
        var rows: [Row] = []
        rows.reserveCapacity(order.count)
        for (index, stamp) in order.enumerated() {
            if stamp == 0 {
                guard let entry = unnumbered.next() else { throw .missingRow(stamp: 0) }
                rows.append(entry.row)
            } else if let row = byStamp[stamp] {
                rows.append(row)
            } else if let old, index < old.stamps.count, index < old.rows.count, old.stamps[index] == stamp {
                rows.append(old.rows[index])
            } else {
                if !isIndexed, let old {
                    isIndexed = true
                    for (stamp, row) in zip(old.stamps, old.rows) where byStamp[stamp] == nil { byStamp[stamp] = row }
                }
                guard let row = byStamp[stamp] else { throw .missingRow(stamp: stamp) }
                rows.append(row)
            }
        }
        var screen = Screen(size: Size(rows: 0, columns: size.columns))
        screen.size = size
        screen.rows = rows
        screen.stamps = order
        screen.cursor = cursor
        screen.modes = modes
        screen.title = title ?? old?.title ?? ""
        screen.keyboardFlags = keyboardFlags
        screen.progress = progress
        return screen
    }
}
