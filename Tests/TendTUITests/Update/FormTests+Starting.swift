import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Where an agent works, as whom, and how it is started.
extension FormTests {
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

    @Test func `the answer to an earlier start closes no dialog that was opened since`() {
        var desk = dialog()
        desk.type("Tab Tab")
        desk.write("much to type")
        desk.happen(.started(Desk.session(7, name: "claude"), then: .tab(name: nil)))
        #expect(desk.model.form?.value("prompt") == "much to type")
        #expect(desk.panes == "[claude7]")
        desk.happen(.formRefused(ServiceError(.spawnFailed, "no more processes")))
        #expect(desk.model.message?.text == "no more processes")
        #expect(desk.model.form?.failure == nil)
    }

    @Test func `a list opens at what is set, wherever those that cannot be chosen stand`() throws {
        var desk = Desk(rows: 4, columns: 120)
        desk.run("session.dialog")
        desk.happen(.providers(Offered.answer(.dialog(nil))))
        desk.plans()
        desk.type("Tab Tab Tab Tab Tab Tab Tab")
        let choices = try #require(desk.model.form?["place"]?.choices)
        let refused = try #require(choices.firstIndex { $0.refusal != nil })
        let last = try #require(choices.indices.last { choices[$0].refusal == nil && $0 > refused })
        while desk.model.form?["place"]?.value != choices[last].value { desk.type("Right") }
        desk.type("Space")
        guard case .palette(let palette) = desk.model.overlays.last else {
            Issue.record("no list: \(String(describing: desk.model.form?.current?.key))")
            return
        }
        #expect(palette.items[palette.matches[palette.selected].item].value == choices[last].value)
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
}
