import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct CopyFuzzTests {
    private static let commands =
        CopyMode.Motion.allCases.map { "copy.move \($0.rawValue)" } + [
            "copy.select characters", "copy.select lines", "copy.select block", "copy.select none", "copy.select swap",
            "copy.yank", "copy.search forward line", "copy.search backward 1", "copy.search backward 漢",
            "copy.next same", "copy.next opposite", "copy.prompt previous", "copy.prompt next", "copy.link",
            "copy.travel back", "copy.travel forward", "copy.travel live",
        ]

    @Test(arguments: 1...20)
    func `cursor and pane stay where they can be, whatever is done and however late answers come`(seed: UInt64) {
        var random = Dice(seed: seed)
        let lines = (0..<random.below(1200)).map { number in
            random.below(5) == 0 ? String(repeating: "漢字 x", count: random.below(12)) : "line \(number)"
        }
        let rows = 1 + random.below(6)
        var rig = CopyRig(
            lines, rows: rows, width: 2 + random.below(20),
            size: Size(rows: 1 + random.below(9), columns: 1 + random.below(30)))
        for number in 0..<random.below(4) {
            var screen = Screen(size: Size(rows: 1 + random.below(8), columns: 2 + random.below(30)))
            screen.rows[0] = Row.wrapped("line 漢", width: screen.size.columns)[0]
            rig.moments.append((CopyMode.Moment(offset: UInt64(number), time: 0), screen))
        }
        for step in 0..<300 {
            rig.isSlow = random.below(3) == 0
            let point = Point(row: random.below(14) - 2, column: random.below(34) - 2)
            switch random.below(8) {
            case 0: rig.handle(rig.mode.press(at: point, clicks: 1 + random.below(4), isBlock: random.below(2) == 0))
            case 1: rig.handle(rig.mode.drag(to: point))
            case 2: rig.handle(rig.mode.release())
            case 3: rig.handle(rig.mode.scroll(by: random.below(60) - 30))
            case 4 where random.below(5) == 0:
                rig.handle(rig.mode.resize(to: Size(rows: 1 + random.below(9), columns: 1 + random.below(30))))
            default: rig.perform(CopyFuzzTests.commands[random.below(CopyFuzzTests.commands.count)])
            }
            let mode = rig.mode
            let size = mode.size
            #expect((0..<max(mode.rows.count, 1)).contains(mode.cursor.row), "step \(step)")
            #expect((0..<mode.rows.width).contains(mode.cursor.column), "step \(step)")
            #expect((0..<size.rows).contains(mode.visibleCursor.row), "step \(step)")
            #expect((0..<size.columns).contains(mode.visibleCursor.column), "step \(step)")
            #expect(mode.visible.count == size.rows)
            #expect(mode.highlights.allSatisfy { (0..<size.rows).contains($0.row) && !$0.columns.isEmpty })
            _ = mode.selectedText
            _ = mode.position
        }
    }
}

/// The same numbers for the same seed.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ limit: Int) -> Int {
        guard limit > 0 else { return 0 }
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
    }
}
