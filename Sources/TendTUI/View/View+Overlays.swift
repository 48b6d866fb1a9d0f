import TendCore
import TendScreen

extension View {
    mutating func drawOverlays() {
        for (index, overlay) in model.overlays.enumerated() {
            switch overlay {
            // Once is enough, under the one on top.
            // What is tried is to be seen as it is.
            case .palette(let palette) where palette.isPreview: break
            case .palette, .confirm, .help, .messages, .form: if index == model.overlays.count - 1 { canvas.dim() }
            case .prompt, .menu, .numbers, .card, .diff, .welcome: break
            }
            canvas.cursor = nil
            draw(overlay)
        }
    }

    private mutating func draw(_ overlay: Overlay) {
        guard let popup = Popup(overlay, scene) else {
            if case .numbers(let typed) = overlay { drawNumbers(typed) }
            return
        }
        switch overlay {
        case .palette(let palette): draw(palette, popup)
        case .prompt(let prompt): draw(prompt, popup)
        case .confirm: drawConfirm(popup)
        case .menu(let menu): draw(menu, popup)
        case .help: drawText(popup, title: "keys of \(model.keymap.name)")
        case .messages: drawText(popup, title: "messages")
        case .card(let card): draw(card, popup)
        case .form(let form): draw(form, popup)
        case .diff(let review): draw(review, popup)
        case .welcome: drawWelcome(popup)
        case .numbers: break
        }
    }

    mutating func drawFrame(_ popup: Popup, title: String, note: String = "") {
        canvas.fill(popup.frame, theme[.popup])
        guard popup.hasBox else { return }
        let title = title.isEmpty ? [] : [Span(" \(line(title)) ", .popupTitle)]
        let note = note.isEmpty ? [] : [Span(" \(note) ", .popupDim)]
        drawBox(popup.frame, title: title, note: note, theme[.popupBorder])
    }

    private mutating func draw(_ menu: Menu, _ popup: Popup) {
        drawFrame(popup, title: menu.title)
        for row in 0..<max(0, min(popup.list.rows, menu.items.count - popup.first)) {
            let index = popup.first + row
            let isCurrent = index == menu.selected
            let area = Area(row: popup.list.row + row, column: popup.list.column, rows: 1, columns: popup.list.columns)
            if isCurrent { canvas.fill(area, theme[.popupCurrent]) }
            let text = "\(isCurrent ? marks.pointer : " ") \(line(menu.items[index].label))"
            let span = Span(text, isCurrent ? .popupCurrent : .popup)
            put([span], row: area.row, column: area.column, columns: area.columns)
        }
    }

    private mutating func drawConfirm(_ popup: Popup) {
        drawFrame(popup, title: "")
        let inside = popup.inside
        for (index, line) in popup.lines.enumerated() {
            put(line, row: inside.row + index, column: inside.column + 1, columns: inside.columns - 2)
        }
        for (spans, area) in zip(Popup.confirmChoices, popup.choices) {
            let room = inside.lastColumn + 1 - area.column
            put(spans, row: area.row, column: area.column, columns: min(area.columns, room))
        }
    }

    private mutating func drawText(_ popup: Popup, title: String) {
        let last = min(popup.count, popup.first + popup.list.rows)
        let isWhole = popup.first == 0 && last == popup.count
        let arrows = (popup.first > 0 ? marks.above : " ") + (last < popup.count ? marks.below : " ")
        let note = isWhole ? "Esc closes" : "\(popup.first + 1)-\(last) of \(popup.count) \(arrows)"
        drawFrame(popup, title: title, note: note)
        for row in 0..<max(0, last - popup.first) {
            let line = popup.lines[popup.first + row]
            put(line, row: popup.list.row + row, column: popup.list.column + 1, columns: popup.list.columns - 2)
        }
    }

    private mutating func drawWelcome(_ popup: Popup) {
        let inside = popup.inside
        for (index, line) in popup.lines.enumerated() { putCentered(line, row: inside.row + index, in: inside) }
        let choices = Welcome.choices(model)
        let gap = inside.columns < 40 ? 1 : 3
        let keyColumns = (choices.map { Width.of(text: $0.key.description) }.max() ?? 0) + gap
        let widest = keyColumns + (choices.map { Width.of(text: $0.label) }.max() ?? 0)
        let column = inside.column + max(0, (inside.columns - widest) / 2)
        for (index, choice) in choices.prefix(popup.list.rows).enumerated() {
            let row = popup.list.row + index
            canvas.put(choice.key.description, at: Point(row: row, column: column), theme[.popupKey])
            let room = inside.lastColumn + 1 - column - keyColumns
            put([Span(choice.label, .popup)], row: row, column: column + keyColumns, columns: room)
        }
        let below = popup.list.row + popup.list.rows
        for (index, line) in Welcome.footer(scene).enumerated() where below + index <= inside.lastRow {
            putCentered(line, row: below + index, in: inside)
        }
    }
}
