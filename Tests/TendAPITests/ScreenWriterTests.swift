import FoundationEssentials
import NIOCore
import TendCore
import TendScreen
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
