import TendCore
import TendScreen
import Testing

@testable import TendTUI

@Suite struct PopUpTests {
    @Test func `the palette finds a command by parts of its name and runs it`() {
        var desk = Desk()
        desk.type("C-b w")
        guard case .palette(let all) = desk.model.overlays.last else {
            Issue.record("no palette: \(desk.model.overlays)")
            return
        }
        #expect(all.matches.count == all.items.count && all.items.count > 60)
        desk.write("spr")
        guard case .palette(let found) = desk.model.overlays.last, let best = found.matches.first else {
            Issue.record("nothing fits")
            return
        }
        #expect(found.items[best.item].text == "pane.split right")
        desk.type("Enter")
        #expect(desk.panes == "bash1 [bash2]")
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `sessions are found by title, directory and command, too, without a mark in their names`() {
        var palette = Palette(
            title: "", items: ["plain", "api"].map { .init(text: $0, detail: "", key: nil, command: nil) })
        palette.items[1].context = "Fix the login claude --continue /src/shop"
        func found(_ text: String) -> [Palette.Match] {
            palette.field.insert(text)
            palette.search()
            palette.field = TextField()
            return palette.matches
        }
        for text in ["login", "FIX shop", "claude --cont", "api login"] {
            #expect(found(text) == [.init(item: 1, positions: [])], "\(text)")
        }
        #expect(found("ap") == [.init(item: 1, positions: [0, 1])])
        #expect(found("pi") == [.init(item: 0, positions: [0, 3]), .init(item: 1, positions: [1, 2])])
        #expect(found("login nothing") == [])

        var desk = Desk()
        desk.model.sessions[0].title = "Vierundzwanzig"
        desk.type("C-b w")
        desk.write("vierund")
        guard case .palette(let all) = desk.model.overlays.last else {
            Issue.record("no palette: \(desk.model.overlays)")
            return
        }
        #expect(all.matches.map { all.items[$0.item].text } == [desk.model.sessions[0].name])
    }

    @Test func `what cannot be done stands at the end of the palette, with the reason`() {
        var desk = Desk()
        desk.type("C-b w")
        guard case .palette(let palette) = desk.model.overlays.last,
            let zoom = palette.items.first(where: { $0.text == "pane.zoom" })
        else {
            Issue.record("no palette")
            return
        }
        #expect(zoom.refusal == "the only pane fills the tab already")
        let firstRefused = palette.matches.firstIndex { palette.items[$0.item].refusal != nil }
        let lastAllowed = palette.matches.lastIndex { palette.items[$0.item].refusal == nil }
        #expect(firstRefused ?? .max > lastAllowed ?? 0)
    }

    @Test func `the command line has history and completion, and says what is wrong`() {
        var desk = Desk()
        desk.type("C-b :")
        desk.write("pane.spl")
        desk.type("Tab")
        desk.write("down")
        desk.type("Enter")
        #expect(desk.panes == "bash1 [bash2]")
        desk.type("C-b : Up")
        guard case .prompt(let prompt) = desk.model.overlays.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.field.string == "pane.split down")
        desk.type("C-u")
        desk.write("pane.splt right")
        desk.type("Enter")
        #expect(desk.model.message?.text.contains("did you mean 'pane.split'?") == true)
    }

    @Test func `Enter that was typed before the terminal was ready is Enter`() {
        var desk = Desk(sessions: 0)
        #expect(desk.model.overlays == [.welcome])
        desk.type("C-j")
        #expect(desk.panes == "[bash1]")
    }

    @Test func `a missing argument is asked for`() {
        var desk = Desk()
        desk.type("C-b ,")
        desk.write("build")
        desk.type("Enter")
        #expect(desk.model.currentTab?.name == "build")
    }

    @Test func `many lines into a shell are asked about`() {
        var desk = Desk()
        desk.happen(.input(.paste("1\n2\n3\n4\n5\n6")))
        #expect(desk.sent() == [])
        desk.type("n")
        #expect(desk.sent() == [])
        desk.happen(.input(.paste("1\n2\n3\n4\n5\n6")))
        desk.type("y")
        #expect(desk.sent() == ["bash1 paste 11"])
        _ = desk.sent()
        for text in ["1\n2\n3\n4\n", "1\r\n2\r\n3\r\n4\r\n"] { desk.happen(.input(.paste(text))) }
        #expect(desk.sent() == ["bash1 paste 8", "bash1 paste 8"], "the last line break begins no line")
        desk.happen(.input(.paste("1\n2\n3\n4\n5\n")))
        guard case .confirm(let confirm) = desk.model.overlays.last else {
            Issue.record("nothing is asked")
            return
        }
        #expect(confirm.question == "paste 5 lines into a shell?")
        desk.type("n")
        desk.happen(.input(.paste("one line")))
        #expect(desk.sent() == ["bash1 paste 8"])
    }

    @Test func `the mouse focuses, and goes to a program that asked for it`() {
        var desk = Desk()
        desk.type("C-b %")
        desk.effects = []
        let place = Scene(desk.model).places[0]
        desk.mouse(.press, place.content.row + 2, place.content.column + 3)
        desk.mouse(.release, place.content.row + 2, place.content.column + 3)
        #expect(desk.panes == "[bash1] bash2")
        #expect(desk.sent() == [])
        desk.show("x", in: desk.model.sessions[0].id, modes: [.autowrap, .mouseClicks, .mouseSGR])
        desk.mouse(.press, place.content.row + 2, place.content.column + 3)
        desk.mouse(.release, place.content.row + 2, place.content.column + 3)
        #expect(desk.sent() == ["bash1 mouse 2,3", "bash1 mouse 2,3"])
    }

    @Test func `behind the welcome, the prefix begins everything else`() {
        var desk = Desk(sessions: 0)
        #expect(desk.model.overlays == [.welcome])
        desk.type("C-b :")
        desk.write("tab.new")
        desk.type("Enter")
        #expect(desk.panes == "[bash1]")
        #expect(desk.model.overlays.isEmpty)
        #expect(desk.model.mode == .normal)
    }

    @Test func `the welcome goes with the first pane, also from below what came over it`() throws {
        var desk = Desk(sessions: 0)
        desk.model.overlays = [.welcome, .numbers()]
        desk.happen(.workspace(try #require(Desk().model.workspace)))
        #expect(desk.model.overlays == [.numbers()])
    }

    @Test func `the choices of the welcome are its keys`() {
        for (key, done) in [("Enter", "[bash1]"), ("n", ""), ("x", "")] {
            var desk = Desk(sessions: 0)
            desk.type(key)
            #expect(desk.panes == done)
        }
        var leaving = Desk(sessions: 0)
        leaving.type("Escape")
        #expect(!leaving.effects.contains(.quit))
        leaving.type("q")
        #expect(leaving.effects.contains(.quit))
        var desk = Desk(sessions: 0)
        desk.type("?")
        #expect(desk.model.overlays == [.welcome, .help(scroll: 0)])
    }

    @Test func `whoever only watches sends nothing`() {
        var desk = Desk()
        desk.model.isReadOnly = true
        desk.type("a")
        #expect(desk.sent() == [])
        for command in ["session.take-size", "pane.close", "pane.zoom", "tab.rename x", "session.stop", "input.send a"]
        {
            desk.run(command)
            #expect(desk.refusal == "this client only watches", "\(command)")
        }
        desk.effects = []
        desk.run("pane.focus next; copy.enter; tab.go 1")
        #expect(desk.model.overlays.isEmpty)
        #expect(desk.effects.allSatisfy { if case .change = $0 { false } else { true } })
    }

    @Test func `the sidebar begins at the focused session, and a filter leaves none selected that it hides`() {
        var desk = Desk(sessions: 3)
        desk.type("C-b s")
        #expect(desk.model.selectedSession?.name == "bash3")
        desk.type("/")
        desk.write("bash2")
        desk.type("Enter")
        #expect(desk.model.selectedSession?.name == "bash2")
        desk.type("/ C-u")
        desk.write("nothing")
        desk.type("Enter R")
        #expect(desk.model.message?.text.contains("no session is selected") == true)
    }

    @Test func `the help says what keys do on a narrow terminal too`() {
        var desk = Desk(rows: 10, columns: 24)
        desk.type("C-b ?")
        let text = View.compose(desk.model).text()
        #expect(text.contains("%") && text.contains("Split the pane"), "\(text)")
    }

    @Test func `from the end of the help one line up is one line up`() throws {
        var desk = Desk(rows: 10)
        desk.type("C-b ? G")
        let first = { (desk: Desk) in desk.model.overlays.last.flatMap { Popup($0, Scene(desk.model))?.first } }
        let end = try #require(first(desk))
        desk.type("k")
        #expect(first(desk) == end - 1)
        desk.type("PageDown PageDown PageDown k")
        #expect(first(desk) == end - 1)
    }

    @Test func `searches are remembered, and Enter alone repeats the last`() {
        var desk = Desk()
        desk.history = ["one two", "three"]
        desk.type("C-b [ ?")
        desk.write("two")
        desk.type("Enter ? Up")
        guard case .prompt(let prompt)? = desk.model.overlays.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.field.string == "two")
        desk.type("C-u Enter")
        #expect(desk.model.history == [.searches: ["two"]])
    }

    @Test func `sessions that are not shown are marked when they ring, and found in the sidebar`() {
        var desk = Desk(sessions: 2)
        let hidden = desk.model.sessions[0]
        let working = Desk.record(1, name: "bash")
        desk.happen(.event(EventJSON(Event(id: 1, time: 0, session: working, kind: .bell))))
        #expect(desk.model.rung == [hidden.id])
        desk.type("C-b s")
        #expect(desk.model.sidebar.hasFocus)
        desk.type("g Enter")
        #expect(desk.panes == "[bash1]")
        #expect(desk.model.rung == [])
    }
}
