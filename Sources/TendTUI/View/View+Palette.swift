import TendCore
import TendScreen

extension View {
    mutating func draw(_ palette: Palette, _ popup: Popup) {
        let count = palette.matches.count
        let note = count == palette.items.count ? "\(count)" : "\(count) of \(palette.items.count)"
        drawFrame(popup, title: palette.title, note: note)
        let inside = popup.inside
        let lead = Span(" \(marks.after) ", .popupKey)
        draw(palette.field, lead, row: inside.row, column: inside.column, columns: inside.columns - 1, .popup)
        if popup.list.row - inside.row > 1 {
            drawRule(popup, row: inside.row + 1)
        }
        if palette.matches.isEmpty, popup.list.rows > 0 {
            let span = Span("nothing fits", .popupDim)
            put([span], row: popup.list.row, column: inside.column + 3, columns: inside.columns - 3)
        }
        for row in 0..<max(0, min(popup.list.rows, count - popup.first)) {
            let index = popup.first + row
            let match = palette.matches[index]
            guard palette.items.indices.contains(match.item) else { continue }
            let area = Area(row: popup.list.row + row, column: popup.list.column, rows: 1, columns: popup.list.columns)
            draw(palette.items[match.item], match.positions, area, isCurrent: index == palette.selected)
        }
    }

    /// ` ▸ pane.split right   Split the pane…   C-b % `; the detail gives way first.
    private mutating func draw(_ item: Palette.Item, _ positions: [Int], _ area: Area, isCurrent: Bool) {
        let role: Role = isCurrent ? .popupCurrent : item.refusal == nil ? .popup : .popupDim
        if isCurrent { canvas.fill(area, theme[role]) }
        canvas.put(isCurrent ? marks.pointer : " ", at: Point(row: area.row, column: area.column + 1), theme[role])
        var end = area.column + area.columns - 1
        if let key = item.key, Width.of(text: key) + 16 < area.columns {
            canvas.put(key, endingAt: end, row: area.row, theme[isCurrent ? .popupCurrent : .popupKey])
            end -= Width.of(text: key) + 2
        }
        var column = area.column + 3
        for part in item.lead {
            put([Span(part.text, isCurrent ? role : part.role)], row: area.row, column: column, columns: part.columns)
            column += part.columns + 1
        }
        let matched = Set(positions)
        for (offset, character) in cut(line(item.text), to: end - column).enumerated() {
            var style = theme[role]
            if matched.contains(offset) {
                style.underline = .single
                style.attributes.insert(.bold)
                if !isCurrent { style.foreground = theme[.popupKey].foreground }
            }
            let point = Point(row: area.row, column: column)
            column += canvas.put(String(character), at: point, style, columns: end - column)
        }
        // Details stand below each other, unless a name is longer.
        column = max(column + 2, area.column + 3 + min(28, area.columns / 2))
        guard end - column >= 8 else { return }
        let detail = Span(line(item.refusal ?? item.detail), isCurrent ? .popupCurrent : .popupDim)
        put([detail], row: area.row, column: column, columns: end - column)
    }

    // MARK: Typing

    mutating func draw(_ prompt: Prompt, _ popup: Popup) {
        let row = scene.statusRow ?? scene.size.rows - 1
        canvas.fill(Area(row: row, column: 0, rows: 1, columns: scene.size.columns), theme[.input])
        draw(prompt.field, Span(prompt.lead, .inputHint), row: row, column: 0, columns: scene.size.columns, .input)
        for line in 0..<popup.list.rows {
            let area = Area(row: popup.list.row + line, column: popup.list.column, rows: 1, columns: popup.list.columns)
            canvas.fill(area, theme[.popup])
            let text = self.line(prompt.completions[popup.first + line])
            put([Span(" " + text, .popup)], row: area.row, column: area.column, columns: area.columns)
            // There is more beyond that end.
            let hasMore =
                line == 0 && popup.first > 0
                || line == popup.list.rows - 1 && popup.first + popup.list.rows < popup.count
            guard hasMore else { continue }
            let mark = line == 0 ? marks.above : marks.below
            canvas.put(mark, endingAt: area.lastColumn + 1, row: area.row, theme[.popupDim])
        }
    }

    /// A line that is typed, scrolled so that its cursor is seen.
    private mutating func draw(_ field: TextField, _ lead: Span, row: Int, column: Int, columns: Int, _ role: Role) {
        let lead = Span(cut(lead.text, to: max(0, columns - 4)), lead.role)
        put([lead], row: row, column: column, columns: columns)
        let start = column + lead.columns
        let room = columns - lead.columns
        guard room > 0 else { return }
        let (skipped, width) = field.scrolled(columns: room)
        let shown = String(field.text.dropFirst(skipped).prefix(room))
        canvas.put(shown, at: Point(row: row, column: start), theme[role], columns: room)
        canvas.cursor = Cursor(point: Point(row: row, column: start + width), shape: .bar)
    }
}

extension TextField {
    /// How many characters are left away at its beginning so that the cursor is seen, and the cursor's column behind the rest.
    func scrolled(columns room: Int) -> (skipped: Int, cursor: Int) {
        // From the cursor backwards, as many characters as there is room for, and the cursor's own column.
        var skipped = max(0, min(cursor, text.count))
        var width = 0
        while skipped > 0 {
            let wider = width + Width.of(text: String(text[skipped - 1]))
            guard wider < room else { break }
            width = wider
            skipped -= 1
        }
        return (skipped, width)
    }
}

extension Prompt {
    /// What stands before the typed text: a sign as it is, words with a colon.
    var lead: String {
        let isSign = label.unicodeScalars.count == 1 && !label.unicodeScalars.allSatisfy { $0.properties.isAlphabetic }
        return isSign ? label : " \(label): "
    }
}
