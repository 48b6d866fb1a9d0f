import Foundation
import TendScreen
import Testing

@testable import TendTerminal

/// What files a history has, and whose they are.
struct HistoryFileTests {
    let scratch = Scratch()
    private var directory: String { scratch.file("h") }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }
    }

    private func append(_ numbers: Range<Int>, to history: History) {
        for number in numbers { history.append("row \(number)") }
    }

    private func texts(_ history: History) -> [String] {
        var texts: [String] = []
        history.forEachLine(from: history.firstLine) { _, text in
            texts.append(text)
            return true
        }
        return texts
    }

    @Test func `the file of a dropped block is the next one's`() throws {
        let history = try History(directory: directory, byteLimit: 128 << 10)
        var files: Set<UInt64> = []
        for step in 0..<200 {
            append(step * 500..<(step + 1) * 500, to: history)
            for name in try names {
                let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + name)
                files.insert(attributes[.systemFileNumber] as? UInt64 ?? 0)
            }
        }
        #expect(history.firstLine > 50_000)
        // As many as fit in at a time, and one that waits.
        #expect(files.count < 14)

        let rest = texts(history)
        #expect(rest == (history.firstLine..<100_000).map { "row \($0)" })
        let again = try History(directory: directory, byteLimit: 128 << 10)
        #expect(texts(again) == rest)
        // And goes on with the file that waited.
        append(100_000..<110_000, to: again)
        #expect(texts(again) == (again.firstLine..<110_000).map { "row \($0)" })
        #expect(try names.filter { !$0.hasSuffix(".rows") }.count <= 1)
    }

    @Test func `the more there is, the larger are the files, within reason`() throws {
        let history = try History(directory: directory, byteLimit: 64 << 20)
        let text = String(repeating: "0123456789", count: 100)
        for _ in 0..<12_000 { history.append(text) }
        let sizes = try names.map {
            try FileManager.default.attributesOfItem(atPath: directory + "/" + $0)[.size] as? Int ?? 0
        }
        #expect((200 << 10...256 << 10).contains(try #require(sizes.first)))
        #expect(sizes.max() == 1 << 20)
        #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 <= $1 + 8192 }, "but for what a full one gives back")
        #expect(sizes.count < 30)
        let again = try History(directory: directory, byteLimit: 64 << 20)
        #expect(texts(again) == Array(repeating: text, count: 12_000))
    }

    @Test func `a file that is taken over is no larger than what is made of it`() throws {
        let history = try History(directory: directory, byteLimit: 64 << 20)
        let text = String(repeating: "0123456789", count: 100)
        for _ in 0..<20_000 { history.append(text) }
        // Other sessions need the room. At first small files go, of which one is used again, then large ones.
        history.trim(toBytes: 8 << 20)
        for _ in 0..<2000 { history.append(text) }
        history.trim(toBytes: 0)
        #expect(try names.count == 1, "that waits")
        for _ in 0..<400 { history.append(text) }
        for name in try names {
            let size = try FileManager.default.attributesOfItem(atPath: directory + "/" + name)[.size] as? Int ?? 0
            #expect(size <= 256 << 10, "\(name)")
        }
        #expect(texts(history).count == 400)
    }

    @Test func `kill -9 while files are handed on loses nothing that is not to go`() throws {
        var dice = Dice(11)
        var last = 0
        for _ in 0..<15 {
            let probe = try Probe(["history", directory, "65536"])
            // Some work of random length, which is time for the probe.
            var busy: UInt64 = 0
            for _ in 0..<Int.random(in: 0..<1_000_000, using: &dice) { busy ^= dice.next() }
            #expect(busy != 1)
            probe.kill()
            #expect(probe.end() == SIGKILL)
            let history = try History(directory: directory, byteLimit: 64 << 10)
            let end = history.firstLine + history.lineCount
            #expect(end >= last)
            last = end
            #expect(texts(history) == (history.firstLine..<end).map { "row \($0)" })
        }
        #expect(last > 10_000)
        #expect(try names.filter { !$0.hasSuffix(".rows") }.count <= 1)
    }

    @Test func `a file of another block is none of ours`() throws {
        append(0..<3000, to: try History(directory: directory, byteLimit: 1 << 20))
        let first = try #require(try names.first)
        // A server that was killed when the file had its new name, and its header was still the old one.
        try FileManager.default.moveItem(atPath: directory + "/" + first, toPath: directory + "/00000000000000ff.rows")
        let history = try History(directory: directory, byteLimit: 1 << 20)
        #expect(history.rowCount == 0)
        #expect(try names == [])
        append(0..<10, to: history)
        #expect(texts(history) == (0..<10).map { "row \($0)" })
    }

    @Test func `what was cleared is not kept in a file`() throws {
        let history = try History(directory: directory, byteLimit: 1 << 20)
        append(0..<3000, to: history)
        history.removeAll()
        history.settle(history.mark)
        #expect(try names == [])
    }

    @Test func `nor in that of a block that follows, or that waits`() throws {
        let history = try History(directory: directory, byteLimit: 128 << 10)
        for round in 0..<24 {
            // More than it holds, and the last block more or less full: files are handed on, and the one that is needed next was another's.
            append(0..<20_000 + 150 * round, to: history)
            #expect(try holdsRow("row 19"))
            history.removeAll()
            history.append("later")
            history.settle(history.mark)
            #expect(try !holdsRow("row"))
            #expect(texts(history) == ["later"])
        }
    }

    /// Whether a file has such text, be it in a part that counts or not.
    private func holdsRow(_ text: String) throws -> Bool {
        try names.contains {
            try Data(contentsOf: URL(filePath: directory + "/" + $0)).range(of: Data(text.utf8)) != nil
        }
    }
}

extension History {
    fileprivate func append(_ text: String) {
        let cells = text.unicodeScalars.map { Cell(glyph: $0.value) }
        cells.withUnsafeBufferPointer { append($0, isWrapped: false) }
    }
}
