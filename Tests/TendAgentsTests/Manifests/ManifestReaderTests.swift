import Foundation
import Testing

@testable import TendAgents

struct ManifestReaderTests {
    /// A manifest with one thing changed: the text of a value by its path.
    private static func told(_ fields: String) -> [String] {
        let text = #"{"name":"x","cli":{"command":"x"}"# + (fields.isEmpty ? "" : "," + fields) + "}"
        return ManifestReader.read(text, file: "x.json").diagnostics.map(\.description)
    }

    @Test(arguments: [
        ("{\"name\":\"x\"", "x.json: this is not JSON: it ends too early"),
        ("{\"name\":\"x\"\n\"cli\":{}}", "x.json: this is not JSON: look at line 2, column 1"),
    ])
    func `where a file stops being JSON is said`(text: String, told: String) {
        #expect(ManifestReader.read(text, file: "x.json").diagnostics.map(\.description) == [told])
    }

    @Test(arguments: [
        (
            #""answers":{"a":[{"label":"x","verdict":"alow"}]}"#,
            "x.json: answers.a[0].verdict: this has to be one of allow,"
        ),
        (#""answers":{"nosuch":[{"label":"x"}]}"#, "x.json: answers.nosuch: no rule with a dialog has this id"),
        (#""detection":{"rules":[{"id":1}]}"#, "x.json: detection.rules[0].id: this has to be a text"),
        (#""detection":{"rules":[{"id":"a","when":[]}]}"#, "x.json: detection.rules[0]: 'state' is missing"),
        (#""hooks":42"#, "x.json: hooks: an object is wanted, not a number"),
        (#""hooks":{"style":"cluade"}"#, "x.json: hooks.style: unknown style 'cluade' — did you mean 'claude'?"),
    ])
    func `mistakes in what watches and answers name their place`(fields: String, told: String) {
        #expect(Self.told(fields).first?.hasPrefix(told) == true, "\(Self.told(fields))")
    }

    @Test func `the smallest manifest is a name and a command`() throws {
        let (manifest, diagnostics) = ManifestReader.read(
            #"{"name":"x","cli":{"command":"x"}}"#, file: "x.json")
        #expect(diagnostics.isEmpty)
        #expect(manifest?.displayName == "x")
        #expect(manifest?.kind == .cli)
    }

    @Test(arguments: [
        (#""type":"clu""#, "x.json: type: unknown type 'clu' — did you mean 'cli'?"),
        (#""type":"thing""#, "x.json: type: unknown type 'thing' — one of cli, local, shell, panel"),
        (#""version":1"#, "x.json: version: a string is wanted, not a number"),
        (#""capabilities":[]"#, "x.json: capabilities: an object is wanted, not a list"),
        (#""capabilities":{"models":[{"name":"a"}]}"#, "x.json: capabilities.models[0].id: is missing"),
        (
            #""capabilities":{"supportsMcp":"yes"}"#,
            "x.json: capabilities.supportsMcp: true or false is wanted, not a string"
        ),
        (
            #""configSchema":[{"key":"a","type":"string"},{"key":"b","type":"strng"}]"#,
            "x.json: configSchema[1].type: unknown type 'strng' — did you mean 'string'?"
        ),
        (#""configSchema":[{"key":"a"}]"#, "x.json: configSchema[0].type: is missing"),
        (
            #""configSchema":[{"key":"a","type":"string"},{"key":"a","type":"text"}]"#,
            "x.json: configSchema[1].key: 'a' is there twice"
        ),
        (#""configSchema":[{"key":"a","type":"select"}]"#, "x.json: configSchema[0].options: is missing or empty"),
        (
            #""configSchema":[{"key":"a","type":"select","options":["red","green"],"default":"gren"}]"#,
            "x.json: configSchema[0].default: there is no 'gren' — did you mean 'green'?"
        ),
        (
            #""configSchema":[{"key":"a","type":"number","default":"many"}]"#,
            "x.json: configSchema[0].default: a number is wanted, not 'many'"
        ),
        (
            #""configSchema":[{"key":"a","type":"secret","cliFlag":"--key"}]"#,
            "x.json: configSchema[0].cliFlag: a secret cannot be an argument, which everybody can read — give it an envVar"
        ),
        (
            #""configSchema":[{"key":"a","type":"secret"}]"#,
            "x.json: configSchema[0].envVar: is missing: a secret is handed over in a variable"
        ),
        (
            #""configSchema":[{"key":"mode","type":"string"},{"key":"b","type":"text","dependsOn":"mod"}]"#,
            "x.json: configSchema[1].dependsOn: there is no field 'mod' — did you mean 'mode'?"
        ),
        (
            #""configSchema":[{"key":"a","type":"text","dependsOn":"b"},{"key":"b","type":"text","dependsOn":"a"}]"#,
            "x.json: configSchema[0].dependsOn: leads back to 'a'"
        ),
        (#""resume":{"arguments":["--resume"]}"#, "x.json: resume.arguments: '{id}' is missing"),
        (#""input":{"prompt":["--"]}"#, "x.json: input.prompt: '{prompt}' is missing"),
        (#""capabilitis":{}"#, "x.json: capabilitis: warning: unknown key — did you mean 'capabilities'? (ignored)"),
    ])
    func `a mistake is told with its place and the right word`(_ fields: String, _ message: String) {
        #expect(ManifestReaderTests.told(fields).first == message)
    }

    @Test func `a manifest with an error cannot be used, one with a warning can`() {
        let wrong = ManifestReader.read(#"{"name":"x","cli":{"command":7}}"#, file: "x.json")
        #expect(wrong.manifest == nil)
        #expect(wrong.diagnostics.map(\.path) == ["cli.command"])
        let odd = ManifestReader.read(#"{"name":"x","cli":{"command":"x","shel":true}}"#, file: "x.json")
        #expect(odd.manifest != nil)
        #expect(odd.diagnostics.map(\.severity) == [.warning])
    }

    @Test(arguments: ["", "[]", #"{"name":"x""#, "null", #"{"name":"X Y","cli":{"command":"x"}}"#, "{}"])
    func `what is no manifest is told, not skipped`(_ text: String) {
        let (manifest, diagnostics) = ManifestReader.read(text, file: "x.json")
        #expect(manifest == nil)
        #expect(diagnostics.contains { $0.severity == .error })
    }

    @Test func `a manifest that was made for OpenDray is read without a word`() throws {
        let text = """
            {"$schema": "https://opendray.dev/schemas/plugin-manifest-v1.json", "name": "claude",
             "displayName": "Claude Code", "displayName_zh": "C", "publisher": "opendray-builtin",
             "engines": {"opendray": "^1.0.0"}, "form": "declarative", "activation": ["onStartup"], "type": "cli",
             "cli": {"command": "claude", "defaultArgs": [], "detectCmd": "which claude"},
             "capabilities": {"models": [], "supportsResume": true, "dynamicModels": false},
             "configSchema": [{"key": "bypassPermissions", "label": "B", "label_zh": "B", "type": "boolean",
               "group": "runtime", "default": false, "cliFlag": "--dangerously-skip-permissions"}],
             "contributes": {"views": []}, "required": true}
            """
        let (manifest, diagnostics) = ManifestReader.read(text, file: "claude.json")
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        #expect(manifest?.fields.first?.fallback == "false")
    }
}
