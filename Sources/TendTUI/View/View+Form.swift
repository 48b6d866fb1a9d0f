import TendCore
import TendScreen

extension View {
    mutating func draw(_ form: Form, _ popup: Popup) {
        let last = min(popup.count, popup.first + popup.list.rows)
        let isWhole = popup.first == 0 && last == popup.count
        let arrows = (popup.first > 0 ? marks.above : " ") + (last < popup.count ? marks.below : " ")
        drawFrame(
            popup, title: form.title, note: isWhole ? "" : "\(popup.first + 1)-\(last) of \(popup.count) \(arrows)")
        for row in 0..<max(0, last - popup.first) {
            let line = popup.lines[popup.first + row]
            put(line, row: popup.list.row + row, column: popup.list.column, columns: popup.list.columns)
        }
        if popup.hasRule { drawRule(popup, row: popup.footerRow - 1) }
        for (index, line) in popup.footer.enumerated() where popup.footerRow + index <= popup.inside.lastRow {
            put(line, row: popup.footerRow + index, column: popup.list.column, columns: popup.list.columns)
        }
        if !form.isBusy, let cursor = popup.cursor { canvas.cursor = Cursor(point: cursor, shape: .bar) }
    }

    /// A line through a pop-up, from side to side.
    mutating func drawRule(_ popup: Popup, row: Int) {
        let rule = Area(row: row, column: popup.inside.column, rows: 1, columns: popup.inside.columns)
        canvas.fill(rule, marks.horizontal, theme[.popupBorder])
        for (tee, column) in zip(marks.tees, [popup.frame.column, popup.frame.lastColumn]) {
            canvas.put(tee, at: Point(row: row, column: column), theme[.popupBorder])
        }
    }
}
