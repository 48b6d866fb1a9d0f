import Testing

@testable import TendCore

struct ShellWordsTests {
    @Test(arguments: [
        ("", []), ("  a  b ", ["a", "b"]), ("'a b' c", ["a b", "c"]), (#"a\ b"#, ["a b"]),
        (#""a \"b\" c""#, [#"a "b" c"#]), ("''", [""]), ("a'b'\"c\"", ["abc"]), (#""a\nb""#, [#"a\nb"#]),
        (#"'a\'"#, [#"a\"#]), ("--x='1 2'", ["--x=1 2"]),
    ])
    func `words are split as a shell splits them`(_ text: String, _ words: [String]) throws {
        #expect(try ShellWords.split(text) == words)
    }

    @Test func `a quotation without an end is refused`() {
        #expect(throws: ShellWords.Unfinished(quote: "'")) { try ShellWords.split("a 'b") }
    }

    @Test(arguments: ["", "a", "a b", "it's", "$HOME", "--x=1", "\"", "a\\b", "ä", "*"])
    func `what is quoted is read as it was`(_ word: String) throws {
        #expect(try ShellWords.split(ShellWords.quoted(word)) == [word])
    }
}
