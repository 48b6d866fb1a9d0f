import Foundation
import Testing

/// Dialogs that only the screen tells of, answered by keys, with a shell script in the place of an agent.
@Suite struct DialogTests {
    /// Asks for permission whenever `w` is pressed, and draws like an agent: the dialog at the bottom of a cleared screen.
    private static let script = """
        #!/bin/bash
        number=0
        while true; do
            printf '\\e[2J\\e[HWould you like to run?\\n  1. Yes\\n  2. No\\n\\nEsc to cancel\\n\\nthis was the last one\\n\\n>'
            read -rsn1 key || exit
            [[ $key == n ]] && printf '\\e]777;notify;Toy;Toy needs your permission\\a\\e[2J\\e[Hbusy' && read -rsn1 key
            [[ $key == w ]] || continue
            number=$((number + 1))
            printf '\\e[2J\\e[HWould you like to run?\\n\\n$ make %s\\n\\n❯ 1. Yes\\n  2. No\\n\\nEsc to cancel' $number
            read -rsn1 key || exit
            echo "$number $key" >> "$TOY_LOG"
        done
        """

    private static func manifest(_ directory: String) -> String {
        #"""
        {"name": "toy", "displayName": "Toy", "type": "cli",
         "cli": {"command": "\#(directory)/bin/toy", "detectCmd": "true"},
         "detection": {"rules": [
           {"id": "permission", "state": "waiting:permission", "when": [{"in": "footer", "contains": ["Esc to cancel"]}],
            "dialog": {"kind": "permission", "begins": "^Would you", "command": {"row": "^\\$ (.*)$"}}},
           {"id": "prompt", "state": "idle", "when": [{"in": "footer", "matches": "^>"}]}]}}
        """#
    }

    private func homeWithToy() async throws -> TestHome {
        let home = try await TestHome()
        let files = FileManager.default
        try files.createDirectory(atPath: home.directory + "/config/manifests", withIntermediateDirectories: true)
        _ = try await home.install(DialogTests.script, as: "toy")
        try Data(DialogTests.manifest(home.directory).utf8)
            .write(to: URL(fileURLWithPath: home.directory + "/config/manifests/toy.json"))
        let started = try await home.tend(["new", "toy", "-d", "--env", "TOY_LOG=\(home.directory)/log"])
        #expect(started.status == 0, "\(started.standardError)")
        try await home.wait("toy", until: "text:the last one")
        return home
    }

    private func items(_ home: TestHome) async throws -> [Item] {
        struct List: Decodable { var attention: [Item] }
        let text = try await home.ok("inbox", "--json")
        return try JSONDecoder().decode(List.self, from: Data(text.utf8)).attention
    }

    /// The item of the dialog that stands now.
    private func dialog(_ home: TestHome, _ command: String) async throws -> Item {
        var found: Item?
        try await eventually("'\(command)' is asked for") {
            found = try await items(home).first { $0.command == command }
            return found != nil
        }
        return try #require(found)
    }

    private func log(_ home: TestHome) -> String? {
        try? String(contentsOfFile: home.directory + "/log", encoding: .utf8)
    }

    @Test func `a dialog is answered by keys once, and later answers are stale`() async throws {
        let home = try await homeWithToy()
        #expect(try await items(home).isEmpty)
        try await home.ok("send", "toy", "w")
        let item = try await dialog(home, "make 1")
        #expect([item.kind, item.way] == ["permission", "keys"])
        let explanation = try await home.ok("explain", "toy")
        #expect(explanation.contains("toy: waiting:permission"))
        #expect(explanation.contains("rule 'permission'"))
        #expect(try await home.ok("ls").contains("◆ waiting permission"))
        let answered = try await home.tend("approve", item.id)
        #expect(answered.status == 0, "\(answered.standardError)")
        #expect(log(home) == "1 1\n")
        let again = try await home.tend("deny", item.id)
        #expect(again.status == 1)
        #expect(log(home) == "1 1\n")
        try await home.close()
    }

    @Test func `a rule denies what is read off the screen, and allows nothing of it`() async throws {
        let home = try await homeWithToy()
        let rules = home.directory + "/config/approvals.yaml"
        try "rules:\n  - {action: allow, command: make *}\n".write(toFile: rules, atomically: true, encoding: .utf8)
        try await home.ok("send", "toy", "w")
        let item = try await dialog(home, "make 1")
        #expect(item.way == "keys" && log(home) == nil)
        try "rules:\n  - {action: deny, command: make *}\n".write(toFile: rules, atomically: true, encoding: .utf8)
        try await home.ok("approve", item.id)
        #expect(log(home) == "1 1\n")
        try await home.wait("toy", until: "text:the last one")
        try await home.ok("send", "toy", "w")
        try await eventually("the rule has answered") { log(home) == "1 1\n2 2\n" }
        try await home.close()
    }

    @Test func `a text is not typed into a dialog that has only just appeared`() async throws {
        let home = try await homeWithToy()
        try await home.ok("send", "toy", "w")
        try await home.wait("toy", until: "text:make 1")
        let refused = try await home.tend("prompt", "toy", "1")
        #expect(refused.status == 1)
        #expect(refused.standardError.contains("refused"), "\(refused.standardError)")
        #expect(log(home) == nil)
        try await home.close()
    }

    @Test func `an answer to a dialog that gave way to another presses nothing`() async throws {
        let home = try await homeWithToy()
        try await home.ok("send", "toy", "w")
        let first = try await dialog(home, "make 1")
        // At the desk, and at once the next question.
        try await home.ok("send", "toy", "2w")
        _ = try await dialog(home, "make 2")
        let late = try await home.tend("approve", first.id)
        #expect(late.status == 1)
        #expect(late.standardError.contains("answered at the desk"))
        #expect(log(home) == "1 2\n")
        try await home.close()
    }

    @Test func `a dialog outlives kill -9 of the server as the same item, and is answered by keys once`() async throws {
        let home = try await homeWithToy()
        try await home.ok("send", "toy", "w")
        let item = try await dialog(home, "make 1")
        for _ in 0..<2 { try await home.killServer() }
        #expect(try await items(home).filter { $0.kind == "permission" }.map(\.id) == [item.id])
        let answered = try await home.tend("deny", item.id)
        #expect(answered.status == 0, "\(answered.standardError)")
        #expect(log(home) == "1 2\n")
        #expect(try await home.tend("approve", item.id).status == 1)
        #expect(log(home) == "1 2\n")
        try await home.close()
    }

    @Test func `a notification is evidence that is explained, and no question`() async throws {
        let home = try await homeWithToy()
        try await home.ok("send", "toy", "n")
        try await eventually("it waits") { try await home.ok("ls").contains("◆ waiting permission") }
        let explanation = try await home.ok("explain", "toy")
        #expect(explanation.contains("toy: waiting:permission"))
        #expect(explanation.contains("Toy needs your permission"))
        #expect(try await items(home).isEmpty)
        // Back at its prompt the screen knows better.
        try await home.ok("send", "toy", "x")
        try await eventually("it is idle") { try await home.ok("ls").contains("○ idle") }
        try await home.close()
    }

    @Test func `evidence of a hook is shown and explained`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "hooked", "--", "cat")
        let body = #"{"source":"hook","state":"working","tool":"Bash","detail":"make","conversation":"c1","tokens":7}"#
        #expect(try await home.ask("POST", "/sessions/hooked/evidence", body: body).status == 204)
        #expect(try await home.ok("ls").contains("● working Bash"))
        #expect(try await home.ok("explain", "hooked").contains("hooked: working"))
        let wrong = try await home.ask(
            "POST", "/sessions/hooked/evidence", body: #"{"source":"hook","state":"asleep"}"#)
        #expect(wrong.status == 400)
        #expect(wrong.text.contains("'asleep' is no state"))
        try await home.close()
    }
}
