import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// What somebody has begun is about a certain session, pane or tab, whatever others do to the workspace meanwhile.
struct TargetTests {
    /// Two panes side by side, the first one in focus.
    private func desk() -> Desk {
        var desk = Desk()
        desk.run("pane.split right")
        desk.run("pane.focus left")
        desk.effects = []
        return desk
    }

    private func titles(_ desk: Desk) -> [String] {
        desk.model.overlays.compactMap { if case .menu(let menu) = $0 { menu.title } else { nil } }
    }

    private func choose(_ label: String, in desk: inout Desk) throws {
        guard case .menu(let menu) = desk.model.overlays.last else { throw NoMenu() }
        let index = try #require(menu.items.firstIndex { $0.label == label })
        for _ in 0..<index { desk.type("Down") }
        desk.type("Enter")
    }

    private struct NoMenu: Error {}

    private var question: (Desk) -> String? {
        { desk in if case .confirm(let confirm) = desk.model.overlays.last { confirm.question } else { nil } }
    }

    /// Another client does something.
    private func change(_ desk: inout Desk, _ actions: WorkspaceAction...) throws {
        var workspace = try #require(desk.model.workspace)
        for action in actions { _ = try workspace.apply(action) }
        desk.happen(.workspace(workspace))
    }

    private func firstPane(_ desk: Desk) throws -> Pane {
        let tab = try #require(desk.model.currentTab)
        return try #require(tab.panes.first { $0.id == tab.order.first })
    }

    // MARK: Sizes

    @Test func `a session in two panes has one size, that of the pane in focus`() throws {
        var desk = Desk()
        let pane = try #require(desk.model.focusedPane)
        try change(&desk, .split(pane: pane.id, .right, session: pane.session))
        desk.effects = []
        for _ in 0..<3 {
            desk.happen(.tick(desk.model.now + 1))
            for effect in desk.effects {
                if case .resize(let session, let size) = effect {
                    desk.happen(.screen(session: session, Screen(size: size), bells: 0))
                }
            }
            desk.effects = []
        }
        desk.happen(.tick(desk.model.now + 1))
        #expect(desk.effects.isEmpty)
    }

    @Test func `a session that two marked panes show gets each key once`() throws {
        var desk = Desk()
        let pane = try #require(desk.model.focusedPane)
        try change(&desk, .split(pane: pane.id, .right, session: pane.session))
        desk.run("pane.mark")
        desk.run("pane.focus next")
        desk.run("pane.mark")
        desk.effects = []
        desk.type("a")
        #expect(desk.sent() == ["bash1 a"])
    }

    @Test func `a size that a dying server did not take is asked of the next one`() throws {
        var desk = Desk()
        desk.happen(.resized(Size(rows: 30, columns: 100)))
        desk.effects = []
        desk.happen(.disconnected)
        desk.happen(.sessions(desk.model.sessions))
        desk.happen(.workspace(try #require(desk.model.workspace)))
        desk.happen(.connected)
        #expect(desk.effects.contains(.resize(session: "s1aaaaaa", Size(rows: 29, columns: 100))))
    }

    @Test func `a size that was asked for a moment ago is not asked for again`() {
        var desk = Desk()
        desk.happen(.resized(Size(rows: 30, columns: 100)))
        desk.effects = []
        desk.happen(.connected)
        #expect(!desk.effects.contains { if case .resize = $0 { true } else { false } })
    }

    // MARK: Focus

    @Test func `the keys go to the pane that another client zooms, and what is on its way to nobody`() throws {
        var desk = desk()
        let other = try #require(desk.model.currentTab?.order.last)
        let tab = try #require(desk.model.tab)
        try change(&desk, .zoom(tab: tab, other))
        #expect(desk.panes == "bash1 [bash2]")
        desk.effects = []
        desk.type("a")
        #expect(desk.sent().isEmpty)
        desk.wait(1000)
        desk.type("b")
        #expect(desk.sent() == ["bash2 b"])
    }

    @Test func `one's own zoom changes nothing of that`() {
        var desk = desk()
        desk.run("pane.zoom")
        #expect(desk.panes == "[bash1] bash2")
        desk.effects = []
        desk.type("a")
        #expect(desk.sent() == ["bash1 a"])
        desk.run("pane.focus right")
        #expect(desk.panes == "bash1 [bash2]")
        desk.effects = []
        desk.type("b")
        #expect(desk.sent() == ["bash2 b"])
    }

    // MARK: Copy mode

    @Test func `what is typed behind a long copy is for the program`() throws {
        var desk = try Desk(keymap: "tend")
        desk.history = (1...3000).map { "line \($0)" }
        desk.type("C-b [")
        desk.isSlow = true
        desk.type("g V G y e c")
        #expect(desk.sent().isEmpty)
        desk.serve()
        #expect(!desk.isCopying)
        #expect(desk.buffers.map { $0.text.split(separator: "\n").count } == [3000])
        #expect(desk.sent() == ["bash1 e", "bash1 c"])
    }

    @Test func `a long copy is given up by Escape, with what was typed behind it`() throws {
        var desk = try Desk(keymap: "tend")
        desk.history = (1...3000).map { "line \($0)" }
        desk.type("C-b [")
        desk.isSlow = true
        desk.type("g V G y")
        #expect(desk.model.message?.text == "copying\u{2026}")
        desk.type("e Escape")
        desk.serve()
        #expect(desk.buffers.isEmpty)
        #expect(desk.sent().isEmpty)
    }

    @Test func `copy mode does not go to another workspace`() throws {
        var desk = Desk()
        desk.servesWorkspaces = true
        desk.history = ["one", "two"]
        desk.run("copy.enter")
        #expect(desk.isCopying)
        var other = Workspace(name: "other")
        _ = try other.apply(.newTab(session: "s1aaaaaa", name: nil, at: nil))
        desk.happen(.workspace(other))
        #expect(desk.panes == "[bash1]")
        #expect(!desk.isCopying)
    }

    @Test func `copy mode ends where another session comes into its pane, and what is typed then is for nobody`() throws
    {
        var desk = desk()
        desk.history = ["one", "two"]
        desk.run("copy.enter")
        try change(&desk, .rotate(tab: try #require(desk.model.tab), isForward: true))
        #expect(!desk.isCopying)
        desk.effects = []
        desk.type("y")
        #expect(desk.sent().isEmpty)
        desk.run("copy.enter")
        desk.run("pane.rotate next")
        #expect(!desk.isCopying)
        desk.wait(1000)
        desk.effects = []
        desk.type("a")
        #expect(desk.sent().count == 1)
    }

    @Test func `what is typed into copy mode goes nowhere when somebody else takes its session away`() throws {
        var desk = desk()
        desk.history = ["one", "two"]
        desk.run("copy.enter")
        try change(&desk, .close(pane: try firstPane(desk).id))
        desk.effects = []
        desk.type("y")
        #expect(desk.sent().isEmpty)
        desk.wait(1000)
        desk.type("a")
        #expect(desk.sent() == ["bash2 a"])
    }

    @Test(arguments: ["C-b x y", "C-b &"])
    func `whoever closes what he looks back in types on`(keys: String) throws {
        var desk = desk()
        desk.history = ["one", "two"]
        desk.run("tab.new")
        desk.run("copy.enter")
        if keys == "C-b &" { desk.run("tab.close") } else { desk.type(keys) }
        if case .confirm = desk.model.overlays.last { desk.type("y") }
        desk.effects = []
        desk.type("a")
        #expect(desk.sent() == ["bash1 a"])
    }

    @Test func `what a command of copy mode cannot do is the answer to who asked for it`() {
        var desk = Desk()
        desk.history = ["one", "two"]
        desk.run("copy.enter")
        desk.run("copy.search backward nowhere")
        #expect(desk.refusal == "not found: nowhere")
        desk.isSlow = true
        desk.effects = []
        desk.run("copy.search backward elsewhere")
        #expect(desk.refusals.isEmpty)
        desk.serve()
        #expect(desk.refusals == ["not found: elsewhere"])
        desk.isSlow = false
        desk.run("copy.select swap")
        #expect(desk.refusal == "nothing is selected")
        // Whoever sits here did not ask.
        #expect(desk.model.message == nil)
        desk.run("copy.search backward one")
        #expect(desk.refusal == nil)
    }

    // MARK: Pop-ups

    @Test(arguments: ["show.help", "show.menu", "pane.numbers"])
    func `the prefix leaves a pop-up that only shows something`(command: String) {
        var desk = desk()
        desk.run(command)
        #expect(desk.model.overlays.count == 1)
        desk.type("C-b d")
        #expect(desk.model.overlays.isEmpty)
        #expect(desk.effects.contains(.quit))
        #expect(desk.sent().isEmpty)
    }

    @Test func `a paste that was asked about is not made into another workspace's pane`() {
        var desk = Desk()
        desk.happen(.input(.paste("one\ntwo\nthree\nfour\nfive\nsix\n")))
        #expect(question(desk) != nil)
        var other = Workspace(name: "other")
        _ = try? other.apply(.newTab(session: "s1aaaaaa", name: nil, at: nil))
        desk.happen(.workspace(other))
        desk.type("y")
        #expect(desk.model.overlays.isEmpty)
        #expect(desk.sent().isEmpty)
    }

    @Test func `the menu of a pane is about it though the sidebar has the focus`() throws {
        var desk = desk()
        desk.run("show.sidebar focus")
        desk.run("pane.focus right")
        let place = try #require(Scene(desk.model).places.last)
        desk.mouse(.press, place.content.row, place.content.column, .right)
        #expect(titles(desk) == ["bash2"])
        try choose("Stop program", in: &desk)
        #expect(question(desk)?.contains("bash2") == true)
    }

    @Test func `a menu is about what it was opened for, whatever has the focus`() throws {
        var desk = desk()
        desk.run("show.menu")
        desk.run("pane.focus right")
        #expect(titles(desk) == ["bash1"])
        try choose("Stop program", in: &desk)
        #expect(question(desk)?.contains("bash1") == true)
    }

    @Test func `what is asked about a tab is not answered for one of another workspace`() {
        var desk = Desk(sessions: 2)
        desk.type("C-b :")
        desk.write("tab.move")
        desk.type("Enter")
        #expect(desk.model.overlays.count == 1)
        var other = Workspace(name: "other")
        _ = try? other.apply(.newTab(session: "s1aaaaaa", name: nil, at: nil))
        desk.happen(.workspace(other))
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `the menu of a session that the sidebar shows no more says so`() throws {
        var desk = desk()
        desk.run("show.sidebar focus")
        let row = try #require(SidebarRow.list(desk.model).firstIndex { $0.content == .session("s1aaaaaa") })
        let scene = Scene(desk.model)
        let line = try #require((0..<24).first { scene.hit(Point(row: $0, column: 3)) == .sidebar(row) })
        desk.mouse(.press, line, 3, .right)
        #expect(titles(desk) == ["bash1"])
        desk.model.sidebar.filter = "elsewhere"
        desk.type("Enter")
        #expect(desk.model.message?.text == "bash1 is not in the list any more")
    }

    @Test func `a menu goes with its pane, and what is typed then is for nobody`() throws {
        var desk = desk()
        desk.run("show.menu")
        try change(&desk, .close(pane: try firstPane(desk).id))
        #expect(desk.model.overlays.isEmpty)
        desk.effects = []
        desk.type("Enter")
        #expect(desk.sent().isEmpty)
        desk.wait(1000)
        desk.type("Enter")
        #expect(desk.sent() == ["bash2 Enter"])
    }

    // MARK: Workspaces

    @Test func `the only workspace may be removed, and one of its name is begun anew`() throws {
        var desk = Desk(sessions: 2)
        #expect(try #require(desk.model.workspace).version > 0)
        desk.happen(.workspaceGone("main"))
        #expect(desk.effects.contains(.follow(workspace: "main")))
        desk.happen(.workspace(Workspace(name: "main")))
        #expect(desk.model.workspace?.tabs.isEmpty == true)
        #expect(desk.model.overlays == [.welcome])
    }

    @Test func `a blank behind a new workspace's name is not waited for`() {
        var desk = Desk()
        desk.type("C-b :")
        desk.write("workspace.new")
        desk.type("Enter")
        desk.write("foo ")
        desk.type("Enter")
        #expect(desk.effects.contains(.follow(workspace: "foo")))
    }

    // MARK: Sidebar

    @Test func `what is pasted while the sidebar has the focus is typed into nothing`() {
        var desk = Desk()
        desk.run("show.sidebar focus")
        desk.effects = []
        desk.happen(.input(.paste("text")))
        desk.happen(.input(.text("日本")))
        #expect(desk.sent().isEmpty)
    }
}
