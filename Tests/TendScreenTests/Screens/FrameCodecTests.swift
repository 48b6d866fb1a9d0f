import Testing

@testable import TendScreen

struct FrameCodecTests {
    private func frame(_ row: Row) -> Frame {
        Frame(
            size: Size(rows: 1, columns: 80), order: [.max], fresh: [Frame.FreshRow(stamp: .max, row: row)],
            cursor: Cursor(), modes: []
        )
    }

    @Test func `cells that no emulator makes survive as well`() throws {
        var random = Seeded(3)
        for _ in 0..<300 {
            var row = Row()
            for _ in 0..<random.below(20) {
                var cell = Cell()
                let glyphs: [UInt32] = [
                    0, 7, 0x1F, 0x20, 0x7F, 0xD800, 0x10FFFF, 0x110000, Cell.tail, Cell.clusterFlag | 9, .max,
                ]
                cell.glyph =
                    random.chance(2) ? glyphs[random.below(glyphs.count)] : UInt32(truncatingIfNeeded: random.next())
                if random.chance(2) { cell.look = UInt32(truncatingIfNeeded: random.next()) }
                if random.chance(2) { cell.look |= Cell.wideFlag }
                if random.chance(3) { cell.foreground = Color(rawValue: UInt32(truncatingIfNeeded: random.next())) }
                if random.chance(3) { cell.background = Color(rawValue: UInt32(truncatingIfNeeded: random.next())) }
                row.cells.append(cell)
            }
            row.clusters = random.chance(2) ? [] : ["", "e\u{301}", "unused"]
            row.extras =
                random.chance(2) ? [] : [Extra(underlineColor: .rgb(1, 2, 3)), Extra(link: Link(uri: "x", id: "y"))]
            let sent = frame(row)
            #expect(try FrameCodec.decode(FrameCodec.encode(sent)) == sent)
        }
    }

    @Test func `the bytes are those of the documentation`() {
        var row = Row()
        row.put("A", Style(foreground: .palette(1)))
        row.put("漢")
        for _ in 0..<4 { row.put("") }
        row.put("e\u{301}", Style(attributes: .bold, link: Link(uri: "u", id: "i")))
        var frame = Frame(
            size: Size(rows: 2, columns: 80), order: [5, 6], fresh: [Frame.FreshRow(stamp: 6, row: row)],
            cursor: Cursor(point: Point(row: 1, column: 2)), modes: [.autowrap], title: "t", bellCount: 3
        )
        frame.offset = 300
        let expected: [UInt8] =
            [1, 2, 80] + [2, 10, 2] + [1, 12]
            + [6, 1, 3, 0x65, 0xCC, 0x81] + [1, 0, 1, 1, 0x75, 1, 0x69]
            + [1, 0x80, 0x20, 1, 0x41] + [6, 0, 1, 0xE6, 0xBC, 0xA2, 6, 4] + [1, 0x81, 0x80, 1, 4, 0] + [0]
            + [1, 2, 0b1011] + [0x80, 8] + [0, 0, 0] + [2, 0x74] + [3] + [0xAC, 2]
        #expect(FrameCodec.encode(frame) == expected)
    }

    @Test(arguments: 1...20)
    func `any bytes give a frame or an error`(seed: UInt64) {
        var samples = Samples(seed: seed)
        let good = FrameCodec.encode(Frame(from: nil, to: samples.screen(Size(rows: 5, columns: 12))))
        for length in 0..<good.count {
            #expect(throws: FrameError.self) { try FrameCodec.decode(Array(good[..<length])) }
        }
        for _ in 0..<3000 {
            var bytes = good
            for _ in 0...samples.random.below(4) {
                let index = samples.random.below(bytes.count)
                switch samples.random.below(3) {
                case 0: bytes[index] = UInt8(truncatingIfNeeded: samples.random.next())
                case 1: bytes.remove(at: index)
                default: bytes.insert(samples.random.chance(2) ? 0xFF : UInt8(samples.random.below(8)), at: index)
                }
            }
            do {
                let frame = try FrameCodec.decode(bytes)
                #expect(frame.fresh.reduce(0) { $0 + $1.row.cells.count } <= FrameCodec.cellLimit)
                _ = try? frame.applied(to: nil)  // Must not trap; whether it applies does not matter.
            } catch {}
        }
        for _ in 0..<1000 {
            let noise =
                [1] + (0..<samples.random.below(60)).map { _ in UInt8(truncatingIfNeeded: samples.random.next()) }
            _ = try? FrameCodec.decode(noise)  // As above.
        }
    }

    @Test func `sizes that no session has are refused before anything is allocated`() {
        #expect(throws: FrameError.tooLarge) { try FrameCodec.decode([1, 0xFF, 0xFF, 0xFF, 0x7F, 80]) }
        let rowOfBlanks: [UInt8] = [1, 1, 80, 1, 0, 1, 1, 0, 0] + [0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 6]
        #expect(throws: FrameError.tooLarge) { try FrameCodec.decode(rowOfBlanks) }
        #expect(throws: FrameError.unknownVersion(2)) { try FrameCodec.decode([2]) }
        #expect(throws: FrameError.truncated) { try FrameCodec.decode([UInt8]()) }
    }
}
