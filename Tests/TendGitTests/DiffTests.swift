import Glibc
import TendCore
import Testing

@testable import TendGit

struct DiffTests {
    private func diff(_ bench: Workbench, in directory: String? = nil) throws -> DiffJSON {
        try bench.open(directory).diff()
    }

    @Test func `staged, unstaged, untracked, removed and renamed files, each with its lines`() throws {
        let bench = try Workbench()
        try bench.commit("gone.txt", "bye\n")
        try bench.commit("old name ü.txt", String(repeating: "same\n", count: 20))
        try bench.write("a.txt", "two\n")
        try bench.write("staged.txt", "s\n")
        try bench.git("add", "staged.txt")
        try bench.git("rm", "--quiet", "gone.txt")
        try bench.git("mv", "old name ü.txt", "new\tname")
        try bench.write("d/new.txt", "1\n2")
        let diff = try diff(bench, in: bench.repository + "/d")
        #expect(diff.directory == bench.repository && diff.branch == "main")
        #expect(
            diff.files.map { "\($0.status.rawValue) \($0.path) +\($0.added) -\($0.removed)" } == [
                "modified a.txt +1 -1", "untracked d/new.txt +2 -0", "deleted gone.txt +0 -1",
                "renamed new\tname +0 -0", "added staged.txt +1 -0",
            ])
        #expect(diff.files[0].hunks == [DiffJSON.Hunk(oldStart: 1, newStart: 1, lines: ["-one", "+two"])])
        #expect(diff.files[1].hunks.first?.lines == ["+1", "+2"])
        #expect(diff.files[3].oldPath == "old name ü.txt")
    }

    @Test func `binary files, links, pipes and too large files are named without lines`() throws {
        let bench = try Workbench()
        try bench.write("bin", "a\0b")
        try bench.write("large.txt", String(repeating: "x\n", count: 200_000))
        try #require(symlink("/etc/passwd", bench.repository + "/link") == 0)
        try #require(mkfifo(bench.repository + "/pipe", 0o600) == 0)
        try bench.write("tracked", "a\0b")
        try bench.git("add", "tracked")
        try bench.git("clone", "--quiet", bench.repository, bench.repository + "/inner")
        let files = try diff(bench).files
        #expect(files.allSatisfy { $0.hunks.isEmpty })
        #expect(files.filter(\.binary).map(\.path) == ["bin", "tracked"])
        let notes = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.note) })
        #expect(notes["link"] == "no plain file")
        #expect(notes["large.txt"] == "too large to be shown (390 KiB)")
        #expect(notes["inner/"] == "a repository of its own")
    }

    @Test func `a conflict is one file with both sides`() throws {
        let bench = try Workbench()
        try bench.git("checkout", "--quiet", "-b", "x")
        try bench.commit("a.txt", "theirs\n")
        try bench.git("checkout", "--quiet", "main")
        try bench.commit("a.txt", "ours\n")
        try bench.git("-c", "alias.m=!git merge --quiet x >/dev/null 2>&1 || true", "m")
        let file = try #require(try diff(bench).files.first)
        #expect(try diff(bench).files.count == 1)
        #expect(file.status == .unmerged && file.hunks.first?.lines.contains("+theirs") == true)
    }

    @Test func `before the first commit everything is new; a bare repository has no changes`() throws {
        let bench = try Workbench(commits: false)
        try bench.write("a.txt", "a\n")
        try bench.git("add", "a.txt")
        #expect(try diff(bench).files.map(\.status) == [.added])
        try bench.git("init", "--quiet", "--bare", bench.root + "/bare")
        #expect(bench.refusal { try diff(bench, in: bench.root + "/bare") }.contains("is in no worktree"))
    }

    @Test func `lines that look like headers are lines, and what hides text is written out`() throws {
        let bench = try Workbench()
        try bench.commit("a.txt", "-- a/x\n@@ -1 +1 @@\ndiff --git a/b b/b\n")
        try bench.write("a.txt", "\u{202E}evil\u{1B}[31m\r\nkept\n")
        let file = try #require(try diff(bench).files.first)
        #expect(try diff(bench).files.count == 1)
        #expect(
            file.hunks.first?.lines == [
                "--- a/x", "-@@ -1 +1 @@", "-diff --git a/b b/b", "+<U+202E>evil<U+1B>[31m", "+kept",
            ])
    }

    @Test func `more lines than can be shown are counted and left out`() {
        let patch = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -0,0 +1,3 @@ where\n+1\n+2\n+3\n"
        let output = Array(":100644 100644 1 2 M\0a\0\0\(patch)".utf8)
        let file = DiffReader(output, lineLimit: 2).files.first
        #expect(file?.added == 3 && file?.hunks.first?.lines == ["+1", "+2"])
        #expect(file?.note?.contains("too large") == true)
        #expect(DiffReader(output).files.first?.hunks.first?.heading == "where")
        // Cut in the middle of a hunk.
        let cut = DiffReader(Array(output.dropLast(4)), isCut: true).files.first
        #expect(cut?.note?.contains("too large") == true)
    }
}
