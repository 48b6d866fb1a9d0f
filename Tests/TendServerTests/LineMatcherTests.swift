import TendCore
import Testing

@testable import TendServer

@Suite struct LineMatcherTests {
    private func matches(_ text: String, isPattern: Bool, ignoresCase: Bool, _ lines: [String]) throws -> [String] {
        let numbered = lines.enumerated().map { NumberedLine(number: $0.offset, text: $0.element) }
        return try LineMatcher(text, isPattern: isPattern, ignoresCase: ignoresCase).matches(in: numbered).map(\.text)
    }

    @Test func `a word is found as it is, a pattern as a pattern`() throws {
        let lines = ["a.c", "abc", "ABC"]
        #expect(try matches("a.c", isPattern: false, ignoresCase: false, lines) == ["a.c"])
        #expect(try matches("a.c", isPattern: true, ignoresCase: false, lines) == ["a.c", "abc"])
        #expect(try matches("^A.C$", isPattern: true, ignoresCase: true, lines) == lines)
        #expect(try matches("Ä", isPattern: false, ignoresCase: true, ["ä", "a"]) == ["ä"])
    }

    @Test func `what cannot be looked for is refused with words`() {
        for text in ["", "(", String(repeating: "x", count: 5000)] {
            #expect(throws: ServiceError.self) { try LineMatcher(text, isPattern: true, ignoresCase: false) }
        }
    }
}
