import Foundation
import Testing

/// `tend new --worktree` and `tend worktree` with real git.
@Suite struct WorktreeTests {
    /// A repository with one commit, `HOME/repo`.
    private func makeHome() async throws -> (home: TestHome, repository: String) {
        let home = try await TestHome()
        let repository = home.directory + "/repo"
        try Data("[user]\nname = a\nemail = a@b\n[init]\ndefaultBranch = main\n".utf8)
            .write(to: URL(filePath: home.directory + "/.gitconfig"))
        try await git(home, "init", "--quiet", repository, in: home.directory)
        try await commit(home, "a.txt", in: repository)
        return (home, repository)
    }

    @discardableResult
    private func git(_ home: TestHome, _ arguments: String..., in directory: String) async throws -> String {
        let outcome = try await home.run("/usr/bin/env", ["git", "-C", directory] + arguments)
        #expect(outcome.status == 0, "git \(arguments): \(outcome.standardError)")
        return outcome.line
    }

    private func commit(_ home: TestHome, _ file: String, in directory: String) async throws {
        try Data("x\n".utf8).write(to: URL(filePath: directory + "/" + file))
        try await git(home, "add", file, in: directory)
        try await git(home, "commit", "--quiet", "-m", file, in: directory)
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// `tend` as somebody in that directory calls it.
    private func tend(_ home: TestHome, in directory: String, _ arguments: String...) async throws -> Outcome {
        try await home.run(
            "/bin/sh", ["-c", #"cd "$1" && shift && exec "$@""#, "sh", directory, TestHome.binary] + arguments)
    }

    @Test func `a session starts in a worktree of its own, which goes when it is merged and clean`() async throws {
        let (home, repository) = try await makeHome()
        let tree = repository + ".worktrees/fix/a"
        let script = "echo in $PWD for $TEND_BRANCH of $TEND_REPOSITORY; exec cat"
        let id = try await home.ok(
            "new", "-d", "--name", "fixer", "--cwd", repository, "--worktree", "fix/a", "--", "sh", "-c", script)
        try await home.wait(id, until: "text:in \(tree) for fix/a of \(repository)$")
        #expect(try await home.session(id).cwd == tree)

        try await commit(home, "b.txt", in: tree)
        try Data("x".utf8).write(to: URL(filePath: tree + "/new.txt"))
        struct List: Decodable {
            struct Worktree: Decodable {
                var branch: String
                var directory: String
                var running: [String]
                var clean: Bool
                var merged: Bool
                var ahead: Int
                var untracked: Int
            }
            var worktrees: [Worktree]
        }
        let listed = try await tend(home, in: tree, "worktree", "ls", "--json")
        let list = try JSONDecoder().decode(List.self, from: Data(listed.standardOutput.utf8)).worktrees
        let listing = try #require(list.first)
        #expect((list.count, listing.branch, listing.directory) == (1, "fix/a", tree))
        #expect(listing.running == ["fixer"])
        #expect(!listing.clean && !listing.merged && listing.ahead == 1 && listing.untracked == 1)
        let table = try await tend(home, in: repository, "worktree", "ls").standardOutput
        #expect(table.contains("fix/a") && table.contains("1 new") && table.contains("+1 main"))

        let used = try await tend(home, in: repository, "worktree", "rm", "fix/a")
        #expect(used.status == 1 && used.standardError.contains("session 'fixer'"))
        // Not even by force.
        #expect(try await tend(home, in: repository, "worktree", "rm", "-f", "fix/a").status == 1)
        let told = try await home.tend("rm", "-f", "--worktree", "fixer")
        #expect(told.status == 1 && told.standardError.contains("'fix/a' is not merged into main"))
        #expect(told.standardError.contains("— 'tend worktree rm --force' removes it all the same, then 'tend rm'"))
        // All or nothing: it can be tried again.
        #expect(try await home.session("fixer").state == "exited")
        try await home.ok("rm", "fixer")
        let dirty = try await tend(home, in: repository, "worktree", "rm", tree)
        #expect(dirty.status == 1)
        #expect(dirty.standardError.contains("1 untracked file (new.txt), 1 commit that is neither merged nor pushed"))
        let kept = try await tend(home, in: repository, "worktree", "prune")
        #expect(kept.standardError.contains("kept 'fix/a'"))

        try FileManager.default.removeItem(atPath: tree + "/new.txt")
        try await git(home, "merge", "--quiet", "fix/a", in: repository)
        let plan = try await tend(home, in: repository, "worktree", "prune", "--dry-run")
        #expect(plan.standardError.contains("would remove \(tree) and the branch 'fix/a'"))
        #expect(exists(tree))
        #expect(try await tend(home, in: repository, "worktree", "prune").standardError.contains("removed \(tree)"))
        #expect(!exists(repository + ".worktrees"))
        #expect(try await git(home, "branch", "--format=%(refname:short)", in: repository) == "main")
        try await home.close()
    }

    @Test func `a worktree that is being made is none to be pruned`() async throws {
        let (home, repository) = try await makeHome()
        let (made, go) = (home.directory + "/made", home.directory + "/go")
        // A git that takes its time when it has made one.
        let git = try await home.run("/bin/sh", ["-c", "command -v git"]).line
        let path = try await home.install(
            """
            #!/bin/sh
            \(git) "$@" || exit
            case " $* " in *" worktree add "*) touch '\(made)'; while ! test -e '\(go)'; do sleep 0.01; done; esac
            """, as: "git")
        let search = path.dropLast("/git".count) + ":/usr/local/bin:/usr/bin:/bin"
        #expect(try await home.tend("server", "start", environment: ["PATH": String(search)]).status == 0)
        async let new = home.tend("new", "-d", "--name", "fixer", "--cwd", repository, "--worktree", "fix", "--", "cat")
        try await eventually("it is there") { exists(made) }
        async let prune = tend(home, in: repository, "worktree", "prune")
        // It has been asked for by then, if not: all the better.
        for _ in 0..<5 { try await home.ok("ls") }
        #expect(FileManager.default.createFile(atPath: go, contents: nil))
        #expect(try await new.status == 0)
        #expect(try await prune.standardError.contains("kept 'fix'"))
        #expect(exists(repository + ".worktrees/fix"))
        try await home.close()
    }

    @Test func `a worktree that is there is used again, and a session of it knows it after a crash`() async throws {
        let (home, repository) = try await makeHome()
        try await git(home, "worktree", "add", "--quiet", "-b", "mine", home.directory + "/mine", in: repository)
        let id = try await home.ok(
            "new", "-d", "--name", "s", "--cwd", repository, "--worktree", "mine", "--", "cat")
        #expect(try await home.session(id).cwd == home.directory + "/mine")
        try await home.killServer()
        let session = try await home.ask("GET", "/sessions/s").json()["worktree"] as? [String: Any]
        #expect(session?["branch"] as? String == "mine")
        #expect(session?["repository"] as? String == repository)
        let stays = try await home.tend("rm", "-f", "s")
        #expect(stays.status == 0 && stays.standardError.contains("mine stays"))
        // The branch was there before tend.
        #expect(try await tend(home, in: repository, "worktree", "rm", "mine").status == 0)
        #expect(try await git(home, "branch", "--format=%(refname:short)", in: repository) == "main\nmine")
        try await home.close()
    }

    @Test func `the set-up runs in the pane before the program, until it has ended well`() async throws {
        let (home, repository) = try await makeHome()
        try FileManager.default.createDirectory(
            atPath: home.directory + "/config", withIntermediateDirectories: true)
        let setUp = #"echo ready for "$TEND_BRANCH"; test -e ../go && echo done > made"#
        try Data("setup: '\(setUp)'\n".utf8).write(to: URL(filePath: home.directory + "/config/worktrees.yaml"))
        let id = try await home.ok(
            "new", "-d", "--name", "s", "--cwd", repository, "--worktree", "x';touch${IFS}boo;'", "--", "sh", "-c",
            "echo program; cat")
        try await home.wait(id, until: "exit")
        var screen = try await home.ok("screen", id)
        #expect(screen.contains("ready for x';touch${IFS}boo;'"))
        #expect(screen.contains("tend: the set-up ended with status 1, so sh was not started"))
        #expect(!screen.contains("program"))
        #expect(try await home.session(id).exit_code == 1)
        #expect(!exists(repository + ".worktrees/boo") && !exists(repository + "/boo"))

        try Data().write(to: URL(filePath: repository + ".worktrees/go"))
        try await home.ok("restart", "s")
        try await home.wait(id, until: "text:^program$")
        #expect(try await home.session(id).command == "sh")
        // A second session finds it made ready.
        try FileManager.default.removeItem(atPath: repository + ".worktrees/go")
        let second = try await home.ok(
            "new", "-d", "--cwd", repository, "--worktree", "x';touch${IFS}boo;'", "--", "sh", "-c", "echo second; cat")
        try await home.wait(second, until: "text:^second$")
        screen = try await home.ok("screen", second)
        #expect(!screen.contains("ready for"))
        try await home.close()
    }

    @Test func `what cannot be is told before anything starts, and leaves nothing`() async throws {
        let (home, repository) = try await makeHome()
        func refusal(_ arguments: String...) async throws -> String {
            let outcome = try await home.tend(["new", "-d", "--cwd"] + arguments)
            #expect(outcome.status == 1, "\(arguments)")
            return outcome.standardError
        }
        #expect(try await refusal("/", "--worktree", "x", "--", "cat").contains("/ is in no git repository"))
        #expect(try await refusal(repository, "--worktree", "a b", "--", "cat").contains("cannot be the name"))
        #expect(
            try await refusal(repository, "--worktree", "main", "--", "cat").contains("checked out in \(repository)"))
        #expect(
            try await refusal(repository, "--worktree", "x", "--base", "none", "--", "cat").contains("no commit 'none'")
        )
        #expect(
            try await refusal(repository, "--worktree", "x", "--", "no-such-program").contains("no-such-program"))
        // A program that is there and cannot be executed is noticed late: what was made for it is taken back.
        try Data("#!/no/such/interpreter\n".utf8).write(to: URL(filePath: home.directory + "/junk"))
        #expect(chmod(home.directory + "/junk", 0o755) == 0)
        #expect(try await refusal(repository, "--worktree", "x", "--", home.directory + "/junk").contains("junk"))
        #expect(try await home.tend("new", "-d", "--base", "main", "--", "cat").status == 2)
        #expect(try await home.sessions().isEmpty)
        #expect(!exists(repository + ".worktrees"))
        #expect(try await git(home, "branch", "--format=%(refname:short)", in: repository) == "main")

        let plan = try await home.ok(
            "new", "--dry-run", "--cwd", repository, "--worktree", "x", "--setup", "make deps", "--", "cat")
        #expect(plan.contains("worktree      a new worktree with the new branch 'x' from HEAD"))
        #expect(plan.contains("directory     \(repository).worktrees/x"))
        #expect(plan.contains("set-up        make deps"))
        #expect(!exists(repository + ".worktrees"))
        try await home.close()
    }

    @Test func `two sessions at once for one new branch share its worktree`() async throws {
        let (home, repository) = try await makeHome()
        try await home.ok("ls")
        async let one = home.tend("new", "-d", "--cwd", repository, "--worktree", "x", "--", "cat")
        async let two = home.tend("new", "-d", "--cwd", repository, "--worktree", "x", "--", "cat")
        let outcomes = try await [one, two]
        #expect(outcomes.map(\.status) == [0, 0], "\(outcomes)")
        #expect(Set(try await home.sessions().map(\.cwd)) == [repository + ".worktrees/x"])
        try await home.close()
    }

    @Test func `what is changed where a session works is told, and a text is typed for it`() async throws {
        let (home, repository) = try await makeHome()
        let id = try await home.ok("new", "-d", "--cwd", repository, "--worktree", "x", "--", "cat")
        try Data("y\n".utf8).write(to: URL(filePath: repository + ".worktrees/x/a.txt"))
        let diff = try await home.ask("GET", "/sessions/\(id)/diff").json()
        #expect(diff["branch"] as? String == "x")
        let file = try #require((diff["files"] as? [[String: Any]])?.first)
        #expect(file["path"] as? String == "a.txt")
        let hunk = try #require((file["hunks"] as? [[String: Any]])?.first)
        #expect(hunk["lines"] as? [String] == ["-x", "+y"])
        let answer = try await home.ask("POST", "/sessions/\(id)/submit", body: #"{"text":"hello agent"}"#).json()
        #expect(answer["result"] as? String == "typed")
        // Once by the terminal, once by the program: Enter was pressed.
        try await eventually("Enter was pressed") {
            try await home.ok("screen", id).contains("hello agent\nhello agent")
        }
        let none = try await home.ok("new", "-d", "--cwd", "/", "--", "cat")
        #expect(try await home.ask("GET", "/sessions/\(none)/diff").status == 400)
        try await home.close()
    }
}
