import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// The mouse: in pop-ups, beyond a pane, in programs.
@Suite struct PointerTests {
    /// Clicks where a text stands on the screen.
    private func click(_ text: String, _ desk: inout Desk, _ location: SourceLocation = #_sourceLocation) {
        for (row, line) in View.compose(desk.model).rows.enumerated() {
            guard let range = line.text.firstRange(of: text) else { continue }
            let column = Width.of(text: String(line.text[..<range.lowerBound]))
            desk.mouse(.press, row, column)
            desk.mouse(.release, row, column)
            return
        }
        Issue.record("'\(text)' is not to be seen", sourceLocation: location)
    }

    @Test func `yes and no are clicked`() {
        var desk = Desk()
        desk.type("C-b % C-b x")
        click(" no ", &desk)
        #expect(desk.panes == "bash1 [bash2]")
        #expect(desk.model.overlays.isEmpty)
        desk.type("C-b x")
        click(" yes ", &desk)
        #expect(desk.panes == "[bash1]")
    }

    @Test func `a yes means what was asked about, whatever has the focus by then`() {
        var desk = Desk()
        desk.type("C-b % C-b x")
        if let tab = desk.model.currentTab { desk.model.setFocus(tab.order[0], in: tab.id) }
        desk.type("y")
        #expect(desk.panes == "[bash1]")
    }

    @Test func `a completion is clicked, and the wheel shows more of them`() {
        var desk = Desk()
        desk.type("C-b :")
        desk.write("pane.s")
        desk.type("Tab")
        click("pane.swap", &desk)
        guard case .prompt(let prompt) = desk.model.overlays.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.field.string == "pane.swap ")
        desk.type("C-u")
        desk.write("pane.")
        desk.type("Tab")
        let first = View.compose(desk.model).text()
        #expect(first.contains("pane.break") && !first.contains("pane.zoom"))
        for _ in 0..<20 { desk.mouse(.press, 20, 5, .wheelDown) }
        click("pane.zoom", &desk)
        desk.type("Enter")
        #expect(desk.model.message?.text == "the only pane fills the tab already")
    }

    @Test func `rows of the palette and of a menu are clicked, the wheel moves along them`() {
        var desk = Desk()
        desk.type("C-b w")
        desk.write("split")
        for _ in 0..<2 { desk.mouse(.press, 10, 40, .wheelDown) }
        desk.mouse(.press, 10, 40, .wheelUp)
        guard case .palette(let palette) = desk.model.overlays.last else {
            Issue.record("no palette")
            return
        }
        #expect(palette.selected == 1)
        click("pane.split down", &desk)
        #expect(desk.panes == "bash1 [bash2]")
        desk.run("show.menu")
        desk.mouse(.press, 20, 10, .wheelDown)
        guard case .menu(let menu) = desk.model.overlays.last else {
            Issue.record("no menu")
            return
        }
        #expect(menu.selected == 1)
        click("Zoom", &desk)
        #expect(Scene(desk.model).places.count == 1)
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `a click beside a list closes it, the wheel does not`() {
        var desk = Desk()
        desk.type("C-b w")
        desk.mouse(.press, 23, 0, .wheelDown)
        #expect(desk.model.overlays.count == 1)
        desk.mouse(.press, 23, 0)
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `the welcome is clicked`() {
        var desk = Desk(sessions: 0)
        click("start a shell", &desk)
        #expect(desk.panes == "[bash1]")
    }

    @Test func `a selection that is dragged beyond its pane scrolls on by itself`() {
        var desk = Desk()
        desk.type("C-b [")
        guard let pane = desk.model.focusedPane?.id, case .fetch(_, _, let request)? = desk.effects.last else {
            Issue.record("nothing was fetched: \(desk.effects)")
            return
        }
        let rows = (1...223).map { Row.wrapped("line \($0)", width: 80)[0] }
        desk.happen(
            .history(
                pane,
                CopyMode.Page(
                    request,
                    .latest(
                        history: Array(rows[..<200]), historyCount: 200, screen: Array(rows[200...]),
                        anchor: CopyMode.Anchor(mark: 1, width: 80)))))
        let top = { (desk: Desk) in desk.model.copies[pane]?.origin.row }
        desk.mouse(.press, 5, 3)
        desk.mouse(.motion, 0, 3)
        #expect(top(desk) == 199, "the edge of the screen is beyond the pane")
        desk.wait(49)
        #expect(top(desk) == 199)
        desk.wait(1)
        #expect(top(desk) == 198)
        for _ in 0..<10 { desk.wait(50) }
        #expect(top(desk) == 188)
        desk.mouse(.motion, 2, 3)
        desk.wait(100)
        #expect(top(desk) == 188)
        desk.mouse(.motion, 0, 3)
        desk.mouse(.release, 0, 3)
        desk.wait(100)
        #expect(top(desk) == 187, "the motion alone")
        #expect(desk.model.copies[pane]?.selectedText?.isEmpty == false)
    }

    @Test(arguments: ["", "C-b %"])
    func `whoever has selected with the mouse reads which key copies`(keys: String) {
        var desk = Desk(columns: 120)
        desk.type(keys)
        desk.mouse(.press, 5, 3)
        desk.mouse(.motion, 5, 9)
        desk.mouse(.release, 5, 9)
        for case .fetch(let pane, _, let request) in desk.effects {
            let answer = CopyMode.Page.Answer.latest(
                history: [], historyCount: 0, screen: Array(repeating: .blank, count: 24),
                anchor: CopyMode.Anchor(mark: 1, width: 80))
            desk.happen(.history(pane, CopyMode.Page(request, answer)))
        }
        #expect(!View.compose(desk.model).text().contains("copies"), "this keymap has no key for it")
        desk.model.keymap.bind(Key(.character("y")), in: "copy", to: Keymap.Binding(.commands([Command(.copyYank)])))
        #expect(View.compose(desk.model).text().contains("[0/0] y copies"))
        desk.run("copy.select none")
        #expect(!View.compose(desk.model).text().contains("copies"), "nothing is selected")
    }

    @Test func `the right button on a session of the sidebar offers what its keys do`() throws {
        var desk = Desk(sessions: 2)
        desk.model.sidebar.isShown = true
        let rows = SidebarRow.list(desk.model)
        let index = try #require(rows.firstIndex { $0.content == .session(desk.model.sessions[0].id) })
        let row = try #require(
            (0..<24).first { Scene(desk.model).hit(Point(row: $0, column: 3)) == .sidebar(index) })
        func labels() -> [String] {
            guard case .menu(let menu) = desk.model.overlays.last else { return [] }
            return [menu.title] + menu.items.map(\.label)
        }
        #expect(desk.panes == "[bash2]")
        desk.mouse(.press, row, 3, .right)
        #expect(labels() == ["bash1", "Open", "Rename", "Stop program", "Show changes", "Remove"])
        #expect(desk.panes == "[bash2]", "nothing is opened yet")
        desk.effects = []
        desk.type("j j Enter y")
        #expect(desk.effects.contains(.stopSession(desk.model.sessions[0].id)))
        desk.end(desk.model.sessions[0].id)
        desk.mouse(.press, row, 3, .right)
        #expect(labels().contains("Restart program"))
        desk.type("Enter")
        #expect(desk.panes == "[bash1]")
        desk.mouse(.press, 20, 3, .right)
        #expect(desk.model.overlays.isEmpty, "there is no session")
    }

    @Test func `motion is asked of the terminal only while a program in sight wants it`() {
        var desk = Desk()
        let id = desk.model.sessions[0].id
        #expect(!View.compose(desk.model).modes.contains(.mouseMotion))
        desk.show("x", in: id, modes: [.autowrap, .mouseDrags, .mouseSGR])
        #expect(!View.compose(desk.model).modes.contains(.mouseMotion))
        desk.show("x", in: id, modes: [.autowrap, .mouseMotion, .mouseSGR])
        #expect(View.compose(desk.model).modes.contains(.mouseMotion))
        desk.effects = []
        desk.mouse(.motion, 3, 4, .none)
        #expect(desk.sent() == ["bash1 mouse 3,4"])
        desk.type("C-b :")
        #expect(!View.compose(desk.model).modes.contains(.mouseMotion))
    }

    @Test func `a drag in a session that is larger than its pane tells the place in the session`() {
        var desk = Desk()
        let id = desk.model.sessions[0].id
        var screen = Screen(size: Size(rows: 60, columns: 100))
        screen.modes = [.autowrap, .mouseDrags, .mouseSGR]
        screen.cursor.point = Point(row: 59, column: 99)
        desk.happen(.screen(session: id, screen, bells: 0))
        desk.effects = []
        desk.mouse(.press, 3, 4)
        desk.mouse(.motion, 4, 5)
        #expect(desk.sent() == ["bash1 mouse 40,24", "bash1 mouse 41,25"])
    }
}
