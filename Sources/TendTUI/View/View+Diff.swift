import TendCore
import TendScreen

extension Popup {
    /// Over all panes: a diff wants room.
    init?(_ review: DiffReview, _ scene: Scene) {
        let room = scene.tabArea
        self.init(room, hasBox: room.rows >= 7 && room.columns >= 24)
        list = inside.inset(columns: hasBox ? 1 : 0)
        if hasBox {
            footer = DiffKeys.lines(review, scene.model, columns: list.columns)
            list.rows = max(1, list.rows - footer.count)
        }
        count = scene.model.rows(of: review).count
        // The selected line a third down, so that what follows is seen.
        first = max(0, min(review.selected - list.rows / 3, count - list.rows))
    }
}

/// The keys below a diff.
enum DiffKeys {
    static func lines(_ review: DiffReview, _ model: Model, columns: Int) -> [[Span]] {
        let count = model.comments[review.session]?.count ?? 0
        var keys = [("n p", "file"), ("] [", "hunk")]
        if !model.isReadOnly {
            keys += [("v", "select"), ("c", "comment")]
            if count > 0 { keys += [("s", "send \(count)"), ("x", "remove")] }
        }
        keys += [("r", "refresh"), ("Esc", "close")]
        var line: [Span] = []
        for (key, label) in keys {
            let piece = [Span(key, .popupKey), Span(" \(label)", .popup)]
            let gap = line.isEmpty ? [] : [Span(" \(Marks(model.theme).dot) ", .popupDim)]
            guard line.columns + gap.columns + piece.columns <= columns else { break }
            line += gap + piece
        }
        return [line]
    }
}

extension View {
    mutating func draw(_ review: DiffReview, _ popup: Popup) {
        let name = model.sessions.first { $0.id == review.session }?.name ?? review.session
        let place = review.diff.map { " \(marks.dash) \(line($0.directory))" } ?? ""
        drawFrame(popup, title: "changes of \(line(name))\(place)", note: total(review.diff))
        let rows = model.rows(of: review)
        guard !rows.isEmpty, let diff = review.diff else {
            let text = review.problem ?? "asking git" + marks.ellipsis
            let lines = AttentionText.folded(text, to: popup.list.columns)
            for (index, text) in lines.prefix(popup.list.rows).enumerated() {
                put([Span(text, review.problem == nil ? .popupDim : .popup)], popup, index)
            }
            drawFooter(popup)
            return
        }
        let digits = String(rows.compactMap(\.number).max() ?? 0).count
        for index in 0..<max(0, min(popup.list.rows, rows.count - popup.first)) {
            let number = popup.first + index
            let isSelected = review.selection.contains(number)
            put(spans(rows[number], review, diff, digits: digits, isSelected: isSelected), popup, index)
        }
        drawFooter(popup)
    }

    private mutating func put(_ spans: [Span], _ popup: Popup, _ index: Int) {
        put(spans, row: popup.list.row + index, column: popup.list.column, columns: popup.list.columns)
    }

    private mutating func drawFooter(_ popup: Popup) {
        for (index, line) in popup.footer.enumerated() {
            put(
                line, row: popup.list.row + popup.list.rows + index, column: popup.list.column,
                columns: popup.list.columns)
        }
    }

    private func total(_ diff: DiffJSON?) -> String {
        guard let diff, !diff.files.isEmpty else { return "" }
        let (added, removed) = diff.files.reduce((0, 0)) { ($0.0 + $1.added, $0.1 + $1.removed) }
        let files = diff.files.count == 1 ? "1 file" : "\(diff.files.count) files"
        return "\(files) +\(added) -\(removed)"
    }

    /// `▸   12 +let year = 4`: pointer, number of the line as it is now, text.
    private func spans(
        _ row: DiffRow, _ review: DiffReview, _ diff: DiffJSON, digits: Int, isSelected: Bool
    ) -> [Span] {
        let pointer = Span(isSelected ? marks.pointer + " " : "  ", .popupTitle)
        func plain(_ text: String, _ role: Role) -> [Span] { [pointer, Span(text, isSelected ? .popupCurrent : role)] }
        switch row.kind {
        case .entry(let index):
            let file = diff.files[index]
            let counts = [Span(" +\(file.added)", .diffAdded), Span(" -\(file.removed)", .diffRemoved)]
            return plain(line(row.text), .popup) + (file.binary ? [] : counts) + [Span(word(of: file), .popupDim)]
        case .comment: return [pointer, Span("\(marks.dot) ", .popupKey)] + plain(line(row.text), .popup).dropFirst()
        case .file(let index):
            let old = diff.files[index].oldPath.map { " (was \(line($0)))" } ?? ""
            return plain(line(row.text) + old, .popupTitle) + [Span(word(of: diff.files[index]), .popupDim)]
        case .hunk:
            let dash = String(repeating: marks.dash, count: digits + 1)
            return plain("\(dash) \(line(row.text))", .popupDim)
        case .line(_, _, let new):
            let number = new.map(String.init) ?? ""
            let lead = String(repeating: " ", count: digits - number.count) + number + " "
            let role: Role =
                row.text.hasPrefix("+") ? .diffAdded : row.text.hasPrefix("-") ? .diffRemoved : .diffContext
            let shown = (row.text.isEmpty ? " " : row.text).replacing("\t", with: "    ")
            // The sign stays in sight.
            let moved = shown.prefix(1) + shown.dropFirst(1 + review.offset)
            return [pointer, Span(lead, .popupDim), Span(String(moved), isSelected ? .popupCurrent : role)]
        case .note: return plain(line(row.text), .popupDim)
        case .gap: return plain("", .popup)
        }
    }

    private func word(of file: DiffJSON.File) -> String {
        file.status == .modified ? "" : "  \(file.status.rawValue)"
    }
}

extension DiffRow {
    fileprivate var number: Int? { if case .line(_, let old, let new) = kind { max(old ?? 0, new ?? 0) } else { nil } }
}
