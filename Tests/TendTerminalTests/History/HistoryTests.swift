import Glibc
import TendScreen
import Testing

@testable import TendTerminal

struct HistoryTests {
    let scratch = Scratch()

    private func lines(_ history: History, from: Int = 0) -> [String] {
        var lines: [String] = []
        history.forEachLine(from: from) { number, text in
            #expect(number == max(from, history.firstLine) + lines.count)
            lines.append(text)
            return true
        }
        return lines
    }

    private func rewrapped(_ rows: [Row], _ width: Int) -> [Row] {
        // A model that knows nothing of blocks: text and styles of each cell, cut anew.
        var result: [Row] = []
        var line: [(Row, Int)] = []
        func flush(isOpen: Bool) {
            var pieces: [[(Row, Int)]] = [[]]
            var index = 0
            while index < line.count {
                let isWide = index + 1 < line.count && line[index + 1].0.cells[line[index + 1].1].isTail
                let piece = isWide ? Array(line[index...index + 1]) : [line[index]]
                if pieces[pieces.count - 1].count + piece.count > width { pieces.append([]) }
                pieces[pieces.count - 1] += piece
                index += piece.count
            }
            for (index, piece) in pieces.enumerated() {
                var row = Row(isWrapped: index < pieces.count - 1 || isOpen)
                for (source, column) in piece {
                    var cell = source.cells[column]
                    if let old = cell.clusterIndex {
                        let text = source.clusters[old]
                        if !row.clusters.contains(text) { row.clusters.append(text) }
                        cell.glyph = Cell.clusterFlag | UInt32(row.clusters.firstIndex(of: text)!)
                    }
                    if let old = cell.extraIndex {
                        let extra = source.extras[old]
                        if !row.extras.contains(extra) { row.extras.append(extra) }
                        cell.look =
                            cell.look & 0x1FFF | UInt32(row.extras.firstIndex(of: extra)! + 1) << Cell.extraShift
                    }
                    row.cells.append(cell)
                }
                while row.cells.last == .blank { row.cells.removeLast() }
                result.append(row)
            }
            line = []
        }
        for row in rows {
            line += row.cells.indices.map { (row, $0) }
            if !row.isWrapped { flush(isOpen: false) }
        }
        if rows.last?.isWrapped == true { flush(isOpen: true) }
        return result
    }

    /// Cells with texts and extras in the place of indices: tables may hold entries that no cell uses.
    private struct Shown: Hashable {
        var text: String
        var glyph: UInt32
        var isWide: Bool
        var style: Style
    }

    private func resolved(_ row: Row) -> [Shown] {
        row.cells.map { cell in
            var text = ""
            row.append(cell, to: &text)
            let glyph = cell.clusterIndex == nil ? cell.glyph : Cell.clusterFlag
            return Shown(text: text, glyph: glyph, isWide: cell.isWide, style: row.style(of: cell))
        } + [Shown(text: "", glyph: row.isWrapped ? 1 : 0, isWide: false, style: .plain)]
    }

    @Test(arguments: 1...6)
    func `rows come back exactly, at any width and from any place`(_ seed: Int) throws {
        var dice = RowDice(UInt64(seed))
        let history = try History(directory: seed % 2 == 0 ? scratch.file("h") : nil, byteLimit: 1 << 20)
        let rows = (0..<300).map { _ in dice.row(width: 40) }
        for row in rows { history.append(row) }
        #expect(history.rowCount == 300)
        for width in [2, 7, 39, 40, 41, 200] {
            let expected = rewrapped(rows, width)
            let all = history.rows(last: .max, width: width, skip: 0)
            #expect(all.map(resolved) == expected.map(resolved))
            for _ in 0..<20 {
                let skip = dice.number(0..<expected.count + 5)
                let count = dice.number(1..<30)
                let some = history.rows(last: count, width: width, skip: skip)
                #expect(some == all.dropLast(skip).suffix(count))
            }
        }
        for row in rows.reversed() { #expect(history.popLast().map(resolved) == resolved(row)) }
        #expect(history.popLast() == nil)
        #expect(history.lineCount == 0)
    }

    @Test func `lines are found by number and read in both directions`() throws {
        let history = try History(directory: nil, byteLimit: 1 << 20)
        #expect(lines(history) == [])
        for number in 0..<5000 {
            history.append(Row("line \(number) ", isWrapped: number % 3 == 0))
            if number % 3 == 0 { history.append(Row("goes on  ")) }
        }
        history.append(Row("open", isWrapped: true))
        let all = lines(history)
        #expect(history.lineCount == 5001)
        #expect(all.count == 5001)
        #expect(all[3] == "line 3 goes on")
        #expect(all[5000] == "open")
        #expect(lines(history, from: 4990) == Array(all[4990...]))
        #expect(lines(history, from: 5001) == [])
        var reversed: [String] = []
        history.forEachLineReversed { number, text in
            #expect(number == 5000 - reversed.count)
            reversed.append(text)
            return number > 0
        }
        #expect(reversed == all.reversed())
        history.forEachLineReversed(from: 17) { number, text in
            #expect(number == 17 && text == all[17])
            return false
        }
    }

    @Test func `a plain line of 80 columns takes no more than 105 bytes`() throws {
        let history = try History(directory: nil, byteLimit: 64 << 20)
        for _ in 0..<10_000 { history.append(Row(String(repeating: "x", count: 80))) }
        #expect(history.byteCount / 10_000 <= 90)
    }

    @Test func `a new width decodes only the rows that are shown`() throws {
        let history = try History(directory: scratch.file("h"), byteLimit: 64 << 20)
        for number in 0..<100_000 { history.append(Row("line \(number) " + String(repeating: "x", count: 60))) }
        for width in [40, 79, 120] {
            history.decodedRows = 0
            #expect(history.rows(last: 50, width: width, skip: 0).count == 50)
            #expect(history.decodedRows <= 50)
            #expect(history.rows(last: 50, width: width, skip: 90_000).count == 50)
            #expect(history.decodedRows <= 102)
        }
    }

    @Test func `a line without end is cut, so that the last rows cost little`() throws {
        let history = try History(directory: nil, byteLimit: 64 << 20)
        for _ in 0..<20_000 { history.append(Row(String(repeating: "y", count: 80), isWrapped: true)) }
        #expect(history.rows(last: 10, width: 33, skip: 0).count == 10)
        #expect(history.decodedRows <= 512)
        #expect(history.lineCount == 40)
        #expect(history.popLast()?.isWrapped == true)
    }

    @Test func `the oldest blocks go at the byte limit and numbers stay`() throws {
        let history = try History(directory: scratch.file("h"), byteLimit: 200_000)
        for number in 0..<20_000 {
            history.append(Row("line \(number) " + String(repeating: "x", count: 50), isWrapped: number % 7 == 0))
            #expect(history.byteCount <= 200_000)
        }
        #expect(history.byteCount > 150_000)
        let all = lines(history, from: 0)
        #expect(all.count == history.lineCount)
        #expect(all.last?.hasPrefix("line 19999") == true)
        #expect(lines(history, from: history.firstLine + 5) == Array(all[5...]))
        history.trim(toBytes: 50_000)
        #expect(history.byteCount <= 50_000)
        #expect(lines(history).last == all.last)
        history.trim(toBytes: 0)
        #expect(history.rowCount == 0)
        #expect(history.byteCount == 0)
        history.append(Row("again"))
        #expect(history.firstLine == history.firstLine + history.lineCount - 1)
        #expect(lines(history) == ["again"])
    }

    @Test func `no history, no file`() throws {
        let history = try History(directory: scratch.file("h"), byteLimit: 1 << 20)
        #expect(access(scratch.file("h"), F_OK) != 0)
        #expect(history.byteCount == 0)
        #expect(history.rows(last: 5, width: 80, skip: 0) == [])
        history.rewind(to: history.mark)
        #expect(access(scratch.file("h"), F_OK) != 0)
    }

    @Test func `without a place for files rows are kept in memory`() throws {
        let history = try History(directory: "/proc/nowhere", byteLimit: 1 << 20)
        history.append(Row("kept"))
        #expect(history.fileError != nil)
        #expect(lines(history) == ["kept"])
    }
}
