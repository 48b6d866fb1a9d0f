import Testing

@testable import TendScreen

struct WidthTests {
    @Test func `every scalar has the width that wcwidth gives it`() {
        var wrong: [String] = []
        var run = 0
        for value in UInt32(0)...0x10FFFF {
            while run + 1 < widthFacts.count, widthFacts[run + 1] >> 2 <= value { run += 1 }
            guard let scalar = Unicode.Scalar(value), Width.of(scalar) != Int(widthFacts[run] & 3) else { continue }
            wrong.append(String(value, radix: 16))
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(20))")
    }

    /// Columns as `wcwidth.wcswidth` counts them, except where the comment says otherwise.
    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2),
        ("❤", 1), ("❤\u{FE0F}", 2), ("⌚", 2), ("⌚\u{FE0E}", 2), ("1\u{FE0F}\u{20E3}", 2), ("#\u{20E3}", 1),
        ("👨‍👩‍👧", 2), ("👍🏽", 2), ("🏳\u{FE0F}‍🌈", 2), ("🇩🇪", 2), ("🇩", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("👩‍❤️‍💋‍👨", 2), ("नी", 2), ("ก็", 1),
        ("\u{25CC}\u{FE0F}", 1), ("🫩", 2), ("─", 1), ("\u{00AD}", 1),
        // 1 in wcwidth, but terminals draw an emoji.
        ("☝🏽", 2),
    ])
    func `a cluster is one cell of its width`(cluster: String, width: Int) {
        #expect(Width.of(cluster: cluster) == width)
        #expect(Width.of(text: cluster) == width)
    }

    @Test func `texts of several cells are measured cell by cell`() {
        #expect(Width.of(text: "🇩🇪🇫🇷x") == 5)
        #expect(Width.of(text: "👍🏽👍🏽🏽") == 6)
        #expect(Width.of(text: "क्ष") == 2)
        #expect(Width.of(text: "ab\u{200B}c\u{202E}") == 3)
        #expect(Width.of(text: "") == 0)
    }

    @Test func `marks without a base and controls are dropped`() {
        var breaker = ClusterBreaker()
        #expect(breaker.step("\u{301}") == .dropped)
        #expect(breaker.step("\u{200D}") == .dropped)
        #expect(breaker.step("👍") == .starts(width: 2))
        #expect(breaker.step("\u{202E}") == .dropped)
        #expect(breaker.step("\u{1B}") == .dropped)
        breaker.reset()
        #expect(breaker.step("\u{FE0F}") == .dropped)
        #expect(breaker.step("\u{1F3FD}") == .starts(width: 2))
    }

    @Test func `a cluster has a bounded length`() {
        var breaker = ClusterBreaker(after: "a")
        for _ in 1..<ClusterBreaker.limit { #expect(breaker.step("\u{301}") == .joins(width: 1)) }
        #expect(breaker.step("\u{301}") == .dropped)
        #expect(breaker.step("b") == .starts(width: 1))
    }

    @Test func `a breaker goes on from a cell that is there already`() {
        var afterJoiner = ClusterBreaker(continuing: "👨\u{200D}")
        #expect(afterJoiner.step("👩") == .joins(width: 2))
        var afterFlag = ClusterBreaker(continuing: "🇩🇪")
        #expect(afterFlag.step("\u{1F1EB}") == .starts(width: 2))
        var afterLetter = ClusterBreaker(after: "x")
        #expect(afterLetter.step("\u{200D}") == .joins(width: 1))
        #expect(afterLetter.step("👩") == .starts(width: 2))
    }
}
