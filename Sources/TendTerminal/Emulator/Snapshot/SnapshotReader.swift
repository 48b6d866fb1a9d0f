import TendScreen

/// Reads the fields of a snapshot. Total: whatever the bytes are, it returns a value within its limits or throws.
struct SnapshotReader {
    private var rest: ArraySlice<UInt8>

    /// - Parameter bytes: a whole snapshot; its checksum is verified.
    init(_ bytes: [UInt8]) throws(SnapshotError) {
        guard bytes.count >= Snapshot.magic.count + 8, bytes.starts(with: Snapshot.magic) else { throw .damaged }
        var sum: UInt64 = 0
        for byte in bytes.suffix(8).reversed() { sum = sum << 8 | UInt64(byte) }
        guard sum == Snapshot.checksum(bytes.dropLast(8)) else { throw .damaged }
        rest = bytes[Snapshot.magic.count..<(bytes.count - 8)]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number() throws(SnapshotError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            guard shift < 63 || (shift == 63 && byte <= 1) else { throw .damaged }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .damaged
    }

    mutating func number<Number: FixedWidthInteger>(as type: Number.Type) throws(SnapshotError) -> Number {
        guard let value = Number(exactly: try number()) else { throw .damaged }
        return value
    }

    mutating func number(below limit: Int) throws(SnapshotError) -> Int {
        let value = try number(as: Int.self)
        guard value < limit else { throw .damaged }
        return value
    }

    mutating func flag() throws(SnapshotError) -> Bool { try number(below: 2) == 1 }

    mutating func array() throws(SnapshotError) -> [UInt8] {
        let count = try number(below: rest.count + 1)
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func text() throws(SnapshotError) -> String {
        guard let text = String(validating: try array(), as: UTF8.self) else { throw .damaged }
        return text
    }

    mutating func texts() throws(SnapshotError) -> [String] {
        var texts: [String] = []
        for _ in 0..<(try number(below: rest.count + 1)) { texts.append(try text()) }
        return texts
    }

    mutating func link() throws(SnapshotError) -> Link? {
        try flag() ? Link(uri: try text(), id: try text()) : nil
    }

    mutating func color() throws(SnapshotError) -> Color { Color(rawValue: try number(as: UInt32.self)) }

    mutating func pen() throws(SnapshotError) -> Pen {
        var pen = Pen(foreground: try color(), background: try color(), underlineColor: try color())
        let look = Cell(look: try number(as: UInt32.self))
        pen.attributes = look.attributes
        pen.underline = look.underline
        return pen
    }

    mutating func savedCursor(in size: Size) throws(SnapshotError) -> SavedCursor {
        SavedCursor(
            row: try number(below: size.rows), column: try number(below: size.columns), wrapsNext: try flag(),
            pen: try pen(), charsets: Charsets(packed: try number(as: UInt32.self)), isOrigin: try flag()
        )
    }

    mutating func parameters() throws(SnapshotError) -> Parameters {
        var parameters = Parameters()
        for byte in try array() {
            switch byte {
            case UInt8(ascii: ";"): parameters.separator()
            case UInt8(ascii: ":"): parameters.subSeparator()
            case UInt8(ascii: "0")...UInt8(ascii: "9"): parameters.digit(byte)
            default: throw .damaged
            }
        }
        if try flag() { parameters.separator() }
        return parameters
    }

    /// Fills the rows of a grid, which is empty.
    mutating func fill(_ grid: Grid, tables: CellTables) throws(SnapshotError) {
        for row in 0..<grid.rows {
            let flags = Line.Flags(rawValue: try number(as: UInt8.self))
            let count = try number(below: grid.columns + 1)
            grid[row].pointee.flags = flags
            if count == 0 { continue }
            let cells = grid[row].pointee.open(from: 0, to: count, columns: grid.columns)
            cells.update(repeating: .blank, count: count)
            var column = 0
            while column < count {
                let length = try number(below: count - column + 1)
                guard length > 0 else { throw .damaged }
                var cell = Cell(foreground: try color(), background: try color(), look: try number(as: UInt32.self))
                if let index = cell.extraIndex, index >= tables.extras.count { throw .damaged }
                for _ in 0..<length {
                    cell.glyph = try number(as: UInt32.self)
                    if let index = cell.clusterIndex, index >= tables.clusters.count { throw .damaged }
                    if cell.glyph == 1 { cell.glyph = Cell.tail }
                    cells[column] = cell
                    column += 1
                }
            }
        }
    }
}
