package import TendCore

/// All manifests that there are: the user's, and behind them those that come with tend. A file of the user's with the name of a shipped
/// one takes its place, also when it is wrong: then the agent cannot be started until it is right.
package struct ManifestShelf: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var name: String
        /// As diagnostics tell it.
        package var file: String
        package var isShipped: Bool
        /// Nil: it has mistakes.
        package var manifest: Manifest?
        package var diagnostics: [ManifestDiagnostic]
    }

    /// By name.
    package var entries: [Entry]

    /// - Parameter files: the user's, with the name that each would have if it could not be read.
    package init(files: [(name: String, path: String, text: String)], unreadable: [ManifestDiagnostic] = []) {
        var entries: [String: Entry] = [:]
        for shipped in ShippedManifests.all { entries[shipped.name] = shipped }
        var own: Set<String> = []
        for file in files {
            let (manifest, diagnostics) = ManifestReader.read(file.text, file: file.path)
            var entry = Entry(
                name: manifest?.name ?? file.name, file: file.path, isShipped: false, manifest: manifest,
                diagnostics: diagnostics)
            if !own.insert(entry.name).inserted {
                let other = entries[entry.name]?.file ?? ""
                entry.diagnostics.append(
                    ManifestDiagnostic(
                        file: file.path, path: "name", message: "'\(entry.name)' is in \(other) already (file ignored)",
                        severity: .error))
                entries[entry.name]?.diagnostics += entry.diagnostics
            } else {
                entries[entry.name] = entry
            }
        }
        self.entries = entries.values.sorted { $0.name < $1.name }
        problems = unreadable
    }

    /// Files that could not be read at all.
    private var problems: [ManifestDiagnostic]

    /// Those that can be used.
    package var manifests: [Manifest] { entries.compactMap(\.manifest) }

    package var diagnostics: [ManifestDiagnostic] { problems + entries.flatMap(\.diagnostics) }

    /// - Throws: ``ServiceError`` with code `notFound`, or `invalid` for a manifest with mistakes, which it tells.
    package func entry(_ name: String) throws(ServiceError) -> (entry: Entry, manifest: Manifest) {
        guard let entry = entries.first(where: { $0.name == name }) else {
            let hint =
                Suggestion.nearest(to: name, among: entries.map(\.name)).map { "did you mean '\($0)'?" }
                ?? "'tend provider ls' lists them, and 'tend new -- \(DisplayText.excerpt(name))' starts any program"
            throw ServiceError(.notFound, "there is no agent '\(DisplayText.excerpt(name))' — \(hint)")
        }
        guard let manifest = entry.manifest else {
            let mistakes = entry.diagnostics.filter { $0.severity == .error }.map(\.description)
            throw ServiceError(
                .invalid, "the manifest of '\(name)' has mistakes: \(mistakes.joined(separator: "; "))")
        }
        return (entry, manifest)
    }
}
