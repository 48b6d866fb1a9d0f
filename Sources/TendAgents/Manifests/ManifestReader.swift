import Foundation
import TendCore
import TendScreen

/// Reads one manifest and collects all that is wrong with it.
///
/// Wrong types, missing parts and unknown words are errors: an agent that is started otherwise than its manifest meant may do harm.
/// Unknown keys are warnings, since other programs have keys of their own.
package struct ManifestReader {
    let file: String
    var diagnostics: [ManifestDiagnostic] = []

    /// - Returns: nil when there are errors; then there is at least one among the diagnostics.
    package static func read(
        _ text: String, file: String
    ) -> (manifest: Manifest?, diagnostics: [ManifestDiagnostic]) {
        var reader = ManifestReader(file: file)
        let manifest = reader.manifest(text)
        let isSound = !reader.diagnostics.contains { $0.severity == .error }
        return (isSound ? manifest : nil, reader.diagnostics)
    }

    private init(file: String) { self.file = file }

    private mutating func manifest(_ text: String) -> Manifest? {
        let root: JSONValue
        do {
            root = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        } catch {
            fail("", "this is not JSON" + ManifestReader.place(in: text))
            return nil
        }
        guard let node = object(root, "") else { return nil }
        warnOfUnknown(node, ManifestKeys.top)
        let kind = word(node, "type", Manifest.Kind.self) ?? .cli
        let name = name(node)
        var manifest = Manifest(
            name: name, displayName: "", description: string(node, "description") ?? "",
            icon: string(node, "icon"), version: string(node, "version"), kind: kind, program: program(node, kind),
            capabilities: capabilities(node), fields: fields(node), input: input(node), resume: resume(node),
            accounts: accounts(node), submitKeys: submitKeys(node), detection: node.fields["detection"],
            mcp: servers(node), hooks: hooks(node, of: name), llm: providers(node), answers: node.fields["answers"],
            prices: prices(node))
        manifest.displayName = string(node, "displayName") ?? manifest.name
        for (path, problem) in DetectionRules.problems(in: manifest) { fail(path, problem) }
        return manifest
    }

    /// Where it stops being JSON, in words.
    private static func place(in text: String) -> String {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            return ""
        } catch {
            // The decoder says nothing about the place; this one counts bytes: "Invalid value around character 7."
            let said = (error as? CocoaError)?.userInfo[NSDebugDescriptionErrorKey] as? String ?? ""
            guard let offset = said.split(separator: " ").last.flatMap({ Int($0.filter(\.isNumber)) }) else {
                return ": it ends too early"
            }
            let before = text.utf8.prefix(offset).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            return ": look at line \(before.count), column \((before.last?.count ?? 0) + 1)"
        }
    }

    private mutating func name(_ node: Node) -> String {
        guard let name = string(node, "name", isRequired: true) else { return "" }
        let isPlain = name.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
        }
        if !isPlain || name.isEmpty || name.first == "-" || name.utf8.count > 64 {
            fail("name", "a name has 1 to 64 of a-z, 0-9, '.', '_' and '-', and does not begin with '-'")
        }
        return name
    }

    private mutating func program(_ node: Node, _ kind: Manifest.Kind) -> Manifest.Program {
        guard let cli = child(node, "cli", isRequired: kind != .panel) else {
            return Manifest.Program(command: "", defaultArguments: [])
        }
        warnOfUnknown(cli, ManifestKeys.program)
        let command = string(cli, "command", isRequired: kind == .cli || kind == .local) ?? ""
        return Manifest.Program(
            command: command, defaultArguments: strings(cli, "defaultArgs"), detect: string(cli, "detectCmd"),
            install: string(cli, "install"))
    }

    private mutating func capabilities(_ node: Node) -> Manifest.Capabilities {
        guard let node = child(node, "capabilities") else { return Manifest.Capabilities() }
        warnOfUnknown(node, ManifestKeys.capabilities)
        var models: [Manifest.Model] = []
        for entry in list(node, "models") {
            // A model may also be named by its id alone.
            if case .string(let id) = entry.value {
                models.append(Manifest.Model(id: id))
            } else if let model = object(entry.value, entry.path) {
                warnOfUnknown(model, ManifestKeys.model)
                models.append(
                    Manifest.Model(
                        id: string(model, "id", isRequired: true) ?? "", name: string(model, "name"),
                        description: string(model, "description")))
            }
        }
        return Manifest.Capabilities(
            models: models, supportsResume: flag(node, "supportsResume"),
            supportsStream: flag(node, "supportsStream"), supportsMCP: flag(node, "supportsMcp"),
            supportsImages: flag(node, "supportsImages"), hasDynamicModels: flag(node, "dynamicModels"))
    }

    private mutating func input(_ node: Node) -> Manifest.Input? {
        guard let node = child(node, "input"), node.fields["prompt"] != nil else { return nil }
        return Manifest.Input(promptArguments: template(node, "prompt", "{prompt}"))
    }

    private mutating func submitKeys(_ node: Node) -> [String] {
        guard let node = child(node, "input") else { return ["Enter"] }
        warnOfUnknown(node, ManifestKeys.input)
        let keys = strings(node, "submit")
        for (index, key) in keys.enumerated() where Key(parsing: key) == nil {
            fail("\(node.path("submit"))[\(index)]", "'\(key)' is no key")
        }
        return keys.isEmpty ? ["Enter"] : keys
    }

    private mutating func resume(_ node: Node) -> Manifest.Resume? {
        guard let node = child(node, "resume") else { return nil }
        warnOfUnknown(node, ManifestKeys.resume)
        let arguments = template(node, "arguments", "{id}", isRequired: true)
        let new = node.fields["newArguments"] == nil ? [] : template(node, "newArguments", "{id}")
        let (transcript, held) = (file(node, "transcript"), file(node, "held"))
        let printed = string(node, "printed")
        if let printed, let problem = DetectionRules.problem(of: printed) { fail("resume.printed", problem) }
        return Manifest.Resume(
            arguments: arguments, newArguments: new, transcript: transcript, printed: printed, held: held)
    }

    /// A file with the id of a conversation in its name.
    private mutating func file(_ node: Node, _ key: String) -> Manifest.Transcript? {
        guard let place = child(node, key) else { return nil }
        warnOfUnknown(place, ManifestKeys.transcript)
        let file = Manifest.Transcript(
            variable: string(place, "variable"), directory: string(place, "directory", isRequired: true) ?? "",
            pattern: string(place, "pattern", isRequired: true) ?? "")
        if !file.pattern.contains("{id}") { fail(place.path("pattern"), "'{id}' is missing") }
        return file
    }

    /// With a style that somebody knows, if it names one: an agent would go without what was registered for it.
    private mutating func accounts(_ node: Node) -> Manifest.Accounts? {
        guard let node = child(node, "accounts") else { return nil }
        warnOfUnknown(node, ManifestKeys.accounts)
        return Manifest.Accounts(
            directory: string(node, "directory"), token: string(node, "token"), key: string(node, "key"))
    }
}
