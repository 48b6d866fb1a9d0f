import Testing

@testable import TendScreen

struct FrameTests {
    @Test(arguments: 1...40)
    func `applying the difference of two screens to the first gives the second`(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        var screen = samples.screen(Size(rows: 8, columns: 20))
        var held = try Frame(from: nil, to: screen).applied(to: nil)
        #expect(held == screen)
        var inPlace: Screen? = held
        for step in 0..<40 {
            screen = samples.next(after: screen)
            if samples.random.chance(3) { continue }  // A viewer may skip screens.
            let frame = Frame(from: held, to: screen, bellCount: 1, offset: 7)
            let sent = try FrameCodec.decode(FrameCodec.encode(frame))
            #expect(sent == frame)
            held = try sent.applied(to: held)
            #expect(held == screen, "seed \(seed), step \(step)")
            try sent.apply(to: &inPlace)
            #expect(inPlace == screen, "seed \(seed), step \(step)")
        }
    }

    @Test func `rows that only moved are not sent again`() {
        var samples = Samples(seed: 1)
        let old = samples.screen(Size(rows: 6, columns: 10))
        var new = old
        new.rows.removeFirst()
        new.stamps.removeFirst()
        new.rows.append(Row("new"))
        new.stamps.append(99)
        let frame = Frame(from: old, to: new)
        #expect(frame.fresh == [Frame.FreshRow(stamp: 99, row: Row("new"))])
        #expect(frame.title == nil)
    }

    @Test func `rows without a number are sent each time`() throws {
        var screen = Screen(size: Size(rows: 3, columns: 5))
        screen.rows[0] = Row("a")
        screen.rows[2] = Row("c")
        let frame = Frame(from: screen, to: screen)
        #expect(frame.fresh.count == 3)
        #expect(try frame.applied(to: nil) == screen)
    }

    @Test func `a row that the viewer lacks is an error`() throws {
        var samples = Samples(seed: 2)
        let old = samples.screen(Size(rows: 4, columns: 10))
        let frame = Frame(from: old, to: old)
        #expect(throws: FrameError.missingRow(stamp: old.stamps[0])) { try frame.applied(to: nil) }
        #expect(throws: FrameError.missingRow(stamp: old.stamps[0])) {
            try frame.applied(to: Screen(size: Size(rows: 1, columns: 10)))
        }
        var short = frame
        short.order.removeLast()
        #expect(throws: FrameError.wrongRowCount(expected: 4, found: 3)) { try short.applied(to: old) }
        var unnumbered = frame
        unnumbered.order[1] = 0
        #expect(throws: FrameError.missingRow(stamp: 0)) { try unnumbered.applied(to: old) }
        for wrong in [frame, short, unnumbered] {
            var held: Screen? = Screen(size: Size(rows: 4, columns: 10))
            let before = held
            #expect(throws: FrameError.self) { try wrong.apply(to: &held) }
            #expect(held == before)
        }
    }

    @Test func `a changed row is put where it belongs, and the rest stays`() throws {
        var screen = Screen(size: Size(rows: 3, columns: 5))
        (screen.rows, screen.stamps) = (["a", "b", "c"].map { Row($0) }, [1, 2, 3])
        var held: Screen? = screen
        let old = screen
        (screen.rows[1], screen.stamps[1], screen.cursor.point) = (Row("x"), 4, Point(row: 1, column: 1))
        try Frame(from: old, to: screen).apply(to: &held)
        #expect(held == screen)
        try Frame(from: screen, to: screen).apply(to: &held)
        #expect(held == screen)
    }
}
