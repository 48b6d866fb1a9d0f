import Foundation
import TendCore
import TestSupport
import Testing

@testable import TendGit

/// A directory of its own with a repository made by the real git.
final class Workbench: Sendable {
    let root: String
    var repository: String { root + "/repo" }
    let runner: GitRunner

    /// - Parameter commits: whether it has a first commit.
    init(commits: Bool = true) throws {
        var bytes = Array("/tmp/tend-git-XXXXXX".utf8CString)
        guard mkdtemp(&bytes) != nil else { throw CocoaError(.fileWriteUnknown) }
        root = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        var environment = ProcessInfo.processInfo.environment
        for name in environment.keys where name.hasPrefix("GIT_") { environment[name] = nil }
        environment["HOME"] = root
        runner = GitRunner(environment: environment)
        try write(
            "../.gitconfig", "[user]\nname = a\nemail = a@b\n[init]\ndefaultBranch = main\n[commit]\ngpgsign = false\n")
        try git("init", "--quiet", repository, in: root)
        if commits { try commit("a.txt", "one\n") }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }  // What is in the way there, the system clears away.

    /// Runs git as a person would, without our safety.
    @discardableResult
    func git(_ arguments: String..., in directory: String? = nil) throws -> String {
        let words = ["git", "-C", directory ?? repository] + arguments
        let ending = try TestProgram(words, environment: runner.environment).end()
        let text = ending.output + ending.errors
        #expect(ending.status == 0, "git \(arguments): \(text)")
        return text.trimmingCharacters(in: .newlines)
    }

    func write(_ path: String, _ text: String, in directory: String? = nil) throws {
        let file = URL(filePath: (directory ?? repository) + "/" + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func commit(_ path: String, _ text: String, in directory: String? = nil) throws {
        try write(path, text, in: directory)
        try git("add", "--", path, in: directory)
        try git("commit", "--quiet", "-m", "change \(path)", in: directory)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    func open(_ directory: String? = nil) throws -> Repository { try Repository(at: directory ?? repository, runner) }

    @discardableResult
    func make(_ branch: String, base: String? = nil, from directory: String? = nil) throws -> MadeWorktree {
        let repository = try open(directory)
        return try repository.make(
            repository.plan(branch: branch, base: base, WorktreeRules()), needsSetUp: false)
    }

    /// The words of a refusal; an issue when there is none.
    func refusal(_ body: () throws -> some Any) -> String {
        do {
            _ = try body()
        } catch let error as ServiceError {
            return error.message
        } catch {
            Issue.record(error)
            return ""
        }
        Issue.record("it was not refused")
        return ""
    }
}
