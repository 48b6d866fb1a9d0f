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
        do {
            return try DetectionRules(manifest: manifest).problems.map { problem in
                let parts = problem.split(separator: ": ", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }
        } catch DecodingError.keyNotFound(let key, let context) {
            return [(path(context), "'\(key.stringValue)' is missing")]
        } catch DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context),
            DecodingError.valueNotFound(_, let context)
        {
            return [(path(context), context.debugDescription)]
        } catch {
            return [("detection", "\(error)")]
        }
        func path(_ context: DecodingError.Context) -> String {
            "detection"
                + context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? "." + $0.stringValue }.joined()
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
