import TendScreen

/// Puts the fields of a snapshot into bytes.
struct SnapshotWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func put(_ value: some FixedWidthInteger & UnsignedInteger) { put(UInt64(value)) }

    /// A number that is never negative.
    mutating func put(_ value: Int) { put(UInt64(max(value, 0))) }

    mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }

    mutating func put(_ values: [UInt8]) {
        put(values.count)
        bytes.append(contentsOf: values)
    }

    mutating func put(_ text: String) { put(Array(text.utf8)) }

    mutating func put(_ texts: [String]) {
        put(texts.count)
        for text in texts { put(text) }
    }

    mutating func put(_ link: Link?) {
        put(link != nil)
        if let link {
            put(link.uri)
            put(link.id)
        }
    }

    mutating func put(_ pen: Pen) {
        put(pen.foreground.rawValue)
        put(pen.background.rawValue)
        put(pen.underlineColor.rawValue)
        put(pen.look)
    }

    mutating func put(_ cursor: SavedCursor) {
        put(cursor.row)
        put(cursor.column)
        put(cursor.wrapsNext)
        put(cursor.pen)
        put(cursor.charsets.packed)
        put(cursor.isOrigin)
    }

    /// The numbers of a sequence that is not complete, as they were spelled.
    mutating func put(_ parameters: Parameters) {
        var spelling = ""
        for index in 0..<parameters.valueCount {
            if index > 0 { spelling += parameters.isSubparameter(at: index) ? ":" : ";" }
            if let number = parameters.number(at: index) { spelling += String(number) }
        }
        put(spelling)
        var probe = parameters
        probe.digit(UInt8(ascii: "1"))
        // One that takes no more digits is full, unless the digit changed nothing because the number is at its limit.
        let isAtLimit = parameters.rawValue(at: parameters.valueCount - 1) == Int(Parameters.largestValue)
        put(probe == parameters && !isAtLimit)
    }

    mutating func put(_ grid: Grid) {
        for row in 0..<grid.rows {
            let line = grid[row].pointee
            put(line.flags.rawValue)
            put(UnsafeBufferPointer(start: line.cells, count: min(Int(line.used), grid.columns)))
        }
    }

    /// Runs of equal looks, each followed by its glyphs.
    private mutating func put(_ cells: UnsafeBufferPointer<Cell>) {
        put(cells.count)
        var start = 0
        while start < cells.count {
            let first = cells[start]
            var end = start + 1
            while end < cells.count && SnapshotWriter.isAlike(cells[end], first) { end += 1 }
            put(end - start)
            put(first.foreground.rawValue)
            put(first.background.rawValue)
            put(first.look)
            for cell in cells[start..<end] { put(cell.glyph == Cell.tail ? 1 : cell.glyph) }
            start = end
        }
    }

    private static func isAlike(_ left: Cell, _ right: Cell) -> Bool {
        left.look == right.look && left.foreground.rawValue == right.foreground.rawValue
            && left.background.rawValue == right.background.rawValue
    }

    /// Ends the snapshot.
    mutating func putChecksum() {
        let sum = Snapshot.checksum(bytes[...])
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: sum >> UInt64(shift))) }
    }
}

/// The format of ``Terminal/snapshot()``.
enum Snapshot {
    static let magic: [UInt8] = Array("tend-screen".utf8)
    /// To be raised with every change of the format. Old snapshots are refused; the recording is replayed instead.
    static let version = 1

    /// FNV-1a.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return sum
    }
}

/// Why a snapshot cannot be used.
package enum SnapshotError: Error, Hashable, Sendable {
    /// Not a snapshot, or one that was cut short or altered.
    case damaged
    /// Of another version of `tend`.
    case version(Int)
}
