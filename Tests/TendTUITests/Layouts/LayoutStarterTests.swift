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
