import Foundation
import TendCore
import TendData
import TendGit
import Testing

@testable import TendServer

struct WorktreeFileTests {
    private func load(_ text: String) -> Loaded<WorktreeRules> {
        WorktreeFile.load(
            DataFile(name: "worktrees", path: "worktrees.yaml", text: text, isShipped: false), home: "/home/ann")
    }

    @Test func `rules for all and for one repository`() {
        let loaded = load(
            """
            directory: ~/trees/{name}/{branch}
            setup: make deps
            repositories:
              ~/src/web: {setup: npm ci}
              /src/api: {setup: null, directory: "{repository}/.trees/{branch}"}
            """)
        #expect(loaded.diagnostics.isEmpty)
        let rules = loaded.value
        #expect(rules.directory(of: "x", in: "/src/other") == "/home/ann/trees/other/x")
        #expect(rules.setUp(of: "/home/ann/src/web") == "npm ci")
        #expect(rules.setUp(of: "/src/api") == nil)
        #expect(rules.setUp(of: "/src/other") == "make deps")
        #expect(rules.directory(of: "x", in: "/src/api") == "/src/api/.trees/x")
    }

    @Test func `with a mistake in it nothing is made, and nothing is said to be ignored`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "tend-worktrees-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "stup: b\n".write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: ServiceError.self) { try WorktreeFile.rules(at: path, home: "/home/ann") }
        #expect(
            error?.message
                == "\(path):1:1: unknown name 'stup' — did you mean 'setup'? — mend that first; no worktree was made or removed"
        )
    }

    @Test func `mistakes are told with their place`() {
        let loaded = load("setup: a\ndirctory: /x/{branch}\ndirectory: /x\nrepositories:\n  /a: {stup: b}\n")
        #expect(
            loaded.diagnostics.map(\.description) == [
                "worktrees.yaml:2:1: unknown name 'dirctory' — did you mean 'directory'? (ignored)",
                "worktrees.yaml:3:12: 'directory' must hold '{branch}', so that each branch has its own (ignored)",
                "worktrees.yaml:5:8: unknown name 'stup' — did you mean 'setup'? (ignored)",
            ])
    }
}
