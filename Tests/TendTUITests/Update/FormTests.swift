import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// The dialog that starts an agent, and the settings of one.
@Suite struct FormTests {
    private func dialog(_ agent: String? = nil, sessions: Int = 1) -> Desk {
        var desk = Desk(rows: 40, columns: 120, sessions: sessions)
        desk.run(["session.dialog", agent].compactMap(\.self).joined(separator: " "))
        let next = ProviderAnswer.Next.dialog(agent)
        #expect(desk.effects.contains(.readProviders(then: next)))
        desk.happen(.providers(Offered.answer(next)))
        desk.plans()
        return desk
    }

    private func settings(_ agent: String) -> Desk {
        var desk = Desk()
        desk.run("provider.settings \(agent)")
        desk.happen(.providers(Offered.answer(.settings(agent))))
        desk.effects = []
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
        #expect(desk.model.message?.text == "there is no agent 'clade' \u{2014} did you mean 'claude'?")
        desk = dialog("amp")
        #expect(desk.model.message?.text.contains("'provider.settings amp' enables it") == true)
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

    // MARK: Directories

    @Test func `tab completes what was typed of a directory, and goes on where nothing is to be completed`() {
        var desk = dialog()
        desk.type("Tab C-u")
        desk.write("/srv/w")
        desk.effects = []
        desk.type("Tab")
        #expect(desk.effects == [.listDirectories("/srv/w")])
        desk.happen(
            .directories(
                DirectoryListJSON(directory: "/srv/", exists: false, names: ["web", "webhooks"], isCut: false),
                for: "/srv/w"))
        #expect(desk.model.form?.value("cwd") == "/srv/web")
        #expect(desk.model.form?.names == ["web", "webhooks"])
        // Again: they are to be chosen from.
        desk.type("Tab Down Enter")
        #expect(desk.model.form?.value("cwd") == "/srv/webhooks")
        desk.type("Tab")
        #expect(desk.model.form?.selected == "prompt")
    }

    @Test func `a directory that is complete is left with the same key, one that is not there is told`() {
        var desk = dialog()
        desk.type("Tab C-u")
        desk.write("~/s")
        desk.type("Tab")
        desk.happen(
            .directories(
                DirectoryListJSON(directory: "/home/me/", exists: false, names: ["src"], isCut: false), for: "~/s"))
        #expect(desk.model.form?.value("cwd") == "~/src/")
        desk.write("no")
        desk.type("Tab")
        desk.happen(
            .directories(
                DirectoryListJSON(directory: "/home/me/src/", exists: false, names: [], isCut: false), for: "~/src/no"))
        #expect(desk.model.form?.problems["cwd"] == "no such directory")
        #expect(desk.model.form?.selected == "cwd")
        desk.type("BSpace")
        #expect(desk.model.form?.problems["cwd"] == nil)
    }

    @Test func `directories of sessions are there to be chosen, the newest first`() {
        var desk = dialog()
        desk.happen(
            .sessions([
                Desk.session(1, name: "bash", directory: "/a"), Desk.session(2, name: "bash", directory: "/b"),
                Desk.session(3, name: "bash", directory: "/a"),
            ]))
        desk.type("Escape")
        desk.run("session.dialog")
        desk.happen(.providers(Offered.answer(.dialog(nil))))
        #expect(desk.model.form?["cwd"]?.choices.map(\.value) == ["/a", "/b"])
        desk.type("Tab C-r")
        desk.write("b")
        desk.type("Enter")
        #expect(desk.model.form?.value("cwd") == "/b")
    }

    // MARK: Accounts and LLM providers

    @Test func `accounts and LLM providers that are registered can be chosen`() throws {
        var answer = Offered.answer(.dialog(nil))
        let work = AgentAccount(agent: "claude", name: "work", place: .directory("/home/me/.claude-work"))
        answer.accounts = [AccountJSON(work, isDefault: false)]
        answer.llms = [LLMJSON(LLMEndpoint(name: "local", dialect: .anthropic, address: "http://127.0.0.1:1"))]
        var desk = Desk(rows: 40, columns: 120)
        desk.run("session.dialog")
        desk.happen(.providers(answer))
        #expect(desk.model.form?["account"]?.choices.map(\.value) == ["", "work"])
        #expect(desk.model.form?["llm"]?.choices.map(\.detail) == ["", "http://127.0.0.1:1"])
        desk.type("Tab Tab Tab Tab Right Tab Right")
        #expect(desk.model.form?.request.llm == "local")
        #expect(desk.model.form?.request.account == "work")
        // Codex has no account, and no fixed list of models as long as there is somebody else to ask.
        desk.type("BTab BTab BTab BTab BTab Right")
        #expect(desk.model.form?["account"] == nil)
        #expect(desk.model.form?.request.llm == nil)
        #expect(desk.model.form?["model"]?.kind == .line)
        desk.type("Escape")
        desk.run("provider.settings claude")
        answer.then = .settings("claude")
        desk.happen(.providers(answer))
        desk.effects = []
        desk.type("Up Right Enter")
        #expect(desk.effects == [.changeProvider("claude", ProviderChangeJSON(account: "work"))])
    }

    // MARK: Starting

    @Test func `enter starts where it was said, and the pane has the focus`() {
        var desk = dialog()
        desk.type("Tab Tab")
        desk.write("go")
        desk.type("Tab Tab Tab Tab Tab Right")
        desk.plans()
        desk.effects = []
        desk.type("Enter")
        guard case .start(let request, let variables, _, let purpose)? = desk.effects.first else {
            Issue.record("nothing was started: \(desk.effects)")
            return
        }
        #expect(request.prompt == "go")
        #expect(variables == ["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"])
        #expect(purpose == .split(pane(1), .right))
        // What is typed now is for the agent.
        desk.write("x")
        let session = Desk.session(7, name: "claude")
        desk.happen(.started(session, then: purpose))
        #expect(desk.model.form == nil)
        #expect(desk.panes == "bash1 [claude7]")
        #expect(desk.sent() == ["claude7 x"])
        desk.run("session.dialog")
        desk.happen(.providers(Offered.answer(.dialog(nil))))
        #expect(desk.model.form?["place"]?.value == "right")
        #expect(desk.model.form?.value("prompt") == nil)
    }

    @Test func `what cannot be is said at its field before anything starts, and nothing is lost`() {
        var desk = dialog()
        desk.type("Tab Tab")
        desk.write("much to type")
        desk.plans { plan in
            plan.problems = [
                FieldProblem("cwd", "no such directory"), FieldProblem("config.port", "a number is wanted"),
            ]
        }
        desk.effects = []
        desk.type("Enter")
        #expect(desk.effects.isEmpty)
        #expect(desk.model.form?.selected == "cwd")
        #expect(desk.model.form?.problems == ["cwd": "no such directory", "config.port": "a number is wanted"])
        #expect(desk.model.form?.value("prompt") == "much to type")
    }

    @Test func `a start that fails leaves the dialog as it was`() {
        var desk = dialog()
        desk.type("Tab Tab")
        desk.write("much to type")
        desk.plans()
        desk.type("Enter")
        desk.type("Escape")
        desk.happen(.formRefused(ServiceError(.spawnFailed, "no more processes")))
        // The Escape was typed when it was not yet known.
        #expect(desk.model.form == nil)
        desk.run("session.dialog")
        desk.happen(.providers(Offered.answer(.dialog(nil))))
        #expect(desk.model.form?.value("prompt") == "much to type")
        desk.plans()
        desk.type("Enter")
        desk.happen(.formRefused(ServiceError(.spawnFailed, "no more processes")))
        #expect(desk.model.form?.failure == "no more processes")
        #expect(desk.model.form?.isBusy == false)
        #expect(desk.model.form?.value("prompt") == "much to type")
    }

    @Test func `a client that only watches starts nothing`() {
        var desk = Desk()
        desk.model.isReadOnly = true
        desk.run("session.dialog")
        #expect(desk.refusal == "this client only watches")
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

extension Desk {
    /// The server answers all plans that are asked for.
    fileprivate mutating func plans(_ change: (inout LaunchPlanJSON) -> Void = { _ in }) {
        while let index = effects.firstIndex(where: { if case .plan = $0 { true } else { false } }) {
            guard case .plan(let request, _) = effects.remove(at: index) else { return }
            var plan = Offered.plan(request)
            change(&plan)
            happen(.planned(request, .plan(plan)))
        }
    }
}
