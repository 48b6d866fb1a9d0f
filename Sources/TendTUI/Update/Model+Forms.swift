import TendCore
import TendScreen

/// Opening forms, and what the server says to them.
extension Model {
    func performForm(_ command: Command) throws(Refusal) -> [Effect] {
        let agent = command.arguments.first
        return [.readProviders(then: command.name == .sessionDialog ? .dialog(agent) : .settings(agent))]
    }

    var form: Form? {
        for case .form(let form) in overlays.reversed() { return form }
        return nil
    }

    mutating func changeForm(_ change: (inout Form) -> Void) {
        guard let index = overlays.lastIndex(where: { if case .form = $0 { true } else { false } }),
            case .form(var form) = overlays[index]
        else { return }
        change(&form)
        overlays[index] = .form(form)
    }

    /// Versions come later: the list gets them where it stands.
    mutating func detected(_ found: [String: Form.Installation]) {
        agents.installed.merge(found) { $1 }
        guard let form, form.purpose == .session, let agent = form["agent"]?.value else { return }
        let setting = agentSetting
        changeForm { $0.change(to: setting, agent: agent, from: agent) }
    }

    // MARK: Opening

    mutating func take(_ answer: ProviderAnswer) -> [Effect] {
        agents.list = answer.list.providers
        agents.installed.merge(answer.installed) { old, new in
            new.version == nil && old.isThere == new.isThere ? old : new
        }
        agents.directory = answer.directory
        (agents.accounts, agents.llms) = (answer.accounts, answer.llms)
        do throws(Refusal) {
            switch answer.then {
            case .dialog(let name): try openDialog(name)
            case .settings(let name?): overlays.append(.form(.settings(try provider(name), accounts: agents.accounts)))
            case .settings(nil): overlays.append(.palette(settingsChooser()))
            }
        } catch {
            return refuse(error.text)
        }
        if let problem = answer.list.problems.first { say(.warning, problem) }
        return []
    }

    private func provider(_ name: String) throws(Refusal) -> ProviderJSON {
        if let provider = agents.list.first(where: { $0.name == name }) { return provider }
        let names = agents.list.map(\.name)
        let hint =
            Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
            ?? "there are \(names.joined(separator: ", "))"
        throw Refusal("there is no agent '\(DisplayText.excerpt(name))' \u{2014} \(hint)")
    }

    private mutating func openDialog(_ name: String?) throws(Refusal) {
        if let name {
            guard try provider(name).enabled else {
                throw Refusal("'\(name)' is disabled \u{2014} 'provider.settings \(name)' enables it")
            }
        }
        let setting = agentSetting
        let offered = setting.providers.filter(\.enabled)
        let usable = offered.filter { setting.installed[$0.name]?.isThere != false }.map(\.name)
        // As the last time, or as the pane that one comes from.
        let likely = [agents.last, focusedSession?.agent?.name].compactMap(\.self).first(where: usable.contains)
        guard let agent = name ?? likely ?? usable.first ?? offered.first?.name else {
            throw Refusal("all agents are disabled \u{2014} 'provider.settings' enables them")
        }
        var form = Form.session(setting, agent: agent)
        if let place = agents.lastPlace, setting.places.contains(where: { $0.value == place && $0.refusal == nil }) {
            form.put(place, in: "place")
        }
        if !agents.unsent.isEmpty { form.put(agents.unsent, in: "prompt") }
        overlays.append(.form(form))
    }

    private func settingsChooser() -> Palette {
        chooser(
            "settings of which agent?",
            agents.list.map { provider in
                let state = provider.enabled ? (installedText(provider.name)) : "disabled"
                return Palette.Item(
                    text: provider.name,
                    detail: [state, provider.description].filter { !$0.isEmpty }.joined(separator: "  "),
                    key: nil, command: Command(.providerSettings, [provider.name]))
            })
    }

    private func installedText(_ name: String) -> String {
        guard let found = agents.installed[name] else { return "" }
        return found.isThere ? found.version ?? "installed" : "not installed"
    }

    // MARK: What the dialog is made of

    var agentSetting: Form.Setting {
        var recent: [String] = []
        for session in sessions.reversed() {
            // A worktree may be gone when its session has ended; the repository is there.
            let directory = session.state == .running ? session.cwd : session.worktree?.repository ?? session.cwd
            if !recent.contains(directory), recent.count < 20 { recent.append(directory) }
        }
        var conversations: [String: [FormChoice]] = [:]
        for session in sessions.reversed() {
            guard let agent = session.agent, let id = agent.conversation else { continue }
            let detail = [session.name, session.title].filter { !$0.isEmpty }.joined(separator: "  ")
            conversations[agent.name, default: []].append(
                FormChoice(id, detail: detail, refusal: session.state == .running ? "\(session.name) is at it" : nil))
        }
        return Form.Setting(
            providers: agents.list, installed: agents.installed, accounts: agents.accounts, llms: agents.llms,
            directory: focusedSession?.cwd ?? agents.directory,
            recent: recent, conversations: conversations, places: places)
    }

    private var places: [FormChoice] {
        var places = [FormChoice("tab", "a new tab")]
        guard let tab = currentTab, let pane = focusedPane else { return places }
        places.append(FormChoice("right", "this pane, split to the right", refusal: splitRefusal(pane, tab, .right)))
        places.append(FormChoice("down", "this pane, split below", refusal: splitRefusal(pane, tab, .down)))
        let floating = tab.floating == nil ? nil : "there is a floating pane already"
        places.append(FormChoice("floating", "a floating pane", refusal: floating))
        return places
    }

    private func splitRefusal(_ pane: Pane, _ tab: Tab, _ direction: Direction) -> String? {
        if tab.floating == pane.id { return "a floating pane cannot be split" }
        let isRoomy = isRoomy(Scene(self).place(of: pane.id)?.content, direction)
        return isRoomy ? nil : "the pane is too small to be split"
    }

    private func purpose(_ place: String?) -> AfterMaking {
        guard let tab = currentTab, let pane = focusedPane else { return .tab(name: nil) }
        switch place {
        case "right": return .split(pane.id, .right)
        case "down": return .split(pane.id, .down)
        case "floating": return .float(tab.id)
        default: return .tab(name: nil)
        }
    }

    // MARK: The command line that would run

    /// Asks for the plan of what is in the dialog now, one question at a time.
    mutating func settleForm() -> [Effect] {
        guard let form, form.purpose == .session, !form.isPlanning, !form.isBusy else { return [] }
        let request = form.request
        guard request != form.planned else { return [] }
        changeForm { form in
            form.planned = request
            form.isPlanning = true
        }
        return [.plan(request, variables: variables(of: request))]
    }

    /// Variables of this client's environment that the agent knows.
    private func variables(of request: NewSessionJSON) -> [String] {
        agents.list.first { $0.name == request.agent }?.fields.compactMap(\.variable) ?? []
    }

    mutating func take(_ list: DirectoryListJSON, for path: String) {
        changeForm { $0.complete(path, with: list) }
    }

    mutating func take(_ plan: FormPlan, of request: NewSessionJSON) {
        changeForm { form in
            guard form.planned == request else { return }
            form.isPlanning = false
            guard form.request == request, !form.isBusy else { return }
            switch plan {
            case .plan(let plan):
                form.line = plan.line(isNew: request.resume == nil)
                form.worktree = plan.worktree?.summary ?? ""
                // What is a problem is said at its field.
                form.notes = plan.problems.isEmpty ? plan.notes : []
                form.take(plan.problems, message: plan.problems.isEmpty ? nil : plan.notes.last)
            case .refused(let error):
                (form.line, form.worktree, form.notes) = ("", "", [])
                form.take(error.problems, message: error.message)
            }
        }
    }

    // MARK: Doing it

    mutating func submit(_ form: Form) -> [Effect] {
        guard !form.isBusy else { return [] }
        switch form.purpose {
        case .session:
            if form.planned == form.request, !form.isPlanning, !form.problems.isEmpty || form.failure != nil {
                changeForm { $0.goToProblem() }
                return []
            }
            let request = form.request
            changeForm { $0.isBusy = true }
            let area = Scene(self).tabArea
            return [
                .start(
                    request, variables: variables(of: request),
                    size: Size(rows: area.rows, columns: area.columns).clamped,
                    then: purpose(form["place"]?.value))
            ]
        case .settings(let name):
            guard let provider = agents.list.first(where: { $0.name == name }), let change = form.change(of: provider)
            else {
                overlays.removeLast()
                say(.plain, "nothing was changed")
                return []
            }
            changeForm { $0.isBusy = true }
            return [.changeProvider(name, change)]
        }
    }

    mutating func closeForm() {
        overlays.removeAll { if case .form = $0 { true } else { false } }
    }

    mutating func started(_ session: SessionJSON, _ purpose: AfterMaking) -> [Effect] {
        // Another one may have been opened since.
        if let form, form.purpose == .session, form.isBusy {
            agents.last = form["agent"]?.value
            agents.lastPlace = form["place"]?.value
            agents.unsent = ""
            closeForm()
        }
        return place(session, purpose)
    }

    mutating func take(_ provider: ProviderJSON) {
        if let index = agents.list.firstIndex(where: { $0.name == provider.name }) { agents.list[index] = provider }
        guard form?.purpose == .settings(provider.name) else { return }
        closeForm()
        say(.plain, "\(provider.displayName) is set up; sessions that start from now on have it")
    }

    mutating func formRefused(_ error: ServiceError) {
        // Of what was started from one that is closed, the next one knows nothing; what is typed into `cwd` is looked up at once.
        let isLookup = error.problems.contains { $0.field == "cwd" }
        guard let form, form.isBusy || isLookup else { return say(.error, error.message) }
        changeForm { form in
            form.isBusy = false
            form.take(error.problems, message: error.message)
            form.goToProblem()
        }
    }

    /// Escape: the prompt, which is much to type again, is there the next time.
    mutating func leave(_ form: Form) {
        overlays.removeLast()
        if form.purpose == .session { agents.unsent = form["prompt"]?.value ?? "" }
    }
}

extension LaunchPlanJSON {
    /// As a shell would take it, with the variables in front.
    ///
    /// - Parameter isNew: the conversation gets its id only when it begins: what stands there now is another one each time.
    fileprivate func line(isNew: Bool) -> String {
        let variables = env.keys.sorted().map { name in
            let value = env[name] ?? ""
            return "\(name)=\(value == LaunchPlanJSON.mask ? value : ShellWords.quoted(value))"
        }
        let words = ([command] + args).map { isNew && $0 == conversation ? "\u{2026}" : ShellWords.quoted($0) }
        return (variables + words).joined(separator: " ")
    }
}
