import TendAgents
import Testing

enum CorpusRules {
    /// The rules of the manifest that comes with tend.
    static func of(_ agent: String) throws -> DetectionRules {
        let entry = ShippedManifests.all.first { $0.name == agent }
        return try DetectionRules(manifest: try #require(entry?.manifest))
    }
}
