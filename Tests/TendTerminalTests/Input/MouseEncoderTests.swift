import TendScreen
import Testing

@testable import TendTerminal

struct MouseEncoderTests {
    private func encode(_ event: MouseInput, _ modes: Modes) -> String {
        String(decoding: MouseEncoder.encode(event, modes: modes), as: UTF8.self)
    }

    private let origin = Point(row: 0, column: 0)

    @Test func `SGR reports`() {
        let modes: Modes = [.mouseMotion, .mouseSGR]
        let cases: [(MouseInput, String)] = [
            (MouseInput(.left, .press, at: origin), "0;1;1M"), (MouseInput(.left, .release, at: origin), "0;1;1m"),
            (MouseInput(.none, .motion, at: origin), "35;1;1M"), (MouseInput(.left, .motion, at: origin), "32;1;1M"),
            (MouseInput(.right, .press, at: origin), "2;1;1M"), (MouseInput(.right, .release, at: origin), "2;1;1m"),
            (MouseInput(.middle, .motion, at: origin), "33;1;1M"),
            (MouseInput(.wheelUp, .press, at: origin), "64;1;1M"),
            (MouseInput(.wheelDown, .press, at: origin), "65;1;1M"),
            (MouseInput(.wheelLeft, .press, at: origin), "66;1;1M"),
            (MouseInput(.back, .press, at: origin), "128;1;1M"),
            (MouseInput(.forward, .release, at: origin), "129;1;1m"),
            (MouseInput(.left, .press, at: Point(row: 5677, column: 1233)), "0;1234;5678M"),
            (MouseInput(.left, .press, at: origin, .shift), "4;1;1M"),
            (MouseInput(.left, .press, at: origin, .alt), "8;1;1M"),
            (MouseInput(.left, .press, at: origin, .control), "16;1;1M"),
            (MouseInput(.wheelUp, .press, at: origin, [.shift, .control]), "84;1;1M"),
        ]
        for (event, expected) in cases { #expect(encode(event, modes) == "\u{1B}[<" + expected) }
    }

    @Test func `default reports`() {
        #expect(encode(MouseInput(.left, .press, at: Point(row: 1, column: 2)), .mouseClicks) == "\u{1B}[M #\"")
        #expect(encode(MouseInput(.right, .release, at: origin), .mouseClicks) == "\u{1B}[M#!!")
        #expect(encode(MouseInput(.left, .release, at: origin, .control), .mouseClicks) == "\u{1B}[M3!!")
        #expect(encode(MouseInput(.wheelUp, .press, at: origin), .mouseClicks) == "\u{1B}[M`!!")
        #expect(
            MouseEncoder.encode(MouseInput(.left, .press, at: Point(row: 222, column: 0)), modes: .mouseClicks) == [
                27, 91, 77, 32, 33, 255,
            ])
    }

    @Test func `places that do not fit are dropped`() {
        #expect(encode(MouseInput(.left, .press, at: Point(row: 223, column: 0)), .mouseClicks) == "")
        #expect(encode(MouseInput(.left, .press, at: Point(row: 0, column: 500)), .mouseClicks) == "")
        for modes: Modes in [.mouseClicks, [.mouseClicks, .mouseSGR]] {
            #expect(encode(MouseInput(.left, .press, at: Point(row: -1, column: 0)), modes) == "")
            #expect(encode(MouseInput(.left, .press, at: Point(row: .max, column: .min)), modes) == "")
        }
    }

    @Test func `only what was asked for is told`() {
        let press = MouseInput(.left, .press, at: origin)
        let drag = MouseInput(.left, .motion, at: origin)
        let motion = MouseInput(.none, .motion, at: origin)
        let told: [(Modes, [Bool])] = [
            (.mouseSGR, [false, false, false]), (.mouseClicks, [true, false, false]),
            (.mouseDrags, [true, true, false]),
            (.mouseMotion, [true, true, true]),
        ]
        for (modes, expected) in told { #expect([press, drag, motion].map { !encode($0, modes).isEmpty } == expected) }
        for event in [
            MouseInput(.wheelUp, .release, at: origin), MouseInput(.wheelUp, .motion, at: origin),
            MouseInput(.none, .press, at: origin),
        ] {
            #expect(encode(event, [.mouseMotion, .mouseSGR]) == "")
        }
    }

    @Test func `the wheel is cursor keys on the alternate screen`() {
        let up = MouseInput(.wheelUp, .press, at: origin)
        let modes: Modes = [.alternateScroll, .alternateScreen]
        #expect(encode(up, modes) == "\u{1B}[A\u{1B}[A\u{1B}[A")
        #expect(encode(up, modes.union(.applicationCursorKeys)) == "\u{1B}OA\u{1B}OA\u{1B}OA")
        #expect(encode(up, .alternateScroll) == "")
        #expect(encode(MouseInput(.left, .press, at: origin), modes) == "")
    }
}

struct PasteAndFocusTests {
    private func paste(_ text: String, _ bracketed: Bool = false) -> String {
        String(decoding: PasteEncoder.encode(text, bracketed: bracketed), as: UTF8.self)
    }

    @Test func `pastes keep text, tabs and Enter`() {
        #expect(paste("a\tb\nc\r\nd\re\n\n日") == "a\tb\rc\rd\re\r\r日")
        #expect(paste("ls\n", true) == "\u{1B}[200~ls\r\u{1B}[201~")
        #expect(paste("", true) == "\u{1B}[200~\u{1B}[201~")
    }

    @Test func `the bracket cannot be closed from within`() {
        let evil = [
            "\u{1B}[201~rm", "\u{1B}\u{1B}[201~[201~", "\u{9B}201~", "\u{3}\u{4}\u{1A}\u{7F}", "\u{1B}[20\u{1B}1~",
            "\u{1B}\r\n[201~",
        ]
        for text in evil {
            let body = paste(text, true).dropFirst(6).dropLast(6)
            #expect(
                !body.unicodeScalars.contains { $0 != "\r" && $0 != "\t" && $0.properties.generalCategory == .control })
        }
        var random = SeededGenerator(seed: 9)
        for _ in 0..<2000 {
            let text = String(
                decoding: random.bytes(upTo: 40, from: Array("\u{1B}[201~\r\n\u{9B}".utf8)), as: UTF8.self)
            #expect(!paste(text).unicodeScalars.contains("\u{1B}"))
            #expect(!paste(text).unicodeScalars.contains("\u{9B}"))
        }
    }

    @Test func `focus is told on demand`() {
        #expect(FocusEncoder.encode(true, modes: .focusEvents) == Array("\u{1B}[I".utf8))
        #expect(FocusEncoder.encode(false, modes: .focusEvents) == Array("\u{1B}[O".utf8))
        #expect(FocusEncoder.encode(true, modes: []) == [])
    }
}
