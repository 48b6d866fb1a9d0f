import Glibc
import TendCore
package import TendData
package import TendGit

/// Reads `worktrees.yaml`, which only the owner writes: nothing that lies in a repository has a say in what is run.
///
/// ```yaml
/// directory: "{repository}.worktrees/{branch}"
/// setup: make deps
/// repositories:
///   ~/src/web: {setup: npm ci}
/// ```
package enum WorktreeFile {
    /// The rules of the file as it is now; there need be none.
    ///
    /// - Parameter home: stands for `~`.
    /// - Throws: code `invalid` with what is wrong in the file: a worktree in another place, or without its set-up, would surprise.
    static func rules(at path: String, home: String) throws(ServiceError) -> WorktreeRules {
        guard access(path, F_OK) == 0 else { return WorktreeRules() }
        let loaded: Loaded<WorktreeRules> =
            switch DataFile.read(path) {
            case .success(let file): load(file, home: home)
            case .failure(let problem): Loaded(WorktreeRules(), [problem.diagnostic])
            }
        guard loaded.diagnostics.isEmpty else {
            let mistakes = loaded.diagnostics.map { $0.description.replacing(" (ignored)", with: "") }
            throw ServiceError(
                .invalid, mistakes.joined(separator: "; ") + " — mend that first; no worktree was made or removed")
        }
        return loaded.value
    }

    package static func load(_ file: DataFile, home: String) -> Loaded<WorktreeRules> {
        var reader = DataReader(file)
        var rules = WorktreeRules()
        for entry in reader.entries() {
            if entry.name == "repositories" {
                for repository in reader.entries(of: entry.value, "'repositories'") {
                    var rule = WorktreeRules.Rule()
                    for entry in reader.entries(of: repository.value, "'\(repository.name)'") {
                        read(entry, into: &rule, names, home, &reader)
                    }
                    let path = expanded(repository.name, home)
                    rules.repositories[realPath(path) ?? path] = rule
                }
            } else {
                read(entry, into: &rules.all, names + ["repositories"], home, &reader)
            }
        }
        return Loaded(rules, reader.diagnostics)
    }

    private static let names = ["directory", "setup"]

    private static func read(
        _ entry: DataReader.Entry, into rule: inout WorktreeRules.Rule, _ names: [String], _ home: String,
        _ reader: inout DataReader
    ) {
        switch entry.name {
        case "directory":
            guard let text = reader.text(entry) else { return }
            let pattern = expanded(text, home)
            if let mistake = WorktreeRules.mistake(inDirectory: pattern) {
                return reader.note("'directory' \(mistake) (ignored)", at: entry.value)
            }
            rule.directory = pattern
        case "setup":
            rule.setUp = DataReader.isNull(entry.value) ? "" : reader.text(entry)
        default:
            reader.unknown(entry, among: names)
        }
    }

    private static func expanded(_ path: String, _ home: String) -> String {
        path.hasPrefix("~/") ? home + path.dropFirst() : path
    }
}
