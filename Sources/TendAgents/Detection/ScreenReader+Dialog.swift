import TendCore
import TendScreen

extension ScreenReader {
    private struct OptionRow {
        var number: Int
        var label: String
        /// In ``ScreenRows/all``.
        var row: Int
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
        let top = rule.begins.flatMap { begins in
            rows.all[..<first.row].lastIndex { matches(begins, $0) }
        }
        // The row that begins it is its own if it says something.
        let start = top ?? max(0, first.row - 20)
        let body = Array(rows.all[start..<first.row])
        let all = Array(rows.all[start...])
        let title =
            rule.title.flatMap { text(at: $0, in: all) } ?? body.last { !$0.trimmed.isEmpty }?.trimmed ?? ""
        let submit = rule.submit.flatMap { pattern in
            rows.all[(last.row + 1)...].firstIndex { matches(pattern, $0) }
        }
        let hasField = answers.contains { $0.text == true }
        var places = options.map { (place: Dialog.Place.option($0.number), row: $0.row) }
        if let submit { places.append((.submit, submit)) }
        let command = rule.command.flatMap { text(at: $0, in: all) }
        return Dialog(
            kind: rule.kind, title: title, tool: rule.tool.flatMap { text(at: $0, in: all) }, command: command,
            options: options.compactMap { option($0, isLast: $0.number == last.number, rule, answers) },
            field: hasField ? last.number : nil,
            isMultiple: rule.multiple.map { multiple in all.contains { matches(multiple, $0) } } ?? false,
            hasSubmit: submit != nil, highlight: highlight(among: places, in: rows), cancel: rule.cancel ?? [],
            text: text(of: rows.all[start...last.row] + last.continued, without: [title, command]),
            // What stands below the options of a question are hints, and they change with the highlight.
            fingerprint: rule.kind == .question || hasField
                ? fingerprint(of: Array(rows.all[start...last.row]).dropLast(hasField ? 1 : 0))
                : fingerprint(of: all[...]))
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
            return text.first.map { "❯›→>".contains($0) } == true ? String(text.dropFirst()).trimmed : text
        }.filter { row in !told.contains(row) && !row.allSatisfy { "─━╌┄│┌┐└┘╭╮╰╯├┤ ".contains($0) } }
            .joined(separator: "\n")
    }

    /// Which option is highlighted or ticked is no part of the question, nor are lines that are drawn around it.
    private func fingerprint(of rows: ArraySlice<String>) -> String {
        rows.map { row in
            let text = String(row.map { "❯›→>".contains($0) ? " " : $0 }).trimmed
            guard let parts = groups(#"^(\[?\d[.\])]\s+)(\S.*)$"#, text) else { return unmarked(text).text }
            return parts[1] + unmarked(parts[2]).text
        }.filter { row in !row.allSatisfy { "─━╌┄│┌┐└┘╭╮╰╯├┤ ".contains($0) } }.joined(separator: "\n")
    }

    /// The text without the check mark before it, and whether that is set; nil: there is none.
    private func unmarked(_ text: String) -> (isChecked: Bool?, text: String) {
        guard let parts = groups(#"^(?:\[([^\d])\]|([☐☑☒○◉●])) (.*)$"#, text) else { return (nil, text) }
        return (![" ", "☐", "○"].contains(parts[1] + parts[2]), parts[3])
    }

    // MARK: The highlight

    /// The row with a pointer, or else the one that looks different from all others.
    private func highlight(
        among places: [(place: Dialog.Place, row: Int)], in rows: ScreenRows
    ) -> Dialog.Place? {
        let pointed = places.filter { rows.all[$0.row].trimmed.first.map { "❯›→>".contains($0) } ?? false }
        if !pointed.isEmpty { return pointed.count == 1 ? pointed[0].place : nil }
        let looks = places.map { rows.look(of: $0.row) }
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
            options[index].continued = rows[start..<end].prefix { row in
                !row.trimmed.isEmpty && !(rule.submit.map { matches($0, row) } ?? false)
            }
        }
        return options
    }

    private func listed(_ pattern: String, _ rows: [String]) -> [OptionRow] {
        let found = rows.indices.compactMap { row in groups(pattern, rows[row]).map { (row, $0) } }
        return found.enumerated().map { index, found in
            OptionRow(number: index + 1, label: found.1.count > 1 ? found.1[1] : found.1[0], row: found.0)
        }
    }

    private func numbered(_ rows: [String]) -> [OptionRow] {
        var options: [OptionRow] = []
        for row in rows.indices.reversed() {
            guard let groups = groups(#"^\s*(?:[❯›→>]\s*)?\[?(\d)[.\])]\s+(\S.*)$"#, rows[row]),
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
