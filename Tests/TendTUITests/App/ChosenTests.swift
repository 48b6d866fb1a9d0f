import Testing

@testable import TendTUI

@Suite struct ChosenTests {
    @Test func `a choice holds until the configuration names something else`() {
        let old = Configuration()
        var new = old
        var chosen = Chosen(theme: "nord", keymap: "zellij")
        func follow() -> Bool { chosen.follow(new, after: old) }
        new.sidebarWidth += 1
        #expect(follow() == false)
        #expect(chosen == Chosen(theme: "nord", keymap: "zellij"))
        new.keymap = "vim"
        #expect(follow() == true)
        #expect(chosen == Chosen(theme: "nord"))
        new.theme += "-light"
        #expect(follow() == true)
        #expect(chosen == Chosen())
        #expect(follow() == false)
    }
}
