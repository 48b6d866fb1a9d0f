import TendScreen
import Testing

@testable import TendTerminal

private let shift = Key.Modifiers.shift
private let alt = Key.Modifiers.alt
private let control = Key.Modifiers.control

private func char(_ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers = [], _ phase: Key.Phase = .press) -> Key {
    Key(.character(scalar), modifiers, phase: phase)
}

private func expect(_ encoder: KeyEncoder, _ cases: [(Key, String)], sourceLocation: SourceLocation = #_sourceLocation)
{
    for (key, expected) in cases {
        let got = String(decoding: encoder.encode(key), as: UTF8.self)
        #expect(got == expected, "\(key)", sourceLocation: sourceLocation)
    }
}

struct LegacyKeyTests {
    private let encoder = KeyEncoder()

    @Test func `text and Control and Alt with it`() {
        expect(
            encoder,
            [
                (char("a"), "a"), (char("A"), "A"), (char("a", shift), "A"), (char("é", shift), "É"),
                (char("ß", shift), "ß"),
                (char("日"), "日"), (char("a", alt), "\u{1B}a"), (char("a", [alt, shift]), "\u{1B}A"),
                (char("a", control), "\u{1}"),
                (char("z", control), "\u{1A}"), (char("A", control), "\u{1}"),
                (char("a", [control, alt]), "\u{1B}\u{1}"),
                (char("a", [control, shift]), "\u{1}"), (char(" "), " "), (char(" ", control), "\u{0}"),
                (char("@", control), "\u{0}"),
                (char("[", control), "\u{1B}"), (char("\\", control), "\u{1C}"), (char("]", control), "\u{1D}"),
                (char("^", control), "\u{1E}"), (char("_", control), "\u{1F}"), (char("?", control), "\u{7F}"),
                (char("/", control), "\u{1F}"), (char("~", control), "\u{1E}"),
                (char("-", [control, shift]), "\u{1F}"),
                (char("é", alt), "\u{1B}é"), (char("a", .super), ""), (char("a", .meta), "\u{1B}a"),
                (char("1", shift), "!"),
            ])
        let digits = ["0", "1", "\u{0}", "\u{1B}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{1F}", "\u{7F}", "9"]
        for (digit, expected) in zip("0123456789".unicodeScalars, digits) {
            expect(encoder, [(char(digit, control), expected)])
        }
    }

    /// Rows of kitty's table "C0 controls": none, Control, Alt, Shift, Control+Shift, Alt+Shift, Control+Alt.
    @Test func `Enter, Escape, Backspace, Tab and Space`() {
        let rows: [(Key.Code, [String])] = [
            (.enter, ["\r", "\r", "\u{1B}\r", "\r", "\r", "\u{1B}\r", "\u{1B}\r"]),
            (.escape, ["\u{1B}", "\u{1B}", "\u{1B}\u{1B}", "\u{1B}", "\u{1B}", "\u{1B}\u{1B}", "\u{1B}\u{1B}"]),
            (.backspace, ["\u{7F}", "\u{8}", "\u{1B}\u{7F}", "\u{7F}", "\u{8}", "\u{1B}\u{7F}", "\u{1B}\u{8}"]),
            (.tab, ["\t", "\t", "\u{1B}\t", "\u{1B}[Z", "\u{1B}[Z", "\u{1B}\u{1B}[Z", "\u{1B}\t"]),
            (.character(" "), [" ", "\u{0}", "\u{1B} ", " ", "\u{0}", "\u{1B} ", "\u{1B}\u{0}"]),
        ]
        let columns: [Key.Modifiers] = [[], control, alt, shift, [control, shift], [alt, shift], [control, alt]]
        for (code, cells) in rows {
            for (modifiers, cell) in zip(columns, cells) { expect(encoder, [(Key(code, modifiers), cell)]) }
        }
        expect(KeyEncoder(modes: .newline), [(Key(.enter), "\r\n")])
    }

    static let functional: [(Key.Code, String, String)] = [
        (.up, "A", "1"), (.down, "B", "1"), (.right, "C", "1"), (.left, "D", "1"), (.home, "H", "1"), (.end, "F", "1"),
        (.insert, "~", "2"), (.delete, "~", "3"), (.pageUp, "~", "5"), (.pageDown, "~", "6"), (.function(1), "P", "1"),
        (.function(2), "Q", "1"), (.function(4), "S", "1"), (.function(5), "~", "15"), (.function(6), "~", "17"),
        (.function(7), "~", "18"), (.function(8), "~", "19"), (.function(9), "~", "20"), (.function(10), "~", "21"),
        (.function(11), "~", "23"), (.function(12), "~", "24"),
    ]

    @Test func `functional keys and their modifiers`() {
        for (code, final, number) in Self.functional {
            let isFunctionKey = "PQS".contains(final)
            let plain =
                number == "1" ? (isFunctionKey ? "\u{1B}O\(final)" : "\u{1B}[\(final)") : "\u{1B}[\(number)\(final)"
            expect(
                encoder,
                [
                    (Key(code), plain), (Key(code, control), "\u{1B}[\(number);5\(final)"),
                    (Key(code, [shift, alt]), "\u{1B}[\(number);4\(final)"),
                ])
        }
        expect(
            encoder,
            [
                (Key(.function(3)), "\u{1B}OR"), (Key(.function(3), shift), "\u{1B}[1;2R"),
                (Key(.function(13)), "\u{1B}[1;2P"),
                (Key(.function(24)), "\u{1B}[24;2~"), (Key(.function(25)), "\u{1B}[1;5P"),
                (Key(.function(35)), "\u{1B}[23;5~"),
                (Key(.function(0)), ""), (Key(.function(99)), ""), (Key(.function(-1)), ""), (Key(.menu), "\u{1B}[29~"),
            ])
    }

    @Test func `application cursor keys are SS3 without modifiers`() {
        expect(
            KeyEncoder(modes: .applicationCursorKeys),
            [
                (Key(.up), "\u{1B}OA"), (Key(.home), "\u{1B}OH"), (Key(.end), "\u{1B}OF"),
                (Key(.up, control), "\u{1B}[1;5A"),
                (Key(.delete), "\u{1B}[3~"),
            ])
    }

    @Test func `releases are not sent, repeats are presses`() {
        expect(
            encoder,
            [
                (char("a", [], .release), ""), (Key(.up, phase: .release), ""), (Key(.up, phase: .repeat), "\u{1B}[A"),
            ])
    }

    @Test func `modifyOtherKeys 1 tells what has no meaning yet`() {
        expect(
            KeyEncoder(modifyOtherKeys: 1),
            [
                (char("a"), "a"), (char("a", shift), "A"), (char("a", control), "\u{1}"),
                (char("1", control), "\u{1B}[27;5;49~"),
                (char(";", control), "\u{1B}[27;5;59~"), (char("a", [control, shift]), "\u{1B}[27;6;65~"),
                (char("a", alt), "\u{1B}a"),
                (Key(.enter), "\r"), (Key(.enter, shift), "\u{1B}[27;2;13~"), (Key(.enter, control), "\u{1B}[27;5;13~"),
                (Key(.enter, alt), "\u{1B}\r"), (Key(.tab, shift), "\u{1B}[Z"), (Key(.tab, control), "\u{1B}[27;5;9~"),
                (Key(.backspace, control), "\u{8}"), (Key(.escape), "\u{1B}"), (char(" ", control), "\u{0}"),
            ])
    }

    @Test func `modifyOtherKeys 2 tells all but plain and shifted text`() {
        expect(
            KeyEncoder(modifyOtherKeys: 2),
            [
                (char("a"), "a"), (char("a", shift), "A"), (char("a", control), "\u{1B}[27;5;97~"),
                (char("a", alt), "\u{1B}[27;3;97~"),
                (char("a", [control, shift]), "\u{1B}[27;6;65~"), (Key(.enter), "\r"),
                (Key(.enter, shift), "\u{1B}[27;2;13~"),
                (Key(.tab, shift), "\u{1B}[27;2;9~"), (Key(.backspace, control), "\u{1B}[27;5;127~"),
                (Key(.escape), "\u{1B}"),
                (char(" ", shift), "\u{1B}[27;2;32~"), (Key(.up, control), "\u{1B}[1;5A"),
            ])
    }
}

struct KittyKeyTests {
    private func encoder(_ flags: UInt8) -> KeyEncoder { KeyEncoder(modes: .applicationCursorKeys, kittyFlags: flags) }

    @Test func `1 disambiguates`() {
        expect(
            encoder(1),
            [
                (char("a"), "a"), (char("a", shift), "A"), (char("A"), "A"), (Key(.escape), "\u{1B}[27u"),
                (Key(.enter), "\r"),
                (Key(.tab), "\t"), (Key(.backspace), "\u{7F}"), (Key(.enter, shift), "\u{1B}[13;2u"),
                (Key(.tab, shift), "\u{1B}[9;2u"),
                (Key(.backspace, control), "\u{1B}[127;5u"), (Key(.enter, alt), "\u{1B}[13;3u"),
                (char("a", control), "\u{1B}[97;5u"),
                (char("a", alt), "\u{1B}[97;3u"), (char("a", [control, shift]), "\u{1B}[97;6u"),
                (char("A", control), "\u{1B}[97;6u"),
                (char("a", [alt, shift]), "\u{1B}[97;4u"), (char(" ", control), "\u{1B}[32;5u"),
                (char("a", .super), "\u{1B}[97;9u"),
                (char("é", control), "\u{1B}[233;5u"), (Key(.up), "\u{1B}[A"), (Key(.up, control), "\u{1B}[1;5A"),
                (Key(.function(1)), "\u{1B}[P"), (Key(.function(3)), "\u{1B}[13~"),
                (Key(.function(3), shift), "\u{1B}[13;2~"),
                (Key(.function(13)), "\u{1B}[57376u"), (Key(.function(35), control), "\u{1B}[57398;5u"),
                (Key(.menu), "\u{1B}[57363u"),
                (Key(.delete), "\u{1B}[3~"), (Key(.up, phase: .release), ""), (char("a", [], .release), ""),
            ])
        for (code, final, number) in LegacyKeyTests.functional {
            expect(
                encoder(1),
                [
                    (Key(code), "\u{1B}[\(number == "1" ? "" : number)\(final)"),
                    (Key(code, control), "\u{1B}[\(number);5\(final)"),
                ])
        }
    }

    @Test func `2 tells repeats and releases`() {
        expect(
            encoder(2),
            [
                (char("a"), "a"), (char("a", [], .repeat), "a"), (char("a", [], .release), "\u{1B}[97;1:3u"),
                (char("a", shift, .release), "\u{1B}[97;2:3u"), (char("a", control), "\u{1}"),
                (char("a", control, .repeat), "\u{1B}[97;5:2u"),
                (Key(.up, phase: .release), "\u{1B}[1;1:3A"), (Key(.up, control, phase: .repeat), "\u{1B}[1;5:2A"),
                (Key(.enter, phase: .release), ""), (Key(.tab, phase: .release), ""),
                (Key(.backspace, phase: .release), ""),
                (Key(.escape), "\u{1B}"), (Key(.escape, phase: .release), "\u{1B}[27;1:3u"),
                (Key(.function(5), phase: .repeat), "\u{1B}[15;1:2~"),
            ])
        expect(encoder(10), [(Key(.enter, phase: .release), "\u{1B}[13;1:3u")])
    }

    @Test func `4 tells shifted keys`() {
        expect(
            encoder(4),
            [
                (char("a"), "a"), (char("a", shift), "A"), (char("a", control), "\u{1}"),
                (char("a", [control, shift]), "\u{1B}[97:65;6u"),
                (Key(.up), "\u{1B}OA"),
            ])
        expect(
            encoder(5),
            [
                (char("a", control), "\u{1B}[97;5u"), (char("=", [control, shift]), "\u{1B}[61:43;6u"),
                (Key(.enter, shift), "\u{1B}[13;2u"),
            ])
        expect(encoder(12), [(char("a", shift), "\u{1B}[97:65;2u"), (char("A"), "\u{1B}[97:65;2u")])
    }

    @Test func `8 makes escape codes of all keys`() {
        expect(
            encoder(8),
            [
                (char("a"), "\u{1B}[97u"), (char("a", [], .repeat), "\u{1B}[97u"), (char("a", shift), "\u{1B}[97;2u"),
                (char("a", control), "\u{1B}[97;5u"), (Key(.up), "\u{1B}[A"), (Key(.enter), "\u{1B}[13u"),
                (Key(.tab), "\u{1B}[9u"),
                (Key(.backspace), "\u{1B}[127u"), (Key(.escape), "\u{1B}[27u"), (char(" "), "\u{1B}[32u"),
            ])
    }

    @Test func `16 adds the text`() {
        expect(
            encoder(24),
            [
                (char("a"), "\u{1B}[97;;97u"), (char("a", shift), "\u{1B}[97;2;65u"),
                (char("a", control), "\u{1B}[97;5u"),
                (Key(.enter), "\u{1B}[13u"),
            ])
        expect(
            encoder(31),
            [
                (char("a", shift), "\u{1B}[97:65;2;65u"), (char("a", [], .repeat), "\u{1B}[97;1:2;97u"),
                (char("a", [], .release), "\u{1B}[97;1:3u"),
            ])
    }

    @Test func `flags outrank modifyOtherKeys`() {
        let both = KeyEncoder(kittyFlags: 1, modifyOtherKeys: 2)
        expect(both, [(char("a", control), "\u{1B}[97;5u")])
    }

    @Test func `no key traps and none is long`() {
        var random = SeededGenerator(seed: 8)
        let codes: [Key.Code] = [.enter, .tab, .backspace, .escape, .up, .home, .insert, .pageUp, .menu]
        for _ in 0..<20000 {
            let code: Key.Code =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: codes.randomElement(using: &random) ?? .menu
                case 1:
                    .function(
                        Bool.random(using: &random)
                            ? .random(in: -2...40, using: &random) : .random(in: .min ... .max, using: &random))
                default: .character(Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "x")
                }
            let key = Key(
                code, Key.Modifiers(rawValue: .random(in: 0...255, using: &random)),
                phase: Key.Phase(rawValue: .random(in: 1...3, using: &random)) ?? .press
            )
            let encoder = KeyEncoder(
                modes: Modes(rawValue: .random(in: .min ... .max, using: &random)),
                kittyFlags: .random(in: 0...255, using: &random),
                modifyOtherKeys: .random(in: 0...4, using: &random)
            )
            #expect(encoder.encode(key).count <= 40)
        }
    }
}
