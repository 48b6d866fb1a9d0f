import TendScreen
import TendTerminal
import Testing

@testable import TendTUI

extension TerminalInput {
    /// As short as it can be told: keys by name, the rest in words.
    fileprivate var brief: String {
        switch self {
        case .input(.key(let key)):
            let phase = key.phase == .press ? "" : key.phase == .repeat ? " repeated" : " released"
            return key.description + phase
        case .input(.text(let text)): return "text \(text)"
        case .input(.paste(let text)): return "paste \(text)"
        case .input(.focus(let isFocused)): return isFocused ? "focus" : "no focus"
        case .input(.bytes): return "bytes"
        case .input(.mouse(let mouse)):
            let modifiers = Key(.menu, mouse.modifiers).description.dropLast(4)
            return "\(modifiers)\(mouse.button) \(mouse.action) \(mouse.point.row),\(mouse.point.column)"
        case .background(let red, let green, let blue): return "background \(red),\(green),\(blue)"
        case .colorScheme(let isDark): return isDark ? "dark" : "light"
        case .report(let report): return "\(report)"
        }
    }
}

@Suite struct KeyDecoderTests {
    /// What bytes mean when nothing follows them.
    private func decode(_ text: String) -> String {
        var decoder = KeyDecoder()
        let found = decoder.feed(Array(text.utf8)) + decoder.flush()
        return found.map(\.brief).joined(separator: "|")
    }

    @Test(arguments: [
        ("a", "a"), ("A", "A"), ("é", "é"), ("漢", "漢"), ("😀", "😀"), (" ", "Space"), ("\u{7F}", "Backspace"), ("\t", "Tab"),
        ("\r", "Enter"), ("\n", "C-j"), ("\u{1}", "C-a"), ("\u{8}", "C-h"), ("\u{0}", "C-Space"), ("\u{1C}", "C-\\"), ("\u{1D}", "C-]"),
        ("\u{1E}", "C-^"), ("\u{1F}", "C-_"), ("\u{1B}", "Escape"), ("\u{1B}\u{1B}", "M-Escape"), ("\u{1B}x", "M-x"), ("\u{1B}X", "M-X"),
        ("\u{1B}é", "M-é"), ("\u{1B}\u{1}", "C-M-a"), ("\u{1B}\r", "M-Enter"), ("\u{1B}\u{7F}", "M-Backspace"), ("\u{1B}[", "M-["),
        ("\u{1B}O", "M-O"), ("\u{1B}]", "M-]"), ("\u{1B}P", "M-P"), ("\u{1B}_", "M-_"), ("\u{1B}]x", "M-]|x"), ("\u{1B}Px", "M-P|x"),
        ("\u{1B}\u{1B}\u{1B}", "Escape|M-Escape"), ("\u{1B}\u{1B}x", "Escape|M-x"),
    ])
    func `characters, and what Control and Alt make of them`(bytes: String, keys: String) {
        #expect(decode(bytes) == keys)
    }

    @Test(arguments: [
        ("[A", "Up"), ("OA", "Up"), ("[1;5A", "C-Up"), ("[1;2D", "S-Left"), ("[1;3C", "M-Right"), ("[1;7B", "C-M-Down"), ("[H", "Home"),
        ("OF", "End"), ("[1~", "Home"), ("[4~", "End"), ("[7~", "Home"), ("[8~", "End"), ("[2~", "Insert"), ("[3;5~", "C-Delete"),
        ("[5~", "PageUp"), ("[6;2~", "S-PageDown"), ("OP", "F1"), ("OS", "F4"), ("[15~", "F5"), ("[1;2P", "S-F1"), ("[1;5R", "C-F3"),
        ("[13;2~", "S-F3"), ("[24~", "F12"), ("[24;6~", "C-S-F12"), ("[29~", "Menu"), ("[Z", "BTab"), ("[1;5Z", "C-BTab"), ("[[A", "F1"),
        ("[[E", "F5"), ("[5^", "C-PageUp"), ("[5$", "S-PageUp"), ("[5@", "C-S-PageUp"), ("[a", "S-Up"), ("Oa", "C-Up"), ("O5A", "C-Up"),
        ("OM", "Enter"), ("Oq", "1"), ("Ok", "+"), ("\u{1B}[A", "M-Up"), ("\u{1B}OA", "M-Up"), ("[1;9A", "Super-Up"),
        ("[9999~", ""), ("[1;", ""), ("[?1;", ""), ("[E", ""),
    ])
    func `keys with sequences of their own`(bytes: String, keys: String) {
        #expect(decode("\u{1B}" + bytes) == keys)
        #expect(decode("x\u{1B}" + bytes + "\u{1B}") == ["x", keys, keys.isEmpty && bytes.hasSuffix(";") ? "Escape" : "Escape"].filter { !$0.isEmpty }.joined(separator: "|"))
    }

    @Test(arguments: [
        ("[97;5u", "C-a"), ("[97;6u", "C-S-a"), ("[97:65;2u", "A"), ("[97;2u", "A"), ("[97;4u", "M-A"), ("[97;3u", "M-a"), ("[27u", "Escape"),
        ("[13;2u", "S-Enter"), ("[13;3u", "M-Enter"), ("[13;5u", "C-Enter"), ("[9;2u", "BTab"), ("[9;5u", "C-Tab"), ("[127;5u", "C-Backspace"),
        ("[32;2u", "S-Space"), ("[32;5u", "C-Space"), ("[49:33;4u", "M-!"), ("[49:33;6u", "C-!"), ("[105;5u", "C-i"),
        ("[97;1:3u", "a released"), ("[97;1:2u", "a repeated"), ("[97;5:3u", "C-a released"), ("[1;1:3A", "Up released"),
        ("[3;5:2~", "C-Delete repeated"), ("[97;2;65u", "A"), ("[97;;97u", "a"), ("[0;;28450:23383u", "text 漢字"), ("[0;;229u", "text å"),
        ("[57363u", "Menu"), ("[57376u", "F13"), ("[57398u", "F35"), ("[57399u", "0"), ("[57414u", "Enter"), ("[57419;5u", "C-Up"),
        ("[57441;2u", ""), ("[57428u", ""), ("[97;65u", "A"), ("[97;129u", "a"), ("[97;69u", "C-a"), ("[233;5u", "C-é"),
        ("[228:196;2u", "Ä"), ("[1089::99;5u", "C-с"), ("[97;9u", "Super-a"), ("[u", ""), ("[1114112u", ""), ("[55296u", ""),
        ("[99999999999999999999u", ""), ("[27;5;44~", "C-,"), ("[27;6;65~", "C-S-a"), ("[27;2;13~", "S-Enter"), ("[27;5;9~", "C-Tab"),
        ("[27;6;33~", "C-!"), ("[27;3;27~", "M-Escape"), ("[65;6u", "C-S-a"),
    ])
    func `the kitty protocol and modifyOtherKeys`(bytes: String, keys: String) {
        #expect(decode("\u{1B}" + bytes) == keys)
    }

    @Test(arguments: [
        ("[<0;5;3M", "left press 2,4"), ("[<0;5;3m", "left release 2,4"), ("[<2;1;1M", "right press 0,0"), ("[<32;5;3M", "left motion 2,4"),
        ("[<35;5;3M", "none motion 2,4"), ("[<64;5;3M", "wheelUp press 2,4"), ("[<65;5;3M", "wheelDown press 2,4"),
        ("[<20;300;200M", "C-S-left press 199,299"), ("[<8;1;1M", "M-left press 0,0"), ("[<128;1;1M", "back press 0,0"), ("[<0;0;0M", ""),
        ("[<0;1M", ""), ("[<999999;1;1M", ""), ("[M !!", "left press 0,0"), ("[M#!!", "none release 0,0"), ("[32;5;3M", "left press 2,4"),
        ("[I", "focus"), ("[O", "no focus"),
    ])
    func `mouse and focus`(bytes: String, events: String) {
        #expect(decode("\u{1B}" + bytes) == events)
    }

    @Test(arguments: [
        ("]11;rgb:1a1a/2b2b/ffff\u{1B}\\", "background 26,43,255"), ("]11;rgb:1/2/f\u{7}", "background 17,34,255"),
        ("]11;rgba:0000/8000/ffff/ffff\u{7}", "background 0,128,255"), ("]11;#102030\u{7}", "background 16,32,48"), ("[?997;1n", "dark"),
        ("[?997;2n", "light"), ("[?2026;2$y", "mode(2026, setting: 2)"), ("[?5u", "keyboardFlags(5)"),
        ("[?64;1;22c", "attributes([64, 1, 22])"), ("[>1;4000;0c", "other"), ("P>|kitty(0.35)\u{1B}\\", "other"),
        ("P1$r0m\u{1B}\\", "other"), ("_Gi=1;OK\u{1B}\\", "other"), ("[24;80R", "other"), ("]4;1;rgb:0/0/0\u{7}", "other"),
    ])
    func `answers are told from keys`(bytes: String, report: String) {
        #expect(decode("a\u{1B}" + bytes + "b") == "a|\(report)|b")
    }

    @Test func `a paste is text, whatever is in it`() {
        #expect(decode("\u{1B}[200~one\ntwo\u{1B}[A\u{2}é\u{1B}[201~x") == "paste one\ntwo\u{1B}[A\u{2}é|x")
        #expect(decode("\u{1B}[200~\u{1B}[201~") == "paste ")
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array("\u{1B}[200~half an é".utf8.dropLast())).isEmpty)
        #expect(decoder.patience == .seconds(1))
        #expect(decoder.flush().map(\.brief) == ["paste half an "])
        // What comes later was pasted as well.
        #expect(decoder.feed([0xA9] + Array(" and\u{1B}[20".utf8)).isEmpty)
        #expect(decoder.flush().map(\.brief) == ["paste é and"])
        #expect(decoder.feed(Array("1~x".utf8)).map(\.brief) == ["paste ", "x"])
    }

    @Test func `a lone Escape waits a moment, half a sequence longer, and is then lost`() {
        var decoder = KeyDecoder()
        #expect(decoder.patience == nil)
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.patience == .milliseconds(20))
        #expect(decoder.flush() == [.input(.key(Key(.escape)))])
        #expect(decoder.patience == nil && decoder.flush().isEmpty)
        #expect(decoder.feed(Array("\u{1B}[1;".utf8)).isEmpty)
        #expect(decoder.patience == .milliseconds(250))
        #expect(decoder.flush().isEmpty)
        #expect(decoder.feed(Array("\u{1B}]11;rgb:".utf8)).isEmpty)
        #expect(decoder.patience == .milliseconds(500))
        #expect(decoder.flush().isEmpty)
        #expect(decoder.feed(Array("a".utf8)).map(\.brief) == ["a"])
    }

    @Test func `bytes that are no UTF-8 are one key each, and break nothing`() {
        var decoder = KeyDecoder()
        let found = decoder.feed([0xFF, 0x61, 0xC3, 0x61, 0x80, 0xE2, 0x82, 0x1B, 0x5B, 0x41]) + decoder.flush()
        #expect(found.map(\.brief) == ["U+FFFD", "a", "U+FFFD", "a", "U+FFFD", "U+FFFD", "Up"].map { $0 == "U+FFFD" ? Key(.character("\u{FFFD}")).description : $0 })
    }

    // MARK: Properties

    private static let pieces = [
        "\u{1B}", "[", "O", "]", "P", "_", "G", "<", "M", "m", ";", ":", "1", "2", "27", "200~", "201~", "u", "~", "$", "y", "?", "\\", "\u{7}", "A",
        "R", "a", "é", "😀", "\u{0}", "\r", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[<0;3;4M", "\u{1B}[97;5u", "\u{1B}]11;rgb:1/2/3", "\u{1B}\\", "^",
    ]

    private func bytes(_ dice: inout SurfaceDice) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<dice.number(1..<30) {
            if dice.happens(1, in: 12) {
                bytes.append(UInt8(dice.number(0..<256)))
            } else {
                bytes += KeyDecoderTests.pieces[dice.number(0..<KeyDecoderTests.pieces.count)].utf8
            }
        }
        return bytes
    }

    @Test(arguments: [UInt64(1), 2, 3, 4]) func `chunking changes nothing`(seed: UInt64) {
        var dice = SurfaceDice(seed: seed)
        for round in 0..<3000 {
            let bytes = bytes(&dice)
            var whole = KeyDecoder()
            let expected = whole.feed(bytes) + whole.flush()
            var parts = KeyDecoder()
            var found: [TerminalInput] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = dice.number(1..<5)
                found += parts.feed(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            found += parts.flush()
            #expect(found == expected, "seed \(seed), round \(round): \(bytes)")
            if found != expected { return }
        }
    }

    /// Keys that every way of writing them can tell apart.
    private static let codes: [Key.Code] =
        [.enter, .tab, .backspace, .escape, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .insert, .delete, .menu]
        + (1...12).map(Key.Code.function) + ["a", "z", "1", "/", " ", "é", "ж", "漢"].map(Key.Code.character)

    /// The same keys as a keymap names them.
    private func named(_ key: Key) -> Key {
        guard case .character(let scalar) = key.code, key.modifiers.contains(.shift) else { return key }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars.first ?? scalar
        let isCommand = !key.modifiers.isDisjoint(with: [.control, .super, .hyper])
        if upper != scalar {
            return isCommand ? key : Key(.character(upper), key.modifiers.subtracting(.shift), phase: key.phase)
        }
        let symbols: [Unicode.Scalar: Unicode.Scalar] = ["1": "!", "/": "?"]
        guard let symbol = symbols[scalar] else { return key }
        return Key(.character(symbol), key.modifiers.subtracting(.shift), phase: key.phase)
    }

    @Test func `the decoder undoes the kitty encoder`() {
        for code in KeyDecoderTests.codes {
            for bits in 0..<UInt8(64) {
                for phase in [Key.Phase.press, .repeat, .release] {
                    let key = Key(code, Key.Modifiers(rawValue: bits), phase: phase)
                    for flags in [UInt8(0b01111), 0b11111] {
                        var decoder = KeyDecoder()
                        let bytes = KeyEncoder(kittyFlags: flags).encode(key)
                        let found = decoder.feed(bytes) + decoder.flush()
                        #expect(found == [.input(.key(named(key)))], "\(key) \(phase) under \(flags): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                    }
                }
            }
        }
    }

    @Test func `the decoder undoes the legacy encoder where that can be undone`() {
        let functional = KeyDecoderTests.codes.filter {
            if case .character = $0 { return false }
            return ![.enter, .tab, .backspace, .escape].contains($0)
        }
        for modes in [Modes(), .applicationCursorKeys] {
            for code in functional {
                for bits in 0..<UInt8(64) {
                    let key = Key(code, Key.Modifiers(rawValue: bits))
                    var decoder = KeyDecoder()
                    let found = decoder.feed(KeyEncoder(modes: modes).encode(key)) + decoder.flush()
                    #expect(found == [.input(.key(key))], "\(key)")
                }
            }
            for scalar in (0x20...0x7E).compactMap(Unicode.Scalar.init) + ["é", "漢", "😀"] {
                for modifiers in [Key.Modifiers(), .alt] {
                    let key = Key(.character(scalar), modifiers)
                    var decoder = KeyDecoder()
                    let found = decoder.feed(KeyEncoder(modes: modes).encode(key)) + decoder.flush()
                    #expect(found == [.input(.key(key))], "\(key)")
                }
            }
        }
    }

    @Test func `the decoder undoes the mouse encoder`() {
        let buttons: [MouseInput.Button] = [.left, .middle, .right, .wheelUp, .wheelDown, .wheelLeft, .wheelRight, .back, .forward]
        for button in buttons {
            for modifiers in [Key.Modifiers(), .shift, .alt, .control, [.shift, .control, .alt]] {
                for action in [MouseInput.Action.press, .release, .motion] {
                    let event = MouseInput(button, action, at: Point(row: 120, column: 499), modifiers)
                    let bytes = MouseEncoder.encode(event, modes: [.mouseMotion, .mouseSGR])
                    var decoder = KeyDecoder()
                    #expect(decoder.feed(bytes) == (bytes.isEmpty ? [] : [.input(.mouse(event))]), "\(event)")
                }
            }
        }
    }
}
