import Testing

@testable import TendCore

struct GlobTests {
    @Test(arguments: [
        ("git status", "git status", true), ("git status", "git status ", false),
        ("git status", "sudo git status", false),
        ("git *", "git log -p", true), ("git *", "git", true), ("git *", "gi", false), ("git *", "gitk", false),
        ("git*", "git", true),
        ("git * x", "git x", false), (" *", "", false), ("*", "", true),
        ("?", "a", true),
        ("?", "", false), ("a*c", "abbbc", true), ("a*c", "abbbcd", false), (#"a\*c"#, "a*c", true),
        (#"a\*c"#, "abc", false),
        // Looks alike, is another one.
        ("git status", "gіt status", false), ("caf\u{E9}", "cafe\u{301}", false),
        ("git status", "git\u{200B} status", false),
    ])
    func `a command pattern fits the whole text`(pattern: String, text: String, fits: Bool) {
        #expect(Glob(pattern, .command).matches(text) == fits)
    }

    @Test(arguments: [
        ("/src/*", "/src/a", true), ("/src/*", "/src/a/b", false), ("/src/**", "/src/a/b", true),
        ("/src/**", "/src", false),
        ("/src/**/x", "/src/x", true), ("/src/**/x", "/src/a/b/x", true), ("/src/*.md", "/src/a.md", true),
        ("/s?c/a", "/s/c/a", false),
    ])
    func `a path pattern keeps to directories`(pattern: String, text: String, fits: Bool) {
        #expect(Glob(pattern, .path).matches(text) == fits)
    }

    @Test func `a pattern made to take long does not`() {
        let pattern = String(repeating: "*a", count: 200)
        #expect(
            !Glob(pattern, .command).matches(String(repeating: "a", count: 199) + String(repeating: "b", count: 5000)))
    }
}
