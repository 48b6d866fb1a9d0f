extension FrameCodec {
    package static func encode(_ frame: Frame) -> [UInt8] {
        var writer = ByteWriter(capacity: 1024)
        writer.put(version)
        writer.put(varint: UInt64(clamping: frame.size.rows))
        writer.put(varint: UInt64(clamping: frame.size.columns))
        put(order: frame.order, to: &writer)
        writer.put(varint: UInt64(frame.fresh.count))
        var previous: UInt64 = 0
        for entry in frame.fresh {
            writer.put(zigzag: Int64(bitPattern: entry.stamp &- previous))
            previous = entry.stamp
            put(entry.row, to: &writer)
        }
        writer.put(varint: UInt64(clamping: frame.cursor.point.row))
        writer.put(varint: UInt64(clamping: frame.cursor.point.column))
        writer.put(
            (frame.cursor.isVisible ? 1 : 0) | (frame.cursor.blinks ? 2 : 0) | (frame.cursor.wrapsNext ? 4 : 0)
                | frame.cursor.shape.rawValue << 3
        )
        writer.put(varint: UInt64(frame.modes.rawValue))
        writer.put(frame.keyboardFlags)
        writer.put(frame.progress.state.rawValue)
        writer.put(frame.progress.percent)
        if let title = frame.title { writer.put(title, bias: 1) } else { writer.put(0) }
        writer.put(varint: UInt64(clamping: frame.bellCount))
        writer.put(varint: frame.offset)
        return writer.bytes
    }

    /// Runs of stamps that count up by one, as those of new lines do.
    private static func put(order: [UInt64], to writer: inout ByteWriter) {
        writer.put(varint: UInt64(order.count))
        var expected: UInt64 = 0
        var index = 0
        while index < order.count {
            let first = order[index]
            var length = 1
            while index + length < order.count, order[index + length] == first &+ UInt64(length) { length += 1 }
            writer.put(zigzag: Int64(bitPattern: first &- expected))
            writer.put(varint: UInt64(length))
            expected = first &+ UInt64(length)
            index += length
        }
    }

    static func put(_ row: Row, to writer: inout ByteWriter) {
        writer.put(
            varint: (row.isWrapped ? RowFlag.wrapped : 0) | (row.clusters.isEmpty ? 0 : RowFlag.clusters)
                | (row.extras.isEmpty ? 0 : RowFlag.extras) | (row.isPrompt ? RowFlag.prompt : 0)
        )
        if !row.clusters.isEmpty {
            writer.put(varint: UInt64(row.clusters.count))
            for cluster in row.clusters { writer.put(cluster) }
        }
        if !row.extras.isEmpty {
            writer.put(varint: UInt64(row.extras.count))
            for extra in row.extras {
                writer.put(varint: wire(extra.underlineColor, orDefault: true))
                writer.put(extra.link == nil ? 0 : 1)
                if let link = extra.link {
                    writer.put(link.uri)
                    writer.put(link.id)
                }
            }
        }
        row.cells.withUnsafeBufferPointer { cells in
            var start = 0
            while start < cells.count {
                let first = cells[start]
                let look = first.look & ~Cell.wideFlag
                var end = start + 1
                while end < cells.count, cells[end].look & ~Cell.wideFlag == look,
                    cells[end].foreground == first.foreground,
                    cells[end].background == first.background
                {
                    end += 1
                }
                put(run: UnsafeBufferPointer(rebasing: cells[start..<end]), to: &writer)
                start = end
            }
        }
        writer.put(0)
    }

    /// Cells of one style. The room reserved is 32 bytes for the style and 16 for each cell; the longest take 31 and 12.
    private static func put(run: UnsafeBufferPointer<Cell>, to writer: inout ByteWriter) {
        writer.reserve(32 + 16 * run.count)
        writer.putUnchecked(varint: UInt64(run.count))
        let first = run[0]
        let hasForeground = first.foreground != .default
        let hasBackground = first.background != .default
        writer.putUnchecked(
            varint: UInt64(first.look) & StyleFlag.plainMask | (hasForeground ? StyleFlag.foreground : 0)
                | (hasBackground ? StyleFlag.background : 0)
                | UInt64(first.look >> Cell.extraShift) << StyleFlag.extraShift
        )
        if hasForeground { writer.putUnchecked(varint: wire(first.foreground, orDefault: false)) }
        if hasBackground { writer.putUnchecked(varint: wire(first.background, orDefault: false)) }
        var index = 0
        while index < run.count {
            let cell = run[index]
            index += 1
            if cell.glyph == 0, !cell.isWide {
                let start = index - 1
                while index < run.count, run[index].glyph == 0, !run[index].isWide { index += 1 }
                if index - start > 2 {
                    writer.putUnchecked(Marker.blanks)
                    writer.putUnchecked(varint: UInt64(index - start))
                } else {
                    for _ in start..<index { writer.putUnchecked(Marker.blank) }
                }
                continue
            }
            if cell.isWide {
                let hasTail = index < run.count && run[index].isTail && !run[index].isWide
                writer.putUnchecked(hasTail ? Marker.wide : Marker.wideBit)
                if hasTail { index += 1 }
            }
            put(glyph: cell.glyph, to: &writer)
        }
    }

    @inline(__always)
    private static func put(glyph: UInt32, to writer: inout ByteWriter) {
        if glyph >= 0x20, glyph < 0xD800 || (glyph >= 0xE000 && glyph <= 0x10FFFF) {
            writer.putUnchecked(utf8: glyph)
        } else if glyph == 0 {
            writer.putUnchecked(Marker.blank)
        } else if glyph == Cell.tail {
            writer.putUnchecked(Marker.tail)
        } else if glyph & Cell.clusterFlag != 0 {
            writer.putUnchecked(Marker.cluster)
            writer.putUnchecked(varint: UInt64(glyph & ~Cell.clusterFlag))
        } else {
            writer.putUnchecked(Marker.raw)
            writer.putUnchecked(varint: UInt64(glyph))
        }
    }

    /// The number of a colour on the wire; where the default colour may stand, 0 is the default and all others are one more.
    private static func wire(_ color: Color, orDefault: Bool) -> UInt64 {
        if orDefault, color == .default { return 0 }
        let shift: UInt64 = orDefault ? 1 : 0
        if color.rawValue & ~0xFF == 0x0100_0000 { return UInt64(color.rawValue & 0xFF) + shift }
        if color.rawValue >> 24 == 2 { return UInt64(color.rawValue & 0xFF_FFFF) + rgbBase + shift }
        return UInt64(color.rawValue) + otherBase + shift
    }
}
