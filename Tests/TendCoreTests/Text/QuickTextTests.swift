import Testing

@testable import TendCore

@Suite struct QuickTextTests {
    @Test(arguments: [[], ["a"], ["a", ""], ["", "é", "c d"]])
    func `texts are put together as the standard library does`(parts: [String]) {
        #expect(parts.text(separator: ", ") == parts.joined(separator: ", "))
    }

    @Test(arguments: ["", "k", "kitty", "xterm-kitty", "xterm-kittykat", "xterm-kitt", "ki", "kikitty"])
    func `a part is found as the standard library does`(text: String) {
        for part in ["kitty", "k", "", "tt"] { #expect(text.hasPart(part) == text.contains(part), "\(text) \(part)") }
    }
}
