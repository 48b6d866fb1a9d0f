import TendScreen
import Testing

@testable import TendTerminal

struct HistoryPlaceTests {
    let scratch = Scratch()

    private func random(_ seed: Int, count: Int = 400) throws -> History {
        var dice = RowDice(UInt64(seed))
        let history = try History(directory: seed % 2 == 0 ? scratch.file("h") : nil, byteLimit: 1 << 20)
        for _ in 0..<count {
            var row = dice.row(width: 40)
            row.isPrompt = dice.number(0..<10) == 0
            history.append(row)
        }
        return history
    }

    @Test(arguments: 1...6)
    func `rows are counted as they are shown`(_ seed: Int) throws {
        let history = try random(seed)
        for width in [2, 7, 39, 40, 41, 200] {
            let count = history.rows(last: .max, width: width).count
            #expect(history.displayRowCount(width: width) == count)
            let mark = history.oldestRow + 123
            #expect(
                history.displayRowCount(width: width, before: mark)
                    == history.rows(last: .max, width: width, before: mark).count)
        }
    }

    @Test(arguments: 1...6)
    func `a mark stays what it was while rows come and go`(_ seed: Int) throws {
        let history = try random(seed)
        let mark = history.endRow
        let before = history.rows(last: 100, width: 30, skip: 20)
        var dice = RowDice(UInt64(seed + 100))
        for _ in 0..<100 { history.append(dice.row(width: 40)) }
        #expect(history.rows(last: 100, width: 30, skip: 20, before: mark) == before)
        for _ in 0..<100 { _ = history.popLast() }
        #expect(history.rows(last: 100, width: 30, skip: 20, before: mark) == before)
    }

    @Test func `what was dropped is missing, what was taken back is not skipped again`() throws {
        let history = try History(directory: nil, byteLimit: 200_000)
        for number in 0..<100 { history.append(Row("line \(number)")) }
        let mark = history.endRow
        for _ in 0..<10 { _ = history.popLast() }
        #expect(
            history.rows(last: 3, width: 80, skip: 10, before: mark).map(\.text) == ["line 87", "line 88", "line 89"])
        #expect(
            history.rows(last: 3, width: 80, skip: 12, before: mark).map(\.text) == ["line 85", "line 86", "line 87"])
        for number in 0..<50_000 { history.append(Row("more \(number)")) }
        #expect(history.oldestRow > 0)
        #expect(history.rows(last: 3, width: 80, skip: 10, before: mark).isEmpty)
        #expect(history.displayRowCount(width: 80, before: mark) == 0)
        #expect(history.line(at: 0, width: 80, before: mark) == nil)
        history.removeAll()
        #expect(history.endRow == history.oldestRow)
        #expect(history.rows(last: 3, width: 80, before: mark).isEmpty)
    }

    @Test(arguments: 1...6)
    func `lines are the same in both directions, in slices of any size`(_ seed: Int) throws {
        let history = try random(seed)
        let mark = history.endRow
        var texts: [String] = []
        history.forEachLine { _, text in
            texts.append(text)
            return true
        }
        for width in [7, 40] {
            var up: [History.PlacedLine] = []
            while true {
                let slice = history.lines(before: up.last?.start ?? mark, width: width, limit: 7, withText: true)
                up += slice
                if slice.count < 7 { break }
            }
            var down: [History.PlacedLine] = []
            while true {
                let slice = history.lines(
                    from: down.last?.end ?? 0, before: mark, width: width, limit: 11, withText: true)
                down += slice
                if slice.count < 11 { break }
            }
            #expect(down.map(\.text) == texts)
            #expect(down == up.reversed())
            #expect(down.reduce(0) { $0 + $1.height } == history.displayRowCount(width: width))
        }
    }

    @Test(arguments: 1...6)
    func `the line at a row is the one that is shown there`(_ seed: Int) throws {
        let history = try random(seed, count: 60)
        let mark = history.endRow
        let lines = history.lines(before: mark, width: 9, limit: .max, withText: false)
        var skip = 0
        for line in lines {
            for row in 0..<line.height {
                let found = try #require(history.line(at: skip + row, width: 9, before: mark))
                #expect(found.line == line && found.skip == skip)
            }
            skip += line.height
        }
        #expect(history.line(at: skip, width: 9, before: mark) == nil)
    }

    @Test(arguments: 1...3)
    func `a prompt is the first row of its line at any width`(_ seed: Int) throws {
        let history = try random(seed)
        for width in [7, 40, 100] {
            let rows = history.rows(last: .max, width: width)
            var expected: [Bool] = []
            for line in history.lines(from: 0, before: history.endRow, width: width, limit: .max, withText: false) {
                expected += [line.isPrompt] + Array(repeating: false, count: line.height - 1)
            }
            #expect(rows.map(\.isPrompt) == expected)
            #expect(expected.contains(true))
        }
    }

    @Test func `a hundred thousand lines are counted`() throws {
        let history = try History(directory: scratch.file("h"), byteLimit: 64 << 20)
        for number in 0..<100_000 { history.append(Row("│ line \(number) " + String(repeating: "é", count: 60))) }
        #expect(history.displayRowCount(width: 40) == 200_000)
    }
}

struct PromptMarkTests {
    private func prompts(_ rows: [Row]) -> [String] { rows.filter(\.isPrompt).map(\.text) }

    @Test func `a prompt's row is marked on the screen and in the history`() {
        let terminal = makeTerminal()
        for number in 0..<9 { terminal.feed("\u{1B}]133;A\u{07}$ \(number)\r\nout\r\n") }
        #expect(prompts(terminal.screen().rows) == ["$ 7", "$ 8"])
        let past = terminal.history.rows(last: .max, width: 10)
        #expect(prompts(past) == (0..<7).map { "$ \($0)" })
    }

    @Test func `what is cleared or shows another screen is no prompt`() {
        let terminal = makeTerminal("\u{1B}]133;A\u{07}$ a\u{1B}[2J\u{1B}[H")
        #expect(prompts(terminal.screen().rows).isEmpty)
        terminal.feed("\u{1B}[?1049h\u{1B}]133;A\u{07}$ b")
        #expect(prompts(terminal.screen().rows).isEmpty)
    }

    @Test func `marks survive a change of size and a snapshot`() throws {
        let terminal = makeTerminal("one\r\n\u{1B}]133;A\u{07}$ a long command\r\ntwo\r\n\u{1B}]133;A\u{07}$")
        for columns in [4, 20, 7] {
            terminal.resize(to: Size(rows: 5, columns: columns))
            let all = terminal.history.rows(last: .max, width: columns) + terminal.screen().rows
            #expect(all.filter(\.isPrompt).count == 2, "\(columns) columns")
            #expect(all.filter(\.isPrompt).allSatisfy { $0.text.hasPrefix("$") })
        }
        let copy = try Terminal(snapshot: terminal.snapshot(), history: terminal.history)
        #expect(copy.screen().rows == terminal.screen().rows)
    }

    @Test func `a viewer hears of a mark that changes no glyph`() {
        let terminal = makeTerminal("$ ")
        var view = ViewState()
        _ = terminal.frame(since: &view, offset: 0)
        terminal.feed("\u{1B}]133;A\u{07}")
        #expect(terminal.frame(since: &view, offset: 0).fresh.first?.row.isPrompt == true)
    }
}
