extension CommandSpec {
    /// The Markdown table of all commands, for README and documentation.
    package static var reference: String {
        let rows = all.map { spec in
            "| `\(spec.usage.replacing("|", with: "\\|"))` | \(spec.summary) |"
        }
        return (["| command | what it does |", "|---|---|"] + rows).joined(separator: "\n") + "\n"
    }
}
