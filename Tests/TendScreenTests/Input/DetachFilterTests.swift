import Testing

@testable import TendScreen

struct DetachFilterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var typed: String
        var passed: String
        var detaches = false
    }

    static let cases = [
        Case(testDescription: "plain text", typed: "ls -l\r", passed: "ls -l\r"),
        Case(testDescription: "the keys that detach", typed: "ab\u{02}dcd", passed: "ab", detaches: true),
        Case(testDescription: "the prefix twice", typed: "\u{02}\u{02}x", passed: "\u{02}x"),
        Case(testDescription: "the prefix and another key", typed: "\u{02}x", passed: "\u{02}x"),
        Case(testDescription: "the prefix and an arrow", typed: "\u{02}\u{1B}[A", passed: "\u{02}\u{1B}[A"),
        Case(testDescription: "a capital D", typed: "\u{02}D", passed: "\u{02}D"),
        Case(
            testDescription: "the kitty way", typed: "\u{1B}[98;5u\u{1B}[98;5:3u\u{1B}[100u", passed: "",
            detaches: true),
        Case(testDescription: "caps lock and num lock", typed: "\u{1B}[98;197ud", passed: "", detaches: true),
        Case(
            testDescription: "a Cyrillic layout", typed: "\u{1B}[1080::98;5u\u{1B}[1074::100u", passed: "",
            detaches: true),
        Case(testDescription: "the prefix twice, the kitty way", typed: "\u{1B}[98;5u\u{1B}[98;5u", passed: "\u{02}"),
        Case(
            testDescription: "a modifier between", typed: "\u{1B}[98;5u\u{1B}[57442;5:3ud", passed: "", detaches: true),
        Case(testDescription: "other releases", typed: "\u{1B}[97;1:3u", passed: "\u{1B}[97;1:3u"),
        Case(
            testDescription: "within a paste", typed: "\u{1B}[200~a\u{02}d\u{1B}[201~",
            passed: "\u{1B}[200~a\u{02}d\u{1B}[201~"),
        Case(
            testDescription: "after a paste", typed: "\u{1B}[200~a\u{1B}[201~\u{02}d",
            passed: "\u{1B}[200~a\u{1B}[201~", detaches: true),
        Case(
            testDescription: "an old mouse report with its bytes", typed: "\u{1B}[M \u{02}d!",
            passed: "\u{1B}[M \u{02}d!"),
        Case(testDescription: "characters beyond ASCII", typed: "é漢\u{1F600}", passed: "é漢\u{1F600}"),
    ]

    @Test(arguments: cases) func `keys pass, but for those of the client`(_ example: Case) {
        var filter = DetachFilter()
        let output = filter.feed(Array(example.typed.utf8))
        #expect(output.bytes == Array(example.passed.utf8))
        #expect(output.detaches == example.detaches)
    }

    @Test(arguments: cases) func `one byte at a time gives the same`(_ example: Case) {
        var filter = DetachFilter()
        var bytes: [UInt8] = []
        var detaches = false
        for byte in example.typed.utf8 where !detaches {
            let output = filter.feed([byte])
            bytes += output.bytes
            detaches = output.detaches
        }
        #expect(bytes == Array(example.passed.utf8))
        #expect(detaches == example.detaches)
    }

    @Test func `an Escape alone is held until it is asked for`() {
        var filter = DetachFilter()
        #expect(filter.feed([0x1B]).bytes.isEmpty)
        #expect(filter.isHolding)
        #expect(filter.flush().bytes == [0x1B])
        #expect(!filter.isHolding)
    }

    @Test func `a sequence without an end is let go`() {
        var filter = DetachFilter()
        let typed = Array("\u{1B}[".utf8) + Array(repeating: UInt8(ascii: "1"), count: 100)
        #expect(filter.feed(typed).bytes.count + filter.flush().bytes.count == typed.count)
    }
}
