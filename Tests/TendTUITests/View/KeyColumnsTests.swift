import TendCore
import TendData
import TendScreen
import Testing

@testable import TendTUI

@Suite struct KeyColumnsTests {
    /// Every shipped keymap at common sizes: what a label says is there as a whole.
    @Test(
        arguments: ["tend", "tmux", "screen", "zellij", "vim"],
        [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120)])
    func `no label is cut while there is room`(name: String, size: Size) throws {
        let keymap = try #require(Keymap.load(name, from: ShippedFiles.keymaps)).value
        for table in keymap.tableNames where table != "root" && table != "copy" {
            let entries = KeyList(keymap, table).entries
            let columns = KeyColumns(
                entries, room: size.columns - 4, usual: (size.rows - 3) * 3 / 5, most: size.rows - 3)
            #expect(columns.shown == entries.count, "\(name) \(table) \(size)")
            // With all rows in use and nothing cut.
            let widths = stride(from: 0, to: entries.count, by: size.rows - 3).map { start in
                let part = entries[start..<min(start + size.rows - 3, entries.count)]
                let keys = part.map { Width.of(text: $0.keys) }.max() ?? 0
                return keys + 2 + (part.map { Width.of(text: $0.short) }.max() ?? 0)
            }
            guard widths.reduce(-KeyColumns.gap, { $0 + $1 + KeyColumns.gap }) <= size.columns - 4 else { continue }
            for column in columns.columns {
                let widest = entries[column.entries].map { Width.of(text: $0.short) }.max() ?? 0
                #expect(column.label >= widest, "\(name) \(table) \(size)")
            }
        }
    }
}
