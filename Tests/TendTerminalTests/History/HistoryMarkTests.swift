import Glibc
import TendScreen
import Testing

@testable import TendTerminal

struct HistoryMarkTests {
    let scratch = Scratch()

    @Test(arguments: 1...12)
    func `any mark is gone back to, whatever came after`(_ seed: Int) throws {
        var dice = RowDice(UInt64(seed))
        let directory = seed % 2 == 0 ? scratch.file("h") : nil
        var history = try History(directory: directory, byteLimit: 1 << 20)
        var model: [Row] = []
        var marks: [(History.Mark, [Row])] = [(history.mark, [])]
        for step in 0..<400 {
            switch dice.number(0..<20) {
            case 0: marks.append((history.mark, model))
            case 1:
                let (mark, rows) = marks[dice.number(0..<marks.count)]
                if let directory, dice.number(0..<2) == 0 {
                    history = try History(directory: directory, byteLimit: 1 << 20)
                }
                history.rewind(to: mark)
                model = rows
                // Going back forgets what only other marks could ask for.
                marks = [(mark, rows)]
            case 2 where dice.number(0..<4) == 0:
                history.removeAll()
                model = []
            case 3:
                let (mark, rows) = marks.removeLast()
                history.settle(mark)
                marks = [(mark, rows)]
            case 4, 5, 6, 7:
                for _ in 0..<dice.number(0..<12) {
                    #expect(history.popLast()?.text == model.popLast()?.text)
                }
            default:
                for _ in 0..<dice.number(0..<8) {
                    let row = dice.row(width: 30)
                    history.append(row)
                    model.append(row)
                }
            }
            #expect(history.rowCount == model.count, "seed \(seed), step \(step)")
        }
        var text: [String] = []
        while let row = history.popLast() { text.append(row.text) }
        #expect(text == model.reversed().map(\.text))
    }

    @Test func `rows appended before kill -9 are there after it`() throws {
        var count = 0
        var dice = Dice(3)
        for _ in 0..<15 {
            let probe = try Probe(["history", scratch.file("h")])
            // Some work of random length, which is time for the probe.
            var busy: UInt64 = 0
            for _ in 0..<Int.random(in: 0..<3_000_000, using: &dice) { busy ^= dice.next() }
            #expect(busy != 1)
            probe.kill()
            #expect(probe.end() == SIGKILL)
            let history = try History(directory: scratch.file("h"), byteLimit: 64 << 20)
            let rows = history.rowCount
            #expect(rows >= count)
            count = rows
            var number = history.firstLine
            history.forEachLine(from: number) { line, text in
                let isRight = line == number && text == "row \(number)"
                number += 1
                return isRight
            }
            #expect(number == rows + history.firstLine)
            if history.firstLine > 0 { break }
        }
        #expect(count > 0)
    }

    @Test(arguments: 1...40)
    func `damaged files give fewer lines and no trap`(_ seed: Int) throws {
        var dice = RowDice(UInt64(seed))
        let directory = scratch.file("h")
        let mark: History.Mark
        do {
            let history = try History(directory: directory, byteLimit: 150_000)
            for _ in 0..<800 { history.append(dice.row(width: 60)) }
            mark = history.mark
        }
        let listing = opendir(directory)!
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".rows") { names.append(directory + "/" + name) }
        }
        closedir(listing)
        #expect(!names.isEmpty)
        for name in names {
            let file = open(name, O_RDWR)
            let size = Int(lseek(file, 0, SEEK_END))
            for _ in 0..<dice.number(1..<200) {
                var byte = UInt8(dice.number(0..<256))
                // Mostly records; now and then the header, or the index at the end.
                let place =
                    dice.number(0..<10) == 0
                    ? dice.number(0..<72)
                    : dice.number(0..<4) == 0 ? size - 1 - dice.number(0..<400) : dice.number(72..<size)
                pwrite(file, &byte, 1, off_t(place))
            }
            if dice.number(0..<8) == 0 { ftruncate(file, off_t(dice.number(0..<size))) }
            close(file)
        }
        let history = try History(directory: directory, byteLimit: 150_000)
        if seed % 2 == 0 { history.rewind(to: mark) }
        _ = history.rows(last: 100_000, width: 20, skip: 3)
        history.forEachLine { _, _ in true }
        history.forEachLineReversed { _, _ in true }
        history.forEachLine(from: history.firstLine + history.lineCount / 2) { _, _ in true }
        for _ in 0..<50 { history.append(dice.row(width: 60)) }
        for _ in 0..<100 { _ = history.popLast() }
        history.append(Row("alive"))
        #expect(history.rows(last: 1, width: 80, skip: 0).first?.text.hasSuffix("alive") == true)
    }
}
