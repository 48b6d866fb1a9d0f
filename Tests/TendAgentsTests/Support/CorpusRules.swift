import Foundation
import TendAgents

enum CorpusRules {
    private struct File: Decodable {
        var detection: DetectionRules
        var answers: [String: [DetectionRules.AnswerRule]]?
    }

    static func of(_ agent: String) throws -> DetectionRules {
        let folder = CorpusRecording.folder.appendingPathComponent("../../../detection")
        let file = try JSONDecoder().decode(
            File.self, from: Data(contentsOf: folder.appendingPathComponent(agent + ".json")))
        var rules = file.detection
        rules.answers = file.answers
        return rules
    }
}
