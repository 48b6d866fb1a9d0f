@testable import TendScreen

/// Random numbers from a seed (SplitMix64), so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }
}

extension Row {
    /// Appends a cluster at the right end, with tables in order of first use as an emulator keeps them.
    mutating func put(_ cluster: String, _ style: Style = .plain) {
        let width = Width.of(cluster: cluster)
        var extraIndex: Int?
        if style.link != nil || style.underlineColor != .default {
            let extra = Extra(underlineColor: style.underlineColor, link: style.link)
            extraIndex = extras.firstIndex(of: extra)
            if extraIndex == nil {
                extras.append(extra)
                extraIndex = extras.count - 1
            }
        }
        var cell = Cell(foreground: style.foreground, background: style.background)
        cell.look = Cell.look(style.attributes, style.underline, isWide: width == 2, extraIndex: extraIndex)
        if cluster.unicodeScalars.count == 1 {
            cell.glyph = cluster.unicodeScalars.first!.value
        } else if cluster.isEmpty {
            cell.glyph = 0
        } else if let index = clusters.firstIndex(where: { Array($0.utf8) == Array(cluster.utf8) }) {
            cell.glyph = Cell.clusterFlag | UInt32(index)
        } else {
            cell.glyph = Cell.clusterFlag | UInt32(clusters.count)
            clusters.append(cluster)
        }
        cells.append(cell)
        if width == 2 {
            cell.glyph = Cell.tail
            cell.look &= ~Cell.wideFlag
            cells.append(cell)
        }
    }

    /// A row of ASCII text.
    init(_ text: String, _ style: Style = .plain) {
        self.init()
        for character in text { put(String(character), style) }
    }
}

/// Random styles, rows and screens that an emulator could have made.
struct Samples {
    var random: Seeded
    /// Next stamp to hand out.
    var stamp: UInt64 = 1

    init(seed: UInt64) { random = Seeded(seed) }

    static let clusters = [
        "a", "b", "c", "x", "Z", "0", " ", "é", "e\u{301}", "漢", "字", "─", "👍🏽", "👨‍👩‍👧", "🇩🇪", "❤\u{FE0F}",
        "1\u{FE0F}\u{20E3}", "", "", "",
        "ก็", "<", "&", "한",
    ]

    mutating func color() -> Color {
        switch random.below(5) {
        case 0: .palette(UInt8(random.below(16)))
        case 1: .palette(UInt8(random.below(256)))
        case 2: .rgb(UInt8(random.below(256)), UInt8(random.below(256)), UInt8(random.below(256)))
        default: .default
        }
    }

    mutating func style() -> Style {
        if random.chance(2) { return .plain }
        var style = Style(foreground: color(), background: color())
        style.attributes = Attributes(rawValue: UInt16(random.chance(2) ? random.below(256) : 0))
        style.underline = random.chance(3) ? Underline(rawValue: UInt8(random.below(6)))! : .none
        if random.chance(5) { style.underlineColor = color() }
        if random.chance(6) {
            style.link = Link(uri: "https://example.org/\(random.below(3))", id: random.chance(2) ? "i" : "")
        }
        return style
    }

    mutating func row(columns: Int) -> Row {
        var row = Row()
        let target = random.chance(4) ? columns : random.below(columns + 1)
        var current = style()
        while row.cells.count < target {
            if random.chance(4) { current = style() }
            let cluster = random.chance(2) ? "w" : Samples.clusters[random.below(Samples.clusters.count)]
            if row.cells.count + max(1, Width.of(cluster: cluster)) <= target { row.put(cluster, current) }
        }
        while row.cells.last == .blank { row.cells.removeLast() }
        row.isWrapped = random.chance(7)
        return row
    }

    mutating func nextStamp() -> UInt64 {
        stamp += UInt64(random.chance(10) ? 5 : 1)
        return stamp
    }

    mutating func screen(_ size: Size) -> Screen {
        var screen = Screen(size: size)
        for index in 0..<size.rows {
            screen.rows[index] = row(columns: size.columns)
            screen.stamps[index] = nextStamp()
        }
        shuffleState(of: &screen)
        return screen
    }

    mutating func shuffleState(of screen: inout Screen) {
        screen.cursor.point = Point(row: random.below(screen.size.rows), column: random.below(screen.size.columns))
        screen.cursor.isVisible = !random.chance(4)
        screen.cursor.blinks = random.chance(2)
        screen.cursor.shape = Cursor.Shape(rawValue: UInt8(1 + random.below(3)))!
        screen.modes = Modes(rawValue: UInt32(truncatingIfNeeded: random.next() & 0xFFFF))
        screen.keyboardFlags = UInt8(random.below(32))
        if random.chance(3) { screen.title = ["", "vim", "täst", "a\u{7}b"][random.below(4)] }
        screen.progress = Progress(state: .normal, percent: UInt8(random.below(101)))
    }

    /// What a program may have done to a screen: lines changed, scrolled in a region, exchanged, or everything new or resized.
    mutating func next(after old: Screen) -> Screen {
        var screen = old
        let rows = screen.size.rows
        switch random.below(8) {
        case 0:
            return self.screen(
                random.chance(2) ? old.size : Size(rows: 1 + random.below(12), columns: 2 + random.below(30)))
        case 1, 2:
            let top = random.chance(2) ? 0 : random.below(rows)
            let bottom = random.chance(2) ? rows : top + 1 + random.below(rows - top)
            for _ in 0..<(1 + random.below(3)) {
                let isUp = !random.chance(3)
                let (gone, fresh) = isUp ? (top, bottom - 1) : (bottom - 1, top)
                screen.rows.remove(at: gone)
                screen.stamps.remove(at: gone)
                screen.rows.insert(row(columns: screen.size.columns), at: fresh)
                screen.stamps.insert(nextStamp(), at: fresh)
            }
        case 3:
            let (one, two) = (random.below(rows), random.below(rows))
            screen.rows.swapAt(one, two)
            screen.stamps.swapAt(one, two)
        default:
            for _ in 0..<(1 + random.below(3)) {
                let index = random.below(rows)
                var row = screen.rows[index]
                if random.chance(2) || row.cells.isEmpty || !row.extras.isEmpty || !row.clusters.isEmpty {
                    row = self.row(columns: screen.size.columns)
                } else if let place = row.cells.indices.randomElement(using: &random),
                    !row.cells[place].isTail, !row.cells[place].isWide
                {
                    row.cells[place].glyph = 0x21 + UInt32(random.below(90))
                }
                screen.rows[index] = row
                screen.stamps[index] = nextStamp()
            }
        }
        shuffleState(of: &screen)
        return screen
    }
}
