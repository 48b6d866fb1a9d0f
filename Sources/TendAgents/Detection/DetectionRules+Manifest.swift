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

    /// Questions in the cursor's row that want a letter, and what notifications commonly say.
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
            ]
        ])
}
