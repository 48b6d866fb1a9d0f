import Glibc
import TendCore
import Testing

@testable import TendGit

struct WorktreePlanTests {
    @Test func `a new branch begins at HEAD, beside the repository, where one was below`() throws {
        let bench = try Workbench()
        try bench.commit("web/b.txt", "b\n")
        let head = try bench.git("rev-parse", "HEAD")
        let plan = try bench.open(bench.repository + "/web").plan(branch: "fix/a", base: nil, WorktreeRules())
        #expect(plan.directory == bench.repository + ".worktrees/fix/a")
        #expect(plan.way == .newBranch(commit: head, from: "HEAD", remote: nil))
        #expect(plan.prefix == "web")
        #expect(!bench.exists(plan.directory))
        let made = try bench.open(bench.repository + "/web").make(plan, needsSetUp: false)
        #expect(made.start == plan.directory + "/web")
        #expect(try bench.git("branch", "--show-current", in: made.start) == "fix/a")
    }

    @Test func `a base is a branch, a tag or a commit, and only for new branches`() throws {
        let bench = try Workbench()
        let first = try bench.git("rev-parse", "HEAD")
        try bench.git("tag", "v1")
        try bench.commit("a.txt", "two\n")
        for base in ["v1", first, "main~1"] {
            let plan = try bench.open().plan(branch: "x", base: base, WorktreeRules())
            #expect(plan.way == .newBranch(commit: first, from: base, remote: nil))
        }
        for base in ["nowhere", "--help", ""] {
            #expect(
                bench.refusal { try bench.open().plan(branch: "x", base: base, WorktreeRules()) }
                    .contains("there is no commit"))
        }
        try bench.git("branch", "old")
        #expect(
            bench.refusal { try bench.open().plan(branch: "old", base: "v1", WorktreeRules()) }.contains("no base"))
        #expect(try bench.open().plan(branch: "old", base: nil, WorktreeRules()).way == .branch)
    }

    @Test func `the branch of a remote is followed`() throws {
        let bench = try Workbench()
        try bench.git("clone", "--quiet", bench.repository, bench.root + "/clone", in: bench.root)
        try bench.git("branch", "theirs")
        try bench.git("fetch", "--quiet", in: bench.root + "/clone")
        let made = try bench.make("theirs", from: bench.root + "/clone")
        #expect(try bench.git("rev-parse", "--abbrev-ref", "@{upstream}", in: made.start) == "origin/theirs")
    }

    @Test func `a worktree of the branch is used again, from wherever one asks`() throws {
        let bench = try Workbench()
        let made = try bench.make("x")
        for place in [bench.repository, made.start] {
            let plan = try bench.open(place).plan(branch: "x", base: nil, WorktreeRules())
            #expect(plan.way == .reuse)
            #expect(plan.directory == made.start)
            #expect(plan.repository == bench.repository)
        }
        // From within a worktree others are made beside the repository all the same.
        let other = try bench.make("y", from: made.start)
        #expect(other.start == bench.repository + ".worktrees/y")
    }

    @Test(arguments: ["my branch", "-x", "a..b", "a~1", "x.lock", "/x", "x/", "@{-1}", "HEAD", "a\nb", "", "ä:ö"])
    func `what is no name of a branch is refused before anything is done`(_ name: String) throws {
        let bench = try Workbench()
        #expect(
            bench.refusal { try bench.open().plan(branch: name, base: nil, WorktreeRules()) }
                .contains("cannot be the name of a branch"))
        #expect(!bench.exists(bench.repository + ".worktrees"))
    }

    @Test(arguments: ["größe/日本", "$(touch${IFS}boo)", "a;b", "'\"`", "x&y|z", "#1"])
    func `names with a meaning for shells are only names`(_ name: String) throws {
        let bench = try Workbench()
        let made = try bench.make(name)
        #expect(try bench.git("branch", "--show-current", in: made.start) == name)
        let removal = try bench.open().remove(bench.open().linked(name), isForced: false)
        #expect(removal.isBranchRemoved)
        #expect(!bench.exists(bench.repository + ".worktrees"))
        #expect(!bench.exists(bench.repository + "/boo"))
    }

    @Test func `no repository, no directory, no commit, a submodule: each says what it is`() throws {
        let bench = try Workbench()
        #expect(bench.refusal { try bench.open("/tmp") } == "/tmp is in no git repository")
        #expect(bench.refusal { try bench.open("/no/where") } == "there is no directory /no/where")
        let bare = try Workbench(commits: false)
        #expect(
            bare.refusal { try bare.open().plan(branch: "x", base: nil, WorktreeRules()) }.contains("no commit yet"))
        try bench.git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", bench.repository, "sub",
            in: {
                try bench.git("clone", "--quiet", bench.repository, bench.root + "/super", in: bench.root)
                return bench.root + "/super"
            }())
        let inside = bench.refusal {
            try bench.open(bench.root + "/super/sub").plan(branch: "x", base: nil, WorktreeRules())
        }
        #expect(inside.contains("submodule of \(bench.root)/super"))
    }

    @Test func `the repository's own branch, a worktree that is gone and a place that is taken are refused`() throws {
        let bench = try Workbench()
        func refusal(_ branch: String) -> String {
            bench.refusal { try bench.open().plan(branch: branch, base: nil, WorktreeRules()) }
        }
        #expect(refusal("main").contains("checked out in \(bench.repository) itself"))
        let gone = try bench.make("gone")
        try #require(rename(gone.start, bench.root + "/elsewhere") == 0)
        #expect(refusal("gone").contains("git worktree prune"))
        try bench.write("file", "x", in: bench.repository + ".worktrees/taken")
        #expect(refusal("taken").contains("is there already"))
        // A branch whose place would be inside another worktree.
        try bench.make("outer")
        try bench.git("checkout", "--quiet", "--detach", in: bench.repository + ".worktrees/outer")
        try bench.git("branch", "-m", "outer", "other")
        #expect(refusal("outer/inner").contains("would be inside the worktree"))
    }

    @Test func `a bare repository has worktrees, too`() throws {
        let bench = try Workbench()
        try bench.git("clone", "--quiet", "--bare", bench.repository, bench.root + "/bare.git", in: bench.root)
        let made = try bench.make("x", from: bench.root + "/bare.git")
        #expect(made.start == bench.root + "/bare.git.worktrees/x")
        let standing = try bench.open(made.start).standing(of: bench.open(made.start).linked("x"))
        #expect(standing.isClean && standing.isMerged)
        #expect(standing.target == "main")
    }

    @Test func `a repository in a directory with blanks and other letters`() throws {
        let bench = try Workbench()
        try #require(rename(bench.repository, bench.root + "/mein Projekt ü") == 0)
        let made = try bench.make("x", from: bench.root + "/mein Projekt ü")
        #expect(made.start == bench.root + "/mein Projekt ü.worktrees/x")
        #expect(bench.exists(made.start + "/a.txt"))
    }

    @Test func `the owner's rules say where, for all or for one repository`() {
        var rules = WorktreeRules()
        #expect(rules.directory(of: "a/b", in: "/src/api") == "/src/api.worktrees/a/b")
        rules.all = WorktreeRules.Rule(directory: "/trees/{name}-{branch}", setUp: "make deps")
        rules.repositories["/src/web"] = WorktreeRules.Rule(directory: "{repository}/.trees/{branch}", setUp: "")
        #expect(rules.directory(of: "x", in: "/src/api") == "/trees/api-x")
        #expect(rules.directory(of: "x", in: "/src/web") == "/src/web/.trees/x")
        #expect(rules.setUp(of: "/src/api") == "make deps")
        #expect(rules.setUp(of: "/src/web") == nil)
        #expect(WorktreeRules.mistake(inDirectory: "trees/{branch}") != nil)
        #expect(WorktreeRules.mistake(inDirectory: "/trees") != nil)
        #expect(WorktreeRules.mistake(inDirectory: "/trees/{branch}") == nil)
    }
}
