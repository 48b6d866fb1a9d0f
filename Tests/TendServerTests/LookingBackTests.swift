import Foundation
import TendCore
import TendScreen
import TendTerminal
import Testing

@testable import TendServer

@Suite struct HistoryRowTests {
    @Test func `the first page has the screen, the next ones hang on its mark`() async throws {
        try await withRig { rig in
            await rig.print((1...100).map { "line \($0)\r\n" }.joined())
            let first = await rig.runtime.rows(RowQuery(count: 5))
            #expect(first.rows.map(\.text) == (93...100).map { "line \($0)" } + [""])
            #expect(first.screenCount == 4)
            #expect(first.historyCount == 97)
            #expect(first.width == 20)
            await rig.print("more\r\nand more\r\n")
            let next = await rig.runtime.rows(RowQuery(mark: first.mark, width: 20, skip: 5, count: 3))
            #expect(next.rows.map(\.text) == ["line 90", "line 91", "line 92"])
            #expect(next.screenCount == 0)
            #expect(next.historyCount == 97)
            let narrow = await rig.runtime.rows(RowQuery(mark: first.mark, width: 4, skip: 0, count: 2))
            #expect(narrow.rows.map(\.text) == ["line", " 97"])
            #expect(narrow.historyCount == 194)
        }
    }

    @Test func `matches are found in both directions with their columns, also across the end of a row`() async throws {
        try await withRig { rig in
            await rig.print((0..<5000).map { $0 % 1000 == 7 ? "a needle \($0) needle\r\n" : "line \($0)\r\n" }.joined())
            let mark = await rig.runtime.rows(RowQuery(count: 0)).mark
            func find(_ pattern: String, from skip: Int, forward: Bool, limit: Int = 1) async throws -> [RowPlace] {
                let query = PlaceQuery(
                    mark: mark, width: 20, skip: skip, isForward: forward, limit: limit, pattern: pattern,
                    ignoresCase: true)
                return try await HistorySearch(runtime: rig.runtime, query: query).matches()
            }
            let last = try await find("NEEDLE", from: 0, forward: false, limit: 3)
            let rows = await rig.runtime.rows(RowQuery(mark: mark, width: 20, skip: last[0].skip, count: 1)).rows
            #expect(rows.first?.text.hasPrefix("a needle 4007") == true)
            #expect(last[0].column == 14)
            #expect(last[1] == RowPlace(skip: last[0].skip, column: 2))
            #expect(last[2].skip > last[1].skip && last[2].column == 14)
            #expect(try await find("needle", from: last[0].skip, forward: true) == [last[1]])
            #expect(try await find("needle", from: last[0].skip - 1, forward: true) == [])
            #expect(try await find("needle 7 ", from: 1_000_000, forward: true).count == 1)
            #expect(try await find("nowhere", from: 0, forward: false) == [])
            // What matches everywhere without a letter is no place; it may stand before one.
            for nothing in ["^", "$", "z*", "(?=n)"] {
                #expect(try await find(nothing, from: 0, forward: false) == [], "\(nothing)")
            }
            #expect(try await find("n*", from: 0, forward: false).count == 1)
            await #expect(throws: ServiceError.self) { try await find("(", from: 0, forward: false) }
        }
    }

    @Test func `a match in a wrapped line is where it is shown`() async throws {
        try await withRig { rig in
            await rig.print("0123456789 012345 red fox runs\r\n" + String(repeating: "x\r\n", count: 10))
            let page = await rig.runtime.rows(RowQuery(count: 0))
            let query = PlaceQuery(mark: page.mark, width: 20, skip: 0, isForward: false, pattern: "red fox|runs")
            let last = try await HistorySearch(runtime: rig.runtime, query: query).matches()
            #expect(last == [RowPlace(skip: page.historyCount - 2, column: 6)])
            var upper = query
            upper.skip = page.historyCount - 1
            #expect(
                try await HistorySearch(runtime: rig.runtime, query: upper).matches()
                    == [RowPlace(skip: page.historyCount - 1, column: 18)])
            upper.isForward = true
            upper.skip = page.historyCount - 2
            #expect(try await HistorySearch(runtime: rig.runtime, query: upper).matches() == last)
        }
    }

    @Test func `a blank where a line wraps is part of it, on the screen too`() async throws {
        try await withRig { rig in
            await rig.print("0123456789 01234567 red fox\r\n")
            #expect(await rig.runtime.lines(from: 0, limit: 10).lines.map(\.text) == ["0123456789 01234567 red fox"])
            await rig.print("0123456789 01234567日本 \r\nend")
            #expect(
                await rig.runtime.lines(from: 1, limit: 10).lines.map(\.text) == ["0123456789 01234567日本", "end"])
        }
    }

    @Test func `prompts are found`() async throws {
        try await withRig { rig in
            for number in 0..<50 {
                await rig.print("\u{1B}]133;A\u{1B}\\$ \(number)\r\n" + String(repeating: "out\r\n", count: 99))
            }
            let page = await rig.runtime.rows(RowQuery(count: 0))
            let query = PlaceQuery(mark: page.mark, width: 20, skip: 0, isForward: false, limit: 1000)
            let places = await HistorySearch(runtime: rig.runtime, query: query).prompts()
            #expect(places.count == 50)
            #expect(zip(places, places.dropFirst()).allSatisfy { $1.skip - $0.skip == 100 })
            let row = await rig.runtime.rows(RowQuery(mark: page.mark, width: 20, skip: places[0].skip, count: 1))
            #expect(row.rows.map(\.text) == ["$ 49"])
            #expect(row.rows.first?.isPrompt == true)
        }
    }

    @Test func `any page of a hundred thousand lines is had, at any width, and found in`() async throws {
        try await withRig(historyByteCount: 64 << 20) { rig in
            for block in 0..<100 {
                await rig.print((0..<1000).map { "line \(block * 1000 + $0) some more text\r\n" }.joined())
            }
            let mark = await rig.runtime.rows(RowQuery(count: 0)).mark
            for width in [20, 13] {
                let page = await rig.runtime.rows(RowQuery(mark: mark, width: width, skip: 90_000, count: 250))
                #expect(page.rows.count == 250)
            }
            let query = PlaceQuery(mark: mark, width: 20, skip: 0, isForward: false, pattern: "line 17 ")
            let places = try await HistorySearch(runtime: rig.runtime, query: query).matches()
            #expect(places.count == 1)
        }
    }
}

@Suite struct TimeTravelTests {
    @Test func `a moment is when the screen stood still, and its screen is what it was then`() async throws {
        try await withRig { rig in
            await rig.print("one\r\n", at: .seconds(10))
            await rig.print("two\r\n", at: .milliseconds(10_050))
            await rig.print("\u{1B}[?1049h\u{1B}[Hfull screen", at: .seconds(12))
            await rig.print("\u{1B}[2J\u{1B}[Hanother", at: .seconds(15))
            await rig.print("\u{1B}[?1049lthree\r\n", at: .seconds(20))
            let moments = await rig.runtime.moments()
            #expect(moments.map(\.time) == [10_050, 12_000, 15_000])
            var pictures: [[String]] = []
            for moment in moments {
                pictures.append(try await rig.runtime.screen(at: moment.offset).rows.map(\.text).filter { $0 != "" })
            }
            #expect(pictures == [["one", "two"], ["full screen"], ["another"]])
            let now = try await rig.runtime.screen(at: rig.runtime.offsets.end)
            #expect(await rig.runtime.shown.rows == now.rows)
        }
    }

    @Test func `the session itself notices nothing`() async throws {
        try await withRig { rig in
            await rig.print("one\r\n\u{1B}[c", at: .seconds(1))
            await rig.print("two", at: .seconds(2))
            let (before, offsets) = await (rig.runtime.shown, rig.runtime.offsets)
            _ = try await rig.runtime.screen(at: 3)
            await rig.print("", at: .seconds(3))
            #expect(await rig.runtime.shown == before)
            #expect(await rig.runtime.offsets == offsets)
        }
    }

    @Test func `a change of size is one then as well`() async throws {
        try await withRig { rig in
            await rig.print("0123456789", at: .seconds(1))
            _ = await rig.runtime.resize(to: Size(rows: 4, columns: 5))
            await rig.print("ab", at: .seconds(2))
            let earlier = try await rig.runtime.screen(at: 10)
            #expect(earlier.size.columns == 20)
            let later = try await rig.runtime.screen(at: 12)
            #expect(later.rows.map(\.text) == ["01234", "56789", "ab", ""])
        }
    }

    @Test func `a screen that never stands still is looked at once a second, and there are at most 500 moments`()
        async throws
    {
        try await withRig { rig in
            for step in 0..<100 { await rig.print("\r\(step)", at: .milliseconds(100 * step)) }
            let moments = await rig.runtime.moments()
            #expect(moments.count == 9)
            for step in 0..<800 { await rig.print("\r\(step)", at: .seconds(20 + step)) }
            let many = await rig.runtime.moments()
            #expect(many.count == 500)
            #expect(many == many.sorted { $0.offset < $1.offset })
            #expect(many.first == moments.first)
        }
    }

    @Test func `output that is gone or never was is refused`() async throws {
        try await withRig { rig in
            let flood = String(repeating: "x", count: 1000) + "\r\n"
            for _ in 0..<400 { await rig.print(flood, at: .seconds(1)) }
            #expect(await rig.runtime.offsets.start > 0)
            await #expect(throws: ServiceError.self) { try await rig.runtime.screen(at: 5) }
            await #expect(throws: ServiceError.self) { try await rig.runtime.screen(at: 1 << 40) }
        }
    }

    @Test func `what once brought an emulator down is left out`() async throws {
        try await withRig { rig in
            await rig.print("good bad ugly", at: .seconds(1))
            try await rig.runtime.noteSkipped(5..<9)
            #expect(try await rig.runtime.screen(at: 13).rows[0].text == "good ugly")
            #expect(try await rig.runtime.screen(at: 7).rows[0].text == "good")
        }
    }
}
