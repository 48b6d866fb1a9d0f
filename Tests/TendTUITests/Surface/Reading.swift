import Glibc
import TendScreen
import TendTerminal
import Testing

@testable import TendTUI

/// SplitMix64: the same numbers for the same seed, so that a failure can be repeated.
struct SurfaceDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func happens(_ one: Int, in all: Int) -> Bool { number(0..<all) < one }
}

/// A terminal to read back what was drawn: the emulator, as a surface meets it on entering.
func makeReader(_ size: Size, _ settings: String = "\u{1B}[?7l") -> Terminal {
    do {
        let terminal = Terminal(size: size, history: try History(directory: nil, byteLimit: 1 << 16))
        terminal.feed(settings)
        return terminal
    } catch {
        fatalError("no history in memory: \(error)")
    }
}

/// A cell as one sees it.
struct SeenCell: Hashable {
    var text: String
    var style: Style

    /// What a terminal of these traits can show of a cell.
    init(_ row: Row, _ column: Int, _ traits: TerminalTraits) {
        let cell = column < row.cells.count ? row.cells[column] : .blank
        text = cell.isTail ? "" : Printable.text(of: cell, in: row)
        style = row.style(of: cell)
        style.foreground = style.foreground.reduced(to: traits.depth)
        style.background = style.background.reduced(to: traits.depth)
        style.underlineColor =
            traits.depth.rawValue < ColorDepth.palette256.rawValue ? .default : style.underlineColor.reduced(to: traits.depth)
        style.attributes.remove(.protected)
        if style.underline != .none, traits.depth.rawValue < ColorDepth.palette256.rawValue { style.underline = .single }
        if !traits.isModern {
            style.attributes.formIntersection([.bold, .dim, .blink, .reverse, .conceal])
            if style.underline != .none { style.underline = .single }
            style.link = nil
        }
        // An erased blank has no colour of text.
        if text == " ", style.attributes.isEmpty, style.underline == .none, style.link == nil {
            style = Style(background: style.background)
        }
    }
}

/// Expects that a terminal shows a screen, cropped to its size.
func expectShown(
    _ screen: Screen, on terminal: Terminal, _ traits: TerminalTraits, _ comment: String = "",
    _ location: SourceLocation = #_sourceLocation
) {
    let shown = terminal.screen()
    for line in 0..<shown.size.rows {
        let wanted = line < screen.rows.count ? screen.rows[line] : .blank
        for column in 0..<shown.size.columns {
            let one = SeenCell(wanted, column, traits)
            let two = SeenCell(shown.rows[line], column, TerminalTraits(term: "", depth: .trueColor))
            if one != two {
                Issue.record(
                    "row \(line), column \(column): \(one)\nbut shown is \(two)\nrow \(wanted.text)\nas  \(shown.rows[line].text)\n\(comment)",
                    sourceLocation: location)
                return
            }
        }
    }
    let point = screen.cursor.point
    let isInside = point.row < shown.size.rows && point.column < shown.size.columns
    #expect(shown.cursor.isVisible == (screen.cursor.isVisible && isInside), "\(comment)", sourceLocation: location)
    if shown.cursor.isVisible { #expect(shown.cursor.point == point, "\(comment)", sourceLocation: location) }
}

extension Row {
    /// A row of text in one style; wide glyphs have their tails.
    init(_ text: String, _ style: Style = .plain) {
        var cells: [Cell] = []
        var clusters: [String] = []
        let extras = style.link != nil || style.underlineColor != .default
        for character in text {
            let isWide = Width.of(cluster: String(character)) == 2
            let look = Cell.look(style.attributes, style.underline, isWide: isWide, extraIndex: extras ? 0 : nil)
            let scalars = String(character).unicodeScalars
            var glyph = scalars.first?.value ?? 0
            if scalars.count > 1 {
                glyph = Cell.clusterFlag | UInt32(clusters.count)
                clusters.append(String(character))
            }
            cells.append(Cell(glyph: glyph, foreground: style.foreground, background: style.background, look: look))
            if isWide {
                let tail = look & ~Cell.wideFlag
                cells.append(
                    Cell(glyph: Cell.tail, foreground: style.foreground, background: style.background, look: tail))
            }
        }
        self.init(
            cells: cells, clusters: clusters,
            extras: extras ? [Extra(underlineColor: style.underlineColor, link: style.link)] : [])
    }

    /// Puts rows behind each other; each must have at most one extra.
    init(joining rows: [Row]) {
        self.init()
        for row in rows {
            for var cell in row.cells {
                if let index = cell.clusterIndex { cell.glyph = Cell.clusterFlag | UInt32(index + clusters.count) }
                if let index = cell.extraIndex {
                    cell.look = cell.look & (1 << Cell.extraShift - 1) | UInt32(index + extras.count + 1) << Cell.extraShift
                }
                cells.append(cell)
            }
            clusters += row.clusters
            extras += row.extras
        }
    }
}

extension Screen {
    init(_ lines: [String], size: Size, cursor: Point = Point(row: 0, column: 0)) {
        self.init(size: size)
        for (index, line) in lines.enumerated() where index < size.rows { rows[index] = Row(line) }
        self.cursor = Cursor(point: cursor)
    }
}

/// Screens as no program would draw them: all kinds of glyphs and looks, changed in all kinds of ways.
struct ScreenDice {
    var dice: SurfaceDice
    private static let glyphs = [
        "a", "b", "x", "Z", "0", "~", " ", " ", " ", "é", "ß", "─", "│", "┌", "█", "→", "漢", "字", "한", "😀", "👩‍👩‍👧", "🇩🇪", "e\u{301}",
        "👍🏽", "❤️", "\u{F0001}", "\u{20001}", "\u{1FAE8}", "का", "ﬀ", "\u{E0B0}", "①",
    ]

    init(seed: UInt64) { dice = SurfaceDice(seed: seed) }

    mutating func color() -> Color {
        switch dice.number(0..<6) {
        case 0: .palette(UInt8(dice.number(0..<16)))
        case 1: .palette(UInt8(dice.number(0..<256)))
        case 2: .rgb(UInt8(dice.number(0..<256)), UInt8(dice.number(0..<256)), UInt8(dice.number(0..<256)))
        default: .default
        }
    }

    mutating func style() -> Style {
        if dice.happens(1, in: 2) { return .plain }
        var style = Style(foreground: color(), background: color())
        if dice.happens(1, in: 3) { style.attributes = Attributes(rawValue: UInt16(dice.number(0..<256))) }
        if dice.happens(1, in: 4) { style.underline = Underline(rawValue: UInt8(dice.number(0..<6))) ?? .none }
        if dice.happens(1, in: 8) { style.underlineColor = color() }
        if dice.happens(1, in: 8) { style.link = Link(uri: "https://example.org/\(dice.number(0..<3))", id: "") }
        return style
    }

    mutating func row(_ columns: Int) -> Row {
        var parts: [Row] = []
        var used = 0
        while used < columns, !dice.happens(1, in: 20) {
            let isSame = dice.happens(1, in: 2)
            let glyph = ScreenDice.glyphs[dice.number(0..<ScreenDice.glyphs.count)]
            var text = ""
            for _ in 0..<dice.number(1..<12) {
                text += isSame ? glyph : ScreenDice.glyphs[dice.number(0..<ScreenDice.glyphs.count)]
            }
            let part = Row(text, style())
            parts.append(part)
            used += part.cells.count
        }
        return Row(joining: parts).cropped(from: 0, columns: columns)
    }

    mutating func screen(_ size: Size) -> Screen {
        var screen = Screen(size: size)
        for index in screen.rows.indices { screen.rows[index] = row(size.columns) }
        moveCursor(of: &screen)
        return screen
    }

    mutating func change(_ screen: inout Screen) {
        let rows = screen.rows.count
        switch dice.number(0..<6) {
        case 0:
            let count = dice.number(1..<4)
            screen.rows = Array(screen.rows.dropFirst(count)) + (0..<min(count, rows)).map { _ in row(screen.size.columns) }
        case 1:
            let count = min(dice.number(1..<4), rows)
            screen.rows = (0..<count).map { _ in row(screen.size.columns) } + screen.rows.dropLast(count)
        case 2:
            // A region scrolls.
            let top = dice.number(0..<rows)
            let bottom = dice.number(top..<rows)
            screen.rows.remove(at: top)
            screen.rows.insert(row(screen.size.columns), at: bottom)
        case 3: screen.rows[dice.number(0..<rows)] = .blank
        case 4:
            let line = dice.number(0..<rows)
            let cut = dice.number(0..<screen.size.columns)
            screen.rows[line] = Row(joining: [screen.rows[line].cropped(from: 0, columns: cut)])
        default: for _ in 0..<dice.number(1..<4) { screen.rows[dice.number(0..<rows)] = row(screen.size.columns) }
        }
        if dice.happens(2, in: 3) { moveCursor(of: &screen) }
    }

    private mutating func moveCursor(of screen: inout Screen) {
        screen.cursor = Cursor(
            point: Point(row: dice.number(0..<screen.size.rows), column: dice.number(0..<screen.size.columns)),
            isVisible: dice.happens(4, in: 5), shape: [.block, .bar, .underline][dice.number(0..<3)], blinks: dice.happens(1, in: 2))
    }
}
