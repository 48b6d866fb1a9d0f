import TendScreen
import Testing

@Suite struct PatternCostTests {
    @Test(arguments: [
        "(a+)+$", "(a|aa)+$", "((a*))*b", "(a*){2,}", "(?:\\w|\\d)*c",
        "(cc?)+$", "(a?b?)*", "(a+){30}", "(\\w+\\s*)*", "(a+=a+)*", "(-.*)*", "(\\d+[.,])*x(a|ab+)*", "(A+a)*",
        "(?<x>a+)+", "(.*)*",
        "(\\Qa+\\E)+",
    ])
    func `patterns without end are known`(pattern: String) {
        #expect(PatternCost.problem(of: pattern) != nil)
    }

    /// With a pattern that is let through a text of a hundred characters that does not match is refused at once. That this test ends
    /// is what it shows.
    @Test(arguments: ["(\\.\\d+)*$", "(\\w+, )*$", "([^,]*,)*$", "(ab?)+$", "(-\\d{2})*$", "((\\.\\d+)?;)*$"])
    func `what is let through comes to an end`(pattern: String) throws {
        #expect(PatternCost.problem(of: pattern) == nil)
        let regex = try Regex(pattern)
        for piece in [".1", "a, ", "a,", "ab", "a", "-12", ";.2"] {
            let text = String(repeating: piece, count: 60) + "!"
            _ = text.firstMatch(of: regex)
        }
    }

    @Test(arguments: [
        "a+b*", "(error|warning): .*", "(?:a|b)*c", "(foo|bar)+", "(ab)+", "\\(a+\\)+", "[(a+)]+", "(a+)?b", "x{3}",
        "(foo|bar) [0-9]+", "a{2}|b+", "\\d+(\\.\\d+)*", "(-\\d{2})*", "(\\w+, )*", "([^,]*,)*", "(\"[^\"]*\")*",
        "(ab?)+",
        "(/[^/ ]+)+", "(\\d+\\.){3}\\d+", "(?:\\[[a-z]+\\])*", "(a|b+", ")*(", "[]a+]*", "x\\", "((\\.\\d+)?;)*",
        "(x(a+)y)*",
    ])
    func `the others are left alone`(pattern: String) {
        #expect(PatternCost.problem(of: pattern) == nil)
    }
}
