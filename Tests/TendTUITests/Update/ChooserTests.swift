import TendCore
import TendScreen
import Testing

@testable import TendTUI

@Suite struct ChooserTests {
    private static let choices = [
        Choice(name: "dark", summary: "for the night", isCurrent: false),
        Choice(name: "light", summary: "for the day", isCurrent: true), Choice(name: "nord", summary: "cold"),
    ]

    private func theme(_ name: String) -> Theme { Theme(name: name, isDark: true, looks: [:]) }

    /// Answers what was asked for since the last look.
    private func serve(_ desk: inout Desk) {
        let effects = desk.effects
        desk.effects = []
        for effect in effects {
            switch effect {
            case .list(.themes): desk.happen(.listed(.themes, Self.choices))
            case .previewTheme(let name): desk.happen(.previewed(theme(name)))
            case .loadTheme(let name):
                desk.happen(.configured(desk.model.configuration, theme(name), desk.model.keymap, problems: []))
            default: continue
            }
        }
        if !desk.effects.isEmpty { serve(&desk) }
    }

    @Test func `themes are shown while moving, and Escape gives the old one back`() {
        var desk = Desk()
        desk.model.theme = theme("light")
        desk.type("C-b t")
        serve(&desk)
        guard case .palette(let palette) = desk.model.overlays.last else {
            Issue.record("no list")
            return
        }
        #expect(palette.items.map(\.text) == ["dark", "light", "nord"])
        #expect(palette.selected == 1, "the one in use")
        #expect(desk.model.theme.name == "light")
        desk.type("Down")
        serve(&desk)
        #expect(desk.model.theme.name == "nord")
        desk.write("da")
        serve(&desk)
        #expect(desk.model.theme.name == "dark")
        desk.type("Escape")
        serve(&desk)
        #expect(desk.model.theme.name == "light")
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `Enter chooses, also typed ahead`() {
        var desk = Desk()
        desk.model.theme = theme("light")
        desk.isSlow = true
        desk.type("C-b t n o r d Enter x")
        desk.isSlow = false
        desk.serve()
        serve(&desk)
        #expect(desk.model.theme.name == "nord")
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `a file that is changed meanwhile counts as the old one`() {
        var desk = Desk()
        desk.model.theme = theme("light")
        desk.type("C-b t Down")
        serve(&desk)
        desk.type("Down")
        serve(&desk)
        var changed = theme("light")
        changed.isASCII = true
        desk.happen(.configured(desk.model.configuration, changed, desk.model.keymap, problems: []))
        serve(&desk)
        #expect(desk.model.theme.name == "dark" || desk.model.theme.name == "nord")
        desk.type("Escape")
        #expect(desk.model.theme == changed)
    }

    @Test func `keymaps and layouts are lists, too`() {
        var desk = Desk()
        desk.run("keymap.set")
        desk.happen(.listed(.keymaps, [Choice(name: "tmux"), Choice(name: "vim")]))
        desk.type("Down Enter")
        #expect(desk.effects.contains(.loadKeymap("vim")))
        desk.happen(.configured(desk.model.configuration, desk.model.theme, desk.model.keymap, problems: []))
        desk.run("layout.load")
        desk.happen(.listed(.layouts, [Choice(name: "api"), Choice(name: "web")]))
        desk.write("we")
        desk.type("Enter")
        #expect(desk.effects.contains(.loadLayout("web")))
    }
}
