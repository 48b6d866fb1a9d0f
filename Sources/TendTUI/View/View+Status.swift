import TendCore
import TendScreen

extension View {
    mutating func drawStatus() {
        if let row = scene.statusRow {
            canvas.fill(Area(row: row, column: 0, rows: 1, columns: scene.size.columns), theme[.status])
            for piece in StatusBar(scene).pieces {
                put([piece.span], row: row, column: piece.column, columns: scene.size.columns - piece.column)
                guard let tab = piece.tab.flatMap({ model.workspace?.tab($0) }), isFlashing(tab) else { continue }
                flash(Area(row: row, column: piece.column, rows: 1, columns: piece.span.columns))
            }
        }
        if let message = model.message { draw(message) }
    }

    private func isFlashing(_ tab: Tab) -> Bool { tab.panes.contains { model.isFlashing($0.session) } }

    mutating func flash(_ area: Area) { canvas.highlight(area, Style(attributes: .reverse)) }

    /// In the place of the status line, or else over the bottom row.
    private mutating func draw(_ message: Model.Message) {
        let row = scene.statusRow ?? scene.size.rows - 1
        let (role, mark): (Role, String) =
            switch message.level {
            case .plain: (.message, " ")
            case .warning: (.messageWarning, " ! ")
            case .error: (.messageError, " \(marks.glyph(.failed)) ")
            }
        canvas.fill(Area(row: row, column: 0, rows: 1, columns: scene.size.columns), theme[role])
        let columns = scene.size.columns - 1
        let more = more(than: message, columns: columns)
        let room = columns - Width.of(text: more)
        let text = [Span(mark + line(message.text), role)].cut(to: room, mark: marks.ellipsis)
        put(text + [Span(more, role)], row: row, column: 0, columns: columns)
        if canvas.cursor?.point.row == row { canvas.cursor = nil }
    }

    /// Stands behind the message, however much of that is cut off.
    private func more(than message: Model.Message, columns: Int) -> String {
        guard message.more > 0 else { return "" }
        let text = " (and \(message.more) more: tend config check)"
        return text.utf8.count * 2 <= columns ? text : " (+\(message.more))"
    }
}

extension Model {
    /// The time of day where the user is.
    func clock(_ milliseconds: Int64, hasSeconds: Bool = false) -> String {
        let seconds = milliseconds / 1000 + Int64(timeOffset)
        let ofDay = (seconds % 86_400 + 86_400) % 86_400
        func digits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let text = digits(ofDay / 3600) + ":" + digits(ofDay / 60 % 60)
        return hasSeconds ? text + ":" + digits(ofDay % 60) : text
    }

    /// How far back copy mode is, or at which moment.
    func position(of copy: CopyMode) -> String {
        copy.travelTime.map { "\(copy.position) \(clock($0, hasSeconds: true))" } ?? copy.position
    }

    /// The key that copies, where something is selected: whoever selected with the mouse may not know any.
    func copyHint(of copy: CopyMode) -> String? {
        guard copy.selection != nil else { return nil }
        return keymap.keys(for: Command(.copyYank)).map { "\($0) copies" }
    }

    /// How long ago that was, in at most three characters: `now`, `5m`, `3h`, `12d`.
    func age(_ time: Timestamp) -> String {
        let minutes = max(0, now - time.milliseconds) / 60_000
        switch minutes {
        case 0: return "now"
        case ..<60: return "\(minutes)m"
        case ..<1440: return "\(minutes / 60)h"
        case ..<144_000: return "\(minutes / 1440)d"
        default: return "\(min(minutes / 525_600, 99))y"
        }
    }
}
