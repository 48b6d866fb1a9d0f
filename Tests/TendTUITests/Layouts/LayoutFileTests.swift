import Glibc
import TendCore
import TendData
import TendScreen
import Testing

@testable import TendTUI

struct LayoutFileTests {
    private static let text = """
        workspace: api
        directory: ~/src/api
        env: {PORT: 8080, EMPTY: ""}
        tabs:
          - name: agents
            columns:
              - session: claude
                command: claude --continue
                weight: 2
              - rows:
                  - make watch
                  - {directory: web, env: {PORT: "9"}, command: [npm, run, "a b"]}
          - tail -f log/*.log
          - {}

        """

    @Test func `tabs, splits, commands, directories and variables are read`() throws {
        let (file, diagnostics) = LayoutFile.read(LayoutFileTests.text, path: ".tend.yaml")
        #expect(diagnostics.map(\.description) == [])
        #expect(file.workspace == "api")
        #expect(file.tabs.map(\.name) == ["agents", nil, nil])
        let environment = ["PORT": "8080", "EMPTY": ""]
        #expect(
            file.tabs[0].panes == [
                .init(
                    session: "claude", command: ["claude", "--continue"], directory: "~/src/api",
                    environment: environment),
                .init(command: ["make", "watch"], directory: "~/src/api", environment: environment),
                .init(
                    command: ["npm", "run", "a b"], directory: "~/src/api/web",
                    environment: ["PORT": "9", "EMPTY": ""]),
            ])
        func pane(_ number: Int) -> Layout { .pane(PaneID(rawValue: number)) }
        #expect(
            file.tabs[0].layout
                == .split(
                    .columns,
                    [
                        .init(weight: 2, layout: pane(0)),
                        .init(layout: .split(.rows, [.init(layout: pane(1)), .init(layout: pane(2))])),
                    ]))
        #expect(file.tabs[1].panes[0].command == ["/bin/sh", "-c", "tail -f log/*.log"])
        #expect(file.tabs[2].panes == [.init(directory: "~/src/api", environment: environment)])
    }

    @Test(arguments: [
        ("tabs: 3", "f:1:7: 'tabs' must be a list"),
        ("a", "f:1:1: the file must have fields: workspace, directory, env, tabs"),
        ("{}", "f:1:1: there are no 'tabs'"),
        ("tabs:\n  - comand: ls", "f:2:5: unknown field 'comand' — did you mean 'command'?"),
        ("tabs:\n  - columns: [ls]\n    rows: [ls]", "f:3:5: 'columns' and 'rows' exclude each other"),
        ("tabs:\n  - columns: []", "f:2:14: 'columns' has no panes"),
        ("tabs:\n  - columns: [a, b]\n    session: x", "f:3:5: 'session' belongs to a pane, not to a split"),
        ("tabs:\n  - columns: [a, {weight: 0}]", "f:2:27: 'weight' must be a number from 0.01 to 1000"),
        ("tabs:\n  - {session: a/b}", "f:2:15: a session's name cannot contain '/'"),
        ("tabs:\n  - {env: [A]}", "f:2:11: 'env' must be names with values"),
        ("tabs:\n  - ls 'x", "f:2:5: the quote ' is not closed"), ("tabs: [", "f:2:1: this is not YAML"),
        ("tabs:\n  - {name: a, name: b}", "f:2:6: 'name' appears twice"),
        ("tabs:\n  - {floating: {columns: [a, b]}}", "f:2:17: unknown field 'columns'"),
        ("tabs:\n  - {floating: {hidden: maybe}}", "f:2:25: 'hidden' must be true or false"),
        ("", "f:1:1: the file is empty: it has no tabs"), ("# nothing", "f:1:1: the file is empty: it has no tabs"),
        ("tabs: []", "f:1:7: 'tabs' has no tabs"),
        ("tabs:\n  - {command: ''}", "f:2:15: 'command' must not be empty"),
        ("tabs:\n  - {name: '', command: ls}", "f:2:12: 'name' must not be empty"),
        (
            "tabs:\n  - {session: d1, command: sleep 801}\n  - columns: [top, {session: d1, command: sleep 802}]",
            "f:3:30: session 'd1' is another program at 2:15: each needs a name of its own"
        ),
    ])
    func `a mistake is told with its place`(text: String, expected: String) {
        let diagnostics = LayoutFile.read(text, path: "f").diagnostics.map(\.description)
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.hasPrefix(expected) == true, "\(diagnostics)")
    }

    @Test func `panes get names that are the same each time`() {
        let tab = LayoutFile.TabPlan(
            layout: .pane(PaneID(rawValue: 0)),
            panes: [
                .init(command: ["/usr/bin/claude"]), .init(session: "api-claude-2"), .init(command: ["claude"]),
                .init(),
            ])
        let file = LayoutFile(tabs: [tab]).named(for: "api")
        #expect(file.tabs[0].panes.map(\.session) == ["api-claude", "api-claude-2", "api-claude-3", "api-shell"])
        #expect(file.named(for: "api") == file)
    }

    @Test func `what is shown is written so that it is read back`() throws {
        var workspace = Workspace(name: "main")
        _ = try workspace.apply(.newTab(session: "1", name: "on", at: nil))
        _ = try workspace.apply(.split(pane: PaneID(rawValue: 1), .right, session: "2"))
        _ = try workspace.apply(.split(pane: PaneID(rawValue: 2), .down, session: "3"))
        _ = try workspace.apply(
            .resize(
                pane: PaneID(rawValue: 1), .right, cells: 20, area: Area(row: 0, column: 0, rows: 24, columns: 81)))
        _ = try workspace.apply(.float(tab: workspace.tabs[0].id, session: "3"))
        let sessions = [
            ("1", "claude", ["--x", "a b\"ü"], "/home/u/src"), ("2", "/bin/sh", ["-c", "no: [x]\n"], "/home/u"),
            ("3", "yes", [], "/home/user"),
        ].map { id, command, arguments, directory in
            SessionJSON(
                Session(
                    id: SessionID(rawValue: id), name: "s \(id)",
                    launch: Launch(
                        command: command, arguments: arguments, directory: directory,
                        environment: id == "2" ? ["API_TOKEN": "secret", "PATH": "/bin", "GONE": nil] : [:]),
                    size: .init(rows: 24, columns: 80), startedAt: 0))
        }
        let file = LayoutFile(of: workspace, sessions: sessions, home: "/home/u")
        #expect(file.tabs[0].panes.map(\.directory) == ["~/src", "~", "/home/user"])
        #expect(file.tabs[0].panes.map(\.environment) == [[:], ["API_TOKEN": nil], [:]])
        #expect(file.tabs[0].floating?.session == "s 3")
        #expect(!file.text.contains("secret"))
        #expect(file.text.contains("API_TOKEN: null"), "\(file.text)")
        #expect(file.text.hasPrefix("# env: the value of a variable that is null"), "\(file.text)")
        let (read, diagnostics) = LayoutFile.read(file.text, path: "f")
        #expect(diagnostics.isEmpty, "\(diagnostics) \(file.text)")
        #expect(read.tabs.map(\.panes) == file.tabs.map(\.panes))
        #expect(read.tabs.map(\.floating) == file.tabs.map(\.floating))
        #expect(read.tabs[0].name == "on")
        _ = try workspace.apply(.showFloating(tab: workspace.tabs[0].id, false))
        let hidden = LayoutFile(of: workspace, sessions: sessions, home: nil)
        #expect(LayoutFile.read(hidden.text, path: "f").file.tabs[0].isFloatingHidden, "\(hidden.text)")
        #expect(!read.tabs[0].isFloatingHidden)
        guard case .split(.columns, let parts) = read.tabs[0].layout else {
            Issue.record("\(read)")
            return
        }
        #expect(parts.map(\.weight) == [75, 25])
        #expect(parts[1].layout.panes.count == 2)
    }

    @Test func `two panes may show one session`() {
        let text = "tabs: [{session: a, command: top}, {session: a}, {session: a, command: top}]"
        #expect(LayoutFile.read(text, path: "f").diagnostics == [])
    }

    @Test func `letters of every script and emoji are written as they are`() {
        let words = ["漢字", "\u{1F600}", "\\U0001F600", "a\u{1B}\u{E0001}\u{10FFFF}", "\u{1D4D0}\\"]
        let file = LayoutFile(tabs: [
            .init(name: "\u{1F680} 1", layout: .pane(PaneID(rawValue: 0)), panes: [.init(command: words)])
        ])
        for word in ["漢字", "\u{1F600}", "\u{1F680} 1", "\u{1D4D0}"] { #expect(file.text.contains(word)) }
        #expect(!file.text.contains("\u{E0001}") && !file.text.contains("\u{1B}"))
        #expect(LayoutFile.read(file.text, path: "f").file == file)
    }

    @Test func `a floating pane has the tab's surroundings, and a name of its own`() throws {
        let text = """
            directory: ~/x
            env: {A: 1}
            tabs:
              - command: top
                floating: {command: htop, env: {B: null, C: ""}}
              - floating: vim -R
            """
        let (file, diagnostics) = LayoutFile.read(text, path: "f")
        #expect(diagnostics.map(\.description) == [])
        #expect(
            file.tabs[0].floating
                == .init(command: ["htop"], directory: "~/x", environment: ["A": "1", "B": nil, "C": ""]))
        #expect(file.tabs[1].floating?.command == ["vim", "-R"])
        #expect(file.named(for: "w").tabs.map(\.floating?.session) == ["w-htop", "w-vim"])
    }

    @Test func `an earlier layout of that name is kept`() throws {
        var template = Array("/tmp/tend-layouts-XXXXXX".utf8CString)
        let directory = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { for name in ["a.yaml", "a.yaml~", "a.yaml.\(getpid())", ""] { remove("\(directory)/\(name)") } }
        let files = LayoutFiles(directory: directory)
        let path = try files.path(of: "a")
        let one = LayoutFile(tabs: [.init(layout: .pane(PaneID(rawValue: 0)), panes: [.init(session: "one")])])
        #expect(try files.write(one, to: path) == nil)
        #expect(try files.write(one, to: path) == nil)
        #expect(try files.write(LayoutFile(), to: path) == path + "~")
        #expect(Folder.names(in: directory).sorted() == ["a.yaml", "a.yaml~"])
        #expect(try LayoutFiles.read(path + "~").tabs.map { $0.panes[0].session } == ["one"])
        #expect(files.names == ["a"])
        // Nothing can be written under the name of the draft, as on a full disk.
        try #require(mkdir("\(path).\(getpid())", 0o700) == 0)
        #expect(throws: ServiceError.self) { try files.write(one, to: path) }
        // It is there still: the same once more is no other one.
        #expect(try files.write(LayoutFile(), to: path) == nil)
        #expect(try LayoutFiles.read(path + "~").tabs.count == 1)
    }

    @Test func `a layout that cannot be written is told with its path and the system's reason`() {
        let error = #expect(throws: ServiceError.self) {
            try LayoutFiles(directory: "/dev/null/layouts").write(LayoutFile(), to: "/dev/null/layouts/a.yaml")
        }
        #expect(error?.message == "cannot write /dev/null/layouts/a.yaml: Not a directory")
        #expect(!LayoutFiles.write([1], to: "/dev/full") && errno == ENOSPC)
    }

    @Test func `a layout's name is the name of a file`() throws {
        let files = LayoutFiles(directory: "/c/layouts")
        let path = try files.path(of: "my agents")
        #expect(path == "/c/layouts/my agents.yaml")
        for name in ["", ".", "../x", "a/b", String(repeating: "x", count: 300)] {
            #expect(throws: ServiceError.self) { try files.path(of: name) }
        }
        #expect(LayoutFiles(directory: "/no/such").names == [])
    }

    @Test func `a layout that is not there is told with those that are`() throws {
        var template = Array("/tmp/tend-layouts-XXXXXX".utf8CString)
        let directory = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { for name in ["agents.yaml", "web.yaml", ""] { remove("\(directory)/\(name)") } }
        let files = LayoutFiles(directory: directory)
        func refusal(_ name: String) throws -> String {
            let error = #expect(throws: ServiceError.self) { try files.layout(name) }
            return try #require(error).message
        }
        #expect(try refusal("agents").hasSuffix("— 'tend layout save NAME' makes one"))
        let one = LayoutFile(tabs: [.init(layout: .pane(PaneID(rawValue: 0)), panes: [.init(session: "one")])])
        for name in ["agents", "web"] { try files.write(one, to: try files.path(of: name)) }
        #expect(try files.layout("web").tabs.count == 1)
        #expect(try refusal("agent") == "no layout 'agent' (\(directory)/agent.yaml) — did you mean 'agents'?")
        #expect(try refusal("fleet").hasSuffix("— there are: agents, web"))
    }
}
