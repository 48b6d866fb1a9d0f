import TendCore
import TendScreen
import Testing

@testable import TendTUI

@Suite struct PaneTests {
    @Test func `programs that ask are told of the focus, of the terminal's and from pane to pane`() {
        var desk = Desk(sessions: 1)
        desk.type("C-b %")
        for session in desk.model.sessions { desk.show("", in: session.id, modes: [.autowrap, .focusEvents]) }
        _ = desk.sent()
        desk.type("C-b o")
        #expect(desk.sent() == ["bash2 focus(false)", "bash1 focus(true)"])
        desk.happen(.input(.focus(false)))
        desk.happen(.input(.focus(true)))
        #expect(desk.sent() == ["bash1 focus(false)", "bash1 focus(true)"])
        desk.show("", in: desk.model.sessions[1].id)
        desk.type("C-b o")
        #expect(desk.sent() == ["bash1 focus(false)"])
        // In another tab its screen comes first.
        desk.type("C-b c")
        _ = desk.sent()
        desk.type("C-b p C-b o")
        desk.show("", in: desk.model.sessions[0].id, modes: [.autowrap, .focusEvents])
        #expect(desk.sent() == ["bash1 focus(true)"])
        desk.model.isReadOnly = true
        desk.happen(.input(.focus(false)))
        #expect(desk.sent().isEmpty)
    }

    @Test func `whoever opens the workspace next begins where this client was`() throws {
        var desk = Desk(sessions: 1)
        desk.type("C-b % C-b o C-b c C-b % C-b p")
        var workspace = try #require(desk.model.workspace)
        #expect(desk.panes == "[bash1] bash2")
        for pane in desk.remembered { _ = try workspace.apply(.focus(pane: pane)) }
        var next = Desk(sessions: 0)
        next.happen(.sessions(desk.model.sessions))
        next.happen(.workspace(Workspace(name: "elsewhere")))
        next.happen(.workspace(workspace))
        #expect(next.panes == "[bash1] bash2")
        next.type("C-b n")
        #expect(next.panes == "bash3 [bash4]")
        // It was told only what was new.
        #expect(next.remembered.count == 1)
    }

    @Test func `a split gets a session and the focus`() {
        var desk = Desk()
        desk.type("C-b %")
        #expect(desk.panes == "bash1 [bash2]")
        desk.type("C-b \"")
        #expect(desk.panes == "bash1 bash2 [bash3]")
        desk.type("C-b Left")
        #expect(desk.panes == "[bash1] bash2 bash3")
        desk.type("C-b o")
        #expect(desk.panes == "bash1 [bash2] bash3")
    }

    @Test func `keys go to the focused program and, from a marked pane, to all marked ones`() {
        var desk = Desk()
        desk.type("C-b %")
        desk.effects = []
        desk.type("a Up C-c")
        #expect(desk.sent() == ["bash2 a", "bash2 Up", "bash2 C-c"])
        desk.run("pane.mark all")
        _ = desk.sent()
        desk.type("y")
        #expect(desk.sent() == ["bash1 y", "bash2 y"])
        desk.run("pane.mark none")
        _ = desk.sent()
        desk.type("n")
        #expect(desk.sent() == ["bash2 n"])
    }

    @Test func `the prefix twice is the key itself, an unbound key is told`() {
        var desk = Desk()
        desk.type("C-b C-b")
        #expect(desk.sent() == ["bash1 C-b"])
        desk.type("C-b ~")
        #expect(desk.sent() == [])
        #expect(desk.model.message?.text == "~ is not bound after C-b")
        desk.type("~")
        #expect(desk.sent() == ["bash1 ~"])
    }

    @Test func `a repeating binding takes its next key without the prefix, for a while`() {
        var desk = Desk()
        desk.type("C-b %")
        desk.type("C-b Left")
        let width = { (desk: Desk) in Scene(desk.model).places[0].content.columns }
        let before = width(desk)
        desk.type("C-b C-Right C-Right")
        #expect(width(desk) == before + 4)
        desk.wait(600)
        _ = desk.sent()
        desk.type("C-Right")
        #expect(desk.sent() == ["bash1 C-Right"])
    }

    @Test
    func `while a binding could be repeated, keys of other bindings are for the program, and the prefix begins anew`() {
        var desk = Desk()
        desk.type("C-b %")
        let width = { (desk: Desk) in Scene(desk.model).places[0].content.columns }
        let before = width(desk)
        desk.type("C-b C-Right")
        desk.effects = []
        desk.write("date")
        #expect(desk.sent() == ["bash2 d", "bash2 a", "bash2 t", "bash2 e"])
        desk.type("C-b C-Right C-b C-Right")
        #expect(abs(width(desk) - before) == 6)
        #expect(desk.sent() == [])
        // The list of keys is for those who think what to press.
        desk.wait(450)
        #expect(!View.compose(desk.model).text().contains("split right"))
    }

    @Test func `a tab that is looked at again does not take the size of its sessions back`() throws {
        var desk = Desk()
        let id = try #require(desk.model.sessions.first?.id)
        desk.type("C-b c")
        // Somebody else types there meanwhile.
        desk.model.screens[id] = nil
        desk.effects = []
        desk.type("C-b p")
        #expect(!desk.effects.contains { if case .resize = $0 { true } else { false } })
    }

    @Test func `closing asks while a program runs`() {
        var desk = Desk()
        desk.type("C-b % C-b x")
        #expect(desk.model.overlays.count == 1)
        desk.type("n")
        #expect(desk.panes == "bash1 [bash2]")
        desk.type("C-b x y")
        #expect(desk.panes == "[bash1]")
    }

    @Test(arguments: ["session.stop", "session.remove", "pane.close"])
    func `what ends a program asks first, but not a script`(command: String) {
        var desk = Desk()
        let id = desk.model.sessions[0].id
        desk.type("C-b :")
        desk.write(command)
        desk.type("Enter")
        #expect(desk.model.overlays.count == 1 && desk.panes == "[bash1]" && !desk.effects.contains(.stopSession(id)))
        desk.type("n")
        desk.run(command)
        #expect(command == "session.stop" ? desk.effects.contains(.stopSession(id)) : desk.panes == "")
    }

    @Test func `a pane that is hidden leaves its session running`() {
        var desk = Desk()
        desk.type("C-b %")
        desk.run("pane.hide")
        #expect(desk.panes == "[bash1]")
        #expect(desk.model.sessions.map(\.state) == [.running, .running])
    }

    @Test func `new panes run what the configuration says`() {
        var desk = Desk()
        desk.model.configuration.shell = "/bin/zsh -l"
        #expect(desk.model.configuration.shellCommand == ["/bin/zsh", "-l"])
        desk.run("pane.split right")
        desk.run("pane.split right top")
        #expect(desk.panes == "bash1 /bin/zsh2 [top3]")
    }

    @Test func `a program that has ended leaves its screen, with restart and close`() {
        var desk = Desk()
        let id = desk.model.sessions[0].id
        desk.end(id)
        desk.type("a")
        #expect(desk.sent() == [])
        #expect(desk.model.message?.text == "bash1 has ended — r restarts it, x closes the pane")
        desk.type("r")
        #expect(desk.effects.contains(.restartSession(id)))
        // It does not come back.
        desk.wait(Ahead.patience)
        desk.type("x")
        #expect(desk.model.workspace?.tabs.isEmpty == true)
        #expect(desk.model.overlays == [.welcome])
    }

    @Test(arguments: [
        ("pane.focus left", "no pane to the left"), ("pane.zoom", "the only pane fills the tab already"),
        ("pane.focus 9", "no pane 9 in this tab"), ("pane.move 1", "the pane is in tab 1 already"),
        ("pane.break", "the pane has the tab to itself"),
        ("copy.yank", "this works in copy mode, which copy.enter begins"),
        ("tab.go 7", "no tab 7"), ("paste.buffer", "nothing has been copied yet"),
        ("session.open zz", "no session 'zz'"), ("workspace.go zz", "no workspace 'zz' — workspace.new makes one"),
    ])
    func `what cannot be done is refused with the reason`(command: String, reason: String) {
        var desk = Desk()
        desk.run(command)
        #expect(desk.refusal == reason)
    }

    @Test func `the number of a pane is its place in the tab, whatever was opened and closed before`() {
        var desk = Desk()
        for _ in 1...9 { desk.type("C-b % C-b x y") }
        desk.type("C-b % C-b q 1")
        #expect(desk.panes == "[bash1] bash11")
        desk.type("C-b q 2")
        #expect(desk.panes == "bash1 [bash11]")
        desk.type("C-b c")
        desk.run("pane.split right; pane.focus 1")
        #expect(desk.panes == "[bash12] bash13")
    }

    @Test func `the floating pane has the last number and is shown when it is gone to`() {
        var desk = Desk()
        desk.type("C-b f C-b f")
        #expect(desk.panes == "[bash1]")
        desk.run("pane.focus 2")
        #expect(desk.panes == "bash1 [bash2]")
    }

    @Test func `with more than nine panes a digit waits while it may begin a longer number`() {
        var desk = Desk(rows: 60, columns: 200)
        for _ in 2...11 { desk.run("pane.split right; pane.layout tiled") }
        func focused() -> String? { desk.model.focusedPane.flatMap { desk.model.session(of: $0.id)?.name } }
        let names = desk.model.currentTab?.numbered.compactMap { desk.model.session(of: $0)?.name } ?? []
        desk.type("C-b q 1")
        #expect(desk.model.overlays == [.numbers(typed: "1")])
        desk.type("0")
        #expect(focused() == names[9])
        desk.type("C-b q 1 Enter")
        #expect(focused() == names[0])
        desk.type("C-b q 2")
        #expect(focused() == names[1])
        desk.type("C-b q 1 BSpace 3")
        #expect(focused() == names[2])
        desk.type("C-b q 1 9")
        #expect(desk.model.message?.text == "no pane 19 in this tab")
        desk.type("C-b q 1 Escape C-b q Enter")
        #expect(focused() == names[2])
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `a zoomed pane fills the tab until it is unzoomed or left`() {
        var desk = Desk()
        desk.type("C-b % C-b z")
        #expect(Scene(desk.model).places.count == 1)
        desk.type("C-b z")
        #expect(Scene(desk.model).places.count == 2)
        desk.type("C-b z C-b Left")
        #expect(Scene(desk.model).places.count == 2)
        #expect(desk.panes == "[bash1] bash2")
    }

    @Test func `a floating pane comes and goes with the focus`() {
        var desk = Desk()
        desk.type("C-b f")
        #expect(desk.model.focusedPane?.id == desk.model.currentTab?.floating)
        desk.type("C-b f")
        #expect(desk.panes == "[bash1]")
        desk.type("C-b f a")
        #expect(desk.sent().last == "bash2 a")
    }

    @Test func `a session whose place was refused goes again`() {
        var desk = Desk()
        desk.isSlow = true
        desk.type("C-b %")
        // Somebody else closes the pane meanwhile.
        guard var workspace = desk.model.workspace, let first = desk.model.focusedPane else {
            Issue.record("no pane")
            return
        }
        _ = try? workspace.apply(.newTab(session: "other", name: nil, at: nil))
        _ = try? workspace.apply(.close(pane: first.id))
        desk.happen(.workspace(workspace))
        desk.serve()
        #expect(desk.model.sessions.map(\.name) == ["bash1"])
        #expect(desk.model.message?.level == .error)
    }

    @Test func `a key that is no number closes the numbers and is pressed`() {
        var desk = Desk()
        desk.type("C-b % C-b q C-b \"")
        #expect(desk.model.sessions.count == 3)
        desk.effects = []
        desk.type("C-b q a")
        #expect(desk.sent() == ["bash3 a"])
        desk.type("C-b q Escape C-b q BSpace C-b q Enter")
        #expect(desk.sent() == [])
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `a tab that is not there is named when a tab is moved`() {
        var desk = Desk(sessions: 2)
        desk.effects = []
        desk.run("tab.move 99")
        #expect(desk.refusal == "no tab 99")
        desk.run("tab.move right")
        #expect(desk.refusal == "the tab is at that end already")
    }
}
