import TendCore
import TendData
import TendScreen
import Testing

@testable import TendTUI

/// Tables that stay, and the keymaps that have them.
@Suite struct ModeTests {
    private func table(_ desk: Desk) -> String? {
        if case .table(let name, _) = desk.model.mode { name } else { nil }
    }

    // MARK: zellij

    @Test func `a mode's key leads there from another mode, too`() throws {
        var desk = try Desk(keymap: "zellij")
        desk.type("C-p C-t")
        #expect(table(desk) == "tab" && desk.model.message == nil)
        desk.type("n")
        #expect(desk.sent() == [])
        #expect(desk.model.workspace?.tabs.count == 2)
        desk.type("C-n C-b")
        #expect(table(desk) == "prefix")
        desk.type("Escape C-p C-s")
        #expect(table(desk) == nil && desk.isCopying)
        desk.type("C-p")
        #expect(table(desk) == "pane" && !desk.isCopying)
        desk.type("C-g")
        #expect(desk.effects.contains(.loadKeymap("zellij-locked")))
    }

    @Test func `keys with Alt act in every mode, which goes on`() throws {
        var desk = try Desk(keymap: "zellij")
        desk.type("C-p M-n")
        #expect(desk.panes == "bash1 [bash2]")
        #expect(table(desk) == "pane")
        desk.type("h")
        #expect(desk.panes == "[bash1] bash2")
        desk.type("Escape C-s M-l")
        #expect(desk.panes == "bash1 [bash2]")
        #expect(desk.isCopying, "the pane that looks back goes on with it")
        #expect(desk.sent() == [])
    }

    @Test(arguments: ["Enter", "Escape", "C-p"])
    func `a mode is left by Enter, Escape and its own key`(key: String) throws {
        var desk = try Desk(keymap: "zellij")
        desk.type("C-p \(key)")
        #expect(table(desk) == nil && desk.model.message == nil)
        desk.type("x")
        #expect(desk.sent() == ["bash1 x"])
    }

    @Test func `what a mode does not know is told and typed nowhere`() throws {
        var desk = try Desk(keymap: "zellij")
        desk.type("C-p y")
        #expect(desk.model.message?.text == "y is not bound after C-p")
        desk.type("C-w")
        #expect(desk.model.message?.text == "C-w is not bound after C-p")
        desk.happen(.input(.text("\u{1F600}")))
        #expect(table(desk) == "pane" && desk.sent() == [])
        desk.type("C-o Z")
        #expect(table(desk) == "session")
        #expect(desk.model.message?.text == "Z is not bound after C-o")
        #expect(desk.sent() == [])
    }

    // MARK: Tables for one key

    @Test func `a table for one key ends with a key that it does not know, and the warning says what led there`() throws
    {
        var desk = try Desk(keymap: "vim")
        desk.type("C-w g y")
        #expect(table(desk) == nil)
        #expect(desk.model.message?.text == "y is not bound after C-w g")
        desk.type("C-w N z y")
        #expect(desk.model.message?.text == "y is not bound after z")
        #expect(table(desk) == nil && desk.isCopying)
        desk.type("q C-w y")
        #expect(desk.sent() == [])
        desk.type("C-w \u{7B}")
        #expect(desk.model.message?.text == "{ is not bound after C-w")
    }

    @Test func `the table for resizing stays after a key that it does not know`() throws {
        var desk = try Desk(keymap: "tend")
        desk.type("C-b r y")
        #expect(table(desk) == "resize")
        #expect(desk.model.message?.text == "y is not bound after C-b r")
        desk.type("C-b")
        #expect(table(desk) == "prefix")
    }

    // MARK: Reloading

    @Test func `a table that is open stays when the files are read again, unless the keymap is another`() throws {
        var desk = try Desk(keymap: "zellij")
        desk.type("C-p")
        let configuration = desk.model.configuration
        desk.happen(.configured(configuration, .plain, desk.model.keymap, problems: []))
        #expect(table(desk) == "pane")
        let locked = try #require(Keymap.load("zellij-locked", from: ShippedFiles.keymaps)).value
        desk.happen(.configured(configuration, .plain, locked, problems: []))
        #expect(table(desk) == nil)
    }

    @Test func `the status bar follows the configuration when that is changed`() {
        var desk = Desk()
        var configuration = desk.model.configuration
        configuration.status = .off
        desk.happen(.configured(configuration, .plain, Desk.keymap, problems: []))
        #expect(!desk.model.isStatusShown)
        desk.run("show.status")
        configuration.sidebarWidth = 33
        desk.happen(.configured(configuration, .plain, Desk.keymap, problems: []))
        #expect(desk.model.isStatusShown, "shown by hand")
        configuration.status = .off
        desk.run("show.status")
        desk.happen(.configured(Configuration(), .plain, Desk.keymap, problems: []))
        #expect(desk.model.isStatusShown)
    }
}
