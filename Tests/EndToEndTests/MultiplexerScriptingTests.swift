import Foundation
import TendScreen
import Testing

/// The multiplexer driven from outside, and what it keeps in files.
@Suite struct MultiplexerScriptingTests {
    private struct Clients: Decodable {
        struct Client: Decodable {
            var id: String
            var workspace: String?
            var rows: Int
            var cols: Int
        }
        var clients: [Client]
    }

    private struct Panes: Decodable {
        struct Pane: Decodable {
            struct Session: Decodable { var name: String }
            var tab_number: Int
            var is_floating: Bool
            var shown: Session?
        }
        var panes: [Pane]
    }

    private func clients(_ home: TestHome) async throws -> [Clients.Client] {
        try JSONDecoder().decode(Clients.self, from: Data(try await home.ok("clients", "--json").utf8)).clients
    }

    /// `1 bash, 1 bash-2, 2 top floating`: tab and session of each pane.
    private func panes(_ home: TestHome, _ workspace: String = "main") async throws -> String {
        let text = try await home.ok("panes", "--json", "--workspace", workspace)
        return try JSONDecoder().decode(Panes.self, from: Data(text.utf8)).panes
            .map { "\($0.tab_number) \($0.shown?.name ?? "?")" + ($0.is_floating ? " floating" : "") }
            .joined(separator: ", ")
    }

    /// Its pool wakes up every second for ever once it has been used.
    @Test func `nothing that a client or a layout asks for wakes the thread pool of Dispatch`() async throws {
        let home = try await TestHome()
        let layout = home.directory + "/x.yaml"
        try Data("workspace: main\ntabs: [cat]\n".utf8).write(to: URL(filePath: layout))
        try await home.ok("up", layout)
        let terminal = try TestTerminal(home)
        try await terminal.shows("main-cat")
        try await home.ok("do", "pane.split right -- cat")
        try await home.ok("do", "session.new")
        let folder = "/proc/\(try await home.status().pid)/task"
        let threads = try FileManager.default.contentsOfDirectory(atPath: folder).map {
            (try? String(contentsOfFile: "\(folder)/\($0)/comm", encoding: .utf8)) ?? ""
        }
        #expect(threads.contains("tend-lane-0\n"))
        #expect(!threads.contains { $0.contains("qos") }, "\(threads)")
        try await home.close()
    }

    @Test func `an open client does what tend do says, and says why it does not`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, size: Size(rows: 24, columns: 90))
        try await terminal.opensShell()
        try await home.ok("do", "pane.split right; tab.rename build")
        try await eventually("two panes") { try await panes(home) == "1 bash, 1 bash-2" }
        try await terminal.shows("1 build")
        try await home.ok("do", "tab.new", "cat")
        try await eventually("a tab") { try await panes(home) == "1 bash, 1 bash-2, 2 cat" }
        #expect(try await home.ok("tabs").contains("build"))
        #expect(try await home.ok("workspaces", "--json").contains(#""tabs" : 2"#))

        let refused = try await home.tend("do", "tab.go 7")
        #expect(refused.status == 1)
        #expect(refused.standardError == "tend: no tab 7\n")
        // What comes after a refusal is not done.
        #expect(try await home.tend("do", "tab.go 7; tab.new").standardError == "tend: no tab 7\n")
        let unknown = try await home.tend("do", "pane.splt right")
        #expect(unknown.status == 2)
        #expect(
            unknown.standardError.contains("did you mean 'pane.split'?") && !unknown.standardError.contains("Usage"))
        let absent = try await home.tend("do", "pane.split right -- nosuch")
        #expect(absent.status == 1 && absent.standardError.contains("nosuch"), "\(absent)")
        #expect(try await home.tend("do", "--client", "nobody", "tab.new").status == 1)
        for failing in ["theme.set nosuch", "layout.load nosuch", "session.rename bash"] {
            let failed = try await home.tend("do", failing)
            #expect(failed.status == 1 && failed.standardError.hasPrefix("tend: "), "\(failing): \(failed)")
        }
        try await home.ok("do", "session.rename cats; theme.set nord")
        #expect(try await panes(home) == "1 bash, 1 bash-2, 2 cats")
        try await home.ok("do", "session.rename cat")
        #expect(try await panes(home) == "1 bash, 1 bash-2, 2 cat")
        try await terminal.leaves()
        #expect(try await home.tend("do", "tab.new").standardError == "tend: no client is open — 'tend' opens one\n")
        try await home.close()
    }

    @Test func `of two clients the one that is named does it`() async throws {
        let home = try await TestHome()
        let one = try TestTerminal(home, size: Size(rows: 24, columns: 80))
        try await one.opensShell()
        let two = try TestTerminal(home, "-w", "other", size: Size(rows: 30, columns: 100))
        try await two.shows("start a shell")
        try await eventually("both are listed") { try await clients(home).count == 2 }
        let found = try await clients(home)
        let first = try #require(found.first { $0.workspace == "main" })
        let second = try #require(found.first { $0.workspace == "other" })
        #expect((first.cols, first.rows, second.cols, second.rows) == (80, 24, 100, 30))
        try await home.ok("do", "--client", second.id, "tab.new cat")
        try await eventually("in its workspace") { try await panes(home, "other") == "1 cat" }
        try await home.ok("do", "--client", first.id, "pane.split down")
        try await eventually("in the other's") { try await panes(home) == "1 bash, 1 bash-2" }
        try await home.ok("do", "--client", first.id, "client.detach")
        try await one.ends(with: .code(0))
        try await two.leaves()
        try await home.close()
    }

    @Test func `a layout is saved and loaded within the client, with what floats`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, size: Size(rows: 24, columns: 100))
        try await terminal.opensShell()
        try await home.ok("do", "pane.split right -- cat")
        try await eventually("two panes") { try await panes(home) == "1 bash, 1 cat" }
        try await home.ok("do", "pane.float -- cat")
        try await eventually("a floating one") { try await panes(home) == "1 bash, 1 cat, 1 cat-2 floating" }
        try await home.ok("do", "tab.rename agents")
        try await terminal.command("layout.save mine")
        try await terminal.shows("wrote ")
        let file = home.directory + "/config/layouts/mine.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("floating:") && text.contains("name: agents"), "\(text)")
        #expect(try await home.ok("layout", "ls", "--json").contains(#""name" : "mine""#))

        try await home.ok("rm", "-f", "bash", "cat", "cat-2")
        try await terminal.shows("start a shell")
        try await terminal.command("layout.load mine")
        try await eventually("all are back") { try await panes(home) == "1 bash, 1 cat, 1 cat-2 floating" }
        try await terminal.shows("1 agents")
        // Again: nothing new.
        try await terminal.command("layout.load mine")
        try await terminal.shows("already running: bash, cat, cat-2")
        #expect(try await panes(home) == "1 bash, 1 cat, 1 cat-2 floating")
        try await terminal.command("layout.load none")
        try await terminal.shows("no layout 'none'")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `variables are saved by name, and have their values where the layout is loaded`() async throws {
        let home = try await TestHome()
        try await home.ok(
            "new", "-d", "--name", "one", "--env", "API_TOKEN=secret", "--", "sh", "-c",
            "echo \"token: $API_TOKEN\"; exec cat")
        try "tabs: [{session: one}]".write(toFile: home.directory + "/x.yaml", atomically: true, encoding: .utf8)
        try await home.ok("up", home.directory + "/x.yaml")
        let name = (home.directory as NSString).lastPathComponent
        try await home.ok("layout", "save", "a", "--workspace", name)
        let file = home.directory + "/config/layouts/a.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("API_TOKEN: null") && !text.contains("PATH") && !text.contains("secret\n"), "\(text)")
        try await home.ok("rm", "-f", "one")
        let without = try await home.tend("layout", "load", "a", "--workspace", name)
        #expect(without.standardError.contains("one was started without API_TOKEN"), "\(without.standardError)")
        try await home.ok("rm", "-f", "one")
        let with = try await home.tend(
            ["layout", "load", "a", "--workspace", name], environment: ["API_TOKEN": "again"])
        #expect(!with.standardError.contains("API_TOKEN"))
        try await home.wait("one", until: "text:^token: again$")
        try await home.close()
    }

    @Test func `the status bar shows what the user's own commands print`() async throws {
        let home = try await TestHome()
        let runs = home.directory + "/runs"
        let config = """
            status-left: [tabs]
            status-right:
              - {command: 'echo x >> \(runs); printf "runs: %s." "$(grep -c x \(runs))"', every: 1}
              - {command: "/bin/false --really", every: 60}
            """
        try home.configure("config.yaml", config)
        let terminal = try TestTerminal(home)
        try await terminal.opensShell()
        try await terminal.shows("✗ false")
        // At once, and again and again.
        try await eventually("it ran three times") {
            terminal.text.firstMatch(of: /runs: (\d+)\./).flatMap { Int($0.1) } ?? 0 >= 3
        }
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `a keymap that is spoilt while a client runs leaves its keys as they are`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home)
        try await terminal.opensShell()
        let folder = home.directory + "/config/keymaps"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "tables: {prefix: [\n".write(toFile: folder + "/tend.yaml", atomically: true, encoding: .utf8)
        try await home.ok("do", "config.reload")
        try await terminal.command("show.messages")
        try await terminal.shows("anywhere")
        terminal.type("q")
        try await terminal.leaves()
        try await home.close()
    }
}
