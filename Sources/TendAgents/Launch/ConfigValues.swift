import TendCore

/// The values of a manifest's fields for one launch: what was given for the session, else what the owner has set, else the default.
struct ConfigValues {
    /// Fields that hold, with their values, in the order of the manifest. Without secrets, and without `command`, which is no argument.
    private(set) var active: [(field: ManifestField, value: String)] = []
    private(set) var activeSecrets: [ManifestField] = []
    /// Keys and values that cannot be right.
    private(set) var problems: [LaunchProblem] = []
    private var unset: [ManifestField] = []
    private var values: [String: String] = [:]

    init(_ manifest: Manifest, given: [String: String], settings: [String: String]) {
        for key in given.keys.sorted() where manifest.field(key) == nil {
            problems.append(LaunchProblem(ConfigValues.unknown(key, manifest)))
        }
        for field in manifest.fields {
            // A setting of a field that the manifest has lost is nobody's mistake now.
            guard let text = given[field.key] ?? settings[field.key] ?? field.fallback else { continue }
            if field.kind == .secret {
                problems.append(LaunchProblem(ConfigValues.refusal(of: field, manifest)))
                continue
            }
            do throws(ConfigProblem) {
                let others = field.key == "model" && manifest.capabilities.hasDynamicModels
                values[field.key] = try field.normalized(text, takesOthers: others)
            } catch {
                problems.append(LaunchProblem(error))
            }
        }
        for field in manifest.fields where isActive(field, manifest, depth: 0) {
            if field.kind == .secret {
                activeSecrets.append(field)
                if field.isRequired { unset.append(field) }
            } else if let value = values[field.key], !value.isEmpty {
                if field.key != "command" { active.append((field, value)) }
            } else if field.isRequired {
                unset.append(field)
            }
        }
    }

    /// The value of a field, if it has one that is not empty.
    subscript(_ key: String) -> String? { values[key].flatMap { $0.isEmpty ? nil : $0 } }

    /// What is required and not there, each with where it is set.
    func missing(secrets: [String: String]) -> [(key: String, text: String)] {
        unset.compactMap { field in
            guard field.kind == .secret, let variable = field.variable else { return (field.key, field.key) }
            let text = "\(field.key) (the variable \(variable))"
            return secrets[variable, default: ""].isEmpty ? (field.key, text) : nil
        }
    }

    /// Whether the field that this one hangs on has the value that is wanted, and so on. The reader has seen to it that this ends.
    private func isActive(_ field: ManifestField, _ manifest: Manifest, depth: Int) -> Bool {
        guard let key = field.dependsOn, depth < manifest.fields.count else { return true }
        guard let other = manifest.field(key), isActive(other, manifest, depth: depth + 1) else { return false }
        let value = values[key] ?? ""
        guard let wanted = field.dependsValue else { return !value.isEmpty && value != "false" }
        return value == wanted
    }

    static func unknown(_ key: String, _ manifest: Manifest) -> ConfigProblem {
        let known = manifest.fields.map(\.key)
        let hint =
            Suggestion.nearest(to: key, among: known).map { "did you mean '\($0)'?" }
            ?? (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
        return ConfigProblem(
            key: DisplayText.excerpt(key), reason: "\(manifest.displayName) has no such setting — \(hint)")
    }

    static func refusal(of field: ManifestField, _ manifest: Manifest) -> ConfigProblem {
        ConfigProblem(
            key: field.key,
            reason:
                "is a secret and is for no command line — 'tend provider set \(manifest.name) \(field.key)' asks for it, "
                + "or set \(field.variable ?? "its variable") in the environment")
    }
}

extension Manifest {
    /// A value that the owner wants to set for all sessions, in its one form.
    package func checked(_ value: String, for key: String) throws(ConfigProblem) -> String {
        guard let field = field(key) else { throw ConfigValues.unknown(key, self) }
        if field.kind == .secret { throw ConfigValues.refusal(of: field, self) }
        return try field.normalized(value, takesOthers: key == "model" && capabilities.hasDynamicModels)
    }
}
