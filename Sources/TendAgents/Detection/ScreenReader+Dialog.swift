import TendCore

extension ScreenReader {
    private struct OptionRow {
        var number: Int
        var label: String
        var row: Int
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
        let isMultiple = rule.multiple.map { multiple in all.contains { matches(multiple, $0) } } ?? false
        let shown = options.enumerated().compactMap { index, option in
            let end = index + 1 < options.count ? options[index + 1].row : last.row + 2
            return self.option(option, continued: rows.all[(option.row + 1)..<min(end, rows.all.count)], rule, answers)
        }
        return Dialog(
            kind: rule.kind, title: title, tool: rule.tool.flatMap { text(at: $0, in: all) },
            command: rule.command.flatMap { text(at: $0, in: all) }, options: shown, isMultiple: isMultiple,
            fingerprint: fingerprint(of: all))
    }

    /// A question in the cursor's row that wants a letter.
    private func typedDialog(
        _ rule: DetectionRules.DialogRule, _ answers: [DetectionRules.AnswerRule], in rows: ScreenRows
    ) -> Dialog? {
        let row = Array(rows[.cursor(0)])
        guard !row.isEmpty else { return nil }
        return Dialog(
            kind: rule.kind, title: rule.title.flatMap { text(at: $0, in: row) } ?? row[0].trimmed,
            options: answers.map { Dialog.Option(label: $0.label, verdict: $0.verdict, keys: $0.keys ?? []) },
            // The rows above tell what it is about: the same words may be asked again.
            fingerprint: fingerprint(of: Array(rows[.cursor(6)])))
    }

    /// Which option is highlighted is no part of the question.
    private func fingerprint(of rows: [String]) -> String {
        rows.map { row in
            String(row.map { "❯›→>".contains($0) ? " " : $0 }).trimmed
        }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The lowest rows that are numbered from 1 on.
    private func optionRows(_ rule: DetectionRules.DialogRule, _ rows: [String]) -> [OptionRow] {
        if let pattern = rule.options {
            let found = rows.indices.compactMap { row in groups(pattern, rows[row]).map { (row, $0) } }
            return found.enumerated().map { index, found in
                OptionRow(number: index + 1, label: found.1.count > 1 ? found.1[1] : found.1[0], row: found.0)
            }
        }
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
        _ row: OptionRow, continued: ArraySlice<String>, _ rule: DetectionRules.DialogRule,
        _ answers: [DetectionRules.AnswerRule]
    ) -> Dialog.Option? {
        var label = row.label.trimmed
        if rule.kind == .question {
            // The description stands in a column of its own, or behind a dash, or in the next row.
            label = groups(#"^(?:\[.\] )?(.*?)(?:\s{2,}| - |$)"#, label)?[1].trimmed ?? label
        } else {
            // A long label goes on in the next rows, further in.
            for rest in continued.prefix(2) {
                guard rest.hasPrefix("    "), !rest.trimmed.isEmpty, !rest.contains(" · ") else { break }
                label += " " + rest.trimmed
            }
        }
        let known = answers.first { matches($0.label, label) }
        if known?.keys?.isEmpty == true { return nil }
        let verdict = known.map(\.verdict) ?? (rule.kind == .question ? nil : ScreenReader.verdict(of: label))
        let keys = (known?.keys ?? ["{n}"]).map { $0 == "{n}" ? String(row.number) : $0 }
        return Dialog.Option(label: label, verdict: verdict, keys: keys)
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
