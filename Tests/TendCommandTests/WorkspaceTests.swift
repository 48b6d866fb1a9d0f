import ArgumentParser
import TendCore
import Testing

@testable import tend

struct WorkspaceTests {
    private func client(_ id: String, _ workspace: String?, isFocused: Bool = false) -> ClientJSON {
        ClientJSON(
            id: id, workspace: workspace, terminal: "foot", rows: 24, cols: 80, since: Timestamp(seconds: 940),
            isFocused: isFocused)
    }

    @Test func `the workspace that is meant is the focused client's, or main, or the only one`() {
        let clients = [client("1", "a"), client("2", "b", isFocused: true), client("3", "c"), client("4", nil)]
        #expect(WorkspaceChoice.meant(clients: clients, names: ["a", "b", "c"]) == "b")
        #expect(WorkspaceChoice.meant(clients: [client("1", "a"), client("2", "b")], names: ["a", "b"]) == "b")
        #expect(WorkspaceChoice.meant(clients: [], names: ["a", "main"]) == "main")
        #expect(WorkspaceChoice.meant(clients: [], names: ["a"]) == "a")
        // Of several none is guessed at.
        #expect(WorkspaceChoice.meant(clients: [], names: ["a", "b"]) == "main")
        #expect(WorkspaceChoice.meant(clients: [], names: []) == "main")
    }

    @Test func `where there is no such workspace something can be done`() {
        #expect(WorkspaceChoice.remedy(for: "mian", names: ["main", "api"]) == "did you mean 'main'?")
        #expect(WorkspaceChoice.remedy(for: "x", names: ["main"]) == "'tend workspaces' lists those that there are")
        #expect(WorkspaceChoice.remedy(for: "main", names: []) == "there are none; 'tend' makes one")
    }

    @Test(arguments: [
        (["--until", "foo"], "what can be waited for is exit, idle or text:REGEX"),
        (["--until", "text:"], "what can be waited for is exit, idle or text:REGEX"),
        (["--until", "exit", "--timeout", "abc"], "'abc' is not a duration — write 30s, 2m, 500ms, 1h or 1h30m"),
    ])
    func `what cannot be waited for is told with what can`(words: [String], reason: String) async throws {
        do {
            _ = try await Main.parse(["wait", "s"] + words)
            Issue.record("it was taken")
        } catch {
            #expect(Tend.message(for: error).contains(reason), "\(Tend.message(for: error))")
        }
    }

    @Test func `workspaces, tabs, panes and clients as tables`() throws {
        var workspace = Workspace(name: "main")
        _ = try workspace.apply(.newTab(session: "k3x9aaaa", name: nil, at: nil))
        _ = try workspace.apply(.split(pane: PaneID(rawValue: 1), .left, session: "gone"))
        _ = try workspace.apply(.mark(pane: PaneID(rawValue: 1), true))
        _ = try workspace.apply(.newTab(session: "k3x9aaaa", name: "own", at: nil))
        let sessions = [sample()]
        #expect(
            WorkspaceTable.workspaces([WorkspaceListJSON.Entry(workspace, clients: 1)]).lines(width: nil) == [
                "NAME  TABS  PANES  CLIENTS", "main     2      3        1",
            ])
        #expect(
            WorkspaceTable.tabs(workspace, sessions).lines(width: nil) == [
                "TAB  ID  PANES  NAME", "  1   1      2  gone", "  2   2      1  own",
            ])
        #expect(
            WorkspaceTable.panes(PaneJSON.list(workspace, sessions)).lines(width: nil) == [
                "TAB  PANE  ID  SESSION   NAME   STATE      COMMAND",
                "  1     1   2  gone             ✗ removed",
                "  1     2   1  k3x9aaaa  build  ● working  make -j4  marked",
                "  2     1   3  k3x9aaaa  build  ● working  make -j4",
            ])
        #expect(
            WorkspaceTable.clients([client("1", "main", isFocused: true)], now: 1000).lines(width: nil) == [
                "ID  WORKSPACE   SIZE  AGE  TERMINAL", "1   main       80x24   1m  foot      focused",
            ])
    }

    @Test func `a command is checked before anybody is asked`() throws {
        #expect(try DoCommand.text(of: ["pane.split right; pane.zoom"]) == "pane.split right; pane.zoom")
        #expect(try DoCommand.text(of: ["tab.rename", "a b"]) == "tab.rename 'a b'")
        let error = #expect(throws: (any Error).self) { try DoCommand.text(of: ["pane.splt right"]) }
        #expect("\(String(describing: error))".contains("did you mean 'pane.split'?"))
        #expect(throws: (any Error).self) { try DoCommand.text(of: [" "]) }
    }

    @Test func `a workspace is called as the directory of the file`() throws {
        #expect(UpCommand.directory(of: "/src/api/.tend.yaml") == "/src/api")
        #expect(UpCommand.directory(of: "/x.yaml") == "/")
        #expect(try UpCommand.workspaceName(for: "/src/api") == "api")
        #expect(try UpCommand.workspaceName(for: "/") == "main")
    }
}
