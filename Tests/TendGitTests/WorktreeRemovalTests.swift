import Glibc
import TendCore
import Testing

@testable import TendGit

struct WorktreeRemovalTests {
    private func removal(_ bench: Workbench, _ branch: String, forced: Bool = false) throws -> WorktreeRemoval {
        let repository = try bench.open()
        return try repository.remove(try repository.linked(branch), isForced: forced)
    }

    private func standing(_ bench: Workbench, _ branch: String) throws -> WorktreeStanding {
        let repository = try bench.open()
        return try repository.standing(of: try repository.linked(branch))
    }

    @Test func `merged and clean, it goes with the branch that was made for it`() throws {
        let bench = try Workbench()
        let made = try bench.make("feature/x")
        try bench.commit("b.txt", "b\n", in: made.start)
        #expect(try standing(bench, "feature/x").ownCommits == 1)
        try bench.git("merge", "--quiet", "feature/x")
        let standing = try standing(bench, "feature/x")
        #expect(standing.isMerged && standing.isClean && standing.ownCommits == 0)
        let removal = try removal(bench, "feature/x")
        #expect(removal.isBranchRemoved && removal.losses.isEmpty)
        #expect(!bench.exists(bench.repository + ".worktrees"))
        #expect(try bench.git("branch", "--format=%(refname:short)") == "main")
    }

    @Test func `a branch that was there before stays`() throws {
        let bench = try Workbench()
        try bench.git("branch", "old")
        try bench.make("old")
        #expect(try !removal(bench, "old").isBranchRemoved)
        #expect(try bench.git("branch", "--format=%(refname:short)") == "main\nold")
    }

    @Test func `changed, staged, untracked files and a merge that has not ended are in the way, each named`() throws {
        let bench = try Workbench()
        let made = try bench.make("x")
        try bench.write("a.txt", "changed\n", in: made.start)
        try bench.write("staged.txt", "new\n", in: made.start)
        try bench.git("add", "staged.txt", in: made.start)
        try bench.write("neu ü.txt", "new\n", in: made.start)
        let refusal = bench.refusal { try removal(bench, "x") }
        #expect(refusal.contains("2 changed files (a.txt, staged.txt), 1 untracked file (neu ü.txt)"))
        #expect(refusal.contains("--force"))
        #expect(bench.exists(made.start + "/neu ü.txt"))
        let forced = try removal(bench, "x", forced: true)
        #expect(forced.losses.count == 2)
        #expect(!bench.exists(made.start))
    }

    @Test func `a rename is one changed file`() throws {
        let bench = try Workbench()
        let made = try bench.make("x")
        try bench.git("mv", "a.txt", "b.txt", in: made.start)
        #expect(try standing(bench, "x").changed.count == 1)
    }

    @Test func `a rebase that stopped is in the way although nothing is changed`() throws {
        let bench = try Workbench()
        let made = try bench.make("x")
        try bench.commit("b.txt", "b\n", in: made.start)
        try bench.git(
            "-c", "sequence.editor=sed -i s/^pick/edit/", "rebase", "--quiet", "-i", "main~0", "--force-rebase",
            in: made.start)
        let entry = try #require(try bench.open().worktrees.last)
        let check = try bench.open().checkRemoval(of: entry)
        #expect(check.losses.contains("a rebase that has not ended"))
    }

    @Test func `commits that are nowhere else are in the way; force keeps them on their branch`() throws {
        let bench = try Workbench()
        let made = try bench.make("x")
        try bench.commit("b.txt", "b\n", in: made.start)
        try bench.commit("c.txt", "c\n", in: made.start)
        let refusal = bench.refusal { try removal(bench, "x") }
        #expect(refusal.contains("2 commits that are neither merged nor pushed (the branch is kept)"))
        #expect(try !removal(bench, "x", forced: true).isBranchRemoved)
        #expect(try bench.git("rev-list", "--count", "main..x") == "2")
    }

    @Test func `commits that were pushed are not in the way`() throws {
        let bench = try Workbench()
        try bench.git("clone", "--quiet", "--bare", bench.repository, bench.root + "/hub.git", in: bench.root)
        try bench.git("remote", "add", "origin", bench.root + "/hub.git")
        let made = try bench.make("x")
        try bench.commit("b.txt", "b\n", in: made.start)
        try bench.git("push", "--quiet", "-u", "origin", "x", in: made.start)
        let standing = try standing(bench, "x")
        #expect(standing.ownCommits == 0 && !standing.isMerged)
        #expect((standing.ahead, standing.behind, standing.comparedWith) == (0, 0, "origin/x"))
        #expect(try !removal(bench, "x").isBranchRemoved)
    }

    @Test func `a squash merge is a merge, and the branch with its own commits stays`() throws {
        let bench = try Workbench()
        let made = try bench.make("x")
        try bench.commit("b.txt", "b\n", in: made.start)
        try bench.commit("b.txt", "b2\n", in: made.start)
        try bench.git("merge", "--quiet", "--squash", "x")
        try bench.git("commit", "--quiet", "-m", "squashed")
        try bench.commit("c.txt", "later\n")
        let standing = try standing(bench, "x")
        #expect(standing.isMerged && standing.ownCommits == 2)
        #expect((standing.ahead, standing.behind, standing.comparedWith) == (2, 2, "main"))
        #expect(try !removal(bench, "x").isBranchRemoved)
        #expect(try bench.git("branch", "--list", "x") == "  x")
    }

    @Test func `commits on no branch are in the way and named`() throws {
        let bench = try Workbench()
        let made = try bench.make("x")
        try bench.git("checkout", "--quiet", "--detach", in: made.start)
        try bench.commit("b.txt", "b\n", in: made.start)
        let head = try bench.git("rev-parse", "HEAD", in: made.start)
        let refusal = bench.refusal { try removal(bench, made.start) }
        #expect(refusal.contains("1 commit on no branch (the last is \(head.prefix(12)))"))
    }

    @Test func `ignored files are told, and are not in the way`() throws {
        let bench = try Workbench()
        try bench.commit(".gitignore", "build/\n.env\n")
        let made = try bench.make("x")
        try bench.write("build/o", "o", in: made.start)
        try bench.write(".env", "secret", in: made.start)
        #expect(try removal(bench, "x").ignored == "2 ignored entries (.env, build/)")
    }

    @Test func `locked ones, the repository and one with another inside are not removed by force either`() throws {
        let bench = try Workbench()
        try bench.commit(".gitignore", "inner\n")
        let outer = try bench.make("outer")
        try bench.git("worktree", "add", "--quiet", "-b", "inner", outer.start + "/inner")
        #expect(bench.refusal { try removal(bench, "outer", forced: true) }.contains("'inner' is inside it"))
        try bench.git("worktree", "lock", "--reason", "on a stick", outer.start + "/inner")
        #expect(bench.refusal { try removal(bench, "inner", forced: true) }.contains("locked: on a stick"))
        #expect(bench.refusal { try removal(bench, "main", forced: true) }.contains("the repository itself"))
        #expect(bench.refusal { try removal(bench, "none") }.contains("has no worktree 'none'"))
    }

    @Test func `one whose directory is gone is only forgotten`() throws {
        let bench = try Workbench()
        let made = try bench.make("x")
        try bench.commit("b.txt", "b\n", in: made.start)
        try #require(rename(made.start, bench.root + "/elsewhere") == 0)
        #expect(try bench.open().linked("x").isGone)
        #expect(try removal(bench, "x").losses.isEmpty)
        #expect(try bench.open().worktrees.count == 1)
        #expect(try bench.git("rev-list", "--count", "main..x") == "1")
    }

    @Test func `submodules are in the way, since nobody looks into them`() throws {
        let bench = try Workbench()
        try bench.git("clone", "--quiet", bench.repository, bench.root + "/lib", in: bench.root)
        try bench.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", bench.root + "/lib", "lib")
        try bench.git("commit", "--quiet", "-m", "lib")
        let made = try bench.make("x")
        #expect(try standing(bench, "x").isClean)
        try bench.git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", in: made.start)
        #expect(bench.refusal { try removal(bench, "x") }.contains("whatever is in its submodules"))
        _ = try removal(bench, "x", forced: true)
        #expect(!bench.exists(made.start))
    }

    @Test func `what came to nothing is taken back with its branch`() throws {
        let bench = try Workbench()
        let plan = try bench.open().plan(branch: "a/b", base: nil, WorktreeRules())
        _ = try bench.open().make(plan, needsSetUp: true)
        try bench.open().undo(plan)
        #expect(!bench.exists(bench.repository + ".worktrees"))
        #expect(try bench.git("branch", "--format=%(refname:short)") == "main")
        #expect(try bench.git("worktree", "list").split(separator: "\n").count == 1)
    }

    @Test func `when git cannot make it, its words are told and the branch is not left behind`() throws {
        let bench = try Workbench()
        let plan = try bench.open().plan(branch: "x", base: nil, WorktreeRules())
        try bench.write("file", "in the way", in: bench.repository + ".worktrees/x")
        let refusal = bench.refusal { try bench.open().make(plan, needsSetUp: false) }
        #expect(refusal.contains("already exists"))
        #expect(try bench.git("branch", "--format=%(refname:short)") == "main")
        #expect(bench.exists(bench.repository + ".worktrees/x/file"))
    }
}
