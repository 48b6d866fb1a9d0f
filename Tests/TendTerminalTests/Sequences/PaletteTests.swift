import Testing

@testable import TendTerminal

struct PaletteTests {
    private static let specifications: [(String, RGB?)] = [
        ("#fff", RGB(0xF0, 0xF0, 0xF0)), ("#3a7", RGB(0x30, 0xA0, 0x70)), ("#010203", RGB(1, 2, 3)),
        ("#FFFFFF", RGB(255, 255, 255)),
        ("#123456789", RGB(0x12, 0x45, 0x78)), ("#ffff80000000", RGB(255, 128, 0)), ("rgb:f/8/0", RGB(255, 136, 0)),
        ("rgb:ff/80/00", RGB(255, 128, 0)), ("rgb:fff/800/000", RGB(255, 128, 0)),
        ("rgb:ffff/8080/0000", RGB(255, 128, 0)),
        ("rgb:ff/8/0000", RGB(255, 136, 0)), ("red", RGB(255, 0, 0)), ("Light Blue", RGB(0xAD, 0xD8, 0xE6)),
        ("GREY", RGB(0xBE, 0xBE, 0xBE)),
        ("", nil), ("#", nil), ("#ff", nil), ("#fffff", nil), ("#ggg", nil), ("#1234567890123", nil), ("rgb:", nil),
        ("rgb:1/2", nil),
        ("rgb:1/2/3/4", nil), ("rgb:12345/1/1", nil), ("rgb:/1/1", nil), ("rgb:-1/1/1", nil), ("nosuchcolor", nil),
        ("?", nil),
        ("rgbi:1.0/0/0", nil), ("#é", nil),
    ]

    @Test(arguments: specifications)
    func `X11 colour specifications`(text: String, color: RGB?) {
        #expect(RGB(specification: Array(text.utf8)[...]) == color)
    }

    @Test func `a reply reads back as the same colour`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let color = RGB(hex: .random(in: 0...0xFFFFFF, using: &random))
            #expect(RGB(specification: Array(color.specification.utf8)[...]) == color)
        }
        #expect(RGB(1, 0xAB, 0).specification == "rgb:0101/abab/0000")
    }

    @Test func `the standard palette is xterm's`() {
        let some: [(UInt8, UInt32)] = [
            (0, 0x000000), (1, 0xCD0000), (7, 0xE5E5E5), (15, 0xFFFFFF), (16, 0x000000), (17, 0x00005F), (21, 0x0000FF),
            (46, 0x00FF00), (67, 0x5F87AF), (196, 0xFF0000), (231, 0xFFFFFF), (232, 0x080808), (255, 0xEEEEEE),
        ]
        for (index, hex) in some { #expect(Palette.standard(index) == RGB(hex: hex)) }
        for index in UInt8.min...UInt8.max { _ = Palette.standard(index) }
    }

    @Test func `questions are answered in order and end as they were asked`() {
        var palette = Palette()
        let requests = [
            ColorRequest(.palette(1), .query), ColorRequest(.palette(1), .set(RGB(1, 2, 3))),
            ColorRequest(.palette(1), .query),
        ]
        let replies = palette.apply(requests, terminator: .bell)
        #expect(replies == "\u{1B}]4;1;rgb:cdcd/0000/0000\u{7}\u{1B}]4;1;rgb:0101/0202/0303\u{7}")
        #expect(palette.reply(for: .foreground, terminator: .escape) == "\u{1B}]10;rgb:e5e5/e5e5/e5e5\u{1B}\\")
        #expect(palette.reply(for: .background, terminator: .bell) == "\u{1B}]11;rgb:0000/0000/0000\u{7}")
        #expect(palette.reply(for: .cursor, terminator: .bell) == "\u{1B}]12;rgb:e5e5/e5e5/e5e5\u{7}")
    }

    @Test func `what was set is put back`() {
        var palette = Palette()
        let fresh = palette
        palette.set(.palette(3), to: RGB(1, 1, 1))
        palette.set(.background, to: RGB(2, 2, 2))
        palette.resetEntries()
        #expect(palette[.palette(3)] == fresh[.palette(3)])
        #expect(palette[.background] == RGB(2, 2, 2))
        palette.reset(.background)
        #expect(palette == fresh)
        palette.set(.cursor, to: RGB(3, 3, 3))
        palette.resetAll()
        #expect(palette == fresh)
    }

    @Test func `a light scheme is dark on light and reports itself`() {
        var palette = Palette(scheme: .light)
        #expect(palette[.background] == RGB(255, 255, 255))
        #expect(palette.scheme.report == "\u{1B}[?997;2n")
        palette.scheme = .dark
        #expect(palette[.background] == RGB(0, 0, 0))
        #expect(palette.scheme.report == "\u{1B}[?997;1n")
        palette.schemes[.dark] = Palette.Scheme(
            foreground: RGB(9, 9, 9), background: RGB(8, 8, 8), cursor: RGB(7, 7, 7))
        #expect(palette[.background] == RGB(8, 8, 8))
        palette.set(.background, to: RGB(1, 1, 1))
        palette.scheme = .light
        #expect(palette[.background] == RGB(1, 1, 1))
    }
}
