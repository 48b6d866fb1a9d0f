import Foundation
import TendCore
import TendData
import Testing

@testable import TendServer

struct ApprovalFileTests {
    private func load(_ text: String) -> Loaded<ApprovalRules> {
        ApprovalFile.load(
            DataFile(name: "approvals", path: "approvals.yaml", text: text, isShipped: false), home: "/home/me")
    }

    @Test func `rules are read in their order`() {
        let loaded = load(
            """
            # What may go on without me.
            rules:
              - action: deny
                command: git push *
                reason: ask me first
              - {action: allow, agent: claude, tool: Edit, path: ~/src/**}
              - {action: ask, path: "*.key"}
            """)
        #expect(loaded.diagnostics.isEmpty)
        #expect(
            loaded.value.rules == [
                ApprovalRule(.deny, command: "git push *", reason: "ask me first"),
                ApprovalRule(.allow, agent: "claude", tool: "Edit", path: Glob("/home/me/src/**", .path)),
                ApprovalRule(.ask, path: Glob("**/*.key", .path)),
            ])
    }

    @Test(arguments: [
        ("rulez: []", "1:1: unknown name 'rulez' — did you mean 'rules'? (ignored)"),
        ("rules: yes", "1:8: 'rules' must be a list, each entry as in '- action: allow' (ignored)"),
        ("rules:\n  - action: alow", "2:13: 'action' must be one of allow, ask, deny — did you mean 'allow'? (ignored)"),
        ("rules:\n  - comand: ls\n    action: ask", "2:5: unknown name 'comand' — did you mean 'command'? (ignored)"),
        ("rules:\n  - command: ls", "2:5: a rule needs 'action: allow', 'ask' or 'deny' (ignored)"),
        ("rules:\n  - {action: allow, command: [ls]}", "2:30: 'command' must be a text (ignored)"),
        (
            "rules:\n  - {action: allow, command: 'ls && make'}",
            "2:30: 'command' of several commands, or with a redirection, allows nothing: each command of a line is looked at for "
                + "itself (write one rule for each)"
        ),
    ])
    func `a mistake is told with its place`(text: String, expected: String) {
        #expect(load(text).diagnostics.map(\.description).first == "approvals.yaml:" + expected)
    }

    @Test func `a changed file holds at once, and a broken one asks for everything`() throws {
        let path = NSTemporaryDirectory() + "tend-approvals-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var source = ApprovalSource(path: path, home: "/home/me")
        #expect(source.current().rules.rules.isEmpty && source.current().problems.isEmpty)
        try Data("rules:\n  - {action: allow, command: ls}\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(source.current().rules.rules.count == 1)
        try Data("rules:\n  - {action: allow, command: ls}\n  - {action: denny}\n".utf8).write(to: URL(fileURLWithPath: path))
        let (rules, problems) = source.current()
        #expect(rules.rules.isEmpty)
        #expect(problems.first?.hasPrefix(path + ":3:") == true && problems == source.current().problems)
        try FileManager.default.removeItem(atPath: path)
        #expect(source.current().problems.isEmpty)
    }
}

struct PeerProcessTests {
    @Test func `a process knows those above it and their leaders`() throws {
        let own = try #require(PeerProcess(getpid()))
        #expect(own.relatives.isSuperset(of: [getpid(), getppid(), getsid(0)]))
        #expect(PeerProcess(0) == nil && PeerProcess(-1) == nil && PeerProcess(.max) == nil)
    }
}
