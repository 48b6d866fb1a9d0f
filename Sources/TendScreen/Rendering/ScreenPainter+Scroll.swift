extension ScreenPainter {
    /// Scrolls regions of the terminal whose rows moved, where that saves bytes, and changes ``shown`` accordingly.
    ///
    /// - Returns: whether any was.
    mutating func scroll(to rows: [Row], into bytes: inout [UInt8]) -> Bool {
        // Each pass settles one region; more than a few moved at once is rare (panes side by side in one program).
        for pass in 0..<4 {
            guard let move = bestMove(to: rows) else { return pass > 0 }
            pen.set(.plain, into: &bytes)
            let count = abs(move.distance)
            let isWhole = move.region == 0..<shown.count
            if !isWhole { bytes += "\u{1B}[\(move.region.lowerBound + 1);\(move.region.upperBound)r".utf8 }
            bytes += "\u{1B}[\(count == 1 ? "" : String(count))\(move.distance > 0 ? "S" : "T")".utf8
            if !isWhole {
                bytes += "\u{1B}[r".utf8
                position = Point(row: 0, column: 0)
            }
            let kept = move.distance > 0 ? shown[move.region].dropFirst(count) : shown[move.region].dropLast(count)
            let blanks = repeatElement(Row.blank, count: count)
            shown.replaceSubrange(move.region, with: move.distance > 0 ? Array(kept) + blanks : blanks + Array(kept))
        }
        return true
    }

    /// `distance` rows up (or down, when negative) within `region`.
    private func bestMove(to rows: [Row]) -> (region: Range<Int>, distance: Int)? {
        var places: [Int: Int] = [:]
        for (index, row) in shown.enumerated() where !row.cells.isEmpty { places[row.contentKey] = index }
        var votes: [Int: Int] = [:]
        for (index, row) in rows.enumerated() where !row.cells.isEmpty && !row.looksLike(shown[index]) {
            if let place = places[row.contentKey], place != index {
                votes[place - index, default: 0] += row.cells.count
            }
        }
        var best: (region: Range<Int>, distance: Int, gain: Int)?
        for (distance, _) in votes.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }).prefix(3) {
            var index = max(0, -distance)
            let end = min(rows.count, rows.count - distance)
            while index < end {
                let start = index
                while index < end, rows[index].looksLike(shown[index + distance]) { index += 1 }
                if index > start {
                    let region = min(start, start + distance)..<max(index, index + distance)
                    let gain = gain(of: distance, moving: start..<index, in: region, to: rows)
                    if gain > best?.gain ?? 0 { best = (region, distance, gain) }
                }
                index += 1
            }
        }
        return best.map { ($0.region, $0.distance) }
    }

    /// Cells that need not be sent, less those that must be sent again, less the sequences.
    private func gain(of distance: Int, moving lines: Range<Int>, in region: Range<Int>, to rows: [Row]) -> Int {
        var gain = -20
        for line in region {
            let isRight = rows[line].looksLike(shown[line])
            if lines.contains(line) {
                if !isRight { gain += rows[line].difference(from: shown[line]) }
            } else if isRight {
                gain -= rows[line].cells.count
            } else {
                gain -= max(0, rows[line].cells.count - rows[line].difference(from: shown[line]))
            }
        }
        return gain
    }
}

extension Row {
    /// Equal for rows that look the same, and seldom for others.
    fileprivate var contentKey: Int {
        var key = 0
        for cell in cells {
            let glyph = cell.glyph == 0x20 ? 0 : cell.glyph & Cell.clusterFlag != 0 ? Cell.clusterFlag : cell.glyph
            key = (key &* 0x100_0000_01B3) ^ Int(glyph)
        }
        return key
    }

    /// Number of cells that differ.
    fileprivate func difference(from other: Row) -> Int {
        var count = 0
        for column in 0..<max(cells.count, other.cells.count) where !looksLike(other, at: column) { count += 1 }
        return count
    }
}
