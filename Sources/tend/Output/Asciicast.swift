import FoundationEssentials
import TendCore

/// Raw output as an asciicast.
///
/// - SeeAlso: <https://docs.asciinema.org/manual/asciicast/v2/>
enum Asciicast {
    private struct Header: Encodable {
        var version = 2
        var width: Int
        var height: Int
        var timestamp: Int64
        var title: String
        var env = ["TERM": "xterm-256color"]
    }

    /// Bytes of output an event, and events a second: a log of 1 MiB plays for half a minute.
    private static let pieceSize = 1024
    private static let eventsPerSecond = 30.0

    static func lines(of bytes: [UInt8], session: SessionJSON) -> String {
        let header = Header(
            width: session.cols, height: session.rows, timestamp: session.startedAt.milliseconds / 1000,
            title: session.name)
        var lines = [text(header)]
        for (number, piece) in pieces(bytes).enumerated() {
            let milliseconds = Int((Double(number) / eventsPerSecond * 1000).rounded())
            let fraction = String(milliseconds % 1000 + 1000).dropFirst()
            lines.append("[\(milliseconds / 1000).\(fraction), \"o\", \(text(piece))]")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The output as text in pieces; none ends within a character.
    static func pieces(_ bytes: [UInt8]) -> [String] {
        var pieces: [String] = []
        var start = 0
        while start < bytes.count {
            var end = min(start + pieceSize, bytes.count)
            while end < bytes.count, bytes[end] & 0xC0 == 0x80, end - start < pieceSize + 4 { end += 1 }
            pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
            start = end
        }
        return pieces
    }

    private static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            preconditionFailure("a value of ours cannot be written as JSON: \(error)")
        }
    }
}
