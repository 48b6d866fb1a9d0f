package import TendCore
package import TendData

/// Reads `approvals.yaml`: a list of rules under the name `rules`.
///
/// ```yaml
/// rules:
///   - action: allow
///     tool: Bash
///     command: git status
/// ```
package enum ApprovalFile {
    /// The rules of a file. Whoever uses them has to look at the diagnostics: with a mistake anywhere, none of them counts.
    package static func load(_ path: String, home: String) -> Loaded<ApprovalRules> {
        switch DataFile.read(path) {
        case .success(let file): load(file, home: home)
        case .failure(let problem): Loaded(ApprovalRules(), [problem.diagnostic])
        }
    }

    package static func load(_ file: DataFile, home: String) -> Loaded<ApprovalRules> {
        var reader = DataReader(file)
        var rules: [ApprovalRule] = []
        for entry in reader.entries() {
            guard entry.name == "rules" else {
                reader.unknown(entry, among: ["rules"])
                continue
            }
            if DataReader.isNull(entry.value) { continue }
            guard let list = entry.value.sequence?.elements else {
                reader.note("'rules' must be a list, each entry as in '- action: allow' (ignored)", at: entry.value)
                continue
            }
            for node in list {
                if let rule = rule(node, home, &reader) { rules.append(rule) }
            }
        }
        return Loaded(ApprovalRules(rules), reader.diagnostics)
    }

    private static let names = ["action", "agent", "tool", "command", "path", "reason"]

    private static func rule(_ node: DataNode, _ home: String, _ reader: inout DataReader) -> ApprovalRule? {
        var action: ApprovalRule.Action?
        var rule = ApprovalRule(.ask)
        for entry in reader.entries(of: node, "a rule") {
            guard names.contains(entry.name) else {
                reader.unknown(entry, among: names)
                continue
            }
            guard let text = reader.text(entry) else { continue }
            switch entry.name {
            case "action": action = word(text, entry, &reader)
            case "agent": rule.agent = Glob(text, .command)
            case "tool": rule.tool = Glob(text, .command)
            case "command":
                rule.command = Glob(text, .command)
                note(pattern: text, of: node, at: entry, &reader)
            case "path": rule.path = ApprovalRule.path(text, home: home)
            default: rule.reason = text
            }
        }
        guard let action else {
            reader.note("a rule needs 'action: allow', 'ask' or 'deny' (ignored)", at: node)
            return nil
        }
        rule.action = action
        return rule
    }

    private static func word(
        _ text: String, _ entry: DataReader.Entry, _ reader: inout DataReader
    ) -> ApprovalRule.Action? {
        if let action = ApprovalRule.Action(rawValue: text) { return action }
        let words = ApprovalRule.Action.allCases.map(\.rawValue)
        reader.note(
            "'action' must be one of \(words.joined(separator: ", "))\(CommandError.hint(text, among: words)) (ignored)",
            at: entry.value)
        return nil
    }

    /// A pattern that can never allow anything is a mistake of whoever wrote it.
    private static func note(
        pattern text: String, of node: DataNode, at entry: DataReader.Entry, _ reader: inout DataReader
    ) {
        guard node.mapping?["action"]?.scalar?.string == "allow", ShellScript(text).isCompound else { return }
        reader.note(
            "'command' of several commands, or with a redirection, allows nothing: each command of a line is looked at for itself"
                + " (write one rule for each)", at: entry.value)
    }
}
