import TendScreen
import Testing

@testable import TendTerminal

/// Bytes that are likely to find faults: pieces of real sequences, hostile ones and noise.
struct HostileOutput {
    var random: SeededGenerator

    private static let finals = Array("@ABCDEFGHIJKLMPSTXZ`abcdefghlmnpqrstuvxyz{}~".utf8)
    private static let texts = [
        "hello world ", "漢字", "äöü─→", "表ä示─ж한", "\r─漢─", "ж\u{301}ä", "e\u{301}", "👩\u{200D}👩\u{200D}👧", "🇩🇪🇫",
        "\u{FE0F}", "\u{200D}", "\r\n", "\n", "\t",
        "\u{8}",
        "\u{1B}7", "\u{1B}8", "\u{1B}M", "\u{1B}D", "\u{1B}E", "\u{1B}H", "\u{1B}c", "\u{1B}#8", "\u{1B}#3", "\u{1B}(0",
        "\u{1B}(B",
        "\u{E}", "\u{F}", "\u{1B}[b", "\u{1B}[999b", "\u{1B}[?1049h", "\u{1B}[?1049l", "\u{1B}[?69h", "\u{1B}[?6h",
        "\u{1B}[?7l",
        "\u{1B}[?7h", "\u{1B}[4h", "\u{1B}[4l", "\u{1B}[!p", "\u{1B}]8;;http://a/b\u{7}", "\u{1B}]8;;\u{7}",
        "\u{1B}]2;t\u{7}",
        "\u{1B}]4;1;?\u{7}", "\u{1B}P$qm\u{1B}\\", "\u{1B}[38:2::1:2:3;4:3;58:5:9m", "\u{1B}[m", "\u{9B}",
        "\u{9D}x\u{9C}",
        "\u{1B}[5;20r", "\u{1B}[3;9s", "\u{18}", "\u{1A}", "\u{1B}", "\u{1B}[", "\u{1B}]", "\u{1B}P", "\u{1B}_",
        "\u{1B}\\",
    ]

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            switch UInt8.random(in: 0..<10, using: &random) {
            case 0..<5: bytes += HostileOutput.texts.randomElement(using: &random)!.utf8
            case 5..<8: bytes += sequence()
            case 8: bytes += (0..<8).map { _ in UInt8.random(in: 0x20..<0x7F, using: &random) }
            default: bytes += (0..<4).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            }
        }
        return bytes
    }

    private mutating func sequence() -> [UInt8] {
        var text = "\u{1B}["
        if Int.random(in: 0..<5, using: &random) == 0 { text += ["?", ">", "=", "<"].randomElement(using: &random)! }
        let count = [0, 1, 1, 2, 2, 4, 5, 6, 8, 17, 40].randomElement(using: &random)!
        let parameters = (0..<count).map { _ in
            String([0, 1, 2, 3, 7, 40, 1000, 99999, Int(UInt32.max)].randomElement(using: &random)!)
        }
        text += parameters.joined(separator: Bool.random(using: &random) ? ";" : ":")
        if Int.random(in: 0..<8, using: &random) == 0 {
            text += [" ", "!", "$", "'", "*", "\""].randomElement(using: &random)!
        }
        return Array(text.utf8) + [HostileOutput.finals.randomElement(using: &random)!]
    }
}

struct RobustnessTests {
    private func size(_ random: inout SeededGenerator) -> Size {
        Size(rows: .random(in: 0...40, using: &random), columns: .random(in: 0...90, using: &random))
    }

    @Test func `hostile output at any size neither traps nor leaves the screen`() {
        for seed in 1...300 {
            var output = HostileOutput(random: SeededGenerator(seed: UInt64(seed)))
            let size = size(&output.random)
            let terminal = makeTerminal(rows: size.rows, columns: size.columns)
            var view = ViewState()
            for _ in 0..<8 {
                terminal.feed(output.bytes(400))
                if Bool.random(using: &output.random) { terminal.resize(to: self.size(&output.random)) }
                let frame = terminal.frame(since: &view, offset: 0)
                #expect(frame.fresh.allSatisfy { $0.row.cells.count <= terminal.size.columns }, "seed \(seed)")
                #expect(terminal.row < terminal.size.rows && terminal.column < terminal.size.columns, "seed \(seed)")
            }
        }
    }

    @Test func `one byte at a time equals all at once`() {
        for seed in 1...100 {
            var output = HostileOutput(random: SeededGenerator(seed: UInt64(seed)))
            let bytes = output.bytes(3000)
            let whole = makeTerminal(rows: 12, columns: 30)
            let pieces = makeTerminal(rows: 12, columns: 30)
            whole.feed(bytes)
            for byte in bytes { pieces.feed([byte]) }
            expectSame(whole, pieces, "seed \(seed)")
        }
    }

    @Test func `a restored terminal goes on as if nothing had happened`() throws {
        for seed in 1...150 {
            var output = HostileOutput(random: SeededGenerator(seed: UInt64(seed)))
            let bytes = output.bytes(2500)
            let whole = makeTerminal(rows: 12, columns: 30)
            let broken = makeTerminal(rows: 12, columns: 30)
            let cut = Int.random(in: 0..<bytes.count, using: &output.random)
            whole.feed(Array(bytes[..<cut]))
            broken.feed(Array(bytes[..<cut]))
            let snapshot = broken.snapshot()
            #expect(broken.takeReplies() == whole.takeReplies())
            _ = (broken.takeNotices(), whole.takeNotices())
            // What happens after the snapshot is lost with the server.
            broken.feed(output.bytes(500))
            let restored = try Terminal(snapshot: snapshot, history: broken.history)
            whole.feed(Array(bytes[cut...]))
            restored.feed(Array(bytes[cut...]))
            expectSame(whole, restored, "seed \(seed), cut at \(cut)")
        }
    }

    private func expectSame(_ one: Terminal, _ other: Terminal, _ comment: Comment) {
        #expect(one.picture == other.picture, comment)
        var screens = [one.screen(), other.screen()]
        for index in screens.indices { screens[index].stamps = [] }
        #expect(screens[0] == screens[1], comment)
        #expect(one.takeReplies() == other.takeReplies(), comment)
        #expect(one.takeNotices() == other.takeNotices(), comment)
        #expect(one.past == other.past, comment)
        #expect(one.tabs == other.tabs, comment)
        #expect(one.hidden.rows == other.hidden.rows, comment)
        for row in 0..<one.hidden.rows {
            #expect(one.hidden.row(row, tables: one.tables) == other.hidden.row(row, tables: other.tables), comment)
        }
    }

    @Test func `no bytes make a snapshot that traps`() throws {
        let terminal = makeTerminal("text 漢字 e\u{301}\u{1B}]8;;http://x\u{7}link\u{1B}[38;2")
        terminal.feed("\u{1B}[?1049hon the other screen 漢字\r\ne\u{301}\r\n")
        terminal.resize(to: Size(rows: 2, columns: 7))
        let good = terminal.snapshot()
        #expect(terminal.offcut?.stamps.count == 2)
        var random = SeededGenerator(seed: 3)
        for length in 0..<good.count {
            #expect(throws: SnapshotError.self) {
                try Terminal(snapshot: Array(good[..<length]), history: terminal.history)
            }
        }
        for _ in 0..<20_000 {
            var bytes = Array(good.dropLast(8))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 11..<bytes.count, using: &random)] = .random(in: .min ... .max, using: &random)
            }
            let sum = Snapshot.checksum(bytes[...])
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: sum >> UInt64($0 * 8)) }
            if let copy = try? Terminal(snapshot: bytes, history: terminal.history) {
                copy.resize(to: Size(rows: 9, columns: 9))
                copy.feed("x\r\n漢\u{1B}[2J\u{1B}[?1049h")
                _ = copy.screen()
            }
        }
    }

    @Test func `a flood of new clusters and links grows nothing`() {
        let terminal = makeTerminal(rows: 24, columns: 80)
        for number in 0..<60_000 {
            let mark = Unicode.Scalar(0x300 + UInt32(number % 0x6F))!
            let other = Unicode.Scalar(0x300 + UInt32(number / 0x6F % 0x6F))!
            terminal.feed(
                "\u{1B}]8;;http://host/\(number)\u{7}\(Unicode.Scalar(97 + UInt8(number % 26)))\(mark)\(other)")
        }
        #expect(terminal.tables.count <= 24 * 80 * 8)
    }
}
