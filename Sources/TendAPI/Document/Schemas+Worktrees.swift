import TendCore

extension Schemas {
    static let worktrees: [(String, JSONNode)] = [
        (
            "Diff",
            answer(
                [("directory", text), ("branch", text), ("files", list(reference("DiffFile"))), ("notes", list(text))],
                optional: ["branch"])
        ),
        (
            "DiffFile",
            answer(
                [
                    ("path", text), ("old_path", text),
                    ("status", words(DiffJSON.File.Status.allCases.map(\.rawValue))),
                    ("added", count), ("removed", count), ("binary", flag), ("hunks", list(reference("DiffHunk"))),
                    ("note", text),
                ], optional: ["old_path", "note"])
        ),
        (
            "DiffHunk",
            answer([("old_start", count), ("new_start", count), ("heading", text), ("lines", list(text))])
        ),
        ("Submit", body([("text", text), ("force", optional("boolean"))], required: ["text"])),
        (
            "Submitted",
            answer(
                [("result", words(SubmittedJSON.Result.allCases.map(\.rawValue))), ("reason", text)],
                optional: ["reason"])
        ),
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
