import Testing

@testable import TendScreen

struct RenderingTests {
    private func screen(_ rows: Row...) -> Screen {
        var screen = Screen(size: Size(rows: rows.count, columns: 20))
        screen.rows = rows
        return screen
    }

    @Test func `text has a line for every row`() {
        var wide = Row("a ")
        wide.put("漢")
        wide.put("e\u{301}")
        #expect(screen(wide, Row(), Row("b  ")).text(history: [Row("old")]) == "old\na 漢e\u{301}\n\nb\n")
    }

    @Test func `styles become the shortest sequences and end with the line`() {
        var row = Row("x")
        row.put("r", Style(foreground: .palette(1), attributes: .bold))
        row.put("s", Style(foreground: .rgb(1, 2, 3), attributes: .bold))
        row.put("u", Style(background: .palette(200), underline: .curly, underlineColor: .palette(9)))
        row.put("l", Style(link: Link(uri: "https://a.b", id: "1")))
        let expected =
            "x\u{1B}[1;31mr\u{1B}[38;2;1;2;3ms\u{1B}[0;4:3;48;5;200;58:5:9mu"
            + "\u{1B}]8;id=1;https://a.b\u{1B}\\\u{1B}[ml\u{1B}]8;;\u{1B}\\\n\n"
        #expect(screen(row, Row()).ansi() == expected)
        #expect(
            screen(row).ansi(depth: .mono)
                == "x\u{1B}[1mrs\u{1B}[0;4mu\u{1B}]8;id=1;https://a.b\u{1B}\\\u{1B}[ml\u{1B}]8;;\u{1B}\\\n")
    }

    @Test func `no sequence has more parameters than every terminal takes`() {
        var row = Row()
        let all: Attributes = [.bold, .dim, .italic, .blink, .reverse, .strike, .conceal, .overline]
        row.put("x", Style(foreground: .rgb(1, 2, 3), background: .rgb(4, 5, 6), attributes: all, underline: .single))
        #expect(
            screen(row).ansi()
                == "\u{1B}[1;2;3;5;7;8;9;53;4;38;2;1;2;3m\u{1B}[48;2;4;5;6mx\u{1B}[m\n")
    }

    @Test func `nothing that leaves the screen holds control characters`() {
        var row = Row()
        row.cells = [7, 0x1B, 0x9B, 0x202E, 0xD800, Cell.clusterFlag, Cell.clusterFlag | 5].map { Cell(glyph: $0) }
        row.clusters = ["a\u{1B}]0;x\u{7}"]
        row.put("k", Style(link: Link(uri: "http://a\u{1B}\\b")))
        let hostile = screen(row)
        for text in [hostile.text(), hostile.ansi(), hostile.html(), hostile.svg()] {
            #expect(
                text.unicodeScalars.allSatisfy { $0 == "\n" || Printable.isPrintable($0) }, "\(text.debugDescription)")
        }
        #expect(Printable.clean("a\u{1B}[31m\u{9C}b\u{202E}") == "a[31mb")
    }

    @Test func `pages are escaped and link only to the web and to mail`() {
        var row = Row("<a&\"")
        row.put("w", Style(link: Link(uri: "HTTPS://x/?a=1&b='2'")))
        row.put("j", Style(link: Link(uri: "javascript:alert(1)")))
        let html = screen(row).html()
        #expect(html.contains("&lt;a&amp;&quot;"))
        #expect(html.contains("href=\"HTTPS://x/?a=1&amp;b=&#39;2&#39;\""))
        #expect(!html.contains("javascript"))
    }

    @Test func `a picture places wide glyphs by cell`() {
        var row = Row("ab")
        row.put("漢", Style(background: .rgb(255, 0, 0)))
        row.put("c")
        let svg = screen(row).svg()
        #expect(
            svg.contains("<text x=\"0.0\" y=\"14\" textLength=\"16.8\" lengthAdjust=\"spacingAndGlyphs\">ab</text>"))
        #expect(svg.contains("<rect x=\"16.8\" y=\"0\" width=\"16.8\" height=\"18\" fill=\"#ff0000\"/>"))
        #expect(svg.contains("<text x=\"33.6\" y=\"14\" textLength=\"8.4\" lengthAdjust=\"spacingAndGlyphs\">c</text>"))
    }

    @Test func `colours are reduced to the nearest`() {
        #expect(Color.rgb(255, 0, 0).reduced(to: .palette256) == .palette(196))
        #expect(Color.rgb(250, 5, 5).reduced(to: .palette16) == .palette(9))
        #expect(Color.palette(196).reduced(to: .palette16) == .palette(9))
        #expect(Color.palette(3).reduced(to: .palette16) == .palette(3))
        #expect(Color.default.reduced(to: .palette16) == .default)
        #expect(Color.palette(3).reduced(to: .mono) == .default)
    }
}
