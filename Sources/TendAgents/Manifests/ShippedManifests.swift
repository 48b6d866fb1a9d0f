/// The manifests that the binary carries. They are the files of `manifests/` at the top of the repository, which the build turns into
/// code.
package enum ShippedManifests {
    package static let all: [ManifestShelf.Entry] = files.map { name, bytes in
        let path = "manifests/\(name).json"
        let (manifest, diagnostics) = ManifestReader.read(String(decoding: bytes, as: UTF8.self), file: path)
        return ManifestShelf.Entry(
            name: name, file: path, isShipped: true, manifest: manifest, diagnostics: diagnostics)
    }

    /// The JSON schema of manifests, for editors.
    package static var schema: String { String(decoding: PackageResources.manifest_schema_json, as: UTF8.self) }

    private static let files: [(String, [UInt8])] = [
        ("aider", PackageResources.aider_json),
        ("amp", PackageResources.amp_json),
        ("claude", PackageResources.claude_json),
        ("codex", PackageResources.codex_json),
        ("copilot", PackageResources.copilot_json),
        ("cursor", PackageResources.cursor_json),
        ("gemini", PackageResources.gemini_json),
        ("goose", PackageResources.goose_json),
        ("kimi", PackageResources.kimi_json),
        ("opencode", PackageResources.opencode_json),
        ("qwen", PackageResources.qwen_json),
        ("terminal", PackageResources.terminal_json),
        ("vibe", PackageResources.vibe_json),
    ]
}
