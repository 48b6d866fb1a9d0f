import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Keys for programs that want to know more of them.
@Suite struct ProgramKeysTests {
    @Test func `the terminal is asked for what the program with the keys wants, and only then`() {
        var desk = Desk()
        let id = desk.model.sessions[0].id
        let flags = { (desk: Desk) in View.compose(desk.model).keyboardFlags }
        #expect(flags(desk) == 0)
        desk.show("x", in: id, flags: 0b1_0011)
        #expect(flags(desk) == 0b1_0011)
        desk.type("C-b")
        #expect(flags(desk) == 0b1_0011, "not another way for one key")
        desk.type("%")
        #expect(flags(desk) == 0)
        desk.show("x", in: id, flags: 0b1_0011)
        #expect(flags(desk) == 0, "it is not its turn")
        desk.type("C-b Left")
        #expect(flags(desk) == 0b1_0011)
        desk.type("C-b [")
        #expect(flags(desk) == 0)
        desk.type("q C-b :")
        #expect(flags(desk) == 0)
    }

    @Test func `a release goes to whom the key went, and nowhere if it was a key of ours`() {
        var desk = Desk()
        let one = desk.model.sessions[0].id
        desk.show("x", in: one, flags: 0b11)
        desk.key("w", .press)
        desk.key("C-b", .press)
        desk.key("C-b", .release)
        desk.key("%", .press)
        #expect(desk.panes == "bash1 [bash2]")
        desk.effects = []
        desk.key("%", .release)
        #expect(desk.effects.isEmpty)
        desk.key("w", .release)
        guard case .send(let session, .key(let key))? = desk.effects.last else {
            Issue.record("no release: \(desk.effects)")
            return
        }
        #expect(session == one)
        #expect(key == Key(.character("w"), phase: .release))
    }

    @Test func `keys keep their modifiers, and a key that is held in a list does it again`() {
        var desk = Desk()
        desk.type("S-Enter M-Enter C-Right")
        #expect(desk.sent() == ["bash1 S-Enter", "bash1 M-Enter", "bash1 C-Right"])
        desk.type("C-b w")
        desk.key("Down", .repeat)
        desk.key("C-n", .repeat)
        guard case .palette(let palette) = desk.model.overlays.last else {
            Issue.record("no palette")
            return
        }
        #expect(palette.selected == 2)
    }
}
