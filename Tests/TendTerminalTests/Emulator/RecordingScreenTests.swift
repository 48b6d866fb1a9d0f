import Glibc
import TendScreen
import Testing

@testable import TendTerminal

/// Output of real programs at 80×24 (`Tests/Recordings/*.bin`), and the screens that tmux 3.3a made of it (`*.txt`).
struct RecordingScreenTests {
    private func bytes(of name: String) throws -> [UInt8] {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = try #require(fopen("/\(folder)/Recordings/\(name)", "rb"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    @Test(arguments: ["vim", "less", "htop", "bash", "git"])
    func `a recorded program leaves the screen that tmux shows`(name: String) throws {
        let output = try bytes(of: name + ".bin")
        let expected = String(decoding: try bytes(of: name + ".txt").dropLast(), as: UTF8.self)
        let terminal = makeTerminal(rows: 24, columns: 80)
        terminal.feed(output)
        #expect(terminal.picture == expected)
    }

    @Test(arguments: ["vim", "less", "htop", "bash", "git"])
    func `a viewer that follows a recorded program sees the same`(name: String) throws {
        let output = try bytes(of: name + ".bin")
        let terminal = makeTerminal(rows: 24, columns: 80)
        var view = ViewState()
        var rows: [UInt64: Row] = [:]
        var shown: [Row] = []
        for start in stride(from: 0, to: output.count, by: 97) {
            terminal.feed(Array(output[start..<min(start + 97, output.count)]))
            let frame = terminal.frame(since: &view, offset: UInt64(start))
            for fresh in frame.fresh { rows[fresh.stamp] = fresh.row }
            shown = try frame.order.map { try #require(rows[$0]) }
        }
        #expect(shown == terminal.screen().rows)
    }
}
