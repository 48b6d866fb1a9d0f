import TendCore
import TendScreen

extension ScreenReader {
    private struct OptionRow {
        var number: Int
        var label: String
        /// In ``ScreenRows/all``.
        var row: Int
        /// Where the label of one of several in a row begins.
        var column = 0
        /// The rows below it up to a blank one or the next option.
        var continued: ArraySlice<String> = []
    }

    /// The dialog at the bottom of the screen; nil if its options cannot be made out.
    func dialog(
        _ rule: DetectionRules.DialogRule, answers: [DetectionRules.AnswerRule], in rows: ScreenRows
    ) -> Dialog? {
        if rule.typed == true { return typedDialog(rule, answers, in: rows) }
        let options = optionRows(rule, rows.all)
        guard let first = options.first, let last = options.last else { return nil }
        let reach = max(0, first.row - 20)
        let top =
            rule.begins.map { begins in
                rows.all[..<first.row].lastIndex { matches(begins, $0) }
            }
            ?? rows.all[reach..<first.row].lastIndex { row in
                row.first { $0 != " " }.map { "╭┌┏╔".contains($0) } ?? false
            }
        // The row that begins it is its own if it says something.
        let start = top ?? reach
        let body = Array(rows.all[start..<first.row])
        let all = Array(rows.all[start...])
        let title =
            rule.title.flatMap { text(at: $0, in: all) } ?? body.last { !$0.trimmed.isEmpty }?.trimmed ?? ""
        let submit = rule.submit.flatMap { pattern in
            rows.all[(last.row + 1)...].firstIndex { matches(pattern, $0) }
        }
        let hasField = answers.contains { $0.text == true }
        var places = options.map { (place: Dialog.Place.option($0.number), row: $0.row, column: $0.column) }
        if let submit { places.append((.submit, submit, 0)) }
        // An option of a pattern is its label: what else its row shows may come and go with the highlight.
        var shown = rows.all
        if rule.options != nil {
            for option in options { shown[option.row] = option.column == 0 ? option.label : rows.all[option.row] }
        }
        let command = rule.command.flatMap { text(at: $0, in: all) }
        return Dialog(
            kind: rule.kind, title: title, tool: rule.tool.flatMap { text(at: $0, in: all) }, command: command,
            options: options.compactMap { option($0, isLast: $0.number == last.number, rule, answers) },
            field: hasField ? last.number : nil,
            isMultiple: rule.multiple.map { multiple in all.contains { matches(multiple, $0) } } ?? false,
            hasSubmit: submit != nil, isAcross: last.column > 0, highlight: highlight(among: places, in: rows),
            cancel: rule.cancel ?? [],
            text: text(of: rows.all[start...last.row] + last.continued, without: [title, command]),
            // What stands below the options of a question are hints, and they change with the highlight.
            fingerprint: rule.kind == .question || hasField
                ? fingerprint(of: shown[start...last.row].dropLast(hasField ? 1 : 0))
                : fingerprint(of: shown[start...]))
    }

    /// A question in the cursor's row that wants a letter.
    private func typedDialog(
        _ rule: DetectionRules.DialogRule, _ answers: [DetectionRules.AnswerRule], in rows: ScreenRows
    ) -> Dialog? {
        let row = Array(rows[.cursor(0)])
        guard !row.isEmpty else { return nil }
        let title = rule.title.flatMap { text(at: $0, in: row) } ?? row[0].trimmed
        return Dialog(
            kind: rule.kind, title: title,
            options: answers.map { Dialog.Option(label: $0.label, verdict: $0.verdict, keys: $0.keys ?? []) },
            text: text(of: rows[.cursor(6)], without: [title]),
            // The rows above tell what it is about: the same words may be asked again.
            fingerprint: fingerprint(of: rows[.cursor(6)]))
    }

    /// The rows as a person reads them, without the lines around them, the highlight, and what is told elsewhere.
    private func text(of rows: ArraySlice<String>, without told: [String?]) -> String {
        let told = Set(told.compactMap(\.self).flatMap { $0.split(separator: "\n").map { String($0).trimmed } })
        return rows.map { row in
            let text = row.trimmed
            return isPointed(text) ? String(text.drop { $0 == "│" || $0 == " " }.dropFirst()).trimmed : text
        }.filter { row in
            // The top of a frame may have a title.
            let isTop = "╭┌┏╔".contains(row.first ?? " ") && "╮┐┓╗".contains(row.last ?? " ")
            let isTold = told.contains(row) || row.last == ":" && told.contains(String(row.dropLast()))
            return !isTold && !isTop && !row.allSatisfy { "─━╌┄│┌┐└┘╭╮╰╯├┤ ".contains($0) }
        }.joined(separator: "\n")
    }

    /// Which option is highlighted or ticked is no part of the question, nor are lines that are drawn around it.
    private func fingerprint(of rows: ArraySlice<String>) -> String {
        rows.map { row in
            let text = String(row.map { ScreenReader.pointers.contains($0) ? " " : $0 }).trimmed
            guard let parts = groups(#"^(\[?\d[.\])]\s+)(\S.*)$"#, text) else { return unmarked(text).text }
            return parts[1] + unmarked(parts[2]).text
        }.filter { row in
            // A spinner turns while the dialog stays.
            !row.allSatisfy { "─━╌┄│┌┐└┘╭╮╰╯├┤ ".contains($0) } && !("\u{2801}"..."\u{28FF}").contains(row.first ?? " ")
        }.joined(separator: "\n")
    }

    /// The text without the check mark before it, and whether that is set; nil: there is none.
    private func unmarked(_ text: String) -> (isChecked: Bool?, text: String) {
        guard let parts = groups(#"^(?:\[([^\d])\]|([☐☑☒○◉●])) (.*)$"#, text) else { return (nil, text) }
        return (![" ", "☐", "○"].contains(parts[1] + parts[2]), parts[3])
    }

    // MARK: The highlight

    private static let pointers = "❯›→>●▸▶"

    /// Behind the line that some draw at the left of a dialog.
    private func isPointed(_ row: String) -> Bool {
        row.first { $0 != " " && $0 != "│" }.map { ScreenReader.pointers.contains($0) } ?? false
    }

    /// The row with a pointer, or else the one that looks different from all others.
    private func highlight(
        among places: [(place: Dialog.Place, row: Int, column: Int)], in rows: ScreenRows
    ) -> Dialog.Place? {
        let pointed = places.filter { isPointed(rows.all[$0.row]) }
        if !pointed.isEmpty { return pointed.count == 1 ? pointed[0].place : nil }
        let looks = places.map { rows.look(of: $0.row, from: $0.column) }
        /// The one whose property no other one has, if all others have the same.
        func odd<Value: Hashable>(_ property: (Style) -> Value) -> Dialog.Place? {
            let values = looks.map { $0.map(property) }
            let groups = Dictionary(grouping: values.indices) { values[$0] }.values
            guard groups.count == 2 else { return nil }
            let single = groups.filter { $0.count == 1 }
            if single.count == 1 { return places[single[0][0]].place }
            // Of two rows the one that is drawn specially.
            let plain = property(.plain)
            let special = values.indices.filter { values[$0] != plain }
            return special.count == 1 ? places[special[0]].place : nil
        }
        struct Ground: Hashable {
            var color: Color
            var isReversed: Bool
        }
        return odd { Ground(color: $0.background, isReversed: $0.attributes.contains(.reverse)) }
            ?? odd(\.foreground)
    }

    // MARK: Options

    /// The lowest rows that are numbered from 1 on, or those that the rule means.
    private func optionRows(_ rule: DetectionRules.DialogRule, _ rows: [String]) -> [OptionRow] {
        var options = rule.options.map { listed($0, rows) } ?? numbered(rows)
        for index in options.indices {
            let start = options[index].row + 1
            let end = index + 1 < options.count ? options[index + 1].row : rows.count
            // Those of one row have none.
            options[index].continued = rows[start..<max(start, end)].prefix { row in
                !row.trimmed.isEmpty && !"╰└┗╚".contains(row.trimmed.first ?? " ")
                    && !(rule.submit.map { matches($0, row) } ?? false)
            }
        }
        return options
    }

    /// Between two options of a list there are this many rows at most, for descriptions and blank ones.
    private static let longestGap = 3

    /// The lowest rows that match, close to one another.
    private func listed(_ pattern: String, _ rows: [String]) -> [OptionRow] {
        var found: [(row: Int, groups: [String])] = []
        for row in rows.indices.reversed() {
            if let below = found.first, below.row - row > ScreenReader.longestGap + 1 { break }
            if let groups = groups(pattern, rows[row]) { found.insert((row, groups), at: 0) }
        }
        if let only = found.last, only.groups.count > 2 { return sideBySide(only.groups.dropFirst(), rows, only.row) }
        return found.enumerated().map { index, found in
            OptionRow(
                number: index + 1, label: found.groups.count > 1 ? found.groups[1] : found.groups[0], row: found.row)
        }
    }

    private func sideBySide(_ labels: ArraySlice<String>, _ rows: [String], _ row: Int) -> [OptionRow] {
        var options: [OptionRow] = []
        var rest = rows[row][...]
        for label in labels {
            guard let range = rest.firstRange(of: label) else { return [] }
            let column = rows[row].distance(from: rows[row].startIndex, to: range.lowerBound)
            options.append(OptionRow(number: options.count + 1, label: label, row: row, column: column))
            rest = rest[range.upperBound...]
        }
        return options
    }

    /// The first option of the lowest list with numbers, if a pointer stands before exactly one, all numbers stand in one column, and there
    /// is little below them: hints, the end of a frame, a status line.
    func pointedList(in rows: [String]) -> String? {
        let options = numbered(rows)
        guard options.count > 1, options.count(where: { isPointed(rows[$0.row]) }) == 1 else { return nil }
        let columns = Set(options.map { option in rows[option.row].prefix { !$0.isNumber }.count })
        let gaps = zip(options, options.dropFirst()).map { $1.row - $0.row - 1 }
        let below = rows[(options[options.count - 1].row + 1)...].count { !$0.isEmpty }
        guard columns.count == 1, below <= 7, gaps.allSatisfy({ $0 <= ScreenReader.longestGap }) else { return nil }
        return options[0].label.trimmed
    }

    private func numbered(_ rows: [String]) -> [OptionRow] {
        var options: [OptionRow] = []
        for row in rows.indices.reversed() {
            guard let groups = groups(#"^\s*(?:[❯›→>●▸▶]\s*)?\[?(\d)[.\])]\s+(\S.*)$"#, rows[row]),
                let number = Int(groups[1])
            else { continue }
            if let above = options.first, number != above.number - 1 {
                // Another list further up.
                if options.first?.number == 1 { break }
                continue
            }
            options.insert(OptionRow(number: number, label: groups[2], row: row), at: 0)
            if number == 1 { break }
        }
        return options.first?.number == 1 ? options : []
    }

    private func option(
        _ row: OptionRow, isLast: Bool, _ rule: DetectionRules.DialogRule, _ answers: [DetectionRules.AnswerRule]
    ) -> Dialog.Option? {
        let (isChecked, text) = unmarked(row.label.trimmed)
        var label = text
        if rule.kind == .question {
            // The description stands in a column of its own, or behind a dash, or in the next row.
            label = groups(#"^(.*?)(?:\s{2,}| - |$)"#, text)?[1].trimmed ?? text
        } else {
            // A long label goes on in the next rows, further in.
            for rest in row.continued.prefix(isLast ? 1 : 2) {
                guard rest.hasPrefix("    "), !rest.contains(" · ") else { break }
                label += " " + rest.trimmed
            }
        }
        let known = answers.first { matches($0.label, label) }
        if known?.keys?.isEmpty == true || known?.text == true && !isLast { return nil }
        let verdict = known.map(\.verdict) ?? (rule.kind == .question ? nil : ScreenReader.verdict(of: label))
        let keys = (known?.keys ?? ["{n}"]).map { $0 == "{n}" ? String(row.number) : $0 }
        return Dialog.Option(
            label: label, verdict: verdict, keys: keys, number: row.number, isChecked: isChecked,
            text: ([text] + row.continued.map(\.trimmed)).joined(separator: " "), takesText: known?.text == true)
    }

    /// What an option says in the words that agents commonly use; nil if it is something else.
    private static func verdict(of label: String) -> Decision.Verdict? {
        let text = label.lowercased()
        let isYes = ["yes", "allow", "approve", "always", "proceed", "trust", "continue"].contains {
            text.hasPrefix($0)
        }
        if ["no", "deny", "reject", "cancel", "quit", "don't", "skip"].contains(where: { text.hasPrefix($0) }) {
            return .deny
        }
        guard isYes else { return nil }
        if text.contains("session") { return .allowSession }
        if text.contains("always") || text.contains("don't ask again") { return .allowAlways }
        return .allow
    }
}
