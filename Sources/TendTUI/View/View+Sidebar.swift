import TendCore
import TendScreen

extension View {
    mutating func drawSidebar() {
        guard let sidebar = SidebarView(scene) else { return }
        canvas.fill(sidebar.area, theme[.sidebar])
        if sidebar.hasEdge { drawEdge(sidebar) }
        if sidebar.list.row > sidebar.area.row { drawHeading(sidebar) }
        if sidebar.rows.isEmpty {
            let text = model.sidebar.filter.isEmpty ? "no sessions yet" : "nothing fits"
            putInside(sidebar, [Span(text, .textDim)], row: sidebar.list.row)
        }
        for line in 0..<max(0, min(sidebar.list.rows, sidebar.rows.count - sidebar.first)) {
            let index = sidebar.first + line
            let row = Area(
                row: sidebar.list.row + line, column: sidebar.area.column, rows: 1, columns: sidebar.area.columns)
            switch sidebar.rows[index].content {
            case .project(let directory): drawProject(directory, row)
            case .session(let id):
                guard let session = model.sessions.first(where: { $0.id == id }) else { continue }
                drawSession(session, row, isSelected: model.sidebar.hasFocus && index == model.sidebar.selected)
            }
        }
        for (index, hint) in sidebar.hints.enumerated() {
            let row = sidebar.area.lastRow - sidebar.hints.count + 1 + index
            putInside(sidebar, [Span(hint, .textDim)], row: row)
        }
    }

    private mutating func putInside(_ sidebar: SidebarView, _ spans: [Span], row: Int) {
        put(spans, row: row, column: sidebar.area.column + 1, columns: sidebar.area.columns - 2)
    }

    /// The line at its side; titles of panes begin in it.
    private mutating func drawEdge(_ sidebar: SidebarView) {
        let weight = model.sidebar.hasFocus ? 2 : 1
        let column = sidebar.area.lastColumn + 1
        let edge = Area(row: sidebar.area.row, column: column, rows: sidebar.area.rows, columns: 1)
        let style = theme[model.sidebar.hasFocus ? .borderFocused : .border]
        canvas.fill(edge, marks.line(up: weight, right: 0, down: weight, left: 0), style)
        guard !scene.isSidebarOver else { return }
        for place in scene.places where place.hasTitle && !place.isFloating && place.frame.column == column + 1 {
            let isFocused = place.pane == scene.focused
            let line = marks.line(
                up: place.frame.row > edge.row ? weight : 0, right: isFocused ? 2 : 1, down: weight, left: 0)
            canvas.put(
                line, at: Point(row: place.frame.row, column: column),
                isFocused ? theme[.borderFocused] : style)
        }
    }

    private mutating func drawHeading(_ sidebar: SidebarView) {
        let area = sidebar.area
        let filter = line(model.sidebar.filter)
        let heading = filter.isEmpty ? Span("sessions", .sidebarTitle) : Span("/" + filter, .textAccent)
        let shown = sidebar.rows.count { if case .session = $0.content { true } else { false } }
        let count = filter.isEmpty ? "\(model.sessions.count)" : "\(shown)/\(model.sessions.count)"
        put([heading], row: area.row, column: area.column + 1, columns: area.columns - count.count - 3)
        canvas.put(count, endingAt: area.lastColumn, row: area.row, theme[.textDim])
    }

    private mutating func drawProject(_ directory: String, _ row: Area) {
        let worktree = model.sessions.lazy.filter { $0.cwd == directory }.compactMap(\.worktree).first
        if let worktree { return drawWorktree(worktree, row) }
        let path = PathText(line(directory))
        var spans = [Span(path.name, .sidebarTitle)]
        let room = row.columns - 4 - spans.columns
        if !path.parent.isEmpty, room >= 4 {
            spans.append(Span("  " + path.parent(columns: room, mark: marks.ellipsis), .textDim))
        }
        put(spans, row: row.row, column: row.column + 1, columns: row.columns - 2)
    }

    /// `api ⎇ fix/login`: where it lies follows from that.
    private mutating func drawWorktree(_ worktree: SessionJSON.Worktree, _ row: Area) {
        let room = row.columns - 2
        let branch = marks.branch + " " + cut(line(worktree.branch), to: max(4, room * 2 / 3 - 3))
        let name = cut(PathText(line(worktree.repository)).name, to: room - Width.of(text: branch) - 2)
        put(
            [Span(name, .sidebarTitle), Span("  " + branch, .textDim)], row: row.row, column: row.column + 1,
            columns: room)
    }

    /// The look of a mark of the tabs, on another ground.
    private func mark(_ role: Role) -> Style {
        var style = theme[role]
        style.background = .default
        return style
    }

    /// How far it is, and what an agent does or has said; else as in the title of a pane.
    private func summary(of session: SessionJSON) -> String {
        let said = session.state == .running ? session.agent?.summary ?? "" : ""
        let words = [session.progress.flatMap(marks.text), said.isEmpty ? description(of: session) : line(said)]
        return words.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// `▸ ● build  make check • 12m`; the description gives way first, then the age.
    private mutating func drawSession(_ session: SessionJSON, _ row: Area, isSelected: Bool) {
        let look = model.look(of: session)
        let isFocused = scene.focused.flatMap(scene.pane)?.session == session.id
        let role: Role = isSelected ? .sidebarCurrent : isFocused ? .textAccent : .sidebar
        let dim: Role = isSelected ? .sidebarCurrent : .textDim
        if isSelected { canvas.fill(row, theme[.sidebarCurrent]) }
        var end = row.lastColumn
        if row.columns >= 18 {
            canvas.put(model.age(session.endedAt ?? session.startedAt), endingAt: end, row: row.row, theme[dim])
            end -= 4
        }
        if model.rung.contains(session.id) {
            canvas.put(marks.bell, endingAt: end, row: row.row, mark(.tabBell))
            end -= 2
        } else if model.unread.contains(session.id) {
            canvas.put(marks.unread, endingAt: end, row: row.row, mark(.tabActivity))
            end -= 2
        }
        let pointer = isSelected || isFocused && !model.sidebar.hasFocus ? marks.pointer : " "
        var spans = [
            Span(pointer + " ", role), Span(marks.glyph(look.state), look.role), Span(" " + line(session.name), role),
        ]
        let room = end - row.column - spans.columns - 2
        if look.wantsWord, room >= Width.of(text: look.word) {
            spans.append(Span("  " + look.word, look.role))
        } else if room >= 5 {
            let text = summary(of: session)
            if !text.isEmpty { spans.append(Span("  " + cut(text, to: room), dim)) }
        }
        put(spans, row: row.row, column: row.column, columns: end - row.column)
    }
}
