import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Going between workspaces.
@Suite struct WorkspaceTests {
    private func desk() -> Desk {
        var desk = Desk()
        desk.servesWorkspaces = true
        for name in ["web", "api", "ops"] { desk.run("workspace.new \(name)") }
        desk.run("workspace.go main")
        desk.effects = []
        return desk
    }

    private func name(_ desk: Desk) -> String? { desk.model.workspace?.name }

    @Test func `a workspace that somebody else has made is known`() {
        var desk = Desk()
        desk.happen(.event(EventJSON(Event(id: 1, time: 0, session: nil, kind: .workspaces(name: "proj")))))
        #expect(desk.effects == [.listWorkspaces])
    }

    /// The server begins to send the screens of that tab before it is asked.
    @Test(arguments: [([], 0), ([3], 2), ([1, 3, 2], 1), ([2, 9], 1)] as [([Int], Int)])
    func `who comes begins in the tab that somebody turned to last`(focused: [Int], tab: Int) throws {
        var side = Workspace(name: "side")
        for session in ["a", "b", "c"] { _ = try side.apply(.newTab(session: session, name: nil, at: nil)) }
        side.focused = focused.map { PaneID(rawValue: $0) }
        var desk = Desk()
        desk.happen(.workspace(side))
        #expect(desk.model.tab == side.tabs[tab].id && side.tabOfArrival == side.tabs[tab])
    }

    @Test func `next and previous go around all of them by name, last to the one before`() {
        var desk = desk()
        #expect(desk.model.workspaceNames == ["api", "main", "ops", "web"])
        desk.run("workspace.go next")
        #expect(name(desk) == "ops")
        desk.run("workspace.go next; workspace.go next")
        #expect(name(desk) == "api")
        desk.run("workspace.go previous")
        #expect(name(desk) == "web")
        desk.run("workspace.go last")
        #expect(name(desk) == "api")
        desk.run("workspace.go last")
        #expect(name(desk) == "web")
    }

    @Test func `with one alone there is nowhere to go`() {
        var desk = Desk()
        desk.run("workspace.go next")
        #expect(desk.refusal == "no other workspace")
        desk.run("workspace.go last")
        #expect(desk.refusal == "no workspace was shown before")
        desk.run("workspace.close")
        #expect(desk.refusal == "it is the only workspace")
        desk.run("workspace.go nowhere")
        #expect(desk.refusal == "no workspace 'nowhere' — workspace.new makes one")
    }

    @Test func `a closed workspace leads to the one before`() {
        var desk = desk()
        desk.run("workspace.go web; workspace.close")
        #expect(name(desk) == "main")
        #expect(desk.model.workspaceNames == ["api", "main", "ops"])
        desk.run("workspace.go api; workspace.go ops")
        desk.happen(.workspaceGone("ops"))
        #expect(name(desk) == "api")
        #expect(desk.model.message?.text == "workspace ops was closed")
    }

    @Test func `a new name is the same workspace: pane, tab and the one before stay`() {
        var desk = desk()
        desk.run("workspace.go web; workspace.go main; pane.split right; pane.focus left; tab.new; tab.go 1")
        let panes = desk.panes
        desk.run("workspace.rename home")
        #expect(name(desk) == "home" && desk.panes == panes)
        #expect(desk.model.workspaceNames == ["api", "home", "ops", "web"])
        desk.run("workspace.go last")
        #expect(name(desk) == "web")
    }

    @Test func `the name in the status bar has a menu`() {
        var desk = desk()
        desk.mouse(.press, 23, 2, .right)
        guard case .menu(let menu) = desk.model.overlays.last else {
            Issue.record("no menu")
            return
        }
        #expect(menu.title == "main")
        #expect(menu.items.map(\.label) == ["Rename", "New workspace", "Close", "Go to api", "Go to ops", "Go to web"])
        desk.type("Up Enter")
        #expect(name(desk) == "web")
        desk.mouse(.press, 23, 2)
        guard case .palette(let palette) = desk.model.overlays.last else {
            Issue.record("no list")
            return
        }
        #expect(palette.items.map(\.text) == ["api", "main", "ops", "web"])
    }

    @Test func `what was told is kept with its time, the newest first`() {
        var desk = Desk()
        desk.run("pane.layout tiled")
        desk.type("C-b z")
        desk.wait(5000)
        desk.model.say(problems: ["a.yaml:1: one", "a.yaml:2: two"])
        desk.wait(5000)
        #expect(desk.model.message == nil)
        desk.run("show.messages")
        let text = View.compose(desk.model).text()
        let order = ["one", "two", "the only pane fills the tab already"].compactMap {
            text.firstRange(of: $0)?.lowerBound
        }
        #expect(order.count == 3 && order == order.sorted())
        #expect(text.contains("00:16:45 ! a.yaml:1: one"))
        desk.type("q")
        #expect(desk.model.overlays.isEmpty)
        for number in 0..<300 { desk.model.say(.plain, "\(number)") }
        #expect(desk.model.told.count == 100 && desk.model.told.last?.text == "299")
    }

    // MARK: Sessions for an editor

    @Test func `an editor that ended well takes its tab along, one that failed stays`() throws {
        var desk = Desk()
        func begin(_ number: Int) -> String {
            var editor = Desk.session(number, name: "sh")
            editor.args = Array(EditorScript.temporary("/tmp/x").dropFirst())
            desk.happen(.made(editor, then: .tab(name: "history")))
            return editor.id
        }
        let (one, two) = (begin(50), begin(51))
        #expect(desk.model.workspace?.tabs.count == 3)
        desk.exit(one, code: 0)
        desk.exit(two, code: 1)
        #expect(desk.effects.contains(.discardSession(one)))
        #expect(!desk.effects.contains(.discardSession(two)))
        // It ended while nobody was there.
        desk.effects = []
        desk.end(one)
        #expect(desk.effects.contains(.discardSession(one)))
        desk.exit(desk.model.sessions[0].id, code: 0)
        #expect(!desk.effects.contains(.discardSession(desk.model.sessions[0].id)), "a program of the user's stays")
    }
}
