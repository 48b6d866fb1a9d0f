import TendCore
import TendScreen

/// All bindings of the keymap, as the help shows them: what holds at any time, what follows the prefix, then the other tables.
enum HelpText {
    /// Beside the keys a label has at least so many columns.
    private static let leastLabel = 20

    /// - Parameter columns: those there are. Where they are few, what a key does stands below it.
    static func lines(_ model: Model, columns: Int) -> [[Span]] {
        let keymap = model.keymap
        let lists = tables(of: keymap).map { ($0, KeyList(keymap, $0).entries) }.filter { !$0.1.isEmpty }
        let widest = lists.flatMap { $0.1 }.map { Width.of(text: $0.keys) }.max() ?? 0
        var lines: [[Span]] = []
        for (table, entries) in lists {
            if !lines.isEmpty { lines.append([]) }
            lines.append([Span(heading(table, keymap), .popupTitle)])
            for entry in entries {
                let text = DisplayText.cleaned(entry.label, limit: 100)
                let room = columns - widest - 4
                let isBelow = room < min(leastLabel, Width.of(text: text))
                let indent = isBelow ? 4 : widest + 4
                let label = text.isEmpty ? [""] : Popup.wrapped(text, to: max(columns - indent, 8))
                let keys = Span("  " + entry.keys, .popupKey)
                let gap = String(repeating: " ", count: widest - Width.of(text: entry.keys) + 2)
                if isBelow { lines.append([keys]) }
                for (number, part) in label.enumerated() {
                    let lead =
                        isBelow || number > 0
                        ? [Span(String(repeating: " ", count: indent), .popup)] : [keys, Span(gap, .popup)]
                    lines.append(lead + [Span(part, entry.isTable ? .popupDim : .popup)])
                }
            }
        }
        return lines.isEmpty ? [[Span("this keymap binds no keys", .popupDim)]] : lines
    }

    private static func tables(of keymap: Keymap) -> [String] {
        let first = ["prefix", "root"]
        return first + keymap.tables.keys.filter { !first.contains($0) }.sorted()
    }

    private static func heading(_ table: String, _ keymap: Keymap) -> String {
        switch table {
        case "root": return "at any time"
        case "prefix": return keymap.prefix.map { "after \($0)" } ?? "prefix"
        case "copy": return "while looking back (copy mode)"
        default: return keymap.keys(to: table).map { "after \($0) (\(table))" } ?? table
        }
    }
}
