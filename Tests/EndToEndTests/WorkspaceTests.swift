import Foundation
import Testing

/// Workspaces on the real server: scripted, kept over a crash, and brought to life from a file.
@Suite struct WorkspaceTests {
    private struct Listed: Decodable {
        struct Pane: Decodable {
            var id: Int
            var tab_number: Int
            var session: String
            var shown: ListedSession?
        }
        var workspace: String
        var panes: [Pane]
    }

    private static func panes(_ home: TestHome, _ workspace: String) async throws -> [Listed.Pane] {
        let text = try await home.ok("panes", "--json", "--workspace", workspace)
        return try JSONDecoder().decode(Listed.self, from: Data(text.utf8)).panes
    }

    @Test func `tend up starts what is missing, shows it, and does nothing the second time`() async throws {
        let home = try await TestHome()
        let project = home.directory + "/api"
        try FileManager.default.createDirectory(atPath: project + "/web", withIntermediateDirectories: true)
        let file = """
            env: {GREETING: hello}
            tabs:
              - name: agents
                columns:
                  - {session: one, command: "sh -c 'echo $GREETING $PWD; exec cat'", weight: 2}
                  - {session: two, command: cat, directory: web}
              - tail -f /dev/null
            """
        try file.write(toFile: project + "/.tend.yaml", atomically: true, encoding: .utf8)
        let first = try await home.tend("up", project + "/.tend.yaml")
        #expect(first.status == 0)
        #expect(
            first.standardError == "started one, two, api-tail\nmade 2 tabs in workspace api\n")
        try await home.wait("one", until: "text:^hello \(project)$")
        #expect(try await home.session("two").cwd == project + "/web")
        let panes = try await WorkspaceTests.panes(home, "api")
        #expect(panes.map(\.tab_number) == [1, 1, 2])
        #expect(panes.compactMap(\.shown?.name) == ["one", "two", "api-tail"])

        let second = try await home.tend("up", project + "/.tend.yaml")
        #expect(
            second.standardError
                == "already running: one, two, api-tail\nall tabs are there in workspace api\n")
        #expect(try await home.sessions().count == 3)

        // The server's death costs no workspace; a removed session costs its pane, and is started anew.
        try await home.killServer()
        #expect(try await WorkspaceTests.panes(home, "api").map(\.id) == panes.map(\.id))
        try await home.ok("rm", "-f", "two")
        #expect(try await WorkspaceTests.panes(home, "api").compactMap(\.shown?.name) == ["one", "api-tail"])
        try await home.ok("kill", "one")
        let third = try await home.tend("up", project + "/.tend.yaml")
        #expect(
            third.standardError
                == "started two\nrestarted one\nalready running: api-tail\nadded 1 pane in workspace api\n")
        #expect(try await WorkspaceTests.panes(home, "api").compactMap(\.shown?.name) == ["one", "two", "api-tail"])
        try await home.close()
    }

    @Test func `tend up starts nothing where a directory is missing, and says what it started before a failure`()
        async throws
    {
        let home = try await TestHome()
        let path = home.directory + "/x.yaml"
        func up(_ text: String) async throws -> (status: Int32, text: String) {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let ended = try await home.tend("up", path)
            return (ended.status, ended.standardError)
        }
        let missing = try await up("tabs: [{session: a, command: cat}, {session: b, command: cat, directory: no}]")
        #expect(missing.status == 1)
        #expect(
            missing.text == "tend: nothing was started: no such directory: \(home.directory)/no"
                + " — make it, or write another one into the file\n")
        #expect(try await home.sessions().isEmpty)
        let half = try await up(
            "workspace: w\ntabs: [{session: a, command: cat}, {session: b, command: no-such-program}]")
        #expect(half.status == 1)
        #expect(half.text.hasPrefix("started a\nmade 1 tab in workspace w\ntend: "), "\(half.text)")
        try await home.close()
    }

    @Test func `tend up after a change starts what has ended as the file has it, and says where something else runs`()
        async throws
    {
        let home = try await TestHome()
        let project = home.directory + "/proj"
        try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
        func up(_ text: String) async throws -> String {
            try text.write(toFile: project + "/.tend.yaml", atomically: true, encoding: .utf8)
            let ended = try await home.tend("up", project + "/.tend.yaml")
            #expect(ended.status == 0)
            return ended.standardError
        }
        _ = try await up("tabs: [seq 3, {session: x, command: cat}]")
        try await home.ok("wait", "proj-seq", "--until", "exit")
        let panes = try await WorkspaceTests.panes(home, "proj").map(\.id)
        let changed = "tabs: [seq 5, {session: x, command: sleep 1000}]"
        let remark = "x runs `cat`; the file says `sleep 1000` — 'tend kill x', then do this again\n"
        #expect(
            try await up(changed) == """
                started anew, as the file has it now: proj-seq
                already running: x
                all tabs are there in workspace proj

                """ + remark)
        try await home.wait("proj-seq", until: "text:^5$")
        try await home.ok("wait", "proj-seq", "--until", "exit")
        #expect(try await home.sessions().map(\.name).sorted() == ["proj-seq", "x"])
        #expect(try await WorkspaceTests.panes(home, "proj").map(\.id) == panes)
        // Unchanged, it is the same session that runs again.
        let id = try await home.session("proj-seq").id
        #expect(
            try await up(changed) == """
                restarted proj-seq
                already running: x
                all tabs are there in workspace proj

                """ + remark)
        #expect(try await home.session("proj-seq").id == id)
        try await home.ok("kill", "x")
        #expect(try await up(changed).contains("started anew, as the file has it now: x\n"))
        #expect(try await home.session("x").command == "sleep")
        // A program that is not there costs nothing of what was.
        try await home.ok("kill", "x")
        try "tabs: [{session: x, command: no-such-program}]".write(
            toFile: project + "/.tend.yaml", atomically: true, encoding: .utf8)
        #expect(try await home.tend("up", project + "/.tend.yaml").status == 1)
        #expect(try await home.session("x").command == "sleep")
        #expect(try await WorkspaceTests.panes(home, "proj").map(\.id) == panes)
        try await home.close()
    }

    @Test func `tend up finds a pane without a name by all that it runs`() async throws {
        let home = try await TestHome()
        let path = home.directory + "/x.yaml"
        func up(_ text: String) async throws -> String {
            try "workspace: w\ntabs: \(text)".write(toFile: path, atomically: true, encoding: .utf8)
            return try await home.tend("up", path).standardError
        }
        _ = try await up("[sleep 500]")
        let both = "[{columns: [sleep 600, sleep 500]}]"
        #expect(
            try await up(both) == "started w-sleep-2\nalready running: w-sleep\nadded 1 pane in workspace w\n")
        #expect(try await home.session("w-sleep-2").args == ["600"])
        #expect(
            try await up(both) == "already running: w-sleep-2, w-sleep\nall tabs are there in workspace w\n")
        try await home.close()
    }

    @Test func `tend up leaves alone what another workspace shows`() async throws {
        let home = try await TestHome()
        let path = home.directory + "/x.yaml"
        func up(_ text: String) async throws -> String {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return try await home.tend("up", path).standardError
        }
        _ = try await up("{workspace: one, tabs: [{session: s, command: seq 3}]}")
        try await home.ok("wait", "s", "--until", "exit")
        let id = try await home.session("s").id
        #expect(
            try await up("{workspace: two, tabs: [{session: s, command: seq 5}]}") == """
                restarted s
                made 1 tab in workspace two
                s runs `seq 3`; the file says `seq 5` — 'tend rm -f s', then do this again

                """)
        #expect(try await home.session("s").id == id)
        try await home.close()
    }

    @Test func `a layout is saved, listed, loaded into another workspace and removed`() async throws {
        let home = try await TestHome()
        try "tabs: [{columns: [cat, {command: cat, session: b}]}]".write(
            toFile: home.directory + "/x.yaml", atomically: true, encoding: .utf8)
        try await home.ok("up", home.directory + "/x.yaml")
        let name = (home.directory as NSString).lastPathComponent
        try await home.ok("layout", "save", "pair", "--workspace", name)
        #expect(try await home.ok("layout", "ls") == "pair")
        #expect(try await home.tend("layout", "save", "pair", "--workspace", name).status == 1)
        let text = try String(contentsOfFile: home.directory + "/config/layouts/pair.yaml", encoding: .utf8)
        #expect(text.contains("session: b\n"), "\(text)")
        let loaded = try await home.tend("layout", "load", "pair", "--workspace", "other")
        #expect(loaded.standardError == "already running: \(name)-cat, b\nmade 1 tab in workspace other\n")
        #expect(try await home.ok("tabs", "--workspace", "other").split(separator: "\n").count == 2)
        #expect(try await home.ok("workspaces").split(separator: "\n").count == 3)
        try await home.ok("layout", "rm", "pair")
        #expect(try await home.tend("layout", "load", "pair").status == 1)
        for session in try await home.sessions() { try await home.ok("rm", "-f", session.name) }
        let empty = try await home.tend("layout", "save", "none", "--workspace", name)
        #expect(empty.standardError == "tend: workspace '\(name)' has no tabs to save\n")
        try await home.close()
    }

    @Test func `a mistake in the file starts nothing, and a command without a client says so`() async throws {
        let home = try await TestHome()
        try "tabs:\n  - columns: [cat, {comand: ls}]\n".write(
            toFile: home.directory + "/.tend.yaml", atomically: true, encoding: .utf8)
        let up = try await home.tend("up")
        #expect(up.status == 1)
        #expect(
            up.standardError.contains(".tend.yaml:2:21: unknown field 'comand' — did you mean 'command'?"),
            "\(up.standardError)")
        #expect(try await home.sessions().isEmpty)
        let refused = try await home.tend("do", "pane.split right")
        #expect(refused.status == 1)
        #expect(refused.standardError == "tend: no client is open — 'tend' opens one\n")
        #expect(try await home.tend("do", "pane.splt right").status == 2)
        #expect(try await home.tend("panes", "--workspace", "none").status == 1)
        try await home.close()
    }
}
