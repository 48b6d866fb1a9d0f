import TendScreen

/// Turns what ncurses wrote into what the terminal gets: marks of looks into SGR and links, stand-ins into their glyphs.
///
/// The shape of the output (movements, erasing, scrolling, which cells) is ncurses'; the ink is ours.
struct Inking {
    private let depth: ColorDepth
    /// Whether the terminal knows `CSI n G`, to be sure of the column behind a glyph.
    private let placesColumns: Bool
    private var look: Int32 = 0
    /// The sequences between looks, by both numbers.
    private var changes: [UInt64: [UInt8]] = [:]
    private static let changeLimit = 4096

    init(depth: ColorDepth, placesColumns: Bool) {
        self.depth = depth
        self.placesColumns = placesColumns
    }

    /// The numbers of looks mean others from now on. Between updates the look is always plain.
    mutating func reset() { changes = [:] }

    mutating func ink(
        _ bytes: UnsafeBufferPointer<UInt8>, looks: borrowing Looks, standIns: borrowing StandIns, into output: inout [UInt8]
    ) {
        var start = 0
        var index = 0
        func copy(to end: Int) {
            if start < end { output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end])) }
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == TerminfoEntry.mark {
                copy(to: index)
                var number: Int32 = 0
                index += 1
                while index < bytes.count, bytes[index] != TerminfoEntry.markEnd {
                    number = number &* 10 &+ Int32(bytes[index] & 15)
                    index += 1
                }
                index += 1
                start = index
                change(to: number, looks.styles, &output)
            } else if byte >= 0xF0, index + 3 < bytes.count, let glyph = standIns.glyph(Inking.scalar(bytes, index)) {
                copy(to: index)
                index += 4
                start = index
                put(glyph, &output)
            } else {
                index += 1
            }
        }
        copy(to: bytes.count)
    }

    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32 {
        UInt32(bytes[index] & 7) << 18 | UInt32(bytes[index + 1] & 63) << 12 | UInt32(bytes[index + 2] & 63) << 6
            | UInt32(bytes[index + 3] & 63)
    }

    private func put(_ glyph: StandIns.Glyph, _ output: inout [UInt8]) {
        // A terminal that finds it narrow would leave what was in the other half.
        if placesColumns, glyph.isWide { output += "  \u{1B}[\(glyph.column + 1)G".utf8 }
        output += glyph.text.utf8
        if placesColumns { output += "\u{1B}[\(glyph.column + (glyph.isWide ? 3 : 2))G".utf8 }
    }

    private mutating func change(to next: Int32, _ styles: [Style], _ output: inout [UInt8]) {
        guard next != look, Int(next) < styles.count, Int(look) < styles.count else { return }
        let key = UInt64(UInt32(look)) << 32 | UInt64(UInt32(next))
        if let known = changes[key] {
            output += known
        } else {
            var pen = Pen(depth: depth)
            var bytes: [UInt8] = []
            pen.set(styles[Int(look)], into: &bytes)
            bytes.removeAll(keepingCapacity: true)
            pen.set(styles[Int(next)], into: &bytes)
            output += bytes
            if changes.count >= Inking.changeLimit { changes = [:] }
            changes[key] = bytes
        }
        look = next
    }
}
