import Testing

@testable import TendTerminal

struct CleanTextTests {
    private static let cases: [(String, String)] = [
        ("plain text ~", "plain text ~"), ("", ""), ("naïve – ☃ 日本", "naïve – ☃ 日本"),
        ("a\u{1B}[31mb\u{7}c\u{7F}d\u{0}", "a[31mbcd"), ("a\u{9B}31mb\u{85}", "a31mb"), ("a\tb\nc\r\nd", "a b c d"),
        ("abc\u{202E}gnp.exe\u{202C}", "abcgnp.exe"), ("\u{2066}x\u{2069}\u{200E}\u{200F}\u{61C}", "x"),
        ("pay\u{200B}pal\u{FEFF}\u{2060}\u{AD}", "paypal"), ("a\u{3164}b\u{115F}\u{FFA0}", "ab"),
        ("x\u{E0041}\u{E007F}", "x"), ("a\u{2028}b\u{2029}c", "a b c"), ("a\u{200D}b", "ab"), ("\u{FE0F}x", "x"),
        ("👨‍👩‍👧", "👨‍👩‍👧"), ("❤️‍🔥 ok", "❤️‍🔥 ok"), ("👩🏽‍🚀", "👩🏽‍🚀"), ("👨\u{200D}", "👨"), ("e\u{301}", "e\u{301}"),
        ("नमस्ते", "नमस्ते"), ("\u{F07B} nerd", "\u{F07B} nerd"),
    ]

    @Test(arguments: cases)
    func `what hides or controls is taken out`(text: String, clean: String) {
        #expect(CleanText.clean(text, limit: 100) == clean)
        #expect(CleanText.clean(text.utf8, limit: 100) == clean)
    }

    @Test func `invalid UTF-8 becomes replacement characters`() {
        #expect(CleanText.clean([0x61, 0xFF, 0x62, 0xC3], limit: 100) == "a\u{FFFD}b\u{FFFD}")
    }

    @Test func `the limit counts bytes and splits no character`() {
        #expect(CleanText.clean("abcdef", limit: 3) == "abc")
        #expect(CleanText.clean("aéé", limit: 4) == "aé")
        #expect(CleanText.clean("日本", limit: 5) == "日")
        #expect(CleanText.clean("x", limit: 0) == "")
    }

    @Test func `many lines keep tabs and line feeds`() {
        #expect(CleanText.clean("a\tb\r\nc\rd\n\u{1B}e", limit: 100, lines: .many) == "a\tb\nc\nd\ne")
    }

    @Test func `names are taken as they are or not at all`() {
        #expect(CleanText.exact("/tmp/é".utf8, limit: 100) == "/tmp/é")
        #expect(CleanText.exact("/tmp/\u{202E}x".utf8, limit: 100) == nil)
        #expect(CleanText.exact("/tmp/\n".utf8, limit: 100) == nil)
        #expect(CleanText.exact("/tmp".utf8, limit: 3) == nil)
        #expect(CleanText.exact([0x2F, 0xFF], limit: 100) == nil)
    }

    @Test func `cleaning twice changes nothing more`() {
        var random = SeededGenerator(seed: 5)
        let ranges: [ClosedRange<UInt32>] = [
            0...0xFF, 0x2000...0x2070, 0xFE00...0xFEFF, 0x1F300...0x1F9FF, 0xE0000...0xE01FF,
        ]
        for _ in 0..<2000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<20 {
                guard let range = ranges.randomElement(using: &random) else { continue }
                scalars.append(Unicode.Scalar(UInt32.random(in: range, using: &random)) ?? "x")
            }
            let once = CleanText.clean(String(scalars), limit: 50)
            #expect(CleanText.clean(once, limit: 50) == once)
            #expect(once.utf8.count <= 50)
            #expect(
                !once.unicodeScalars.contains {
                    $0.properties.generalCategory == .control || $0.properties.isBidiControl
                })
        }
    }
}

struct Base64Tests {
    private static let cases: [(String, String?)] = [
        ("", ""), ("YQ==", "a"), ("YQ", "a"), ("YWI=", "ab"), ("YWJj", "abc"), ("YWJjZA==", "abcd"), ("/+8=", nil),
        ("Y", nil),
        ("YQ=", nil), ("Y!==", nil), ("YQ==YQ==", nil), ("=", nil), ("====", nil), ("YW Jj", nil),
    ]

    @Test(arguments: cases)
    func `decoding is strict but for missing padding`(text: String, expected: String?) {
        let bytes = Base64.decode(Array(text.utf8), limit: 100)
        #expect(bytes.flatMap { String(validating: $0, as: UTF8.self) } == expected)
    }

    @Test func `what is too long is not decoded`() {
        #expect(Base64.decode(Array("YWJj".utf8), limit: 3)?.count == 3)
        #expect(Base64.decode(Array("YWJjZA==".utf8), limit: 3) == nil)
        #expect(Base64.decode(Array("YWJjZGVm".utf8), limit: 3) == nil)
    }
}
