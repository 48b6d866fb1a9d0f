import TendCore
import TendScreen
import Testing

@testable import TendTUI

@Suite struct BellTests {
    /// Whether anything of the status line is reversed.
    private func isFlashing(_ desk: Desk) -> Bool {
        View.compose(desk.model).rows[23].cells.prefix(12).contains { $0.attributes.contains(.reverse) }
    }

    private func desk(_ change: (inout Configuration) -> Void = { _ in }) -> Desk {
        var desk = Desk()
        // Without looks, only a flash reverses.
        desk.model.theme = Theme(name: "none", isDark: true, looks: [:])
        desk.wait(5000)
        change(&desk.model.configuration)
        desk.effects = []
        return desk
    }

    @Test func `a visual bell flashes for a moment and leaves a mark until the next key`() {
        var desk = desk()
        let id = desk.model.sessions[0].id
        desk.show("x", in: id, bells: 1)
        #expect(isFlashing(desk))
        #expect(View.compose(desk.model).rows[23].text.contains("bash1 !"))
        desk.wait(150)
        #expect(!isFlashing(desk))
        desk.show("y", in: id, bells: 3)
        #expect(!isFlashing(desk), "not again and again")
        #expect(View.compose(desk.model).rows[23].text.contains("bash1 !"))
        desk.type("a")
        #expect(!View.compose(desk.model).rows[23].text.contains("!"))
        desk.wait(1000)
        desk.show("z", in: id, bells: 1)
        #expect(isFlashing(desk))
    }

    @Test func `with reduced motion there is the mark alone`() {
        var desk = desk { $0.reducedMotion = true }
        desk.show("x", in: desk.model.sessions[0].id, bells: 1)
        #expect(!isFlashing(desk))
        #expect(View.compose(desk.model).rows[23].text.contains("bash1 !"))
    }

    @Test func `a bell out of sight flashes its tab`() {
        var desk = desk()
        desk.run("tab.new")
        let hidden = Desk.record(1, name: "bash")
        desk.happen(.event(EventJSON(Event(id: 1, time: 0, session: hidden, kind: .bell))))
        #expect(isFlashing(desk))
        desk.wait(200)
        #expect(View.compose(desk.model).rows[23].text.contains("bash1 !"))
    }

    @Test func `the other ways: the title, the terminal's own bell, nothing`() {
        var titled = desk { $0.bell = .title }
        titled.show("x", in: titled.model.sessions[0].id, bells: 1)
        #expect(titled.effects.contains(.title("! bash1 — tend")))
        #expect(!isFlashing(titled))
        titled.type("a")
        #expect(titled.effects.contains(.title("bash1 — tend")))
        var passed = desk { $0.bell = .pass }
        passed.show("x", in: passed.model.sessions[0].id, bells: 1)
        #expect(passed.effects == [.bell])
        var off = desk { $0.bell = .off }
        off.show("x", in: off.model.sessions[0].id, bells: 1)
        #expect(off.effects == [])
        #expect(!View.compose(off.model).rows[23].text.contains("!"))
    }

    @Test func `titles of panes flash, and without any line the pane itself does`() {
        var desk = desk()
        desk.type("C-b %")
        desk.show("x", in: desk.model.sessions[1].id, bells: 1)
        let row = View.compose(desk.model).rows[0].cells
        #expect(!row[5].attributes.contains(.reverse) && row[60].attributes.contains(.reverse))
        desk.type("C-b z")
        desk.run("show.status")
        desk.wait(2000)
        desk.show("x", in: desk.model.sessions[1].id, bells: 1)
        #expect(View.compose(desk.model).rows[12].cells[40].attributes.contains(.reverse))
    }
}
