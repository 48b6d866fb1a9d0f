import Foundation
import TendCore
import Testing

@testable import tend

struct AsciicastTests {
    private static func mark(_ offset: UInt64, at time: Int64, cols: Int = 80, rows: Int = 24) throws -> MarksJSON.Mark
    {
        let text = #"{"offset":\#(offset),"time":\#(time),"cols":\#(cols),"rows":\#(rows)}"#
        return try JSONDecoder().decode(MarksJSON.Mark.self, from: Data(text.utf8))
    }

    /// The lines after the first, as JSON.
    private static func events(_ cast: String) throws -> [[Any]] {
        try cast.split(separator: "\n").dropFirst().map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
        }
    }

    @Test func `the first line tells what follows`() throws {
        let cast = Asciicast.lines(of: Array("hi\r\n".utf8), from: 0, marks: [], session: sample())
        let lines = cast.split(separator: "\n")
        let header = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(header["version"] as? Int == 2)
        #expect(header["width"] as? Int == 80)
        #expect(header["height"] as? Int == 24)
        #expect(header["timestamp"] as? Int == 1_700_000_000)
        #expect(header["title"] as? String == "build")
    }

    @Test func `output comes at the time and the size of its mark`() throws {
        let marks = [
            try Self.mark(90, at: 1_000_000), try Self.mark(103, at: 1_001_500),
            try Self.mark(106, at: 1_060_001, cols: 120, rows: 40),
        ]
        let cast = Asciicast.lines(of: Array("abcdefghi".utf8), from: 100, marks: marks, session: sample())
        #expect(
            cast.split(separator: "\n").dropFirst() == [
                #"[0.000, "o", "abc"]"#, #"[1.500, "o", "def"]"#, #"[60.001, "r", "120x40"]"#, #"[60.001, "o", "ghi"]"#,
                // What it has become without another word from the program.
                #"[60.001, "r", "80x24"]"#,
            ])
    }

    @Test func `pieces are the output in order, cut at no character`() throws {
        let text = String(repeating: "é漢\u{1B}[31mred\u{1B}[m 😀\r\n", count: 5000)
        // Marks fall anywhere, also within a character.
        let marks = try (0..<20).map { try Self.mark(UInt64($0 * 1237), at: Int64($0) * 10) }
        let cast = Asciicast.lines(of: Array(text.utf8), from: 0, marks: marks, session: sample())
        #expect(try Self.events(cast).map { try #require($0[2] as? String) }.joined() == text)
    }

    @Test func `bytes that are no characters stall nothing`() throws {
        let bytes = [UInt8](repeating: 0x80, count: 50_000)
        let cast = Asciicast.lines(of: bytes, from: 0, marks: [try Self.mark(0, at: 0)], session: sample())
        let count = try Self.events(cast).map { try #require($0[2] as? String).unicodeScalars.count }.reduce(0, +)
        #expect(count == bytes.count)
    }
}
