import Testing

@testable import TendTerminal

struct CharsetTests {
    private func text(_ charsets: inout Charsets, _ bytes: String) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes.utf8 { scalars.append(Unicode.Scalar(charsets.scalar(for: byte)) ?? "?") }
        return String(scalars)
    }

    @Test func `special graphics draw lines and leave the rest`() {
        var charsets = Charsets()
        charsets.designate(intermediate: UInt8(ascii: "("), designator: UInt8(ascii: "0"))
        #expect(!charsets.isPlain)
        #expect(text(&charsets, "lqwqk x tnu mvj `afg~{|} A1^") == "┌─┬─┐ │ ├┼┤ └┴┘ ◆▒°±·π≠£ A1^")
        #expect(text(&charsets, "bcdehiopqrsyz_") == "␉␌␍␊␤␋⎺⎻─⎼⎽≤≥\u{A0}")
        charsets.designate(intermediate: UInt8(ascii: "("), designator: UInt8(ascii: "B"))
        #expect(charsets.isPlain)
    }

    @Test func `the British set has a pound sign`() {
        var charsets = Charsets()
        charsets.designate(intermediate: UInt8(ascii: "("), designator: UInt8(ascii: "A"))
        #expect(text(&charsets, "#1q") == "£1q")
    }

    @Test func `shifts choose among four sets`() {
        var charsets = Charsets()
        charsets.designate(intermediate: UInt8(ascii: ")"), designator: UInt8(ascii: "0"))
        charsets.designate(intermediate: UInt8(ascii: "*"), designator: UInt8(ascii: "A"))
        #expect(charsets.isPlain)
        charsets.shift(to: 1)
        #expect(text(&charsets, "q#") == "─#")
        charsets.shift(to: 0)
        charsets.shiftOnce(to: 2)
        #expect(!charsets.isPlain)
        #expect(text(&charsets, "##") == "£#")
        #expect(charsets.isPlain)
    }

    @Test func `unknown sets change nothing`() {
        var charsets = Charsets()
        charsets.designate(intermediate: UInt8(ascii: "("), designator: UInt8(ascii: "0"))
        let before = charsets
        for designator in UInt8.min...UInt8.max where Charset(designator: designator) == nil {
            charsets.designate(intermediate: UInt8(ascii: "("), designator: designator)
            charsets.designate(intermediate: UInt8(ascii: "-"), designator: UInt8(ascii: "B"))
        }
        #expect(charsets == before)
    }

    @Test func `the packed form restores the state, and any number is one`() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<1000 {
            var charsets = Charsets(packed: .random(in: .min ... .max, using: &random))
            #expect(Charsets(packed: charsets.packed) == charsets)
            for byte in UInt8.min...UInt8.max { _ = charsets.scalar(for: byte) }
        }
    }
}
