import TendCore
import TendData
import TendScreen
import Testing

@testable import TendTUI

/// What people who know the other programs press.
@Suite struct ShippedKeysTests {
    // MARK: zellij

    @Test func `zellij's sync, shrinking and breaking panes out to a tab beside`() throws {
        var desk = try Desk(keymap: "zellij")
        desk.type("M-n C-t s")
        #expect(desk.model.currentTab?.panes.allSatisfy(\.isMarked) == true)
        desk.type("C-t s")
        #expect(desk.model.currentTab?.panes.contains(where: \.isMarked) == false)
        let width = { (desk: Desk) in Scene(desk.model).places[1].content.columns }
        let before = width(desk)
        desk.type("C-n h h H")
        #expect(width(desk) == before + 1)
        desk.type("Escape C-t n C-t h Escape C-t ]")
        #expect(desk.panes == "bash3 [bash2]")
        desk.type("C-t [")
        #expect(desk.panes == "bash1 [bash2]")
    }

    @Test func `zellij's M-h and M-l go on to the next tab`() throws {
        var desk = try Desk(keymap: "zellij", sessions: 2)
        desk.type("M-n M-h")
        #expect(desk.panes == "[bash2] bash3")
        desk.type("M-h")
        #expect(desk.panes == "[bash1]")
        desk.type("M-l M-l")
        #expect(desk.panes == "bash2 [bash3]")
    }

    @Test func `zellij's e lets a pane float, and puts it back`() throws {
        var desk = try Desk(keymap: "zellij")
        desk.type("C-p e")
        #expect(desk.model.message?.text == "the pane has the tab to itself")
        desk.type("M-n C-p e")
        #expect(desk.panes == "bash1 [bash2]")
        #expect(desk.model.currentTab?.floating == desk.model.focusedPane?.id)
        desk.type("C-p e")
        #expect(desk.panes == "bash1 [bash2]" && desk.model.currentTab?.floating == nil)
        #expect(desk.model.sessions.count == 2)
    }

    // MARK: screen

    @Test func `screen's X takes the region away, and the program goes on`() throws {
        var desk = try Desk(keymap: "screen")
        desk.type("C-a | C-a X")
        #expect(desk.panes == "[bash1]")
        #expect(desk.model.sessions.count == 2 && desk.model.overlays.isEmpty)
    }

    @Test(arguments: ["Space", "Enter"])
    func `screen's second mark copies and leaves`(mark: String) throws {
        var desk = try Desk(keymap: "screen")
        desk.type("C-a [ g \(mark) l \(mark)")
        #expect(desk.buffers.map(\.text) == ["on"])
        #expect(!desk.isCopying)
    }

    @Test(arguments: ["screen", "tmux"]) func `a tab is chosen from a list, or by its number`(keymap: String) throws {
        var desk = try Desk(keymap: keymap, sessions: 12)
        let prefix = keymap == "screen" ? "C-a" : "C-b"
        desk.type("\(prefix) 2 \(prefix) '")
        guard case .palette(let palette) = desk.model.overlays.last else {
            Issue.record("no list")
            return
        }
        #expect(palette.items.prefix(2).map(\.text) == ["1 bash1", "2 bash2"])
        #expect(palette.selected == 1, "the one that is shown")
        desk.write("12")
        desk.type("Enter")
        #expect(desk.panes == "[bash12]")
        desk.type("\(prefix) '")
        desk.write("1")
        desk.type("Enter")
        #expect(desk.panes == "[bash1]")
    }

    // MARK: tmux

    @Test func `tmux's index prompt takes numbers of two digits`() throws {
        var desk = try Desk(keymap: "tmux", sessions: 12)
        desk.type("C-b 1 C-b .")
        desk.write("11")
        desk.type("Enter")
        #expect(desk.model.workspace?.tabs.map { desk.model.name(of: $0) }[10] == "bash1")
        desk.type("C-b i")
        #expect(desk.model.isStatusShown)
    }

    @Test func `tmux begins a selection anew`() throws {
        var desk = try Desk(keymap: "tmux")
        desk.type("C-b [ M-< C-Space C-n C-Space C-f M-w")
        #expect(desk.buffers.map(\.text) == ["tw"])
    }

    // MARK: vim

    @Test func `vim makes the focused pane high and wide, and goes to the last one`() throws {
        var desk = try Desk(keymap: "vim")
        desk.type("C-w v C-w s C-w k")
        #expect(desk.panes == "bash1 [bash2] bash3")
        let rows = { (desk: Desk) in Scene(desk.model).places.map(\.content.rows) }
        desk.type("C-w _")
        #expect(desk.panes == "bash1 [bash2] bash3", "every pane stays where it is")
        #expect(rows(desk)[1] > rows(desk)[2] * 4)
        desk.type("C-w j C-w _")
        #expect(rows(desk)[2] > rows(desk)[1] * 4)
        desk.type("C-w |")
        #expect(Scene(desk.model).places[2].content.columns > 60)
        desk.type("C-w |")
        #expect(desk.model.message?.text == "the pane is as wide as it can be")
        desk.type("C-w h C-w b")
        #expect(desk.panes == "bash1 bash2 [bash3]")
        desk.type("C-w t")
        #expect(desk.panes == "[bash1] bash2 bash3")
    }

    @Test func `vim's yy copies the line`() throws {
        var desk = try Desk(keymap: "vim")
        desk.type("C-w N g g j y y")
        #expect(desk.buffers.map(\.text) == ["two\n"])
        #expect(desk.sent() == [] && !desk.isCopying)
    }
}
