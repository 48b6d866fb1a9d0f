import Foundation
import TendCore
import Testing

@testable import TendAgents

/// `manifest.schema.json` says what the reader does.
struct ManifestSchemaTests {
    private let schema: JSONValue

    init() throws { schema = try JSONDecoder().decode(JSONValue.self, from: Data(ShippedManifests.schema.utf8)) }

    private func node(_ path: String) throws -> JSONValue {
        var node = schema
        for part in path.split(separator: "/") {
            if case .array(let elements) = node, let index = Int(part) {
                node = elements[index]
            } else {
                node = try #require(node[String(part)], "\(path)")
            }
        }
        return node
    }

    private func keys(_ path: String) throws -> [String] {
        guard case .object(let fields) = try node(path + "/properties") else { return [] }
        return fields.keys.sorted()
    }

    private func words(_ path: String) throws -> [String] {
        guard case .array(let elements) = try node(path) else { return [] }
        return elements.compactMap(\.string)
    }

    @Test(arguments: [
        ("", ManifestKeys.top), ("properties/cli", ManifestKeys.program),
        ("properties/capabilities", ManifestKeys.capabilities),
        ("properties/capabilities/properties/models/items/anyOf/1", ManifestKeys.model),
        ("properties/configSchema/items", ManifestKeys.field),
        ("properties/configSchema/items/properties/options/items/anyOf/1", ManifestKeys.option),
        ("properties/input", ManifestKeys.input), ("properties/accounts", ManifestKeys.accounts),
        ("properties/resume", ManifestKeys.resume),
        ("$defs/conversation", ManifestKeys.transcript),
        ("properties/mcp", ManifestKeys.servers), ("properties/mcp/properties/replaces", ManifestKeys.place),
        ("properties/hooks", ManifestKeys.hooks),
        ("$defs/provider", ManifestKeys.provider), ("properties/prices", ManifestKeys.prices),
        ("properties/prices/properties/models/items", ManifestKeys.price),
    ])
    func `it has the keys that are read, and no others`(_ path: String, _ known: [String]) throws {
        #expect(try keys(path) == known.sorted())
    }

    @Test func `it has the words that are read`() throws {
        let field = "properties/configSchema/items/properties"
        #expect(try words("properties/type/enum") == Manifest.Kind.allCases.map(\.rawValue))
        #expect(try words(field + "/type/enum") == ManifestField.Kind.allCases.map(\.rawValue))
        #expect(try words(field + "/group/enum") == ManifestField.Group.allCases.map(\.rawValue))
        let styles = Manifest.Style.allCases.map(\.rawValue)
        #expect(try words("properties/mcp/properties/style/enum") == styles)
        #expect(try words("properties/mcp/properties/format/enum") == Manifest.Format.allCases.map(\.rawValue))
        #expect(try words("properties/hooks/properties/style/enum") == styles + ["none"])
        #expect(try keys("properties/llm") == LLMEndpoint.Dialect.allCases.map(\.rawValue).sorted())
        let dialog = "$defs/rule/properties/dialog/properties"
        #expect(
            try Set(words(dialog + "/kind/enum"))
                == Set(AttentionItem.Kind.allCases.filter(\.isAnswerable).map(\.rawValue)))
        #expect(
            try Set(words("$defs/answer/properties/verdict/enum")) == Set(Decision.Verdict.allCases.map(\.rawValue)))
    }

    /// Each object in its place with one required key left away.
    @Test(arguments: [
        ("", #"{"cli":{"command":"x"}}"#, "name"),
        ("else", #"{"name":"x"}"#, "cli"),
        (
            "properties/configSchema/items", #"{"name":"x","cli":{"command":"x"},"configSchema":[{"type":"text"}]}"#,
            "key"
        ),
        ("properties/configSchema/items", #"{"name":"x","cli":{"command":"x"},"configSchema":[{"key":"a"}]}"#, "type"),
        ("properties/resume", #"{"name":"x","cli":{"command":"x"},"resume":{}}"#, "arguments"),
        (
            "$defs/conversation",
            #"{"name":"x","cli":{"command":"x"},"resume":{"arguments":["{id}"],"transcript":{"pattern":"{id}"}}}"#,
            "directory"
        ),
    ])
    func `what it requires is required`(_ path: String, _ text: String, _ key: String) throws {
        #expect(try words(path + "/required").contains(key))
        let diagnostics = ManifestReader.read(text, file: "x").diagnostics
        #expect(diagnostics.contains { $0.path.hasSuffix(key) && $0.message == "is missing" }, "\(diagnostics)")
    }
}
