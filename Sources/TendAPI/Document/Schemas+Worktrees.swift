import TendCore

extension Schemas {
    static let worktrees: [(String, JSONNode)] = [
        ("SessionWorktree", answer([("branch", text), ("directory", text), ("repository", text)])),
        (
            "NewWorktree",
            body([("branch", text), ("base", optional("string")), ("setup", optional("string"))], required: ["branch"])
        ),
        (
            "PlannedWorktree",
            answer(
                [("branch", text), ("directory", text), ("repository", text), ("summary", text), ("setup", text)],
                optional: ["setup"])
        ),
        (
            "Worktree",
            answer(
                [
                    ("branch", text), ("head", text), ("directory", text), ("repository", text),
                    ("sessions", list(text)), ("running", list(text)), ("clean", flag), ("changed", count),
                    ("untracked", count), ("merged", flag), ("target", text), ("own_commits", count), ("ahead", count),
                    ("behind", count), ("compared_with", text), ("locked", text), ("problem", text),
                ], optional: ["branch", "head", "target", "compared_with", "locked", "problem"])
        ),
        ("WorktreeList", answer([("worktrees", list(reference("Worktree"))), ("problems", list(text))])),
        (
            "RemoveWorktree",
            body(
                [
                    ("directory", text), ("worktree", text), ("force", optional("boolean")),
                    ("if_merged", optional("boolean")),
                ], required: ["directory", "worktree"])
        ),
        (
            "PruneWorktrees",
            body([("directory", text), ("dry_run", optional("boolean"))], required: ["directory"])
        ),
        (
            "RemovedWorktree",
            answer(
                [
                    ("branch", text), ("directory", text), ("branch_removed", flag), ("lost", list(text)),
                    ("ignored", text),
                ], optional: ["branch", "ignored"])
        ),
        (
            "PrunedWorktrees",
            answer([
                ("removed", list(reference("RemovedWorktree"))),
                (
                    "kept",
                    list(answer([("branch", text), ("directory", text), ("reason", text)], optional: ["branch"]))
                ),
            ])
        ),
    ]
}
