import TendCore
import TendScreen

extension View {
    /// The keys that are possible next: a panel beside the status line, some time after a key that leads into a table.
    mutating func drawKeys() {
        guard case .table(let table, let since) = model.mode, model.overlays.isEmpty, model.repeatsUntil == nil,
            model.now - since >= Int64(model.configuration.keysDelay)
        else { return }
        let entries = KeyList(model.keymap, table).entries
        let size = scene.size
        guard !entries.isEmpty, size.rows >= 4, size.columns >= 12 else { return }

        // If possible a part of the program is left to be seen.
        let columns = KeyColumns(
            entries, room: size.columns - 4, usual: max(1, (size.rows - 3) * 3 / 5), most: size.rows - 3)
        let height = columns.rows + 2
        let top = scene.statusRow == 0 ? 1 : (scene.statusRow ?? size.rows) - height
        let frame = Area(row: top, column: 0, rows: height, columns: size.columns)
        let hidden = entries.count - columns.shown
        canvas.fill(frame, theme[.popup])
        drawBox(
            frame, title: [Span(" \(line(heading(of: table))) ", .popupTitle)],
            note: hidden > 0 ? [Span(" \(hidden) more in the help ", .popupDim)] : [], theme[.popupBorder])
        var left = frame.column + 2
        for column in columns.columns {
            for (index, entry) in entries[column.entries].enumerated() {
                let row = frame.row + 1 + index
                canvas.put(entry.keys, endingAt: left + column.keys, row: row, theme[.popupKey])
                let label = Span(line(entry.short), entry.isTable ? .popupDim : .popup)
                put([label], row: row, column: left + column.keys + 2, columns: column.label)
            }
            left += column.keys + 2 + column.label + KeyColumns.gap
        }
        if let cursor = canvas.cursor, frame.contains(cursor.point) { canvas.cursor = nil }
    }

    private func heading(of table: String) -> String {
        table == "prefix" ? model.keymap.prefix.map { "\($0)" } ?? table : table
    }
}
