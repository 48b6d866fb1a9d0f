import TendCore
import TendScreen

extension View {
    /// Draws the lines between panes and above them, joined where they meet. Those around the focused pane are heavy.
    ///
    /// A pane's title row is a line above it; the column between two panes is a line that begins beside their titles.
    mutating func drawBorders(_ places: [PanePlace]) {
        guard scene.tabArea.rows > 0, scene.tabArea.columns > 0 else { return }
        guard !scene.borders.isEmpty || places.contains(where: \.hasTitle) else { return }
        var grid = BorderGrid(scene.tabArea)
        for place in places where place.hasTitle {
            let weight = place.pane == scene.focused ? 2 : 1
            for column in place.frame.column...place.frame.lastColumn { grid.setRow(place.frame.row, column, weight) }
        }
        let focused = scene.focused.flatMap(scene.place)
        for line in scene.borders {
            for row in line.row..<line.row + line.rows {
                let sides = [Point(row: row, column: line.column - 1), Point(row: row, column: line.column + 1)]
                let isBeside = focused.map { place in
                    !place.isFloating && sides.contains { place.frame.contains($0) }
                }
                grid.setColumn(row, line.column, isBeside == true ? 2 : 1)
            }
        }
        let marked = places.filter { scene.pane($0.pane)?.isMarked == true }
        let (focusedLook, markedLook, look) = (theme[.borderFocused], theme[.borderMarked], theme[.border])
        for (point, count, arms) in grid.pieces {
            let glyph = marks.line(up: arms.up, right: arms.right, down: arms.down, left: arms.left)
            let isFocused = max(arms.up, arms.down, arms.left, arms.right) > 1
            let isMarked = marked.contains { $0.frame.row == point.row && $0.frame.contains(point) }
            canvas.put(glyph, count, at: point, isFocused ? focusedLook : isMarked ? markedLook : look)
        }
    }

    mutating func drawFloatingBox(_ place: PanePlace) {
        guard place.pane == scene.focused else {
            drawBox(place.frame, theme[.border])
            return
        }
        let (frame, style) = (place.frame, theme[.borderFocused])
        for row in frame.row...frame.lastRow {
            let isEnd = row == frame.row || row == frame.lastRow
            for column in frame.column...frame.lastColumn {
                let isSide = column == frame.column || column == frame.lastColumn
                guard isEnd || isSide else { continue }
                let glyph = marks.line(
                    up: isSide && row > frame.row ? 2 : 0, right: isEnd && column < frame.lastColumn ? 2 : 0,
                    down: isSide && row < frame.lastRow ? 2 : 0, left: isEnd && column > frame.column ? 2 : 0)
                canvas.put(glyph, at: Point(row: row, column: column), style)
            }
        }
    }

    // MARK: Titles

    mutating func drawTitle(_ place: PanePlace, _ tab: Tab) {
        // A piece of the line is left at either end.
        let margin = place.frame.columns > 12 ? 2 : 1
        let room = place.frame.columns - 2 * margin
        guard room > 0 else { return }
        var badges = badges(of: place)
        let name = name(of: place)
        while !badges.isEmpty, min(name.columns, 8) + badges.reduce(2, { $0 + $1.columns + 1 }) > room {
            badges.removeLast()
        }
        let right = badges.isEmpty ? [] : [Span(" ", .title)] + badges.flatMap { [$0, Span(" ", .title)] }
        let left = title(of: place, name, columns: room - right.columns - (right.isEmpty ? 0 : 1))
        let column = place.frame.column + margin
        put(left, row: place.frame.row, column: column, columns: room)
        put(right, row: place.frame.row, column: column + room - right.columns, columns: right.columns)
        if let session = scene.pane(place.pane)?.session, model.isFlashing(session) {
            flash(Area(row: place.frame.row, column: place.frame.column, rows: 1, columns: place.frame.columns))
        }
    }

    /// State and name: ` ● web `.
    private func name(of place: PanePlace) -> [Span] {
        let role: Role = place.pane == scene.focused ? .titleFocused : .title
        guard let session = scene.session(of: place.pane) else { return [Span(" gone ", .textDim)] }
        let look = model.look(of: session)
        return [Span(" ", role), Span(marks.glyph(look.state), look.role), Span(" \(line(session.name)) ", role)]
    }

    private func title(of place: PanePlace, _ name: [Span], columns: Int) -> [Span] {
        guard let session = scene.session(of: place.pane), columns > name.columns else { return cut(name, to: columns) }
        var spans = name
        if let banner = banner(of: session, columns: columns - spans.columns) { return spans + banner }
        let look = model.look(of: session)
        if look.wantsWord {
            let word = Span("\(look.word) ", look.role)
            if spans.columns + word.columns <= columns { spans.append(word) }
        }
        let text = description(of: session)
        let rest = columns - spans.columns - 1
        if !text.isEmpty, rest >= 6 { spans.append(Span(cut(" \(text)", to: rest) + " ", .textDim)) }
        return spans
    }

    /// What the program says of itself, or else what was started, unless the name says it already.
    func description(of session: SessionJSON) -> String {
        let (name, title) = (line(session.name), line(session.title))
        if !title.isEmpty, title != name { return title }
        let program = session.command.split(separator: "/").last.map(String.init) ?? session.command
        // Joined by hand: the library looks through all types of the program for that, and the first picture waits for it.
        let command = line(session.args.reduce(into: program) { $0 += " " + $1 })
        return command == name ? "" : command
    }

    /// What else there is to say of a pane, the most important first.
    private func badges(of place: PanePlace) -> [Span] {
        var badges: [Span] = []
        if let session = scene.session(of: place.pane), let key = cardKey(of: session) {
            // Room for what it asks is worth more than the rest.
            return [Span(key, .stateWaiting)]
        }
        if let copy = model.copies[place.pane] {
            badges.append(Span(model.position(of: copy), .textAccent))
            if let text = copy.commandText { badges.append(Span(text, .textAccent)) }
            if let hint = model.copyHint(of: copy) { badges.append(Span(hint, .textDim)) }
        }
        if let session = scene.pane(place.pane)?.session, model.hasBell(session) {
            badges.append(Span(marks.bell, .tabBell))
        }
        if scene.pane(place.pane)?.isMarked == true { badges.append(Span("sync", .borderMarked)) }
        if let progress = scene.screen(of: place.pane).flatMap(text) { badges.append(Span(progress, .textAccent)) }
        if let size = scene.foreignSize(of: place) { badges.append(Span(marks.text(size), .textDim)) }
        return badges
    }

    /// The progress that the program tells.
    private func text(_ screen: Screen) -> String? {
        switch screen.progress.state {
        case .none: nil
        case .normal: "\(screen.progress.percent)%"
        case .indeterminate: "busy"
        case .paused: "paused \(screen.progress.percent)%"
        case .error: "stuck \(screen.progress.percent)%"
        }
    }
}
