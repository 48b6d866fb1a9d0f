import Foundation
import TendCore

extension DetectionRules {
    /// The rules of a manifest; without any, those for prompts that many programs have.
    ///
    /// - Throws: `DecodingError` where a field is not what it has to be. ``problems`` are what can be wrong besides.
    package init(manifest: Manifest) throws {
        guard let detection = manifest.detection else {
            self = .common
            return
        }
        self = try JSONDecoder().decode(DetectionRules.self, from: try JSONEncoder().encode(detection))
        if let given = manifest.answers {
            answers = try JSONDecoder().decode([String: [AnswerRule]].self, from: try JSONEncoder().encode(given))
        }
        rules += DetectionRules.common.rules
        notifications = (notifications ?? []) + (DetectionRules.common.notifications ?? [])
        answers = (answers ?? [:]).merging(DetectionRules.common.answers ?? [:]) { own, _ in own }
    }

    /// What is wrong with a manifest's `detection` and `answers`, each with the path of the field.
    static func problems(in manifest: Manifest) -> [(path: String, problem: String)] {
        var found: [(path: String, problem: String)] = []
        if let detection = manifest.detection {
            found += problem(decoding: DetectionRules.self, from: detection, at: "detection").map { [$0] } ?? []
        }
        if let answers = manifest.answers {
            found += problem(decoding: [String: [AnswerRule]].self, from: answers, at: "answers").map { [$0] } ?? []
        }
        guard found.isEmpty, let rules = try? DetectionRules(manifest: manifest) else { return found }
        if case .object(let answers)? = manifest.answers {
            let known = Set(rules.rules.filter { $0.dialog != nil }.map(\.id))
            for id in answers.keys.sorted() where !known.contains(id) {
                found.append(
                    (
                        "answers.\(id)",
                        "no rule with a dialog has this id; there are \(known.sorted().joined(separator: ", "))"
                    ))
            }
        }
        return found
            + rules.problems.map { problem in
                let parts = problem.split(separator: ": ", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }
    }

    private static func problem<Value: Decodable>(
        decoding type: Value.Type, from tree: JSONValue, at root: String
    ) -> (path: String, problem: String)? {
        func path(_ context: DecodingError.Context) -> String {
            root + context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? "." + $0.stringValue }.joined()
        }
        do {
            _ = try JSONDecoder().decode(type, from: try JSONEncoder().encode(tree))
            return nil
        } catch DecodingError.keyNotFound(let key, let context) {
            return (path(context), "'\(key.stringValue)' is missing")
        } catch DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context) {
            return (path(context), "this has to be \(name(of: type))")
        } catch DecodingError.dataCorrupted(let context) {
            let words = context.codingPath.last.flatMap { choices[$0.stringValue] }
            return (
                path(context),
                words.map { "this has to be one of " + $0.joined(separator: ", ") } ?? context.debugDescription
            )
        } catch {
            return (root, "\(error)")
        }
    }

    private static let choices = [
        "verdict": Decision.Verdict.allCases.map(\.rawValue), "kind": AttentionItem.Kind.allCases.map(\.rawValue),
    ]

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Int.Type: "a whole number"
        case is [String: Any].Type: "an object"
        default: "a list"
        }
    }

    /// A list at the bottom that wants one of its numbered options: a hint to a key near it, and neither an input box nor a shell below.
    private static func choice(_ id: String, _ kind: AttentionItem.Kind, _ first: String?) -> Rule {
        Rule(
            id: id, state: kind == .permission ? "waiting:permission" : "waiting:question",
            when: [
                Condition(region: .bottom(18), matches: first, list: true),
                Condition(region: .last(5), matches: #"(?i)\b(?:esc|escape|enter|return)\b|[↵⏎]"#),
                Condition(region: .last(5), matches: #"^\s*[>❯›→](?:\s*$|\s+[^\d\s])"#, no: true),
                Condition(region: .cursor(0), matches: #"[$#%>❯›]\s*$"#, no: true),
            ],
            dialog: DialogRule(kind: kind))
    }

    /// Whether a digit alone chooses differs; the arrows and Enter do everywhere.
    private static func chosen(_ label: String, _ verdict: Decision.Verdict?) -> AnswerRule {
        AnswerRule(label: label, verdict: verdict, keys: [Dialog.toRow, "Enter"])
    }

    /// Questions in the cursor's row that want a letter, lists with a pointer, and what notifications commonly say.
    package static let common = DetectionRules(
        rules: [
            Rule(
                id: "yes-or-no", state: "waiting:permission",
                when: [
                    Condition(region: .cursor(0), matches: #"(?i)[\[(]y(?:es)?/no?[\])].{0,16}$"#)
                ],
                dialog: DialogRule(kind: .permission, typed: true)),
            Rule(
                id: "password", state: "waiting:auth",
                when: [Condition(region: .cursor(0), matches: #"(?i)(?:password|passphrase)[^:]{0,60}: ?$"#)]),
            choice("choice-permission", .permission, #"(?i)^(?:yes|allow|approve)\b"#),
            choice("choice", .question, nil),
        ],
        notifications: [
            TitleRule(
                state: "waiting:permission",
                matches: #"(?i)\b(?:needs your (?:permission|approval)|approval requested)\b"#),
            TitleRule(
                state: "waiting:input",
                matches: #"(?i)\b(?:waiting for your (?:input|answer|response)|needs your (?:input|attention))\b"#),
            TitleRule(
                state: "done",
                matches: #"(?i)^(?:agent )?(?:task |turn |session )?(?:is )?(?:complete|completed|finished)[.!]?$"#),
        ],
        answers: [
            "yes-or-no": [
                AnswerRule(label: "Yes", verdict: .allow, keys: ["y", "Enter"]),
                AnswerRule(label: "No", verdict: .deny, keys: ["n", "Enter"]),
            ],
            "choice-permission": [
                chosen(#"(?i)^(?:yes|allow|approve|always)\b.*\bsession\b"#, .allowSession),
                chosen(#"(?i)^(?:yes|allow|approve|always)\b.*(?:\balways\b|don.t ask again)|^always\b"#, .allowAlways),
                chosen(#"(?i)^(?:yes|allow|approve)\b"#, .allow),
                chosen(#"(?i)^(?:no|deny|reject|cancel|quit|don.t|skip)\b"#, .deny),
            ],
            "choice": [chosen(".", nil)],
        ])
}
