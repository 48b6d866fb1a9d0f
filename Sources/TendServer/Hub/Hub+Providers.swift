import TendAgents
package import TendCore
import TendGit
import TendStore

extension Hub {
    package func providers() async -> ProviderListJSON {
        let shelf = agents.library.shelf
        return ProviderListJSON(
            providers: shelf.entries.compactMap { entry in entry.manifest.map { describe($0, entry) } },
            problems: shelf.diagnostics.map { $0.description.sanitized(limit: 1000) })
    }

    package func provider(_ name: String) async throws(ServiceError) -> ProviderJSON {
        let (entry, manifest) = try agents.library.shelf.entry(name)
        return describe(manifest, entry)
    }

    package func changeProvider(
        _ name: String, _ change: ProviderChangeJSON
    ) async throws(ServiceError) -> ProviderJSON {
        let (entry, manifest) = try agents.library.shelf.entry(name)
        var settings = agents.settings[name] ?? ProviderSettings(name: name)
        if let isEnabled = change.enabled { settings.isEnabled = isEnabled }
        for (key, value) in change.config ?? [:] {
            if let value {
                if let field = manifest.field(key), field.kind == .secret {
                    settings.sealed[key] = try agents.sealed(value, for: field, of: name)
                    continue
                }
                do {
                    settings.values[key] = try manifest.checked(value, for: key)
                } catch {
                    throw ServiceError(
                        .invalid, error.description, problems: [FieldProblem(FieldProblem.config(key), error.reason)])
                }
            } else if settings.values.removeValue(forKey: key) == nil, settings.sealed.removeValue(forKey: key) == nil,
                manifest.field(key) == nil
            {
                throw ServiceError(.invalid, "'\(DisplayText.excerpt(key))' is not set")
            }
        }
        if let account = change.account {
            settings.account = account == AgentAccount.none ? nil : try agents.account(account, of: name).name
        }
        agents.settings[name] = settings
        store.persist(settings)
        await settle()
        return describe(manifest, entry)
    }

    package func plan(_ request: NewSession) async throws(ServiceError) -> LaunchPlanJSON {
        try LaunchEnvironment.check(overrides: request.environment)
        // Stands for the id that the session would have.
        let id = SessionID(rawValue: "SESSION")
        let first = try prepare(request, for: id)
        var prepared = first
        var worktree: PlannedWorktreeJSON?
        if let wanted = request.worktree {
            let (plan, setUp) = try await planWorktree(wanted, from: first.launch.directory)
            var request = request
            request.directory = plan.start
            prepared = try prepare(request, for: id)
            worktree = PlannedWorktreeJSON(
                branch: plan.branch, directory: plan.directory, repository: plan.repository, summary: plan.summary,
                setup: plan.way == .reuse ? nil : setUp)
        }
        let launch = prepared.launch
        var answer = LaunchPlanJSON(command: launch.command, args: launch.arguments, cwd: launch.directory)
        answer.worktree = worktree
        answer.agent = prepared.agent?.name
        answer.conversation = prepared.agent?.conversation
        for name in prepared.agent?.plannedVariables ?? [] { answer.env[name] = launch.environment[name] ?? nil }
        for name in prepared.secrets.keys { answer.env[name] = LaunchPlanJSON.mask }
        answer.files = prepared.files.map { LaunchPlanJSON.File(path: $0.path, bytes: $0.contents.utf8.count) }
        answer.account = prepared.agent?.account
        answer.llm = prepared.agent?.llm
        answer.mcp = prepared.servers
        answer.notes = prepared.notes
        do {
            // The worktree is not there yet: the programs are looked for from where it was asked for.
            if prepared.agent != nil { try check(first) }
        } catch {
            answer.notes.append(error.message)
            answer.problems = error.problems
        }
        return answer
    }

    /// Takes over what earlier servers kept. What was set since this one started is newer.
    package func recover(providers: [ProviderSettings]) {
        for settings in providers where agents.settings[settings.name] == nil {
            agents.settings[settings.name] = settings
        }
    }

    private func describe(_ manifest: Manifest, _ entry: ManifestShelf.Entry) -> ProviderJSON {
        let settings = agents.settings[manifest.name] ?? ProviderSettings(name: manifest.name)
        var answer = ProviderJSON(
            name: manifest.name, displayName: manifest.displayName, description: manifest.description,
            type: manifest.kind.rawValue, command: settings.values["command"] ?? manifest.program.command)
        answer.icon = manifest.icon
        answer.version = manifest.version
        answer.detect = manifest.program.detect
        answer.install = manifest.program.install
        answer.file = entry.isShipped ? nil : entry.file
        answer.enabled = settings.isEnabled
        answer.models = manifest.capabilities.models.map {
            ProviderJSON.Model(id: $0.id, name: $0.name, description: $0.description)
        }
        answer.hasOtherModels = manifest.capabilities.hasDynamicModels
        answer.resumes = manifest.resume != nil
        answer.findsConversation = manifest.findsConversation
        answer.takesServers = Provision.takesServers(manifest)
        answer.dialects = Provision.dialects(of: manifest).map(\.rawValue)
        answer.watchedBy = manifest.watchedBy
        answer.prompts = manifest.input != nil
        answer.account = settings.account
        answer.fields = manifest.fields.map { field in
            var shown = ProviderJSON.Field(
                key: field.key, label: field.label, type: field.kind.rawValue, isRequired: field.isRequired)
            shown.description = field.description
            shown.group = field.group?.rawValue
            shown.options = field.options.isEmpty ? nil : field.options.map(\.value)
            if field.options.contains(where: { $0.label != nil }) {
                shown.optionLabels = field.options.map { $0.label ?? $0.value }
            }
            shown.placeholder = field.placeholder
            shown.dependsOn = field.dependsOn
            shown.dependsValue = field.dependsValue
            shown.fallback = field.fallback
            shown.variable = field.variable
            if field.kind == .secret {
                shown.isThere = agents.hasSecret(field, of: manifest.name)
            } else {
                shown.value = settings.values[field.key]
            }
            return shown
        }
        return answer
    }
}
