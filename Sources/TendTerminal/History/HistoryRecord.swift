/// A stored row: 4 bytes of length of text and flags, text, table of extras, style runs.
///
/// The text is UTF-8, one scalar for a cell, with bytes that UTF-8 does not have for what is no scalar: `0xFF` the right half of a
/// wide glyph; `0xFE … 0xFD` a cell of several scalars; and 0 for a blank. A run is a number of cells, a byte that says
/// what follows, and that: colours, look, index of an extra. Cells after the last run are plain.
struct HistoryRecord {
    static let tail: UInt8 = 0xFF
    static let clusterStart: UInt8 = 0xFE
    static let clusterEnd: UInt8 = 0xFD

    enum Flag {
        static let wrapped: UInt32 = 1 << 24
        static let startsLine: UInt32 = 1 << 25
        /// One byte of text is one cell.
        static let plain: UInt32 = 1 << 26
        static let extras: UInt32 = 1 << 27
        static let runs: UInt32 = 1 << 28
        static let prompt: UInt32 = 1 << 29
    }

    /// What follows the length of a run.
    enum Run {
        /// Colours: 0 default, 1 palette (a byte), 2 true colour (3 bytes), 3 raw (4 bytes).
        static let foreground: UInt8 = 1
        static let background: UInt8 = 4
        /// 2 bytes: attributes, underline, and whether the width is not what the next cell says.
        static let look: UInt8 = 16
        static let extra: UInt8 = 32
        /// Bytes of the longest run.
        static let longest = 32
    }

    let bytes: UnsafeRawBufferPointer
    let head: UInt32

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        head = bytes.loadUnaligned(as: UInt32.self)
    }

    var isWrapped: Bool { head & Flag.wrapped != 0 }
    var startsLine: Bool { head & Flag.startsLine != 0 }
    var isPrompt: Bool { head & Flag.prompt != 0 }
    var isPlain: Bool { head & Flag.plain != 0 }
    var textLength: Int { min(Int(head & 0xFF_FFFF), bytes.count - 4) }
    var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[4..<4 + textLength]) }
    /// The bytes after the text.
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[(4 + textLength)...]) }

    /// Cells of the text, and whether there are wide ones among them.
    func cellCount(_ hasWide: inout Bool) -> Int {
        if isPlain { return textLength }
        var count = 0
        var isCluster = false
        for byte in text {
            switch byte {
            case HistoryRecord.clusterStart: isCluster = true
            case HistoryRecord.clusterEnd:
                isCluster = false
                count += 1
            case HistoryRecord.tail:
                hasWide = true
                count += 1
            case _ where !isCluster && byte & 0xC0 != 0x80: count += 1
            default: break
            }
        }
        return count
    }
}
