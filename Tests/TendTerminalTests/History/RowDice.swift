import TendScreen

/// Random rows as an emulator makes them: wide glyphs, clusters, styles, links.
struct RowDice {
    var dice: Dice

    init(_ seed: UInt64) { dice = Dice(seed) }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &dice) }

    mutating func row(width: Int) -> Row {
        var row = Row(isWrapped: number(0..<4) == 0)
        let isPlain = number(0..<3) == 0
        var look = Cell()
        while row.cells.count < width {
            if !row.isWrapped, number(0..<width) == 0 { break }
            if !isPlain, number(0..<6) == 0 { look = style(&row) }
            var cell = look
            let kind = isPlain ? 0 : number(0..<12)
            switch kind {
            case 8 where row.cells.count + 2 <= width:
                cell.glyph = 0x4E00 + UInt32(number(0..<500))
                cell.look |= Cell.wideFlag
                row.cells.append(cell)
                cell.glyph = Cell.tail
                cell.look &= ~Cell.wideFlag
            case 9:
                let cluster = ["e\u{301}", "👩‍💻", "🇩🇪", "a\u{20dd}"][number(0..<4)]
                let known = row.clusters.firstIndex(of: cluster) ?? row.clusters.count
                if known == row.clusters.count { row.clusters.append(cluster) }
                cell.glyph = Cell.clusterFlag | UInt32(known)
            case 10: cell.glyph = [0xE9, 0x20AC, 0x1F600, 0x2500][number(0..<4)]
            case 11: cell.glyph = 0
            default: cell.glyph = UInt32(number(0x20..<0x7F))
            }
            row.cells.append(cell)
        }
        if row.isWrapped, let last = row.cells.last, last == .blank { row.cells[row.cells.count - 1].glyph = 0x78 }
        while row.cells.last == .blank { row.cells.removeLast() }
        return row
    }

    private mutating func style(_ row: inout Row) -> Cell {
        let colors: [Color] = [
            .default, .palette(UInt8(number(0..<256))), .rgb(1, UInt8(number(0..<256)), 3),
            Color(rawValue: 0x0300_0001),
        ]
        var index: Int?
        if number(0..<3) == 0 {
            let link = number(0..<2) == 0 ? nil : Link(uri: "file:///\(number(0..<5))", id: "i\(number(0..<2))")
            let extra = Extra(underlineColor: colors[number(0..<4)], link: link)
            // A style of which no cell follows would leave an extra that nobody uses.
            let known = row.extras.firstIndex(of: extra) ?? row.extras.count
            if known < row.extras.count || number(0..<2) == 0 {
                if known == row.extras.count {
                    row.extras.append(extra)
                }
                index = known
            }
        }
        return Cell(
            foreground: colors[number(0..<4)], background: colors[number(0..<4)],
            look: Cell.look(
                Attributes(rawValue: UInt16(number(0..<512))), Underline(rawValue: UInt8(number(0..<6)))!,
                extraIndex: index)
        )
    }
}

extension Row {
    /// A row of plain text.
    init(_ text: String, isWrapped: Bool = false) {
        self.init(cells: text.unicodeScalars.map { Cell(glyph: $0.value) }, isWrapped: isWrapped)
    }
}
