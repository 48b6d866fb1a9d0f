package import TendCore
package import TendScreen

/// Reads an agent's state off a screen, by its rules. Confined to whoever made it: compiled patterns cannot be shared.
package final class ScreenReader {
    let rules: DetectionRules
    private var compiled: [String: Regex<AnyRegexOutput>] = [:]

    /// - Parameter rules: with problems they are as good as none.
    package init(rules: DetectionRules) { self.rules = rules.problems.isEmpty ? rules : .none }

    /// What can be seen now.
    package func look(at screen: Screen) -> Sighting {
        let rows = ScreenRows(screen)
        var sighting = Sighting(title: state(ofTitle: screen.title))
        guard let rule = rules.rules.first(where: { applies($0, to: rows) }) else { return sighting }
        sighting.state = AgentState(rule.state)
        sighting.rule = rule.id
        if let place = rule.detail { sighting.detail = text(at: place, in: rows.all) ?? "" }
        if sighting.state == .error(.api) { sighting.state = .error(AgentState.Failure(message: sighting.detail)) }
        if let dialogRule = rule.dialog {
            sighting.dialog = dialog(dialogRule, answers: rules.answers?[rule.id] ?? [], in: rows)
            if sighting.detail.isEmpty { sighting.detail = sighting.dialog?.title ?? "" }
        }
        return sighting
    }

    private func state(ofTitle title: String) -> AgentState? {
        guard let rule = rules.title?.first(where: { matches($0.matches, title) }) else { return nil }
        return AgentState(rule.state)
    }

    /// What a notification means; nil: nothing is known of it.
    package func state(ofNotification title: String, _ body: String) -> AgentState? {
        let rule = rules.notifications?.first { matches($0.matches, body) || matches($0.matches, title) }
        return rule.flatMap { AgentState($0.state) }
    }

    private func applies(_ rule: DetectionRules.Rule, to rows: ScreenRows) -> Bool {
        rule.when.allSatisfy { condition in
            var texts = rows[condition.region ?? .screen]
            if condition.list == true { texts = pointedList(in: Array(texts)).map { [$0] } ?? [] }
            let found = texts.contains { row in
                let hasText = condition.contains.map { $0.contains(where: row.contains) } ?? true
                return hasText && (condition.matches.map { matches($0, row) } ?? true)
            }
            return found != (condition.no ?? false)
        }
    }

    // MARK: Patterns

    func matches(_ pattern: String, _ text: String) -> Bool { regex(pattern).map { text.contains($0) } ?? false }

    /// The groups of the first match: 0 is all of it.
    func groups(_ pattern: String, _ text: String) -> [String]? {
        guard let regex = regex(pattern), let match = text.firstMatch(of: regex) else { return nil }
        return (0..<match.output.count).map { match.output[$0].substring.map(String.init) ?? "" }
    }

    private func regex(_ pattern: String) -> Regex<AnyRegexOutput>? {
        if let regex = compiled[pattern] { return regex }
        guard let regex = try? Regex(pattern) else { return nil }  // Checked when the rules were taken.
        compiled[pattern] = regex
        return regex
    }

    func text(at place: DetectionRules.Place, in rows: [String]) -> String? {
        if let pattern = place.row {
            for row in rows.reversed() {
                guard let groups = groups(pattern, row) else { continue }
                return (groups.count > 1 ? groups[1] : groups[0]).trimmed
            }
            return nil
        }
        guard let after = place.after, let start = rows.firstIndex(where: { matches(after, $0) }) else { return nil }
        let rest = rows[(start + 1)...]
        let end = place.before.flatMap { before in rest.firstIndex { matches(before, $0) } } ?? rest.endIndex
        if let cut = place.cut, rest[..<end].contains(where: { matches(cut, $0) }) { return nil }
        return rest[..<end].map(\.trimmed).joined(separator: "\n").trimmed
    }
}

/// The rows of a screen as text, without the frames that dialogs have at their sides.
struct ScreenRows {
    /// Down to the last row that is not blank.
    let all: [String]
    /// The same with their looks.
    private let rows: [Row]
    private let cursor: Int

    init(_ screen: Screen) {
        var rows = screen.rows.map { ScreenRows.unframed($0.text) }
        while rows.last?.isEmpty == true { rows.removeLast() }
        all = rows
        self.rows = screen.rows
        cursor = screen.cursor.point.row
    }

    /// A frame has two sides, or a thick one at the left. What stands in it stays in its column, but for a frame at the left edge.
    private static func unframed(_ text: String) -> String {
        let inner = text.drop { $0 == " " }
        let margin = text.prefix(text.count - inner.count)
        if inner.first == "┃" { return blankless(margin + " " + inner.dropFirst()) }
        guard inner.first == "│", inner.last == "│", inner.count > 1 else { return text }
        return blankless((margin.isEmpty ? "" : margin + " ") + inner.dropFirst().dropLast())
    }

    /// A row of blanks is as good as an empty one.
    private static func blankless(_ text: String) -> String { text.allSatisfy { $0 == " " } ? "" : text }

    /// How the text of a row looks: by its first letter or digit. Nil: it has none.
    ///
    /// - Parameter column: where to begin, in characters of the row.
    func look(of row: Int, from column: Int = 0) -> Style? {
        let row = rows[row]
        let cell = row.cells.dropFirst(column).first { cell in
            guard let scalar = Unicode.Scalar(cell.glyph), cell.glyph != 0 else { return false }
            return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        return cell.map { row.style(of: $0) }
    }

    subscript(region: DetectionRules.Region) -> ArraySlice<String> {
        switch region {
        case .screen: all[...]
        case .top(let count): all.prefix(count)
        case .bottom(let count): all.suffix(count)
        case .last(let count): all.filter { !$0.isEmpty }.suffix(count)
        case .cursor(let count): all[min(all.count, max(0, cursor - count))..<min(all.count, cursor + count + 1)]
        }
    }
}

extension String {
    /// Without blanks and line feeds around it.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
