import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Pictures of forms.
struct FormGoldenTests {
    private static let sizes = [
        Size(rows: 36, columns: 120), Size(rows: 24, columns: 80), Size(rows: 12, columns: 40),
        Size(rows: 5, columns: 20),
    ]

    /// - Parameters:
    ///   - change: what is done in the form.
    ///   - after: what happens when the server has said what would be started.
    private func expect(
        _ name: String, theme: Theme = .roles, next: ProviderAnswer.Next = .dialog(nil),
        _ location: SourceLocation = #_sourceLocation, change: (inout Model) -> Void,
        after: (inout Model) -> Void = { _ in }
    ) throws {
        let screens = FormGoldenTests.sizes.map { size in
            var model = makeModel(size, split(.columns, leaf(1), leaf(2)), theme: theme)
            _ = model.update(.sessions(sessions))
            _ = model.update(.workspaceNames(["default"]))
            if let workspace = model.workspace { _ = model.update(.workspace(workspace)) }
            _ = model.update(.providers(Offered.answer(next)))
            change(&model)
            while let form = model.form, form.isPlanning, let request = form.planned {
                var plan = Offered.plan(request)
                plan.args += ["--settings", #"{"hooks":{"Stop":[{"hooks":[{"command":"tend hook claude"}]}]}}"#]
                _ = model.update(.planned(request, .plan(plan)))
            }
            after(&model)
            return View.compose(model)
        }
        try expectGolden("form-" + name, screens, location)
    }

    private func fill(_ model: inout Model) {
        model.changeForm { form in
            form.put("fix the parser of dates\nand write a test for \u{65E5}\u{672C}\u{8A9E}", in: "prompt")
            form.put("opus", in: "model")
            form.put("sk-12345", in: "config.apiKey")
            form.put("plan", in: "config.permissionMode")
        }
    }

    @Test func `the dialog as it opens`() throws { try expect("new") { _ in } }
    @Test func `the dialog in ASCII`() throws { try expect("new-ascii", theme: .roles.ascii(), change: fill) }
    @Test func `the dialog filled in, at the prompt`() throws {
        try expect("filled") { model in
            fill(&model)
            model.changeForm { $0.select("prompt") }
        }
    }
    @Test func `what a directory may go on with`() throws {
        try expect("directory") { model in
            model.changeForm { form in
                form.select("cwd")
                form.put("/home/ann/src/", in: "cwd")
                let names = ["api", "my project", "\u{65E5}\u{672C}\u{8A9E}", "web"] + (1...30).map { "site-\($0)" }
                form.complete(
                    "/home/ann/src/",
                    with: DirectoryListJSON(directory: "/home/ann/src/", exists: true, names: names, isCut: false))
            }
        }
    }
    @Test func `problems at their fields`() throws {
        let problems = [
            FieldProblem("model", "there is no model 'opus' \u{2014} it has gpt, mini and a few more"),
            FieldProblem("cwd", "no such directory"),
        ]
        try expect("problems", change: fill) { model in
            model.changeForm { $0.take(problems, message: "cannot start") }
            model.changeForm { $0.goToProblem() }
        }
    }
    @Test func `a start that failed`() throws {
        let reason = "the keeper could not start it: no more processes \u{2014} 'tend doctor' looks for the reason"
        try expect("failed", change: fill) {
            $0.changeForm { $0.isBusy = true }
            _ = $0.update(.formRefused(ServiceError(.spawnFailed, reason)))
        }
    }
    @Test func `settings of an agent`() throws {
        try expect("settings", next: .settings("claude")) { model in
            model.changeForm { form in
                form.put("sk-12345", in: "config.apiKey")
                form["config.oauthToken"]?.isToGo = true
                form.select("config.apiKey")
            }
        }
    }
    @Test func `the list of agents`() throws {
        try expect("agents") { _ = $0.update(.input(.key(Key(.character(" "))))) }
    }
}
