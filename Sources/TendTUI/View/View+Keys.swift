import TendCore
import TendScreen

extension View {
    /// The keys that are possible next: a panel beside the status line, some time after a key that leads into a table.
    mutating func drawKeys() {
        guard case .table(let table, let since) = model.mode, model.overlays.isEmpty,
            model.now - since >= Int64(model.configuration.keysDelay)
        else { return }
        let entries = KeyList(model.keymap, table).entries
        let size = scene.size
        guard !entries.isEmpty, size.rows >= 4, size.columns >= 12 else { return }

        let keyColumns = entries.map { Width.of(text: $0.keys) }.max() ?? 0
        let labelColumns = entries.map { Width.of(text: $0.label) }.max() ?? 0
        let room = size.columns - 4
        let gap = 3
        // A part of the program is left to be seen.
        let most = max(1, (size.rows - 3) * 3 / 5)
        var entryColumns = min(keyColumns + 2 + min(labelColumns, 36), room)
        var count: Int { max(1, (room + gap) / (entryColumns + gap)) }
        // Shorter labels for all are better than none for some.
        while count * most < entries.count, entryColumns > keyColumns + 16 { entryColumns -= 1 }
        let rows = min((entries.count + count - 1) / count, most)
        let frame = Area(
            row: scene.statusRow == 0 ? 1 : (scene.statusRow ?? size.rows) - rows - 2, column: 0, rows: rows + 2,
            columns: size.columns)
        let hidden = entries.count - rows * count
        canvas.fill(frame, theme[.popup])
        drawBox(
            frame, title: [Span(" \(line(heading(of: table))) ", .popupTitle)],
            note: hidden > 0 ? [Span(" \(hidden) more in the help ", .popupDim)] : [], theme[.popupBorder])
        for (index, entry) in entries.prefix(rows * count).enumerated() {
            // Down each column first, as the eye reads a list.
            let row = frame.row + 1 + index % rows
            let left = frame.column + 2 + index / rows * (entryColumns + gap)
            canvas.put(entry.keys, endingAt: left + keyColumns, row: row, theme[.popupKey])
            let label = Span(line(entry.label), entry.isTable ? .popupDim : .popup)
            put([label], row: row, column: left + keyColumns + 2, columns: entryColumns - keyColumns - 2)
        }
        if let cursor = canvas.cursor, frame.contains(cursor.point) { canvas.cursor = nil }
    }

    private func heading(of table: String) -> String {
        table == "prefix" ? model.keymap.prefix.map { "\($0)" } ?? table : table
    }
}
