extension FrameCodec {
    package static func decode(_ bytes: [UInt8]) throws(FrameError) -> Frame {
        try bytes.withUnsafeBufferPointer { (buffer) throws(FrameError) in try decode(buffer) }
    }

    package static func decode(_ bytes: UnsafeBufferPointer<UInt8>) throws(FrameError) -> Frame {
        var reader = ByteReader(bytes)
        let found = try reader.byte()
        guard found == version else { throw .unknownVersion(found) }
        let size = Size(rows: try reader.number(atMost: rowLimit), columns: try reader.number(atMost: columnLimit))
        let order = try order(from: &reader)
        let freshCount = try reader.count()
        guard freshCount <= rowLimit else { throw .tooLarge }
        var fresh: [Frame.FreshRow] = []
        fresh.reserveCapacity(freshCount)
        var stamp: UInt64 = 0
        var budget = cellLimit
        var cells: [Cell] = []
        for _ in 0..<freshCount {
            stamp &+= UInt64(bitPattern: try reader.zigzag())
            let row = try row(from: &reader, budget: &budget, with: &cells)
            fresh.append(Frame.FreshRow(stamp: stamp, row: row))
        }
        let cursor = try cursor(from: &reader)
        let modes = Modes(rawValue: UInt32(truncatingIfNeeded: try reader.varint()))
        let keyboardFlags = try reader.byte()
        guard let state = Progress.State(rawValue: try reader.byte()) else { throw .malformed("state of progress") }
        let progress = Progress(state: state, percent: try reader.byte())
        let titleLength = try reader.varint()
        guard titleLength <= UInt64(reader.remaining) + 1 else { throw .truncated }
        let title = titleLength == 0 ? nil : try reader.text(byteCount: Int(titleLength) - 1)
        let bellCount = try reader.number(atMost: .max)
        return Frame(
            size: size, order: order, fresh: fresh, cursor: cursor, modes: modes, keyboardFlags: keyboardFlags,
            progress: progress, title: title, bellCount: bellCount, offset: try reader.varint()
        )
    }

    private static func order(from reader: inout ByteReader) throws(FrameError) -> [UInt64] {
        let count = try reader.number(atMost: rowLimit)
        var order: [UInt64] = []
        order.reserveCapacity(count)
        var expected: UInt64 = 0
        while order.count < count {
            let first = expected &+ UInt64(bitPattern: try reader.zigzag())
            let length = try reader.number(atMost: count - order.count)
            guard length > 0 else { throw .malformed("order of rows") }
            for step in 0..<UInt64(length) { order.append(first &+ step) }
            expected = first &+ UInt64(length)
        }
        return order
    }

    private static func cursor(from reader: inout ByteReader) throws(FrameError) -> Cursor {
        let point = Point(row: try reader.number(atMost: columnLimit), column: try reader.number(atMost: columnLimit))
        let bits = try reader.byte()
        guard let shape = Cursor.Shape(rawValue: bits >> 3) else { throw .malformed("shape of the cursor") }
        return Cursor(
            point: point, isVisible: bits & 1 != 0, shape: shape, blinks: bits & 2 != 0, wrapsNext: bits & 4 != 0
        )
    }

    /// - Parameter cells: room that is used again for every row, so that each has an array that fits.
    static func row(
        from reader: inout ByteReader, budget: inout Int, with cells: inout [Cell]
    ) throws(FrameError) -> Row {
        var row = Row()
        cells.removeAll(keepingCapacity: true)
        let flags = try reader.varint()
        row.isWrapped = flags & RowFlag.wrapped != 0
        row.isPrompt = flags & RowFlag.prompt != 0
        if flags & RowFlag.clusters != 0 {
            for _ in 0..<(try reader.count()) { row.clusters.append(try reader.text()) }
        }
        if flags & RowFlag.extras != 0 {
            for _ in 0..<(try reader.count()) {
                let number = try reader.varint()
                let color = number == 0 ? Color.default : try color(number - 1)
                let link = try reader.byte() == 0 ? nil : Link(uri: try reader.text(), id: try reader.text())
                row.extras.append(Extra(underlineColor: color, link: link))
            }
        }
        while true {
            let count = try reader.number(atMost: budget)
            if count == 0 { break }
            budget -= count
            try readRun(of: count, from: &reader, into: &cells)
        }
        row.cells = cells.withUnsafeBufferPointer { Array($0) }
        return row
    }

    private static func readRun(
        of count: Int, from reader: inout ByteReader, into cells: inout [Cell]
    ) throws(FrameError) {
        let bits = try reader.varint()
        guard let extra = UInt32(exactly: bits >> StyleFlag.extraShift), extra < 1 << (32 - Cell.extraShift) else {
            throw .malformed("style")
        }
        var cell = Cell(look: UInt32(bits & StyleFlag.plainMask) | extra << Cell.extraShift)
        if bits & StyleFlag.foreground != 0 { cell.foreground = try color(try reader.varint()) }
        if bits & StyleFlag.background != 0 { cell.background = try color(try reader.varint()) }
        var left = count
        while left > 0 {
            let first = try reader.byte()
            if first >= 0x20 {
                cell.glyph = first < 0x80 ? UInt32(first) : try reader.scalar(after: first)
                cells.append(cell)
                left -= 1
                continue
            }
            switch first {
            case Marker.blanks:
                let blanks = try reader.number(atMost: left)
                cell.glyph = 0
                cells.append(contentsOf: repeatElement(cell, count: blanks))
                left -= blanks
            case Marker.wide, Marker.wideBit:
                let taken = first == Marker.wide ? 2 : 1
                guard left >= taken else { throw .malformed("wide cell at the end of a run") }
                cell.look |= Cell.wideFlag
                cell.glyph = try glyph(try reader.byte(), from: &reader)
                cells.append(cell)
                cell.look &= ~Cell.wideFlag
                if taken == 2 {
                    cell.glyph = Cell.tail
                    cells.append(cell)
                }
                left -= taken
            default:
                cell.glyph = try glyph(first, from: &reader)
                cells.append(cell)
                left -= 1
            }
        }
    }

    private static func glyph(_ first: UInt8, from reader: inout ByteReader) throws(FrameError) -> UInt32 {
        switch first {
        case Marker.blank: return 0
        case Marker.tail: return Cell.tail
        case Marker.cluster:
            let index = try reader.varint()
            guard index < UInt64(Cell.clusterFlag) else { throw .malformed("number of a cluster") }
            return UInt32(index) | Cell.clusterFlag
        case Marker.raw:
            guard let glyph = UInt32(exactly: try reader.varint()) else { throw .malformed("glyph") }
            return glyph
        case 0x20..<0x80: return UInt32(first)
        case 0x80...: return try reader.scalar(after: first)
        default: throw .malformed("marker \(first)")
        }
    }

    private static func color(_ number: UInt64) throws(FrameError) -> Color {
        if number < rgbBase { return .palette(UInt8(number)) }
        if number < otherBase { return Color(rawValue: 0x0200_0000 | UInt32(number - rgbBase)) }
        guard let raw = UInt32(exactly: number - otherBase) else { throw .malformed("colour") }
        return Color(rawValue: raw)
    }
}
