import TendScreen
import Testing

@Suite struct PatternCostTests {
    @Test(arguments: ["(a+)+$", "(a|aa)+$", "((a*))*b", "(x(a+)y)*", "(a*){2,}", "(?:\\w|\\d)*c"])
    func `patterns without end are known`(pattern: String) {
        #expect(PatternCost.problem(of: pattern) != nil)
    }

    @Test(arguments: [
        "a+b*", "(error|warning): .*", "(?:a|b)*c", "(foo|bar)+", "(ab)+", "\\(a+\\)+", "[(a+)]+", "(a+)?b", "x{3}",
        "(foo|bar) [0-9]+", "a{2}|b+",
    ])
    func `the others are left alone`(pattern: String) {
        #expect(PatternCost.problem(of: pattern) == nil)
    }
}
