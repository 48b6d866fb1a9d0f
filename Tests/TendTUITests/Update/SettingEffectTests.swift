import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Settings of config.yaml as they are felt.
@Suite struct SettingEffectTests {
    private func isShown(_ desk: Desk) -> Bool { View.compose(desk.model).text().contains("split right") }

    @Test func `keys-delay: the next keys are shown that long after the prefix`() {
        var desk = Desk()
        desk.model.configuration.keysDelay = 700
        desk.type("C-b")
        desk.wait(699)
        #expect(!isShown(desk))
        desk.wait(1)
        #expect(isShown(desk))
        desk.type("Escape")
        #expect(!isShown(desk))
        desk.model.configuration.keysDelay = 0
        desk.type("C-b")
        #expect(isShown(desk))
    }

    @Test func `repeat-time: so long a repeating key needs no prefix`() {
        var desk = Desk()
        desk.model.configuration.repeatTime = 300
        desk.type("C-b %")
        let before = Scene(desk.model).places[0].frame.columns
        desk.type("C-b C-Right")
        desk.wait(299)
        desk.type("C-Right")
        #expect(abs(Scene(desk.model).places[0].frame.columns - before) == 4)
        desk.wait(300)
        desk.effects = []
        desk.type("C-Right")
        #expect(desk.sent() == ["bash2 C-Right"])
        desk.model.configuration.repeatTime = 0
        desk.type("C-b C-Right")
        desk.wait(0)
        desk.effects = []
        desk.type("C-Right")
        #expect(desk.sent() == ["bash2 C-Right"])
    }

    @Test func `sidebar-width: so many columns beside its edge, on a screen that has room`() {
        var desk = Desk(columns: 100)
        desk.model.configuration.sidebarWidth = 40
        desk.run("show.sidebar")
        #expect(Scene(desk.model).sidebarArea?.columns == 41)
        #expect(Scene(desk.model).tabArea.column == 41)
        desk.model.configuration.sidebarWidth = 200
        #expect(Scene(desk.model).sidebarArea?.columns == 100)
    }

    // MARK: Commands

    @Test func `panes are rotated, arranged and made equal`() {
        var desk = Desk()
        desk.run("pane.split right; pane.split down")
        #expect(desk.panes == "bash1 bash2 [bash3]")
        desk.run("pane.rotate next")
        #expect(desk.panes == "bash3 bash1 [bash2]")
        desk.run("pane.rotate previous")
        #expect(desk.panes == "bash1 bash2 [bash3]")
        desk.run("pane.layout rows")
        #expect(Set(Scene(desk.model).places.map(\.frame.column)) == [0])
        desk.run("pane.layout columns; pane.resize left 10")
        func widths() -> Set<Int> { Set(Scene(desk.model).places.map(\.frame.columns)) }
        #expect(widths().count > 1)
        desk.run("pane.equalise")
        #expect(widths().count == 1)
        desk.effects = []
        desk.run("pane.layout next")
        #expect(desk.model.message?.text.hasPrefix("layout: ") == true)
        desk = Desk()
        desk.run("pane.rotate next")
        #expect(desk.refusal == "there is nothing to rotate: the tab has one pane")
    }

    @Test func `names of sessions and workspaces are asked for, or given`() {
        var desk = Desk()
        let id = desk.model.sessions[0].id
        desk.run("session.rename build")
        #expect(desk.effects.contains(.renameSession(id, "build")))
        desk.effects = []
        desk.happen(.noted(""))
        _ = desk.model.run(Command(.sessionRename))
        guard case .prompt(let prompt) = desk.model.overlays.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.label == "rename session" && prompt.field.string == "bash1")
        desk.type("C-u")
        desk.write("logs")
        desk.type("Enter")
        #expect(desk.effects.contains(.renameSession(id, "logs")))
        desk.happen(.noted(""))
        desk.effects = []
        _ = desk.model.run(Command(.workspaceRename))
        desk.type("C-u")
        desk.write("home")
        desk.type("Enter")
        #expect(desk.effects.contains(.renameWorkspace("main", "home")))
    }

    @Test func `a workspace with panes asks before it is closed, an empty one does not`() {
        var desk = Desk()
        desk.servesWorkspaces = true
        desk.run("workspace.new web")
        desk.run("workspace.go main")
        for effect in desk.model.run(Command(.workspaceClose)) { Issue.record("not asked: \(effect)") }
        guard case .confirm(let confirm) = desk.model.overlays.last else {
            Issue.record("no question")
            return
        }
        #expect(confirm.question == "close workspace main? its sessions go on without a pane")
        desk.type("y")
        #expect(desk.model.workspace?.name == "web" && desk.model.workspaceNames == ["web"])
    }

    @Test func `the configuration is read again, and what follows waits for it`() {
        var desk = Desk()
        desk.run("config.reload")
        #expect(desk.effects.contains(.reload))
        desk.effects = []
        desk.type("x")
        #expect(desk.sent() == [])
        var configuration = Configuration()
        configuration.sidebarWidth = 33
        desk.happen(.configured(configuration, .plain, Desk.keymap, problems: ["config.yaml:1:1: odd"]))
        #expect(desk.sent() == ["bash1 x"])
        #expect(desk.model.configuration.sidebarWidth == 33 && desk.model.told.last?.text == "config.yaml:1:1: odd")
    }

    @Test func `a name is for what was meant when it was asked`() {
        var desk = Desk(sessions: 2)
        let id = desk.model.sessions[1].id
        desk.run("session.rename")
        desk.type("C-u")
        desk.write("logs")
        // Its pane goes, and another one has the focus.
        desk.happen(.sessionGone(id))
        desk.type("Enter")
        #expect(!desk.effects.contains { if case .renameSession = $0 { true } else { false } })
        #expect(desk.model.message?.text == "the session is gone")
    }

    @Test func `the name of a tab or workspace that has gone names nothing else`() throws {
        var desk = Desk(sessions: 2)
        desk.type("C-b ,")
        desk.write("logs")
        var workspace = try #require(desk.model.workspace)
        _ = try workspace.apply(.closeTab(try #require(desk.model.tab)))
        desk.happen(.workspace(workspace))
        desk.type("Enter")
        #expect(desk.model.workspace?.tabs.map(\.name) == [nil])
        #expect(desk.model.message?.text == "the tab is gone")
        desk.run("workspace.rename")
        desk.write("2")
        desk.happen(.workspaceNames(["other"]))
        desk.happen(.workspace(Workspace(name: "other")))
        desk.effects = []
        desk.type("Enter")
        #expect(!desk.effects.contains { if case .renameWorkspace = $0 { true } else { false } })
        #expect(desk.model.message?.text == "there is no workspace 'main' any more")
    }
}
