/// Rows without a frame around them, for history: the version, the number of rows, and each row as in a frame.
extension FrameCodec {
    /// Most cells and rows of one answer.
    private static let historyCellLimit = 1 << 24
    private static let historyRowLimit = 1 << 20

    package static func encode(rows: [Row]) -> [UInt8] {
        var writer = ByteWriter(capacity: 64 * (rows.count + 1))
        writer.put(version)
        writer.put(varint: UInt64(rows.count))
        for row in rows { put(row, to: &writer) }
        return writer.bytes
    }

    package static func decode(rows bytes: [UInt8]) throws(FrameError) -> [Row] {
        try bytes.withUnsafeBufferPointer { (buffer) throws(FrameError) in
            var reader = ByteReader(buffer)
            let found = try reader.byte()
            guard found == version else { throw .unknownVersion(found) }
            var rows: [Row] = []
            var budget = historyCellLimit
            var cells: [Cell] = []
            for _ in 0..<(try reader.number(atMost: historyRowLimit)) {
                rows.append(try row(from: &reader, budget: &budget, with: &cells))
            }
            return rows
        }
    }
}
