import TendCore

/// What `tend new --dry-run` prints.
enum LaunchPlanLines {
    static func lines(_ plan: LaunchPlanJSON) -> [String] {
        var lines = ["directory     " + plan.cwd]
        if let worktree = plan.worktree {
            lines.append("worktree      " + worktree.summary)
            if let setup = worktree.setup { lines.append("set-up        " + setup) }
        }
        for name in plan.env.keys.sorted() { lines.append("environment   \(name)=\(plan.env[name] ?? "")") }
        lines.append("command       " + ([plan.command] + plan.args).map(ShellWords.quoted).joined(separator: " "))
        for file in plan.files { lines.append("file          \(file.path) (\(file.bytes) bytes, 0600)") }
        if let conversation = plan.conversation { lines.append("conversation  " + conversation) }
        if let account = plan.account { lines.append("account       " + account) }
        if let llm = plan.llm { lines.append("LLM provider  " + llm) }
        if !plan.mcp.isEmpty { lines.append("MCP servers   " + plan.mcp.joined(separator: ", ")) }
        for note in plan.notes { lines.append("note          " + note) }
        return lines
    }
}
