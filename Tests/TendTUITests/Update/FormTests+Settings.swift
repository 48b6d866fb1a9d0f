import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Settings of an agent, and the mouse in forms.
extension FormTests {
    private func settings(_ agent: String) -> Desk {
        var desk = Desk()
        desk.run("provider.settings \(agent)")
        desk.happen(.providers(Offered.answer(.settings(agent))))
        desk.effects = []
        return desk
    }

    // MARK: Settings

    @Test func `only what was changed of the settings is sent`() {
        var desk = settings("claude")
        #expect(desk.model.form?["config.model"]?.value == "sonnet")
        desk.type("C-u Tab Right Tab Tab")
        desk.type("Tab")
        desk.write("sk-1")
        desk.type("Tab Del Enter")
        let change = ProviderChangeJSON(
            config: ["model": nil, "permissionMode": "manual", "apiKey": "sk-1", "oauthToken": nil])
        #expect(desk.effects == [.changeProvider("claude", change)])
        desk.happen(.formRefused(ServiceError(.invalid, "x", problems: [FieldProblem("config.apiKey", "is too long")])))
        #expect(desk.model.form?.problems == ["config.apiKey": "is too long"])
        desk.effects = []
        desk.type("Enter")
        #expect(desk.effects == [.changeProvider("claude", change)])
        desk.happen(.providerChanged(Offered.claude))
        #expect(desk.model.form == nil)
    }

    @Test func `an agent that is disabled can be enabled, and settings as they were are not sent`() {
        var desk = settings("amp")
        desk.type("Right Enter")
        #expect(desk.effects == [.changeProvider("amp", ProviderChangeJSON(enabled: true))])
        desk = settings("claude")
        desk.type("Enter")
        #expect(desk.effects.isEmpty)
        #expect(desk.model.form == nil)
    }

    @Test func `without a name the agent is chosen first`() {
        var desk = Desk()
        desk.run("provider.settings")
        desk.happen(.providers(Offered.answer(.settings(nil))))
        desk.effects = []
        desk.write("codex")
        desk.type("Enter")
        #expect(desk.effects.contains(.readProviders(then: .settings("codex"))))
    }

    // MARK: Mouse

    @Test func `a click goes to its field, toggles, and starts`() throws {
        var desk = dialog()
        let popup = try #require(Popup(formIn: Scene(desk.model)))
        func row(_ key: String) throws -> Int {
            let index = try #require(desk.model.form?.shown.firstIndex { $0.key == key })
            return popup.list.row + (try #require(popup.owners.firstIndex(of: index))) - popup.first
        }
        desk.mouse(.press, try row("config.chrome"), popup.valueColumn)
        #expect(desk.model.form?.selected == "config.chrome")
        #expect(desk.model.form?.value("config.chrome") == "true")
        desk.mouse(.press, try row("cwd"), popup.valueColumn + 5)
        #expect(desk.model.form?["cwd"]?.text.cursor == 5)
        desk.plans()
        desk.effects = []
        let start = try #require(popup.choices.first)
        desk.mouse(.press, start.row, start.column)
        #expect(desk.effects.contains { if case .start = $0 { true } else { false } })
    }

    @Test func `a click beside the form loses nothing, one on leave closes it`() throws {
        var desk = dialog()
        desk.mouse(.press, 0, 0)
        let popup = try #require(Popup(formIn: Scene(desk.model)))
        #expect(popup.choices.count == 2)
        desk.mouse(.press, popup.choices[1].row, popup.choices[1].column)
        #expect(desk.model.form == nil)
    }
}
