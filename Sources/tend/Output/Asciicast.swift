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

    /// An event holds at most so many bytes, so that a player can show a burst in steps.
    private static let pieceSize = 16 << 10

    /// - Parameters:
    ///   - bytes: the output from `start` on.
    ///   - marks: when it came; the first is the one in force at `start`.
    static func lines(
        of bytes: [UInt8], from start: UInt64, marks: [MarksJSON.Mark], session: SessionJSON
    ) -> String {
        let first = marks.first
        let began = first?.time ?? session.startedAt.milliseconds
        let header = Header(
            width: first?.cols ?? session.cols, height: first?.rows ?? session.rows, timestamp: began / 1000,
            title: session.name)
        var lines = [text(header)]
        var size = (header.width, header.height)
        var position = 0
        for (index, mark) in marks.enumerated() {
            let seconds = self.seconds(mark.time - began)
            if (mark.cols, mark.rows) != size {
                size = (mark.cols, mark.rows)
                lines.append("[\(seconds), \"r\", \"\(mark.cols)x\(mark.rows)\"]")
            }
            let next = index + 1 < marks.count ? marks[index + 1].offset : .max
            let end = next > start ? min(Int(clamping: next - start), bytes.count) : 0
            for piece in pieces(bytes, position: &position, end: end) {
                lines.append("[\(seconds), \"o\", \(text(piece))]")
            }
        }
        // Without marks (another version of the server wrote none) all of it comes at once.
        for piece in pieces(bytes, position: &position, end: bytes.count) {
            lines.append("[0.000, \"o\", \(text(piece))]")
        }
        // Sizes stand with the output that came in them; after the last one there may have been others.
        if (session.cols, session.rows) != size {
            let last = marks.last.map { seconds($0.time - began) } ?? "0.000"
            lines.append("[\(last), \"r\", \"\(session.cols)x\(session.rows)\"]")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func seconds(_ milliseconds: Int64) -> String {
        let milliseconds = max(milliseconds, 0)
        return "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst())"
    }

    /// The output up to `end` as text in pieces; none ends within a character.
    private static func pieces(_ bytes: [UInt8], position: inout Int, end: Int) -> [String] {
        var pieces: [String] = []
        while position < end {
            var next = min(position + pieceSize, end)
            var joined = 0
            while next < bytes.count, bytes[next] & 0xC0 == 0x80, joined < 3 {
                next += 1
                joined += 1
            }
            pieces.append(String(decoding: bytes[position..<next], as: UTF8.self))
            position = next
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
