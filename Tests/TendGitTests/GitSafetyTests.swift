import Glibc
import TendCore
import Testing

@testable import TendGit

struct GitSafetyTests {
    @Test func `a repository has none of its own programs run`() throws {
        let bench = try Workbench()
        try bench.commit(".gitattributes", "*.txt filter=evil diff=evil merge=evil\n")
        let made = try bench.make("x")
        try bench.commit("a.txt", "theirs\n")
        try bench.commit("a.txt", "ours\n", in: made.start)
        let trap = "touch \(bench.root)/trapped; cat"
        for (name, value) in [
            ("core.fsmonitor", trap), ("core.hooksPath", bench.root + "/hooks"), ("core.pager", trap),
            ("core.sshCommand", trap), ("diff.external", trap), ("diff.evil.textconv", trap),
            ("diff.evil.command", trap), ("filter.evil.clean", trap), ("filter.evil.smudge", trap),
            ("filter.evil.process", trap), ("filter.evil.required", "true"), ("merge.evil.driver", trap),
        ] {
            try bench.git("config", name, value)
        }
        for hook in ["post-checkout", "reference-transaction", "post-index-change", "pre-commit"] {
            try bench.write("hooks/" + hook, "#!/bin/sh\ntouch \(bench.root)/trapped\n", in: bench.root)
            try #require(chmod(bench.root + "/hooks/" + hook, 0o755) == 0)
        }
        // Git looks into files of which it cannot be sure that they are as they were.
        try bench.write("a.txt", "again\n", in: made.start)
        let repository = try bench.open()
        let standing = try repository.standing(of: try repository.linked("x"))
        #expect(standing.changed.count == 1)
        try bench.make("y")
        let again = try bench.open()
        _ = try again.remove(try again.linked("y"), isForced: false)
        _ = try again.remove(try again.linked("x"), isForced: true)
        #expect(!bench.exists(bench.root + "/trapped"))
    }

    @Test func `programs that are set for one worktree only are not run either`() throws {
        let bench = try Workbench()
        try bench.commit(".gitattributes", "*.txt filter=evil\n")
        try bench.write(
            "evil.config",
            "[filter \"evil\"]\nsmudge = touch \(bench.root)/trapped; cat\nclean = touch \(bench.root)/trapped; cat\n",
            in: bench.root)
        for condition in ["gitdir:\(bench.repository)/.git/worktrees/**", "onbranch:x"] {
            try bench.git("config", "includeIf.\(condition).path", bench.root + "/evil.config")
        }
        let made = try bench.make("x")
        #expect(bench.exists(made.start + "/a.txt"))
        try bench.write("a.txt", "again\n", in: made.start)
        let repository = try bench.open()
        #expect(try repository.standing(of: try repository.linked("x")).changed.count == 1)
        _ = try repository.remove(try repository.linked("x"), isForced: true)
        #expect(!bench.exists(bench.root + "/trapped"))
    }

    @Test func `filters of the user hold, and what git-lfs writes into a repository`() {
        let listing = [
            "global", "filter.lfs.clean\ngit-lfs clean -- %f", "local", "filter.a=b.clean\nevil",
            "local", "filter.lfs.process\ngit-lfs filter-process", "worktree", "filter.x.required\ntrue", "local",
            "a.b",
            "",
        ]
        let settings = GitSafety.disarming(listing)
        #expect(settings.map(\.0) == ["filter.a=b.clean", "filter.x.required"])
        #expect(settings.map(\.1) == ["", "false"])
    }

    @Test func `nothing of the server's own git settings reaches git`() throws {
        let bench = try Workbench()
        var runner = bench.runner
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF"] {
            runner.environment[name] = "/nowhere"
        }
        #expect(try Repository(at: bench.repository, runner).main.branch == "main")
    }

    @Test func `a run has limits of time and size`() throws {
        let bench = try Workbench()
        try bench.commit("long.txt", String(repeating: "x\n", count: 100_000))
        let output = try bench.runner.run(["show", "HEAD:long.txt"], in: bench.repository, limit: 1000)
        #expect(output.isCut && output.bytes.count == 1000)
        let refusal = bench.refusal {
            try bench.runner.run(
                ["-c", "alias.hang=!sleep 1000", "hang"], in: bench.repository, patience: .milliseconds(50))
        }
        #expect(refusal.contains("did not end within"))
        var runner = bench.runner
        runner.program = "/nowhere/git"
        #expect(bench.refusal { try runner.run(["version"], in: "/") }.contains("cannot be run"))
    }

    @Test func `complaints are one line without git's prefixes`() {
        #expect(GitRunner.cleaned(complaint: "Preparing worktree\nfatal: 'x' already exists\n") == "'x' already exists")
        #expect(GitRunner.cleaned(complaint: "hint: a\nhint: b\n") == "hint: a; hint: b")
    }
}
