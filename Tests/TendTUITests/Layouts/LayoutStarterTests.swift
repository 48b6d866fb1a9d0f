import TendCore
import Testing

@testable import TendTUI

struct LayoutStarterTests {
    private func plan(_ axis: Layout.Axis, _ count: Int) -> LayoutFile.TabPlan {
        .init(
            layout: .split(axis, (0..<count).map { .init(layout: .pane(PaneID(rawValue: $0))) }),
            panes: Array(repeating: .init(), count: count))
    }

    @Test func `a tab is built once, and later gets only what it lacks`() throws {
        var report = LayoutStarter.Report(workspace: "main")
        var workspace = Workspace(name: "main")
        let plan = plan(.rows, 3)
        func run() throws -> [WorkspaceAction] {
            let actions = LayoutStarter.actions(for: plan, ["a", "b", "c"], in: workspace, &report)
            for action in actions { _ = try workspace.apply(action) }
            return actions
        }
        #expect(try run() == [.build(plan.layout, sessions: ["a", "b", "c"], name: nil, at: nil)])
        #expect(try run() == [])
        _ = try workspace.apply(.close(pane: PaneID(rawValue: 2)))
        #expect(try run() == [.split(pane: PaneID(rawValue: 1), .down, session: "b")])
        for pane in [1, 4] { _ = try workspace.apply(.close(pane: PaneID(rawValue: pane))) }
        // Only c is left: a goes above it, b below a.
        #expect(
            try run() == [
                .split(pane: PaneID(rawValue: 3), .up, session: "a"),
                .split(pane: PaneID(rawValue: 5), .down, session: "b"),
            ])
        #expect(workspace.tabs[0].order.map { workspace.pane($0)?.session } == ["a", "b", "c"])
        #expect((report.tabsMade, report.panesAdded) == (1, 3))
    }

    @Test func `a floating pane comes once, into the tab that it belongs to`() throws {
        var report = LayoutStarter.Report(workspace: "main")
        var workspace = Workspace(name: "main")
        var plan = plan(.rows, 2)
        plan.floating = .init(session: "f")
        plan.isFloatingHidden = true
        _ = try workspace.apply(.newTab(session: "other", name: nil, at: nil))
        _ = try workspace.apply(.build(plan.layout, sessions: ["a", "b"], name: nil, at: nil))
        let tab = workspace.tabs[1].id
        func run(_ session: String) throws -> [WorkspaceAction] {
            let actions = LayoutStarter.actions(
                for: plan, beside: ["a", "b"], floating: session, in: workspace, &report)
            for action in actions { _ = try workspace.apply(action) }
            return actions
        }
        #expect(try run("f") == [.float(tab: tab, session: "f"), .showFloating(tab: tab, false)])
        #expect(try run("f") == [])
        #expect(try run("g") == [])
        #expect(report.remarks == ["tab 2 has another floating pane, which stays; f is in no pane"])
        #expect(report.panesAdded == 1)
    }

    @Test func `a variable without a value has the one of whoever loads the file`() {
        let place = LayoutPlace(
            directory: "/", home: "/", template: NewSessionJSON(env: ["A": "1"]),
            environment: ["T": "secret", "A": "0"])
        let pane = LayoutFile.PanePlan(environment: ["T": nil, "U": nil, "V": ""])
        #expect(place.request(for: pane).env == ["A": "1", "T": "secret", "V": ""])
        #expect(place.missing(for: pane) == ["U"])
    }

    @Test func `directories are seen from the file's, variables come over the shell's`() {
        let place = LayoutPlace(
            directory: "/src/api", home: "/home/u",
            template: NewSessionJSON(command: "/bin/bash", env: ["PATH": "/bin", "A": "1"]))
        let request = place.request(
            for: .init(session: "x", command: ["make", "-j"], directory: "web", environment: ["A": "2"]))
        #expect(
            request
                == NewSessionJSON(
                    name: "x", command: "make", args: ["-j"], cwd: "/src/api/web", env: ["PATH": "/bin", "A": "2"]))
        #expect(place.request(for: .init(directory: "~/b")).cwd == "/home/u/b")
        #expect(place.request(for: .init(directory: "~")).cwd == "/home/u")
        let plain = place.request(for: .init())
        #expect((plain.cwd, plain.command, plain.args) == ("/src/api", "/bin/bash", nil))
    }
}
