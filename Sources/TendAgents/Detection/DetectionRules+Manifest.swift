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
        answers = (answers ?? [:]).merging(DetectionRules.common.answers ?? [:]) { own, _ in own }
    }

    /// Questions in the cursor's row that want a letter.
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
        answers: [
            "yes-or-no": [
                AnswerRule(label: "Yes", verdict: .allow, keys: ["y", "Enter"]),
                AnswerRule(label: "No", verdict: .deny, keys: ["n", "Enter"]),
            ]
        ])
}
