import TendCore
import TendScreen

extension Popup {
    /// The form that has the keys, or lies under a list for one of its fields.
    init?(formIn scene: Scene) {
        guard let form = scene.model.form else { return nil }
        self.init(form, scene)
    }

    /// Almost as large as the screen, if its fields need that; its height does not change while it is filled in.
    init(_ form: Form, _ scene: Scene) {
        let size = scene.size
        let marks = Marks(scene.model.theme)
        let isBoxed = size.rows >= 10 && size.columns >= 30
        let columns = isBoxed ? min(96, size.columns - (size.columns >= 60 ? 6 : 2)) - 4 : size.columns
        let text = FormText(form, marks, columns: columns)
        let footer = Popup.footer(form, marks, columns: columns, in: size)
        let most = size.rows - (isBoxed ? size.rows >= 24 ? 5 : 3 : 0) - footer.lines.count
        let rows = max(1, min(text.lines.count, most))
        if isBoxed {
            // A line above the footer.
            self.init(rows: rows + 1 + footer.lines.count, columns: columns + 2, in: size)
            hasRule = true
        } else {
            self.init(Area(row: 0, column: 0, rows: size.rows, columns: size.columns), hasBox: false)
        }
        self.footer = footer.lines
        lines = text.lines
        owners = text.owners
        count = lines.count
        list = inside.inset(columns: hasBox ? 1 : 0)
        list.rows = max(1, inside.rows - footer.lines.count - (hasRule ? 1 : 0))
        let index = form.shown.firstIndex { $0.key == form.selected }
        first = Popup.first(
            owners.firstIndex(of: index) ?? 0, owners.lastIndex(of: index) ?? 0, cursor: text.cursor?.row,
            count: count, rows: list.rows)
        valueColumn = list.column + text.valueColumn
        valueColumns = text.valueColumns
        if let place = text.cursor, (first..<first + list.rows).contains(place.row) {
            cursor = Point(row: list.row + place.row - first, column: list.column + place.column)
        }
        choices = Popup.buttons(
            self.footer.dropFirst(footer.keys).first ?? [], row: footerRow + footer.keys, list.column)
    }

    var footerRow: Int { list.row + list.rows + (hasRule ? 1 : 0) }

    /// With all lines of the selected field in sight, or else the cursor's.
    private static func first(_ top: Int, _ bottom: Int, cursor: Int?, count: Int, rows: Int) -> Int {
        let middle = (top + bottom) / 2
        var first = max(0, min(middle - rows / 2, count - rows))
        if let cursor, bottom - top >= rows { first = max(0, min(cursor - rows / 2, count - rows)) }
        return first
    }

    // MARK: Below the fields

    /// The command line, what the field is for, and the keys; `keys`: which line they begin on.
    private static func footer(
        _ form: Form, _ marks: Marks, columns: Int, in size: Size
    ) -> (lines: [[Span]], keys: Int) {
        var lines: [[Span]] = []
        let failure = form.failure.map { failure in
            AttentionText.folded(DisplayText.cleaned(failure, limit: 600), to: columns - 2).enumerated().map {
                [Span(($0.offset == 0 ? "! " : "  ") + marks.plain($0.element), .stateFailed)]
            }
        }
        let isTiny = size.rows < 8
        if form.purpose == .session, !isTiny {
            let most = size.rows >= 30 ? 3 : size.rows >= 20 ? 2 : 1
            lines += failure?.cut(to: most, columns, marks) ?? command(form, marks, columns: columns, most: most)
            lines += Array(repeating: [], count: most - lines.count)
        } else if let failure {
            if isTiny { return ([failure[0]], 1) }
            lines += failure.prefix(3)
        }
        if size.rows >= 16 {
            let note = form.current?.note ?? ""
            lines.append(
                [Span(marks.plain(DisplayText.cleaned(note, limit: 300)), .popupDim)].cut(
                    to: columns, mark: marks.ellipsis))
        }
        let keys = lines.count
        let hints = hints(form, marks, columns: columns)
        let most = size.rows >= 16 && columns < 60 ? 2 : 1
        var rows = hints.lines(columns: columns, most: most, isTight: false)
        rows += Array(repeating: [], count: max(0, most - rows.count))
        return (lines + rows, keys)
    }

    /// The command line, and below it what there is to say of it, if there is room for both.
    private static func command(_ form: Form, _ marks: Marks, columns: Int, most: Int) -> [[Span]] {
        guard !form.line.isEmpty else { return [] }
        let text = marks.plain(DisplayText.cleaned(form.line, limit: 4000))
        let line = AttentionText.folded(text, to: columns - 2, isExact: true).enumerated().map {
            [Span($0.offset == 0 ? "$ " : "  ", .popupKey), Span($0.element, .popup)]
        }
        var remarks = form.notes.map { [Span("! " + marks.plain(DisplayText.cleaned($0, limit: 400)), .stateWaiting)] }
        if !form.worktree.isEmpty {
            remarks.append([Span("  " + marks.plain(DisplayText.cleaned(form.worktree, limit: 400)), .popupDim)])
        }
        remarks = remarks.prefix(most - 1).map { $0.cut(to: columns, mark: marks.ellipsis) }
        return line.cut(to: most - remarks.count, columns, marks) + remarks
    }

    private static func hints(_ form: Form, _ marks: Marks, columns: Int) -> KeyHints {
        var hints = KeyHints(marks)
        guard !form.isBusy else {
            hints.add("", form.purpose == .session ? "starting\(marks.ellipsis)" : "saving\(marks.ellipsis)")
            return hints
        }
        hints.add("Enter", form.purpose == .session ? "start" : "save")
        hints.add("Esc", "leave")
        // What is left out is in the manual; what can be clicked stays.
        guard columns >= 38 else { return hints }
        switch form.current?.kind {
        case .directory:
            hints.add("Tab", "complete, next", "next")
            hints.add("C-r", "recent ones", "recent")
        case .lines:
            hints.add("Tab", "next")
            hints.add("M-Enter", "new line", "line")
        case .choice:
            hints.add("Tab", "next")
            hints.add("Left Right", "change", "change")
            hints.add("Space", "list")
            if form.canBeCleared { hints.add("Del", "default") }
        case .truth:
            hints.add("Tab", "next")
            hints.add("Space", "change")
            if form.canBeCleared { hints.add("Del", "default") }
        case .secret(isSet: true) where form.purpose != .session:
            hints.add("Tab", "next")
            hints.add("Del", "remove it", "remove")
        default:
            hints.add("Tab", "next")
            if form.current?.choices.isEmpty == false { hints.add("C-r", "list") }
        }
        return hints
    }

    /// The first two keys can be clicked.
    private static func buttons(_ line: [Span], row: Int, _ column: Int) -> [Area] {
        guard line.count >= 5, line[0].text == "Enter" else { return [] }
        let first = Area(row: row, column: column, rows: 1, columns: line[0].columns + line[1].columns)
        let second = first.lastColumn + 1 + line[2].columns
        return [first, Area(row: row, column: second, rows: 1, columns: line[3].columns + line[4].columns)]
    }
}

extension [[Span]] {
    /// At most so many lines; the last one says that there are more.
    fileprivate func cut(to most: Int, _ columns: Int, _ marks: Marks) -> [[Span]] {
        guard count > most, most > 0 else { return self }
        let last = (self[most - 1] + [Span("  ", .popup)]).cut(to: columns - 2, mark: marks.ellipsis)
        let rest = last.last?.text.hasSuffix(marks.ellipsis) == true ? [] : [Span(marks.ellipsis, .popupDim)]
        return prefix(most - 1) + [last + rest]
    }
}
