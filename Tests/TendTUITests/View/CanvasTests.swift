import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct CanvasTests {
    private func canvas(_ lines: String..., columns: Int = 10) -> Canvas {
        var canvas = Canvas(size: Size(rows: lines.count, columns: columns))
        for (row, line) in lines.enumerated() { canvas.put(line, at: Point(row: row, column: 0), .plain) }
        return canvas
    }

    private func text(_ canvas: Canvas) -> [String] { canvas.screen.rows.map(\.text) }

    @Test func `text ends at its limit and at the edge, never in half a character`() {
        var canvas = Canvas(size: Size(rows: 1, columns: 5))
        #expect(canvas.put("日本語", at: Point(row: 0, column: 0), .plain) == 4)
        #expect(text(canvas) == ["日本"])
        #expect(canvas.put("日本", at: Point(row: 0, column: 0), .plain, columns: 3) == 2)
        #expect(canvas.put("x", at: Point(row: 0, column: 5), .plain) == 0)
        #expect(canvas.put("x", at: Point(row: 1, column: 0), .plain) == 0)
    }

    @Test func `text that begins left of the screen shows its rest`() {
        var canvas = Canvas(size: Size(rows: 1, columns: 4))
        canvas.put("abcdef", at: Point(row: 0, column: -2), .plain)
        #expect(text(canvas) == ["cdef"])
    }

    @Test func `control characters are not drawn`() {
        var canvas = Canvas(size: Size(rows: 1, columns: 20))
        canvas.put("a\u{1B}[31mb\n\u{7}c\u{202E}d", at: Point(row: 0, column: 0), .plain)
        #expect(text(canvas) == ["a[31mbcd"])
    }

    @Test func `what covers half of a wide character blanks the other half`() {
        for column in 0...4 {
            var canvas = canvas("日本語", columns: 6)
            canvas.put("x", at: Point(row: 0, column: column), .plain)
            expectWhole(canvas.screen)
        }
        var canvas = canvas("日本語", columns: 6)
        canvas.fill(Area(row: 0, column: 1, rows: 1, columns: 2), "-", .plain)
        #expect(text(canvas) == [" -- 語"])
    }

    @Test func `clusters stay together`() {
        var canvas = Canvas(size: Size(rows: 1, columns: 10))
        #expect(canvas.put("e\u{301}👩‍👩‍👧x", at: Point(row: 0, column: 0), .plain) == 4)
        #expect(canvas.screen.rows[0].clusters == ["e\u{301}", "👩‍👩‍👧"])
        #expect(text(canvas) == ["e\u{301}👩‍👩‍👧x"])
    }

    @Test func `a style without background keeps the one beneath`() {
        var canvas = Canvas(size: Size(rows: 1, columns: 3))
        canvas.fill(Area(row: 0, column: 0, rows: 1, columns: 3), Style(background: .palette(4)))
        canvas.put("a", at: Point(row: 0, column: 0), Style(foreground: .palette(1)))
        #expect(canvas.screen.rows[0].cells[0].background == .palette(4))
        #expect(canvas.screen.rows[0].cells[0].foreground == .palette(1))
    }

    @Test func `a copy at any offset has no halves and keeps links and clusters`() {
        var source = Canvas(size: Size(rows: 1, columns: 12))
        let link = Style(underline: .curly, underlineColor: .palette(3), link: Link(uri: "https://tend"))
        source.put("日e\u{301}本x👩‍👩‍👧語", at: Point(row: 0, column: 0), link)
        let rows = source.screen.rows
        for offset in 0..<12 {
            for width in 1...12 {
                var canvas = canvas("漢字漢字漢字", columns: 12)
                canvas.blit(
                    rows, from: Point(row: 0, column: offset), width: 12,
                    to: Area(row: 0, column: 1, rows: 1, columns: width))
                expectWhole(canvas.screen)
                for cell in canvas.screen.rows[0].cells where cell.extraIndex != nil {
                    #expect(canvas.screen.rows[0].style(of: cell).link == Link(uri: "https://tend"))
                }
            }
        }
        var canvas = Canvas(size: Size(rows: 1, columns: 12))
        canvas.blit(rows, from: Point(row: 0, column: 0), width: 12, to: Area(row: 0, column: 0, rows: 1, columns: 12))
        #expect(canvas.screen.rows == rows)
    }

    @Test func `reverse over reverse is seen`() {
        var canvas = Canvas(size: Size(rows: 1, columns: 2))
        canvas.put("a", at: Point(row: 0, column: 0), Style(attributes: .reverse))
        canvas.highlight(Area(row: 0, column: 0, rows: 1, columns: 2), Style(attributes: [.reverse, .bold]))
        #expect(canvas.screen.rows[0].cells.map(\.attributes) == [.bold, [.reverse, .bold]])
    }

    @Test func `areas beyond the screen are cut`() {
        var canvas = Canvas(size: Size(rows: 2, columns: 2))
        canvas.fill(Area(row: -3, column: -3, rows: 100, columns: 100), "x", .plain)
        canvas.fill(Area(row: 5, column: 5, rows: -1, columns: -1), "y", .plain)
        canvas.highlight(Area(row: 1, column: -1, rows: 9, columns: 9), Style(attributes: .bold))
        #expect(text(canvas) == ["xx", "xx"])
    }

    @Test func `cut text is marked and fits`() {
        #expect(Glyphs.cut("日本語", to: 6) == "日本語")
        #expect(Glyphs.cut("日本語", to: 5) == "日本…")
        #expect(Glyphs.cut("日本語", to: 4) == "日…")
        #expect(Glyphs.cut("abc", to: 1) == "…")
        #expect(Glyphs.cut("abc", to: 0) == "")
    }
}

/// Expects that every wide character has both halves, and that rows are as short and their tables as ordered as they can be.
func expectWhole(_ screen: Screen, _ location: SourceLocation = #_sourceLocation) {
    #expect(screen.rows.count == screen.size.rows, sourceLocation: location)
    for (number, row) in screen.rows.enumerated() {
        #expect(row.cells.count <= screen.size.columns && row.cells.last != .blank, sourceLocation: location)
        for (column, cell) in row.cells.enumerated() {
            let hasTail = column + 1 < row.cells.count && row.cells[column + 1].isTail
            guard cell.isWide != hasTail || cell.isTail && column == 0 else { continue }
            Issue.record("row \(number), column \(column): half a character", sourceLocation: location)
        }
        let clusters = row.cells.compactMap(\.clusterIndex)
        #expect(clusters == Array(row.clusters.indices), sourceLocation: location)
    }
}
