extension NewSessionJSON {
    /// The same as encoding makes.
    package var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.name, name)
        fields.add(.agent, agent)
        fields.add(.model, model)
        fields.add(.prompt, prompt)
        fields.add(.resume, resume)
        fields.add(.config, config.map { .object($0.map { JSONTree.Member($0.key, .string($0.value)) }) })
        fields.add(.account, account)
        fields.add(.llm, llm)
        fields.add(.command, command)
        fields.add(.args, args)
        fields.add(.cwd, cwd)
        fields.add(.worktree, worktree?.tree)
        fields.add(
            .env, env.map { .object($0.map { JSONTree.Member($0.key, $0.value.map(JSONTree.string) ?? .null) }) })
        fields.add(.rows, rows)
        fields.add(.cols, cols)
        return fields.tree
    }
}

extension NewWorktreeJSON {
    fileprivate var tree: JSONTree {
        var fields = FieldWriter<CodingKeys>()
        fields.add(.branch, branch)
        fields.add(.base, base)
        fields.add(.setup, setup)
        return fields.tree
    }
}
