import TendScreen

/// Turns what ncurses wrote into what the terminal gets: marks of looks into SGR and links, stand-ins into their glyphs.
///
/// The shape of the output (movements, erasing, scrolling, which cells) is ncurses'; the ink is ours.
struct Inking {
    private struct Change {
        var bytes: [UInt8]
        var pen: Pen
    }

    /// Whether the terminal knows `CSI n G`, to be sure of the column behind a glyph.
    private let placesColumns: Bool
    private var look: Int32 = 0
    /// As the terminal's: draws in the look ``look``.
    private var pen: Pen
    /// The ways between the looks with low numbers, by both numbers: most screens have no others.
    private var changes: [Int32: Change] = [:]
    private static let lowLimit: Int32 = 1 << 8

    init(depth: ColorDepth, placesColumns: Bool) {
        pen = Pen(depth: depth)
        self.placesColumns = placesColumns
    }

    /// The numbers of looks mean others from now on. Between updates the look is always plain, which does not change.
    mutating func reset() { changes = [:] }

    mutating func ink(
        _ bytes: UnsafeBufferPointer<UInt8>, looks: borrowing Looks, standIns: borrowing StandIns,
        into output: inout [UInt8]
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
        if max(look, next) >= Inking.lowLimit {
            pen.set(styles[Int(next)], into: &output)
        } else if let known = changes[look << 8 | next] {
            output += known.bytes
            pen = known.pen
        } else {
            let start = output.count
            pen.set(styles[Int(next)], into: &output)
            changes[look << 8 | next] = Change(bytes: Array(output[start...]), pen: pen)
        }
        look = next
    }
}
