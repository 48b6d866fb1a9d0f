import FoundationEssentials
import NIOCore
import TendCore
import TendScreen
import TestSupport
import Testing

@testable import TendAPI

@Suite struct ScreenWriterTests {
    /// A screen full of colours, wide glyphs, clusters, links and characters that JSON escapes.
    private static func excerpt(rows: Int, columns: Int) -> ScreenExcerpt {
        var screen = Screen(size: Size(rows: rows, columns: columns))
        screen.title = "a \"title\" \u{1B}\\"
        screen.modes = [.autowrap, .bracketedPaste, .mouseSGR]
        screen.cursor = Cursor(point: Point(row: 1, column: 2), isVisible: false, shape: .bar, blinks: false)
        screen.progress = Progress(state: .paused, percent: 30)
        let glyphs = Array("ab\"\\é ·語😀".unicodeScalars.map(\.value))
        let extras = [Extra(underlineColor: .rgb(1, 2, 3), link: Link(uri: "http://x/\"y\"", id: "1"))]
        for row in 0..<rows {
            var cells: [Cell] = []
            for column in 0..<columns {
                let kind = (row * 31 + column / 3) % 7
                var cell = Cell(glyph: glyphs[(row + column) % glyphs.count])
                switch kind {
                case 1: cell.foreground = .palette(UInt8(column % 256))
                case 2: cell.background = .rgb(UInt8(row % 256), 0, 255)
                case 3: cell.look = Cell.look([.bold, .reverse], .curly, extraIndex: 0)
                case 4: cell.glyph = Cell.clusterFlag
                case 5 where column > 0 && column % 2 == 1: cell = Cell(glyph: Cell.tail)
                default: break
                }
                cells.append(cell)
            }
            cells[columns - 1] = Cell(glyph: 0x78, foreground: .palette(1))
            screen.rows[row] = Row(cells: cells, clusters: ["\"\u{301}"], extras: extras, isWrapped: row % 2 == 0)
        }
        return ScreenExcerpt(screen: screen, history: Array(screen.rows.prefix(2)), offset: 99)
    }

    @Test func `what is written fast equals what the type says`() throws {
        let excerpt = Self.excerpt(rows: 30, columns: 41)
        let written = try JSONDecoder().decode(
            ScreenJSON.self, from: Data(ScreenWriter.json(excerpt).readableBytesView))
        #expect(written == ScreenJSON(excerpt))
    }

    /// Cells as no program would print them: every look, every kind of glyph, halves without their other half, indexes without a text.
    private static func chaos(_ random: inout SplitMix, columns: Int) -> Row {
        let colors: [Color] = [
            .default, .palette(0), .palette(9), .palette(99), .palette(255), .rgb(0, 0, 0), .rgb(255, 255, 255),
            .rgb(9, 160, 0xAF), Color(rawValue: 0x02AB_CDEF),
        ]
        let glyphs: [UInt32] = [
            0, 0x20, 0x22, 0x5C, 0x41, 0x7E, 0x7F, 0x80, 1, 9, 10, 0x1F, 0xE9, 0x7FF, 0x800, 0xD800, 0xFFFF, 0x8A9E,
            0x1F600, 0x10FFFF,
            0x110000, Cell.tail, Cell.clusterFlag, Cell.clusterFlag | 1, Cell.clusterFlag | 2, Cell.clusterFlag | 9,
        ]
        let extras = [
            Extra(underlineColor: .rgb(1, 2, 3), link: Link(uri: String(repeating: "\"\\ü\u{1}", count: 2000))),
            Extra(underlineColor: .palette(7)), Extra(link: Link(uri: "")),
        ]
        var cells: [Cell] = []
        while cells.count < columns {
            let isPlain = random.next() % 4 == 0
            let attributes = Attributes(rawValue: isPlain ? 0 : UInt16(random.next() % 512))
            let cell = Cell(
                glyph: glyphs.randomElement(using: &random)!,
                foreground: isPlain ? .default : colors.randomElement(using: &random)!,
                background: isPlain ? .default : colors.randomElement(using: &random)!,
                look: Cell.look(
                    random.next() % 3 == 0 ? .protected : attributes,
                    isPlain ? .none : Underline(rawValue: UInt8(random.next() % 6))!, isWide: random.next() % 2 == 0,
                    extraIndex: random.next() % 3 == 0 ? Int(random.next() % 3) : nil))
            for _ in 0...random.next() % 3 { cells.append(cell) }
        }
        // A line ends in something that is seen.
        cells.append(Cell(glyph: 0x78))
        return Row(
            cells: cells, clusters: ["e\u{301}", "\"\u{301}\\\u{302}", "👩‍💻"], extras: extras,
            isWrapped: random.next() % 2 == 0)
    }

    @Test(arguments: 0..<20) func `no cell is too odd to be written`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var screen = Screen(size: Size(rows: 12, columns: 1000))
        for row in 0..<12 { screen.rows[row] = Self.chaos(&random, columns: [1, 9, 60, 998][row % 4]) }
        screen.rows[11] = .blank
        let excerpt = ScreenExcerpt(screen: screen, history: [screen.rows[3]], offset: .max)
        let written = try JSONDecoder().decode(
            ScreenJSON.self, from: Data(ScreenWriter.json(excerpt).readableBytesView))
        let meant = ScreenJSON(excerpt)
        for (row, line) in meant.rows.enumerated() { #expect(written.rows[row] == line, "row \(row)") }
        #expect(written == meant)
    }

    @Test func `the longest run of all has room`() throws {
        let attributes = Attributes(rawValue: 0x1FF)
        let cell = Cell(glyph: 1, foreground: .rgb(255, 255, 255), background: .rgb(255, 255, 255))
        var screen = Screen(size: Size(rows: 1, columns: 1000))
        let cells = (0..<1000).map { column in
            var cell = cell
            // Two of one look never stand side by side.
            cell.foreground = .rgb(255, 255, UInt8(100 + column % 2))
            cell.look = Cell.look(attributes, .double, extraIndex: 0)
            return cell
        }
        let link = Link(uri: String(repeating: "\"", count: 100))
        screen.rows[0] = Row(cells: cells, extras: [Extra(underlineColor: .rgb(255, 255, 255), link: link)])
        let excerpt = ScreenExcerpt(screen: screen, history: [], offset: 0)
        let written = try JSONDecoder().decode(
            ScreenJSON.self, from: Data(ScreenWriter.json(excerpt).readableBytesView))
        #expect(written == ScreenJSON(excerpt))
        #expect(written.rows[0].runs.count == 1000)
    }

    @Test func `times are written in UTC with milliseconds and read back`() {
        for (milliseconds, text) in [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_700_000_000_500, "2023-11-14T22:13:20.500Z"),
        ] {
            let time = Timestamp(milliseconds: Int64(milliseconds))
            #expect(time.description == text)
            #expect(Timestamp(text) == time)
        }
        #expect(Timestamp("2023-13-01T00:00:00Z") == nil)
    }
}
