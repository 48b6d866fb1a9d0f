import TendCore
import TendScreen

/// A form in lines of so many columns.
struct FormText {
    private(set) var lines: [[Span]] = []
    /// For each line the field that it belongs to, as an index into those that are shown.
    private(set) var owners: [Int?] = []
    /// The cursor's line and column.
    private(set) var cursor: Point?
    let valueColumn: Int
    let valueColumns: Int
    private let marks: Marks
    private let labelColumns: Int

    init(_ form: Form, _ marks: Marks, columns: Int) {
        self.marks = marks
        let shown = form.shown
        let widest = shown.map { Width.of(text: $0.label) }.max() ?? 0
        labelColumns = min(widest, columns < 34 ? columns / 3 : max(14, columns * 3 / 10))
        valueColumn = 2 + labelColumns + (columns < 34 ? 1 : 2)
        valueColumns = max(4, columns - valueColumn)
        var group: String?
        for (index, field) in shown.enumerated() {
            if let heading = field.group, heading != group { addHeading(heading, columns) }
            group = field.group
            add(field, index, isSelected: field.key == form.selected, form)
        }
    }

    private mutating func addHeading(_ heading: String, _ columns: Int) {
        lines.append([Span("  " + heading, .popupTitle)].cut(to: columns, mark: marks.ellipsis))
        owners.append(nil)
    }

    private mutating func add(_ field: FormField, _ index: Int, isSelected: Bool, _ form: Form) {
        let label = Glyphs.cut(marks.plain(field.label), to: labelColumns, mark: marks.ellipsis)
        let pad = String(repeating: " ", count: valueColumn - 2 - Width.of(text: label))
        let lead = [
            Span(isSelected ? marks.pointer + " " : "  ", .popupTitle),
            Span(label + pad, isSelected ? .popupCurrent : .popup),
        ]
        let gap = [Span(String(repeating: " ", count: valueColumn), .popup)]
        let first = lines.count
        for (number, value) in values(field, isSelected: isSelected).enumerated() {
            lines.append((number == 0 ? lead : gap) + value.cut(to: valueColumns, mark: marks.ellipsis))
            owners.append(index)
        }
        if isSelected, field.isText { cursor = place(field, first) }
        if isSelected, !form.names.isEmpty, field.kind == .directory { addNames(form.names, gap, index) }
        guard let problem = form.problems[field.key] else { return }
        let room = max(4, valueColumns - 2)
        for (number, line) in AttentionText.folded(DisplayText.cleaned(problem, limit: 400), to: room).enumerated() {
            lines.append(gap + [Span((number == 0 ? "! " : "  ") + marks.plain(line), .stateFailed)])
            owners.append(index)
        }
    }

    /// What a directory may go on with, on two lines.
    private mutating func addNames(_ names: [String], _ gap: [Span], _ index: Int) {
        let rows = Popup.wrapped(
            names.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: " "), to: valueColumns)
        for (number, row) in rows.prefix(2).enumerated() {
            let more = number == 1 && rows.count > 2 ? " " + marks.ellipsis : ""
            let text = Glyphs.cut(row, to: valueColumns - Width.of(text: more), mark: marks.ellipsis) + more
            lines.append(gap + [Span(text.replacing("\u{A0}", with: " "), .popupDim)])
            owners.append(index)
        }
    }

    // MARK: Values

    private func values(_ field: FormField, isSelected: Bool) -> [[Span]] {
        switch field.kind {
        case .choice: return [choice(field, isSelected)]
        case .truth: return [truth(field)]
        case .secret(let isSet):
            if field.isToGo { return [[Span("will be removed", .stateWaiting)]] }
            guard field.text.text.isEmpty else { return [[Span(marks.plain(dots(field)), .popup)]] }
            if isSet { return [[Span("set", .popup)]] }
            return [
                [
                    Span("not set", field.isRequired ? .stateWaiting : .popupDim),
                    Span("  " + field.placeholder, .popupDim),
                ]
            ]
        case .lines where isSelected && field.value != nil:
            return TextLayout(field.text, columns: valueColumns).lines.map { [Span($0.text, .popup)] }
        case .line, .lines, .number, .directory:
            guard let value = field.value else { return [empty(field)] }
            guard !isSelected else {
                let skipped = field.text.scrolled(columns: valueColumns).skipped
                return [[Span(shown(field.text.text[skipped...]), .popup)]]
            }
            let rows = value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let kept = rows.prefix(FormText.restingLines).map {
                [Span(DisplayText.cleaned(String($0), limit: 400), .popup)]
            }
            let rest = rows.count - kept.count
            return kept + (rest > 0 ? [[Span("\(rest) more line\(rest == 1 ? "" : "s")", .popupDim)]] : [])
        }
    }

    /// Of a text that is not being typed.
    private static let restingLines = 3

    private func shown(_ characters: ArraySlice<Character>) -> String {
        var text = ""
        var columns = 0
        for character in characters {
            columns += Width.of(text: String(character))
            guard columns <= valueColumns else { break }
            text.append(character)
        }
        return text
    }

    private func dots(_ field: FormField) -> String {
        String(repeating: "•", count: min(field.text.text.count, valueColumns - 1))
    }

    /// What holds although nothing was typed.
    private func empty(_ field: FormField) -> [Span] {
        if let fallback = field.fallback, !fallback.isEmpty {
            return [Span("\(DisplayText.cleaned(fallback, limit: 200)) (\(field.origin))", .popupDim)]
        }
        if field.isRequired { return [Span("has to be given", .stateWaiting)] }
        return [Span(field.placeholder, .popupDim)]
    }

    private func choice(_ field: FormField, _ isSelected: Bool) -> [Span] {
        let chosen = field.choices.first { $0.value == field.text.string }
        let label: String
        if field.text.text.isEmpty, let fallback = field.fallback {
            label = (field.choices.first { $0.value == fallback }?.label ?? fallback) + " (\(field.origin))"
        } else {
            label = chosen?.label ?? field.text.string
        }
        let text = marks.plain(DisplayText.cleaned(label, limit: 200))
        let role: Role = field.text.text.isEmpty ? .popupDim : .popup
        let name =
            isSelected
            ? [Span(marks.before + " ", .popupKey), Span(text, role), Span(" " + marks.after, .popupKey)]
            : [Span(text, role)]
        guard let detail = chosen?.refusal ?? chosen?.detail, !detail.isEmpty else { return name }
        return name + [Span("  " + marks.plain(DisplayText.cleaned(detail, limit: 200)), .popupDim)]
    }

    private func truth(_ field: FormField) -> [Span] {
        let isTrue = field.effective == "true"
        let text = isTrue ? "[x] yes" : "[ ] no"
        guard field.text.text.isEmpty else { return [Span(text, .popup)] }
        return [Span(text + " (\(field.fallback == nil ? "default" : field.origin))", .popupDim)]
    }

    private func place(_ field: FormField, _ first: Int) -> Point {
        switch field.kind {
        case .lines:
            let layout = TextLayout(field.text, columns: valueColumns)
            return Point(row: first + layout.row, column: valueColumn + layout.column)
        case .secret:
            return Point(row: first, column: valueColumn + min(field.text.cursor, valueColumns - 1))
        default:
            return Point(row: first, column: valueColumn + field.text.scrolled(columns: valueColumns).cursor)
        }
    }
}
