import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// The dialog that starts an agent, and the settings of one.
@Suite struct FormTests {
    func dialog(_ agent: String? = nil, sessions: Int = 1) -> Desk {
        var desk = Desk(rows: 40, columns: 120, sessions: sessions)
        desk.run(["session.dialog", agent].compactMap(\.self).joined(separator: " "))
        let next = ProviderAnswer.Next.dialog(agent)
        #expect(desk.effects.contains(.readProviders(then: next)))
        desk.happen(.providers(Offered.answer(next)))
        desk.plans()
        return desk
    }

    // MARK: Opening

    @Test func `installed agents come first, and those that were disabled are not there`() throws {
        let form = try #require(dialog().model.form)
        #expect(form["agent"]?.choices.map(\.value) == ["claude", "codex", "qwen"])
        #expect(form["agent"]?.choices.map(\.detail) == ["2.1.329", "", ""])
        let refusal = "not installed \u{2014} npm install -g @qwen-code/qwen-code"
        #expect(form["agent"]?.choices.map(\.refusal) == [nil, nil, refusal])
        #expect(form["agent"]?.value == "claude")
        #expect(form["cwd"]?.value == "/home/me")
        #expect(form.line == "claude")
    }

    @Test func `an agent that is not known or disabled is refused with a hint`() {
        var desk = dialog("clade")
        #expect(desk.model.form == nil)
        #expect(desk.refusal == "there is no agent 'clade' \u{2014} did you mean 'claude'?")
        desk = dialog("amp")
        #expect(desk.refusal?.contains("'provider.settings amp' enables it") == true)
        // Asked for by a key, it is said.
        _ = desk.model.run(Command(.sessionDialog, ["clade"]))
        desk.happen(.providers(Offered.answer(.dialog("clade"))))
        #expect(desk.model.message?.text == "there is no agent 'clade' \u{2014} did you mean 'claude'?")
    }

    @Test func `what is typed before the list is there goes into the dialog`() {
        var desk = Desk()
        desk.run("session.dialog")
        desk.type("Tab Tab")
        desk.write("fix it")
        #expect(desk.sent().isEmpty)
        desk.happen(.providers(Offered.answer(.dialog(nil))))
        #expect(desk.model.form?.value("prompt") == "fix it")
    }

    @Test func `of a session that has ended the repository is remembered, not its worktree`() {
        var desk = Desk()
        let worktree = SessionJSON.Worktree(
            SessionWorktree(repository: "/src/api", branch: "fix", directory: "/src/api.fix", marker: ""))
        for index in desk.model.sessions.indices {
            desk.model.sessions[index].worktree = worktree
            desk.model.sessions[index].cwd = "/src/api.fix"
        }
        #expect(desk.model.agentSetting.recent == ["/src/api.fix"])
        for index in desk.model.sessions.indices { desk.model.sessions[index].state = .exited }
        #expect(desk.model.agentSetting.recent == ["/src/api"])
    }

    // MARK: Filling in

    @Test func `tab goes on from field to field, and only fields that hold are there`() throws {
        var desk = dialog()
        var order: [String] = []
        for _ in 0..<14 {
            order.append(try #require(desk.model.form?.selected))
            desk.type("Tab")
        }
        #expect(
            order == [
                "agent", "cwd", "prompt", "model", "worktree", "name", "resume", "place", "config.permissionMode",
                "config.chrome",
                "config.port", "config.apiKey", "config.oauthToken", "config.system",
            ])
        desk.type("BTab BTab BTab BTab BTab")
        #expect(desk.model.form?.selected == "config.chrome")
        // Without it there is no port.
        desk.type("n Down")
        #expect(desk.model.form?.selected == "config.apiKey")
    }

    @Test func `what is typed makes the request, and secrets go into the environment`() throws {
        var desk = dialog()
        desk.type("Tab Tab")
        desk.write("fix the parser")
        desk.type("M-Enter")
        desk.write("and test it")
        desk.type("Tab")
        desk.write("opus")
        desk.type("Tab")
        desk.write("fix/dates")
        desk.type("Tab")
        desk.write("main")
        desk.type("Tab")
        desk.write("fixer")
        desk.type("Tab Tab Tab Right Right")
        desk.type("Tab Tab")
        desk.write("9000")
        desk.type("Tab")
        desk.write("sk-1")
        desk.plans()
        let form = try #require(desk.model.form)
        var request = NewSessionJSON(name: "fixer", cwd: "/home/me", env: ["ANTHROPIC_API_KEY": "sk-1"])
        request.agent = "claude"
        request.model = "opus"
        request.prompt = "fix the parser\nand test it"
        request.worktree = NewWorktreeJSON(branch: "fix/dates", base: "main")
        request.config = ["permissionMode": "plan", "port": "9000"]
        #expect(form.request == request)
        let line = "ANTHROPIC_API_KEY=\(LaunchPlanJSON.mask) claude --model opus --permissionMode plan --port 9000"
        #expect(form.line == line + " -- 'fix the parser\nand test it'")
    }

    @Test func `only one plan is asked for at a time, and the last one counts`() {
        var desk = dialog()
        desk.effects = []
        desk.type("Tab Tab")
        desk.write("abc")
        let asked = desk.effects.filter { if case .plan = $0 { true } else { false } }
        #expect(asked.count == 1)
        desk.plans()
        #expect(desk.model.form?.line == "claude -- abc")
    }

    @Test func `another agent has other fields, and what was typed for the first is kept`() {
        var desk = dialog()
        desk.type("Tab Tab")
        desk.write("fix")
        desk.type("Tab")
        desk.write("opus")
        desk.type("BTab BTab BTab Right")
        #expect(desk.model.form?["agent"]?.value == "codex")
        #expect(desk.model.form?.value("model") == nil)
        #expect(desk.model.form?.value("prompt") == "fix")
        // Codex has no other models than its manifest names.
        #expect(desk.model.form?["model"]?.kind == .choice)
        // The one that is not installed is passed over.
        desk.type("Right")
        #expect(desk.model.form?["agent"]?.value == "claude")
        #expect(desk.model.form?.value("model") == "opus")
    }

    @Test func `a letter opens the list of what can be chosen`() {
        var desk = dialog()
        desk.write("cod")
        desk.type("Enter")
        #expect(desk.model.form?["agent"]?.value == "codex")
        desk.write("qw")
        desk.type("Enter")
        #expect(desk.model.form?["agent"]?.value == "codex")
        #expect(desk.model.message?.text == "not installed \u{2014} npm install -g @qwen-code/qwen-code")
    }

    @Test func `in a prompt of several lines the arrows stay as long as there are lines`() {
        var desk = dialog()
        desk.type("Tab Tab")
        desk.happen(.input(.paste("one\ntwo\n")))
        desk.type("Up Up")
        desk.write("x")
        #expect(desk.model.form?.value("prompt") == "xone\ntwo\n")
        desk.type("Up")
        #expect(desk.model.form?.selected == "cwd")
    }

    @Test func `a line that was copied with its end goes into a line`() {
        var desk = dialog()
        desk.type("Tab C-u")
        desk.happen(.input(.paste("/srv/web\n")))
        #expect(desk.model.form?.value("cwd") == "/srv/web")
    }
}

extension Desk {
    /// The server answers all plans that are asked for.
    mutating func plans(_ change: (inout LaunchPlanJSON) -> Void = { _ in }) {
        while let index = effects.firstIndex(where: { if case .plan = $0 { true } else { false } }) {
            guard case .plan(let request, _) = effects.remove(at: index) else { return }
            var plan = Offered.plan(request)
            change(&plan)
            happen(.planned(request, .plan(plan)))
        }
    }
}
