import TendCore
import TendScreen

extension View {
    mutating func drawTab() {
        guard let tab = scene.tab, !scene.places.isEmpty else {
            drawEmptyTab()
            return
        }
        let tiled = scene.places.filter { !$0.isFloating }
        for place in tiled { drawContent(place) }
        drawBorders(tiled)
        for place in tiled where place.hasTitle { drawTitle(place, tab) }
        for place in scene.places where place.isFloating {
            canvas.fill(place.frame, .plain)
            drawContent(place)
            guard place.hasTitle else { continue }
            drawFloatingBox(place)
            drawTitle(place, tab)
        }
        placeCursor()
    }

    private mutating func drawEmptyTab() {
        guard !model.overlays.contains(.welcome) else { return }
        let text: String
        if model.workspace == nil {
            text = model.isConnected ? "no workspace yet" : "connecting" + marks.ellipsis
        } else if let keys = model.keymap.keys(for: Command(.tabNew)) {
            text = "no panes here \(marks.dash) \(keys) starts one"
        } else {
            text = "no panes here"
        }
        putCentered([Span(text, .textDim)], row: scene.tabArea.row + scene.tabArea.rows / 2, in: scene.tabArea)
    }

    // MARK: Content

    private mutating func drawContent(_ place: PanePlace) {
        let content = place.content
        guard let session = scene.session(of: place.pane) else {
            putCentered([Span("the session is gone", .textDim)], row: content.row + content.rows / 2, in: content)
            return
        }
        if let copy = model.copies[place.pane] {
            draw(copy, place)
            return
        }
        if let screen = scene.screen(of: place.pane) {
            canvas.blit(screen.rows, from: scene.offset(of: place), width: screen.size.columns, to: content)
            fillBeyond(scene.shown(screen, in: place), place)
        } else if session.state == .running {
            putCentered([Span(line(session.name), .textDim)], row: content.row + content.rows / 2, in: content)
        }
        if session.state != .running { drawEnd(of: session, content) }
        if !place.hasTitle { drawBanner(of: session, content) }
        // With a title that flashes, or else the tab in the status line.
        if !place.hasTitle, scene.statusRow == nil, model.isFlashing(session.id) { flash(content) }
    }

    private mutating func draw(_ copy: CopyMode, _ place: PanePlace) {
        let content = place.content
        let left = copy.origin.column
        canvas.blit(copy.visible, from: Point(row: 0, column: left), width: left + content.columns, to: content)
        for highlight in copy.highlights where (0..<content.rows).contains(highlight.row) {
            let first = max(0, highlight.columns.lowerBound - left)
            let end = min(content.columns, highlight.columns.upperBound - left)
            guard first < end else { continue }
            let role: Role =
                switch highlight.kind {
                case .selection: .selection
                case .match: .match
                case .matchCurrent: .matchCurrent
                }
            let row = content.row + highlight.row
            canvas.highlight(Area(row: row, column: content.column + first, rows: 1, columns: end - first), theme[role])
        }
        // With a title it stands there.
        guard !place.hasTitle else { return }
        let note = [model.position(of: copy), copy.commandText, model.copyHint(of: copy)].compactMap(\.self)
        let position = " \(cut(note.joined(separator: " "), to: content.columns - 2)) "
        canvas.put(position, endingAt: content.lastColumn + 1, row: content.row, theme[.statusMode])
    }

    /// What the session's screen does not reach, and why that is.
    private mutating func fillBeyond(_ shown: Size, _ place: PanePlace) {
        let content = place.content
        let right = Area(
            row: content.row, column: content.column + shown.columns, rows: shown.rows,
            columns: content.columns - shown.columns)
        let below = Area(
            row: content.row + shown.rows, column: content.column, rows: content.rows - shown.rows,
            columns: content.columns)
        for area in [right, below] { canvas.fill(area, marks.beyond, theme[.border]) }
        guard scene.foreignSize(of: place) != nil else { return }
        let keys = model.keymap.keys(for: Command(.sessionTakeSize)).map { " \(marks.dash) \($0) takes it" } ?? ""
        for hint in [" size of another client\(keys) ", " size of another client "] {
            let areas = [(below, 2), (right, 1)]
            guard let (area, _) = areas.first(where: { $0.rows >= $1 && Width.of(text: hint) + 2 <= $0.columns }) else {
                continue
            }
            putCentered([Span(hint, .textDim)], row: area.row + area.rows / 2, in: area)
            break
        }
    }

    /// The program has ended: its last screen stays, and the bottom row says how it ended and what can be done.
    private mutating func drawEnd(of session: SessionJSON, _ content: Area) {
        let look = SessionLook(session)
        let row = Area(row: content.lastRow, column: content.column, rows: 1, columns: content.columns)
        canvas.fill(row, theme[.popup])
        let status = [Span(" \(marks.glyph(look.state)) \(look.word)", look.role)]
        let keys = [
            Span(" \(marks.dash) ", .popupDim), Span("r", .popupKey), Span(" restart ", .popup),
            Span(marks.dot, .popupDim), Span(" x", .popupKey), Span(" close ", .popup),
        ]
        let short = [Span(" r", .popupKey), Span(" x", .popupKey)]
        let fitting = [status + keys, status + short].first { $0.columns <= content.columns }
        put(fitting ?? status, row: row.row, column: row.column, columns: row.columns)
    }

    // MARK: Cursor

    private mutating func placeCursor() {
        guard !model.sidebar.hasFocus, let focused = scene.focused, let place = scene.place(of: focused) else { return }
        let cursor: Cursor
        var offset = Point(row: 0, column: 0)
        if let copy = model.copies[focused] {
            cursor = Cursor(point: copy.visibleCursor, shape: .block, blinks: false)
        } else {
            guard let screen = scene.screen(of: focused), scene.session(of: focused)?.state == .running else { return }
            cursor = screen.cursor
            offset = scene.offset(of: place)
        }
        guard let cursor = View.cursor(cursor, from: offset, in: place) else { return }
        let isCovered =
            scene.isSidebarOver && scene.sidebarArea?.contains(cursor.point) == true
            || !place.isFloating && scene.places.contains { $0.isFloating && $0.frame.contains(cursor.point) }
        if !isCovered { canvas.cursor = cursor }
    }

    /// The cursor of a session on the client's screen, if it is in its pane.
    static func cursor(_ cursor: Cursor, from offset: Point, in place: PanePlace) -> Cursor? {
        var point = cursor.point
        point.row -= offset.row
        point.column -= offset.column
        let content = place.content
        guard (0..<content.rows).contains(point.row), (0..<content.columns).contains(point.column) else { return nil }
        point.row += content.row
        point.column += content.column
        var cursor = cursor
        cursor.point = point
        return cursor
    }
}
