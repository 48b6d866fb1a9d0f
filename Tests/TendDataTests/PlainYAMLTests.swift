import TendData
import TestSupport
import Testing

struct PlainYAMLTests {
    private static let sample = """
        # What a theme looks like.
        name: sample   # its name

        palette:
          ink: "#c9d1d9"
          'line': '#4d5766'
          größe: "grün — ß"
        roles:  # those of its own
            text: default
            border.focused: {fg: accent, bold: true}
            title: [one, "two", {three: 4}, []]
            deep:
              deeper:
                deepest: a b  c#d
            "%": pane.split right; tab.new

        ascii: true
        """

    @Test func `a usual file is read without Yams, with every place`() throws {
        let plain = try #require(PlainYAML.read(Self.sample))
        #expect(try plain == DataNode.read(Self.sample))
        #expect(plain.mapping?["palette"]?.mapping?["ink"]?.place == DataNode.Place(line: 5, column: 8))
    }

    @Test func `what is named and meant again is the same twice`() throws {
        let root = try #require(try DataNode.read("a: &x {b: c}\nd: *x").flatMap(\.mapping))
        #expect(root["d"]?.mapping?["b"]?.scalar?.string == "c")
    }

    @Test(
        arguments: [
            "", "# nothing", "a", "- a", "a:", "a: # nothing\nb: c", "a: 1\na: 2", "a: 1\n'a': 2", "a: {b: 1, b: 2}",
            " a: b", "a: b\n  c", "a:\n  b: c\n d: e", "a: b: c", "a: b:", "a : b", "a: \"b\\n\"", "a: 'b''c'",
            "a: 'b\n  c'",
            "a: |\n  b", "a: >\n  b", "a: &b c", "a: *b", "a: !b c", "a: @b", "a: `b", "a: %b", "? a\n: b", "---\na: b",
            "a: b\n...",
            "a:\tb", "\ta: b", "a: b\r\n", "a: {b}", "a: {b: c,}", "a: [b,]", "a: {b:c}", "a: {b: c", "a: [b: c]",
            "a: {b: }",
            "a: \"b\" c", "a: \"b\"#c", "a: {b: c} d", "a: b\u{85}", "a: b\u{2028}c", "\u{FEFF}a: b", "a: b\u{0}",
            "<<: {a: b}",
            "a: #b", "a: ~", "a:\n  - b", "a: b\n- c", "a: \(String(repeating: "b", count: 1000))",
            "a: \(String(repeating: "[", count: 40) + String(repeating: "]", count: 40))",
        ])
    func `what is unusual or wrong is left to Yams`(text: String) {
        #expect(PlainYAML.read(text) == nil)
    }

    @Test(arguments: 0..<8)
    func `whatever is changed in a file, what is read without Yams is what Yams reads`(seed: UInt64) {
        var random = SplitMix(state: seed)
        let pieces =
            Array(" \n:#,{}[]\"'-?&*!|>%@`~\\<=.^ab0ß\t\r\u{85}\u{2028}\u{FEFF}").map(String.init)
            + ["\n  ", "\n    ", ": ", " #", "- ", "---\n", "...\n", "<<: ", "null", "name: ", "{a: b}", "[a, b]"]
        let original = Array(Self.sample.unicodeScalars)
        var taken = 0
        for _ in 0..<1500 {
            var scalars = original
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                let end = min(scalars.count, place + Int.random(in: 0...3, using: &random))
                let piece = pieces.randomElement(using: &random)!.unicodeScalars
                switch Int.random(in: 0..<4, using: &random) {
                case 0: scalars.replaceSubrange(place..<end, with: piece)
                case 1: scalars.insert(contentsOf: piece, at: place)
                case 2: scalars.removeSubrange(place..<end)
                default: scalars.insert(contentsOf: scalars[place..<end], at: place)
                }
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            let text = String(view)
            guard let plain = PlainYAML.read(text) else { continue }
            taken += 1
            let whole = try? DataNode.read(text)
            if whole != plain {
                Issue.record("read differently: \(text.debugDescription)")
                return
            }
        }
        // Most changes are within texts and names.
        #expect(taken > 300)
    }
}
