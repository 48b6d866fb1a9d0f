import TendScreen
import Testing

@testable import TendTerminal

struct ReplyTests {
    private let settings = Reply.Settings(
        pen: Pen(foreground: .palette(1), attributes: [.bold, .protected]), cursor: Cursor(shape: .bar, blinks: false),
        size: Size(rows: 24, columns: 80), rows: 1...22, columns: 0...79
    )

    private static let requests: [(String, String)] = [
        ("m", "1$r0;1;31m"), ("r", "1$r2;23r"), ("s", "1$r1;80s"), (" q", "1$r6 q"), ("\"q", "1$r1\"q"),
        ("\"p", "1$r62;1\"p"),
        ("t", "1$r24t"), ("$|", "1$r80$|"), ("*|", "1$r24*|"), ("*x", "1$r1*x"), ("", "0$r"), ("x", "0$r"),
        ("mm", "0$r"),
        ("m\u{1B}\\evil", "0$r"),
    ]

    @Test(arguments: requests)
    func `settings are told`(request: String, answer: String) {
        #expect(Reply.setting(request.utf8, settings) == "\u{1B}P\(answer)\u{1B}\\")
    }

    private static let states: [(Int, Bool, String?)] = [
        (5, false, "\u{1B}[0n"), (6, false, "\u{1B}[3;5R"), (6, true, "\u{1B}[?3;5;1R"), (15, true, "\u{1B}[?13n"),
        (25, true, "\u{1B}[?21n"), (26, true, "\u{1B}[?27;1;0;0n"), (53, true, "\u{1B}[?53n"),
        (996, true, "\u{1B}[?997;2n"),
        (5, true, nil), (996, false, nil), (65535, true, nil), (-1, false, nil),
    ]

    @Test(arguments: states)
    func `device status reports`(number: Int, isPrivate: Bool, answer: String?) {
        let point = Point(row: 2, column: 4)
        #expect(Reply.deviceStatus(number, isPrivate: isPrivate, cursor: point, scheme: .light) == answer)
    }

    private static let windows: [(Int, String?)] = [
        (11, "\u{1B}[1t"), (13, "\u{1B}[3;0;0t"), (14, "\u{1B}[4;480;800t"), (15, "\u{1B}[5;480;800t"),
        (16, "\u{1B}[6;20;10t"),
        (18, "\u{1B}[8;24;80t"), (19, "\u{1B}[9;24;80t"), (20, nil), (21, nil), (1, nil), (8, nil), (22, nil),
        (-5, nil),
    ]

    @Test(arguments: windows)
    func `window reports tell sizes and never titles`(operation: Int, answer: String?) {
        #expect(Reply.window(operation, size: Size(rows: 24, columns: 80)) == answer)
    }

    @Test func `fixed answers`() {
        #expect(Reply.primaryAttributes == "\u{1B}[?62;6;22;28;52c")
        #expect(Reply.secondaryAttributes == "\u{1B}[>1;500;0c")
        #expect(Reply.tertiaryAttributes == "\u{1B}P!|74656E64\u{1B}\\")
        #expect(Reply.programStatusSupport(.bell) == "\u{1B}]7501;?\u{7}")
        #expect(Reply.programStatusSupport(.escape) == "\u{1B}]7501;?\u{1B}\\")
        #expect(Reply.version(name: "tend", version: "0.1\u{1B}\u{7}é") == "\u{1B}P>|tend 0.1\u{1B}\\")
        #expect(Reply.modifyOtherKeys(2) == "\u{1B}[>4;2m")
    }

    @Test func `cursor styles go there and back`() {
        for number in 1...6 {
            var cursor = Cursor()
            cursor.setStyle(number)
            #expect(cursor.styleNumber == number)
        }
        var cursor = Cursor(shape: .bar, blinks: false)
        cursor.setStyle(7)
        #expect(cursor.styleNumber == 6)
        cursor.setStyle(0)
        #expect(cursor == Cursor(shape: .block, blinks: true))
    }

    @Test func `checksums are negated sums`() {
        var sum = RectangleChecksum()
        #expect(sum.value == 0)
        for byte in "AB".utf8 { sum.add(glyph: UInt32(byte), attributes: [], underline: .none) }
        #expect(sum.value == 0 &- UInt16(0x41 + 0x42))
        #expect(sum.reply(id: 7) == "\u{1B}P7!~FF7D\u{1B}\\")
        var marked = RectangleChecksum()
        marked.add(glyph: 0, attributes: [.bold, .reverse, .blink, .conceal, .protected], underline: .curly)
        marked.add(glyph: Cell.tail, attributes: .bold, underline: .none)
        #expect(marked.value == 0 &- UInt16(0x20 + 0xFC))
        var many = RectangleChecksum()
        for _ in 0..<100_000 { many.add(glyph: 0x10FFFF, attributes: .bold, underline: .single) }
        #expect(many.reply(id: 0).utf8.count == 11)
    }
}

struct ModeReportTests {
    @Test func `modes are told as they are`() {
        var state = ModeReport.State(modes: [.bracketedPaste, .autowrap, .alternateScreen], isSynchronizing: true)
        let values: [(Int, Int)] = [
            (1, 2), (5, 2), (6, 2), (7, 1), (12, 2), (25, 1), (47, 1), (66, 2), (69, 2), (1000, 2), (1002, 2),
            (1003, 2), (1004, 2),
            (1006, 2), (1007, 2), (1047, 1), (1049, 1), (2004, 1), (2026, 1), (2027, 3), (2031, 2), (8, 3), (3, 4),
            (4, 4), (40, 4),
            (67, 4), (9, 0), (1005, 0), (1015, 0), (1016, 0), (2048, 0), (0, 0), (65535, 0), (-1, 0),
        ]
        for (mode, value) in values {
            #expect(ModeReport.report(ofPrivate: mode, in: state) == "\u{1B}[?\(mode);\(value)$y")
        }
        state = ModeReport.State(modes: .mouseSGR, isCursorVisible: false, cursorBlinks: true, hasSideMargins: true)
        for mode in [12, 69, 1006] { #expect(ModeReport.value(ofPrivate: mode, in: state) == .set) }
        for mode in [25, 7, 2026, 2004] { #expect(ModeReport.value(ofPrivate: mode, in: state) == .reset) }
    }

    @Test func `ANSI modes are told as they are`() {
        let state = ModeReport.State(modes: .insert)
        let values: [(Int, Int)] = [(4, 1), (20, 2), (12, 3), (2, 4), (10, 4), (0, 0), (99, 0)]
        for (mode, value) in values {
            #expect(ModeReport.report(ofANSI: mode, in: state) == "\u{1B}[\(mode);\(value)$y")
        }
        #expect(ModeReport.value(ofANSI: 20, in: ModeReport.State(modes: .newline)) == .set)
    }
}
