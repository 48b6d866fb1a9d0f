import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct DrawingTests {
    private static let texts = ["plain text", "日本語のメモ", "e\u{301}👩‍👩‍👧 family", " ", "[12/60] CC src/file.c", "漢"]

    /// The next screen of a program that writes anywhere and scrolls now and then.
    private func next(_ screen: Screen, _ stamp: inout UInt64, _ dice: inout SurfaceDice) -> Screen {
        var canvas = Canvas(size: screen.size)
        canvas.blit(
            screen.rows, from: Point(row: 0, column: 0), width: screen.size.columns,
            to: Area(row: 0, column: 0, rows: screen.size.rows, columns: screen.size.columns))
        var next = screen
        if Int.random(in: 0..<4, using: &dice) == 0 {
            next.rows = Array(screen.rows.dropFirst()) + [.blank]
            next.stamps = Array(screen.stamps.dropFirst()) + [stamp]
            stamp += 1
        }
        for _ in 0..<Int.random(in: 0...3, using: &dice) {
            let row = Int.random(in: 0..<screen.size.rows, using: &dice)
            let link = Link(uri: "https://example.org/\(stamp % 3)", id: "")
            let style = Style(
                foreground: .palette(UInt8(stamp % 8)), link: Bool.random(using: &dice) ? link : nil)
            canvas.put(
                Self.texts.randomElement(using: &dice) ?? "",
                at: Point(row: row, column: Int.random(in: -2..<screen.size.columns, using: &dice)), style)
            next.rows[row] = canvas.screen.rows[row]
            next.stamps[row] = stamp
            stamp += 1
        }
        next.cursor.point = Point(
            row: Int.random(in: 0..<screen.size.rows, using: &dice),
            column: Int.random(in: 0...screen.size.columns, using: &dice))
        next.cursor.isVisible = Int.random(in: 0..<5, using: &dice) > 0
        return next
    }

    @Test(arguments: [
        .pane(pane(1)), split(.columns, leaf(1), leaf(2)), split(.rows, leaf(4), leaf(1)),
        split(.columns, leaf(4), Layout.Part(weight: 1, layout: split(.rows, leaf(2), leaf(1)))),
    ])
    func `a picture that is kept up to date is the one that would be drawn anew`(layout: Layout) {
        for seed in 1...12 as ClosedRange<UInt64> {
            var dice = SurfaceDice(seed: seed)
            var model = makeModel(Size(rows: 24, columns: 80), layout) { model, _ in
                model.sidebar.isShown = seed % 3 == 0
            }
            var drawing = Drawing(model)
            var stamp: UInt64 = 1
            for turn in 0..<60 {
                guard let id = model.screens.keys.sorted().randomElement(using: &dice), let screen = model.screens[id]
                else { return }
                let newer = next(screen, &stamp, &dice)
                model.screens[id] = newer
                let isEnough = drawing.show(newer, of: id)
                #expect(isEnough, "turn \(turn) of seed \(seed)")
                #expect(drawing.screen == View.compose(model), "turn \(turn) of seed \(seed)")
            }
        }
    }

    @Test func `what changes more than cells wants a new picture`() {
        func isEnough(_ prepare: (inout Model) -> Void = { _ in }, _ change: (inout Screen) -> Void) -> Bool {
            var model = makeModel(Size(rows: 24, columns: 80), split(.columns, leaf(1), leaf(2)))
            prepare(&model)
            var drawing = Drawing(model)
            guard var screen = model.screens["s1"] else { return true }
            change(&screen)
            return drawing.show(screen, of: "s1")
        }
        #expect(isEnough { $0.cursor.point.row = 2 })
        #expect(!isEnough { $0.title = "other" })
        #expect(!isEnough { $0.progress = Progress(state: .normal, percent: 5) })
        #expect(!isEnough { $0 = makeScreen("s1", Size(rows: 5, columns: 9)) })
        #expect(!isEnough({ $0.say(.plain, "over the bottom row") }) { $0.cursor.point.row = 2 })
        #expect(!isEnough({ $0.overlays = [.help(scroll: 0)] }) { $0.cursor.point.row = 2 })
        #expect(!isEnough({ $0.sessions[0].state = .exited }) { $0.cursor.point.row = 2 })
    }

    @Test func `what has a part of the terminal to itself is the session in focus, whole and with nothing over it`() {
        func part(
            of session: String = "s1", _ layout: Layout = split(.columns, leaf(1), leaf(2)),
            _ change: (inout Model) -> Void = { _ in }
        ) -> Area? {
            var model = makeModel(Size(rows: 24, columns: 80), layout)
            for place in Scene(model).places {
                let session = "s\(place.pane.rawValue)"
                model.screens[session] = makeScreen(
                    session, Size(rows: place.content.rows, columns: place.content.columns))
            }
            change(&model)
            return Drawing(model).part(of: session).map {
                Area(row: $0.origin.row, column: $0.origin.column, rows: $0.size.rows, columns: $0.size.columns)
            }
        }
        #expect(part() == Area(row: 1, column: 0, rows: 22, columns: 40))
        #expect(part(of: "s2") == nil)
        #expect(part(split(.rows, leaf(2), leaf(1)))?.row == 13)
        #expect(part { $0.screens["s1"] = makeScreen("s1", Size(rows: 9, columns: 9)) } == nil)
        #expect(part { $0.overlays = [.help(scroll: 0)] } == nil)
        #expect(part { $0.say(.plain, "over the bottom row") } == nil)
        #expect(part { $0.mode = .table("prefix", since: 0) } == nil)
        #expect(
            part {
                $0.sidebar.isShown = true
                $0.sidebar.hasFocus = true
            } == nil)
    }
}
