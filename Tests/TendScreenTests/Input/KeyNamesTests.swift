import Testing

@testable import TendScreen

struct KeyNamesTests {
    @Test(arguments: [
        ("C-c", Key(.character("c"), .control)), ("<C-c>", Key(.character("c"), .control)),
        ("Ctrl+c", Key(.character("c"), .control)), ("^C", Key(.character("c"), .control)), ("^", Key(.character("^"))),
        ("S-Enter", Key(.enter, .shift)), ("Return", Key(.enter)), ("M-x", Key(.character("x"), .alt)),
        ("C-M-Up", Key(.up, [.control, .alt])), ("F5", Key(.function(5))), ("f", Key(.character("f"))),
        ("Space", Key(.character(" "))), ("C-Space", Key(.character(" "), .control)), ("BTab", Key(.tab, .shift)),
        ("S-Tab", Key(.tab, .shift)), ("Esc", Key(.escape)), ("BSpace", Key(.backspace)), ("PPage", Key(.pageUp)),
        ("pgup", Key(.pageUp)), ("é", Key(.character("é"))), ("-", Key(.character("-"))), ("<", Key(.character("<"))),
        ("C--", Key(.character("-"), .control)), ("Ctrl++", Key(.character("+"), .control)), ("DC", Key(.delete)),
        ("Super-a", Key(.character("a"), .super)), ("^@", Key(.character(" "), .control)),
    ])
    func `keys are read as people write them`(text: String, key: Key) {
        #expect(Key(parsing: text) == key)
    }

    @Test func `every name is read back as the same key`() {
        let codes: [Key.Code] =
            [
                .enter, .tab, .backspace, .escape, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .insert,
                .delete, .menu,
            ]
            + (1...35).map(Key.Code.function)
            + ["a", "Z", " ", "-", "+", "<", ">", "^", "é", "漢", "\u{301}", "\u{7}", "\u{FFFD}"].map(Key.Code.character)
        for code in codes {
            for modifiers in UInt8(0)..<64 {
                let key = Key(code, Key.Modifiers(rawValue: modifiers))
                #expect(Key(parsing: key.description) == key, "\(key)")
            }
        }
    }

    @Test func `a wrong name is refused with a suggestion`() {
        for text in ["", "Entr", "C-", "F36", "F0", "\n", "C-PageUpp", "U+D800", "ab"] {
            #expect(Key(parsing: text) == nil, "\(text)")
        }
        #expect(Key.suggestion(for: "Entr") == "Enter")
        #expect(Key.suggestion(for: "C-PageUpp") == "C-PageUp")
        #expect(Key.suggestion(for: "Backspce") == "Backspace")
        #expect(Key.suggestion(for: "hello world") == nil)
    }
}
