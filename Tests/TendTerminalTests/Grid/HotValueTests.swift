import TendScreen
import Testing

@testable import TendTerminal

struct HotValueTests {
    @Test func `the fast comparisons mean what the generic ones mean`() {
        #expect(Cell.blank.isBlank && !Cell(glyph: 0x20).isBlank && !Cell(background: .palette(0)).isBlank)
        #expect(Color.default.isDefault && !Color.palette(0).isDefault)
        var modes: Modes = [.origin]
        modes.set(.insert, true)
        modes.set(.origin, false)
        #expect(modes == [.insert] && modes.has(.insert) && !modes.has([.insert, .origin]))
    }

    @Test func `simple scalars begin a cell whatever stands before`() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<50_000 {
            guard let scalar = Unicode.Scalar(UInt32.random(in: 0xA0..<0x10000, using: &random)) else { continue }
            let width = SimpleScalars.width(of: scalar.value, in: SimpleScalars.table)
            guard width > 0 else { continue }
            let before = (0..<3).compactMap { _ in
                Unicode.Scalar(
                    [0x200D, 0x1F469, 0x1F1E9, 0xFE0F, 0x41, 0x1100, 0x915].randomElement(using: &random) ?? 0x41)
            }
            var breaker = ClusterBreaker()
            for scalar in before { _ = breaker.step(scalar) }
            #expect(breaker.step(scalar) == .starts(width: width), "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test func `every scalar that begins a cell after anything is simple, and no other`() {
        let before = ["a", "\u{1F1E9}", "👩", "👩\u{200D}"].map { ClusterBreaker(continuing: $0) }
        let wrong = (UInt32(0)..<0x10000).filter { value in
            let widths = before.map { breaker in
                var breaker = breaker
                guard value >= 0xA0, let scalar = Unicode.Scalar(value), case .starts(let width) = breaker.step(scalar)
                else { return 0 }
                return width
            }
            return SimpleScalars.width(of: value, in: SimpleScalars.table) != widths.min()
        }
        #expect(wrong.isEmpty)
    }
}
