import TendAgents
import TendCore
import TendScreen
import TendTerminal
import Testing

/// What an agent's rules see in rows of text.
enum ShownScreen {
    /// - Parameters:
    ///   - rows: with escape sequences, if need be. The cursor is left at the end of the last one.
    ///   - title: the window's.
    static func look(
        _ rules: DetectionRules, _ rows: [String], title: String = "", columns: Int = 80
    ) throws -> Sighting {
        let terminal = Terminal(
            size: Size(rows: 40, columns: columns), history: try History(directory: nil, byteLimit: 1 << 20))
        let text = "\u{1B}]2;\(title)\u{7}" + rows.joined(separator: "\u{1B}[m\r\n")
        Array(text.utf8).withUnsafeBytes { terminal.feed($0) }
        return ScreenReader(rules: rules).look(at: terminal.screen())
    }

    /// A box of rounded lines around rows, or another one.
    static func box(_ rows: String..., corners: String = "╭╮╰╯", margin: Int = 0, width: Int = 70) -> [String] {
        let corners = Array(corners)
        let line = String(repeating: "─", count: width - 2)
        let left = String(repeating: " ", count: margin)
        let inner = rows.map { row in
            "\(left)│ \(row)\(String(repeating: " ", count: max(0, width - 3 - row.count)))│"
        }
        return ["\(left)\(corners[0])\(line)\(corners[1])"] + inner + ["\(left)\(corners[2])\(line)\(corners[3])"]
    }
}
