/// What Codex' own `config.toml` has, as far as it stands in the way of ours.
package enum CodexConfiguration {
    /// Names of the MCP servers in it. Not all of TOML is understood: tables, keys with dots and keys below `[mcp_servers]` are, which
    /// is how they are written.
    package static func serverNames(in text: String) -> Set<String> {
        var names: Set<String> = []
        var table: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.first == "[" {
                table = path(line.drop { $0 == "[" }.prefix { $0 != "]" })
                if table.count > 1, table[0] == "mcp_servers" { names.insert(table[1]) }
            } else if line.first != "#", let end = line.firstIndex(of: "=") {
                let key = table + path(line[..<end])
                if key.count > 1, key[0] == "mcp_servers" { names.insert(key[1]) }
            }
        }
        return names
    }

    private static func path(_ text: some StringProtocol) -> [String] {
        text.split(separator: ".").map { part in
            String(part.filter { !" \t\"'".contains($0) })
        }
    }
}
