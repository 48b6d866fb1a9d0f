import Testing

@testable import TendCore

struct JSONTreeTests {
    @Test(arguments: [
        #"{"b":1,"a":[true,false,null,"x"],"c":{}}"#, "[]", "{}", #""""#, "-0.5e+10", "0", "12345678901234567890123",
        #""a\"b\\c\nd\u0001 é 漢 😀""#,
    ])
    func `what was read is written as it was`(text: String) throws {
        #expect(try JSONTree(parsing: text.utf8).description == text)
    }

    @Test(arguments: [
        (#""\u00e9\t\/\b\f\r""#, "é\t/\u{8}\u{C}\r"),
        (#""\ud83d\ude00""#, "😀"),
        (#""\ud83d""#, "\u{FFFD}"),
        (#""\ud83dx""#, "\u{FFFD}x"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\udc00""#, "\u{FFFD}"),
    ])
    func `escapes are read, and half a pair is one unknown character`(text: String, expected: String) throws {
        #expect(try JSONTree(parsing: text.utf8).text == expected)
    }

    @Test(arguments: [
        ("", 0), ("  ", 2), ("{", 1), (#"{"a"}"#, 4), (#"{"a":1,}"#, 7), ("[1,]", 3), ("[1 2]", 3), ("tru", 0),
        ("01", 2), ("1.", 2), ("-", 1), ("1e", 2), ("+1", 0), (#""a"#, 2), ("\"\n\"", 1), (#""\x""#, 2),
        (#""\u12G4""#, 3),
        (#""\u-123""#, 3), ("1 x", 2), ("nul\u{0}", 0),
    ])
    func `what is no JSON is refused where it stops being it`(text: String, offset: Int) {
        #expect(throws: JSONTree.SyntaxError(offset: offset)) { try JSONTree(parsing: text.utf8) }
    }

    @Test func `bytes that are no UTF-8 and depths without end do no harm`() throws {
        #expect(try JSONTree(parsing: [0x22, 0xFF, 0x22]).text == "\u{FFFD}")
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONTree.SyntaxError(offset: 200)) { try JSONTree(parsing: deep.utf8) }
    }

    @Test func `a member is replaced in its place or added at the end`() throws {
        let tree = try JSONTree(parsing: #"{"a":1,"b":2}"#.utf8)
        #expect(tree.with("a", "x").description == #"{"a":"x","b":2}"#)
        #expect(tree.with("c", true).description == #"{"a":1,"b":2,"c":true}"#)
        #expect(tree["b"]?.integer == 2 && tree["z"] == nil && JSONTree.null["a"] == nil)
    }
}
