package import TendCore
import TendScreen

/// How an agent's state is read off its screen: the `detection` of a manifest. The first rule whose conditions all hold applies.
///
/// Dialogs stand at the bottom of the screen, where an agent at its prompt has its input box; rules that look there only cannot be
/// deceived by what an agent says, since that stands above.
package struct DetectionRules: Hashable, Sendable, Codable {
    /// Which part of the screen a condition looks at.
    package enum Region: Hashable, Sendable {
        case screen
        /// So many rows from the top, or up from the last row that is not blank.
        case top(Int), bottom(Int)
        /// So many rows up from the end that are not blank. Agents whose conversation is short leave rows between it and their input box.
        case last(Int)
        /// The cursor's row and so many above and below it.
        case cursor(Int)
    }

    /// Holds if some row of the region has one of the texts, or matches; with `no` if none does.
    package struct Condition: Hashable, Sendable, Codable {
        package var region: Region?
        package var contains: [String]?
        package var matches: String?
        /// It is not about rows: the region has a list of two and more numbered options, a pointer before one of them, and the text
        /// is that of the first option.
        package var list: Bool?
        package var no: Bool?

        package enum CodingKeys: String, CodingKey {
            case region = "in"
            case contains, matches, list, no
        }
    }

    /// Where in the rows of a dialog something stands: the first group of a pattern, or the rows between two patterns.
    package struct Place: Hashable, Sendable, Codable {
        package var row: String?
        package var after: String?
        package var before: String?
        /// A row between them that matches may have lost its end: then nothing is said of it.
        package var cut: String?
    }

    package struct DialogRule: Hashable, Sendable, Codable {
        package var kind: AttentionItem.Kind
        /// The row above which nothing belongs to it, the lowest that matches. Without: 20 rows above the first option.
        package var begins: String?
        /// Without: the last row above the options.
        package var title: Place?
        package var tool: Place?
        package var command: Place?
        /// Options have no numbers: the pattern of their rows, with the label as first group. With several groups the options stand side
        /// by side in one row.
        package var options: String?
        /// It has no list: the options are those of ``DetectionRules/answers``, and are typed.
        package var typed: Bool?
        /// A row of it that says that several options may be chosen.
        package var multiple: String?
        /// The row below the options that sends what was chosen, Enter being pressed there. Without: Enter sends from any row.
        package var submit: String?
        /// Keys that refuse it, for dialogs of which no option does.
        package var cancel: [String]?
    }

    package struct Rule: Hashable, Sendable, Codable {
        package var id: String
        /// As ``AgentState`` writes it.
        package var state: String
        package var when: [Condition]
        /// What is shown as detail.
        package var detail: Place?
        package var dialog: DialogRule?

        package init(
            id: String, state: String, when: [Condition], detail: Place? = nil, dialog: DialogRule? = nil
        ) {
            self.id = id
            self.state = state
            self.when = when
            self.detail = detail
            self.dialog = dialog
        }
    }

    package struct TitleRule: Hashable, Sendable, Codable {
        package var state: String
        package var matches: String

        package init(state: String, matches: String) {
            self.state = state
            self.matches = matches
        }
    }

    /// Which option of a dialog says what, and with which keys. `{n}` is the option's number, counted from 1; `{row}`, as the first, whatever
    /// brings the highlight there.
    package struct AnswerRule: Hashable, Sendable, Codable {
        package var label: String
        /// Absent: the option is nobody's answer.
        package var verdict: Decision.Verdict?
        /// Absent: the number. Empty: the option is not shown, since keys cannot answer it.
        package var keys: [String]?
        /// Its row is a field for a text of one's own once its keys were pressed; the label is that of the empty field. It has to be the
        /// last option. With a verdict the text is the reason.
        package var text: Bool?

        package init(label: String, verdict: Decision.Verdict? = nil, keys: [String]? = nil, text: Bool? = nil) {
            self.label = label
            self.verdict = verdict
            self.keys = keys
            self.text = text
        }
    }

    package var rules: [Rule]
    package var title: [TitleRule]?
    /// What notifications (OSC 9, 99, 777) mean, by their text or title. The first rule that matches applies.
    package var notifications: [TitleRule]?
    /// The `answers` of the manifest, by the id of the rule.
    package var answers: [String: [AnswerRule]]?

    package init(
        rules: [Rule], title: [TitleRule]? = nil, notifications: [TitleRule]? = nil,
        answers: [String: [AnswerRule]]? = nil
    ) {
        self.rules = rules
        self.title = title
        self.notifications = notifications
        self.answers = answers
    }

    package static let none = DetectionRules(rules: [])

    /// What is wrong with them, one sentence each with the path of the field.
    package var problems: [String] {
        var problems: [String] = []
        for (number, rule) in rules.enumerated() {
            let path = "detection.rules[\(number)]"
            if AgentState(rule.state) == nil { problems.append("\(path).state: '\(rule.state)' is no state") }
            if rule.when.isEmpty { problems.append("\(path).when: it would always apply") }
            for pattern in rule.patterns {
                if let problem = DetectionRules.problem(of: pattern) { problems.append("\(path): \(problem)") }
            }
            for key in rule.dialog?.cancel ?? [] where Key(parsing: key) == nil {
                problems.append("\(path).dialog.cancel: '\(key)' is no key")
            }
        }
        for (name, rules) in [("title", title ?? []), ("notifications", notifications ?? [])] {
            for (number, rule) in rules.enumerated() {
                let path = "detection.\(name)[\(number)]"
                if AgentState(rule.state) == nil { problems.append("\(path).state: '\(rule.state)' is no state") }
                if let problem = DetectionRules.problem(of: rule.matches) { problems.append("\(path): \(problem)") }
            }
        }
        for (id, rules) in answers ?? [:] {
            for rule in rules {
                if let problem = DetectionRules.problem(of: rule.label) { problems.append("answers.\(id): \(problem)") }
                for (index, key) in (rule.keys ?? []).enumerated()
                where key != "{n}" && Key(parsing: key) == nil && (key != Dialog.toRow || index > 0) {
                    problems.append("answers.\(id): '\(key)' is no key")
                }
            }
        }
        return problems
    }

    /// What is wrong with a pattern; nil: nothing.
    static func problem(of pattern: String) -> String? {
        do {
            _ = try Regex(pattern)
        } catch {
            return "'\(pattern)' is not a regular expression: \(error)"
        }
        return PatternCost.problem(of: pattern).map { "'\(pattern)': \($0)" }
    }
}

extension DetectionRules.Rule {
    var patterns: [String] {
        let places = [detail, dialog?.title, dialog?.tool, dialog?.command].compactMap { $0 }
        return when.compactMap(\.matches) + places.flatMap { [$0.row, $0.after, $0.before, $0.cut].compactMap { $0 } }
            + [dialog?.begins, dialog?.options, dialog?.multiple, dialog?.submit].compactMap { $0 }
    }
}

/// Written as `"screen"`, `"footer"` (the last row that is not blank) or `{"top": 3}`, `{"bottom": 12}`, `{"last": 4}`, `{"cursor": 1}`.
extension DetectionRules.Region: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let word = try? container.decode(String.self) {  // Not a word: then it is an object, or wrong.
            switch word {
            case "screen": self = .screen
            case "footer": self = .bottom(1)
            default: throw wrong("'\(word)' is no region (screen, footer, top, bottom, last, cursor)", in: container)
            }
            return
        }
        let fields = try container.decode([String: Int].self)
        switch fields.first {
        case (key: "top", let count)? where count > 0: self = .top(count)
        case (key: "bottom", let count)? where count > 0: self = .bottom(count)
        case (key: "last", let count)? where count > 0: self = .last(count)
        case (key: "cursor", let count)? where count >= 0: self = .cursor(count)
        default:
            throw wrong("a region is screen, footer, or one of top, bottom, last, cursor with a number", in: container)
        }
        func wrong(_ message: String, in container: any SingleValueDecodingContainer) -> DecodingError {
            .dataCorruptedError(in: container, debugDescription: message)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .screen: try container.encode("screen")
        case .top(let count): try container.encode(["top": count])
        case .bottom(let count): try container.encode(["bottom": count])
        case .last(let count): try container.encode(["last": count])
        case .cursor(let count): try container.encode(["cursor": count])
        }
    }
}
