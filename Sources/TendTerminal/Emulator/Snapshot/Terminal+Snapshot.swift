import TendScreen

extension Terminal {
    /// Everything: a terminal made from it goes on exactly as this one does. Replies and notices that were not taken are not in it,
    /// nor are pieces of an unfinished notification (OSC 99).
    ///
    /// - Complexity: O(cells written).
    package func snapshot() -> [UInt8] {
        collectTables()
        var writer = SnapshotWriter()
        for byte in Snapshot.magic { writer.put(byte) }
        writer.put(Snapshot.version)
        withUnsafeBytes(of: history.mark) { writer.put(Array($0)) }
        writer.put(grid.rows)
        writer.put(grid.columns)
        writer.put(nextStamp)
        putTables(to: &writer)
        writer.put(grid)
        writer.put(hidden)
        putPlaces(to: &writer)
        putModes(to: &writer)
        putLexer(to: &writer)
        putWorld(to: &writer)
        putOffcut(to: &writer)
        writer.putChecksum()
        return writer.bytes
    }

    private func putTables(to writer: inout SnapshotWriter) {
        writer.put(tables.clusters.count)
        for cluster in tables.clusters {
            writer.put(cluster.prefix)
            writer.put(cluster.scalar)
        }
        writer.put(tables.extras.count)
        for extra in tables.extras {
            writer.put(extra.underlineColor.rawValue)
            writer.put(extra.link)
        }
    }

    /// Cursors, pens and regions.
    private func putPlaces(to writer: inout SnapshotWriter) {
        writer.put(row)
        writer.put(column)
        writer.put(wrapsNext)
        writer.put(cursorStyle.shape.rawValue)
        writer.put(cursorStyle.blinks)
        writer.put(cursorStyle.isVisible)
        writer.put(saved)
        writer.put(hiddenSaved)
        writer.put(pen)
        writer.put(link)
        writer.put(charsets.packed)
        writer.put(top)
        writer.put(bottom)
        writer.put(left)
        writer.put(right)
        writer.put(tabs.stops.map { $0 ? 1 : 0 })
    }

    private func putModes(to writer: inout SnapshotWriter) {
        writer.put(isAlternate)
        writer.put(modes.rawValue)
        writer.put(switches.rawValue)
        writer.put(savedModes.count)
        for (mode, isOn) in savedModes.sorted(by: { $0.key < $1.key }) {
            writer.put(mode)
            writer.put(isOn)
        }
        writer.put(modifyOtherKeys)
        for stack in [keyboard, hiddenKeyboard] {
            writer.put(stack.flags.rawValue)
            writer.put(stack.saved.map(\.rawValue))
        }
    }

    private func putLexer(to writer: inout SnapshotWriter) {
        writer.put(lexer.state.rawValue)
        writer.put(lexer.parameters)
        writer.put(lexer.leader)
        writer.put(lexer.intermediates)
        writer.put(lexer.final)
        writer.put(lexer.stringKind.rawValue)
        writer.put(lexer.state == .string || lexer.state == .stringEscape ? lexer.string : [])
        writer.put(lexer.isOverlong)
        writer.put(utf8.scalar)
        writer.put(utf8.remaining)
        writer.put(utf8.low)
        writer.put(utf8.high)
        writer.put(joins)
        writer.put(lastColumn)
        writer.put(lastSimple)
        writer.put(lastScalar)
    }

    private func putWorld(to writer: inout SnapshotWriter) {
        writer.put(title)
        writer.put(iconName)
        writer.put(titleStack)
        writer.put(progress.state.rawValue)
        writer.put(progress.percent)
        writer.put(bellCount)
        writer.put(palette.scheme.rawValue)
        writer.put(palette.overrides.count)
        for (target, color) in palette.overrides {
            writer.put(target.number)
            writer.put([color.red, color.green, color.blue])
        }
        writer.put(statuses.records.count)
        for record in statuses.records {
            writer.put([record.id, record.state.rawValue, record.kind?.rawValue ?? "", record.app])
            writer.put([record.title, record.message])
            writer.put(record.progress ?? .max)
        }
    }
}

extension ColorTarget {
    /// 0…255: palette entries.
    var number: UInt16 {
        switch self {
        case .palette(let index): UInt16(index)
        case .foreground: 256
        case .background: 257
        case .cursor: 258
        }
    }

    init?(number: UInt16) {
        switch number {
        case 0...255: self = .palette(UInt8(number))
        case 256: self = .foreground
        case 257: self = .background
        case 258: self = .cursor
        default: return nil
        }
    }
}
