import Foundation
import TendAgents
import TendCore
import TendScreen
import TendTerminal

/// A run of a real agent: what it printed and when, and which state it was in between two times. Made by `Corpus/record.py`, which tells
/// the form of the files.
struct CorpusRecording {
    struct Label {
        /// Milliseconds since the beginning.
        var from: Int
        var to: Int
        var state: AgentState
        var scene: String
    }

    var name: String
    var size: Size
    var chunks: [(time: Int, bytes: [UInt8])] = []
    var labels: [Label] = []

    /// The agent's name, as its manifest has it.
    var agent: String { String(name.prefix { $0 != "-" }) }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus")

    static let all = ["claude-120", "claude-80", "claude-80-plain", "codex-120", "codex-80", "vibe-120", "vibe-80"]

    init(_ name: String) throws {
        self.name = name
        size = name.contains("-120") ? Size(rows: 40, columns: 120) : Size(rows: 24, columns: 80)
        let file = CorpusRecording.folder.appendingPathComponent(name)
        let plain = Squeezed.unpack([UInt8](try Data(contentsOf: file.appendingPathExtension("rec"))))
        var rest = plain[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let head = String(decoding: rest[rest.startIndex + 1..<end], as: UTF8.self).split(separator: " ")
            guard head.count == 2, let time = Int(head[0]), let count = Int(head[1]) else { break }
            chunks.append((time, Array(rest[(end + 1)..<(end + 1 + count)])))
            rest = rest[(end + 2 + count)...]
        }
        let text = try String(contentsOf: file.appendingPathExtension("labels"), encoding: .utf8)
        labels = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 3).map(String.init)
            guard fields.count == 4, let from = Int(fields[0]), let to = Int(fields[1]),
                let state = AgentState(fields[2])
            else { return nil }
            return Label(from: from, to: to, state: state, scene: fields[3])
        }
    }
}

/// The LZ4 block format behind four bytes of length.
private enum Squeezed {
    static func unpack(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var at = 4
        func number(_ first: Int) -> Int {
            guard first == 15 else { return first }
            var sum = first
            while true {
                let byte = Int(bytes[at])
                at += 1
                sum += byte
                if byte != 255 { return sum }
            }
        }
        while at < bytes.count {
            let token = Int(bytes[at])
            at += 1
            let literals = number(token >> 4)
            out += bytes[at..<(at + literals)]
            at += literals
            guard at < bytes.count else { break }
            let distance = Int(bytes[at]) | Int(bytes[at + 1]) << 8
            at += 2
            for _ in 0..<(number(token & 15) + 4) { out.append(out[out.count - distance]) }
        }
        return out
    }
}
