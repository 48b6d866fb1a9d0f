import Foundation
import Logging
import TendAgents
import TendCore

// Launches: from what was asked for to a command line, an environment and files.
extension Hub {
    nonisolated var shell: String { configuration.environment["SHELL"] ?? "/bin/sh" }

    /// What a new session is started with in its worktree, if it has one. Nothing is written yet.
    func prepare(
        _ request: NewSession, for id: SessionID, in opened: OpenedWorktree?
    ) throws(ServiceError) -> PreparedLaunch {
        guard let opened else { return try prepare(request, for: id) }
        var request = request
        request.directory = opened.start
        var prepared = try prepare(request, for: id)
        prepared.worktree = opened.worktree
        return prepared
    }

    /// What a new session is started with where it was asked for. Nothing is written yet.
    func prepare(_ request: NewSession, for id: SessionID) throws(ServiceError) -> PreparedLaunch {
        let home = configuration.environment["HOME"] ?? "/"
        let directory = DirectoryLister.expanded(request.directory ?? home, home: home)
        guard directory.hasPrefix("/") else {
            let reason = "the directory '\(directory)' is not absolute"
            throw ServiceError(.invalid, reason, problems: [FieldProblem("cwd", "an absolute path is wanted, or ~/…")])
        }
        guard let agent = request.agent else {
            let launch = Launch(
                command: request.command ?? shell, arguments: request.arguments, directory: directory,
                environment: request.environment)
            guard !launch.command.isEmpty else { throw ServiceError(.invalid, "a command is wanted") }
            return PreparedLaunch(launch: launch, program: launch.command)
        }
        let (_, manifest) = try agents.library.shelf.entry(agent.name)
        return try prepare(
            agent, manifest, in: directory, request.environment, for: id,
            conversation: UUID().uuidString.lowercased())
    }

    /// What an ended session is started with again: an agent goes on with its conversation if there is one to go on with.
    func prepareAgain(_ session: Session) throws(ServiceError) -> PreparedLaunch {
        var prepared = try prepareProgramAgain(session)
        prepared.worktree = session.worktree
        return prepared
    }

    private func prepareProgramAgain(_ session: Session) throws(ServiceError) -> PreparedLaunch {
        guard let card = session.agent else {
            return PreparedLaunch(launch: session.launch, program: session.launch.command)
        }
        let (_, manifest) = try agents.library.shelf.entry(card.name)
        var environment = session.launch.environment
        for name in card.plannedVariables { environment[name] = nil }
        for (name, secret) in agents.secrets[session.id] ?? [:] { environment[name] = .some(secret) }
        var agent = NewAgent(
            name: card.name, model: card.model, config: card.config, arguments: card.arguments,
            account: card.account ?? AgentAccount.none, llm: card.llm)
        if let id = card.conversation, let resume = manifest.resume,
            canResume(id, resume, session.launch.environment)
        {
            agent.resume = id
        }
        // A conversation that has not begun keeps its id.
        var prepared = try prepare(
            agent, manifest, in: session.launch.directory, environment, for: session.id,
            conversation: card.conversation ?? UUID().uuidString.lowercased())
        prepared.agent?.secretVariables = card.secretVariables
        // One that the launch takes away, for an account has its place, is not missing.
        let lost = (card.secretVariables ?? []).filter {
            prepared.secrets[$0] == nil && !prepared.launch.environment.keys.contains($0)
        }
        if !lost.isEmpty {
            prepared.notes.append(
                "started without \(lost.joined(separator: ", ")): only a server that has ended knew the value — 'tend provider set"
                    + " \(card.name) KEY' keeps one")
        }
        return prepared
    }

    /// - Parameters:
    ///   - overrides: set or (nil) removed by whoever starts the session.
    ///   - conversation: the id of a new conversation.
    private func prepare(
        _ agent: NewAgent, _ manifest: Manifest, in directory: String, _ overrides: [String: String?],
        for id: SessionID, conversation: String
    ) throws(ServiceError) -> PreparedLaunch {
        let settings = agents.settings[manifest.name]
        if settings?.isEnabled == false {
            throw ServiceError(
                .conflict, "'\(manifest.name)' is disabled — 'tend provider enable \(manifest.name)' enables it",
                problems: [FieldProblem("agent", "is disabled")])
        }
        var supply = try agents.supply(for: agent, manifest)
        var options = LaunchOptions(
            supply.agent, values: settings?.values ?? [:], newConversation: conversation, shell: shell)
        options.hasForeignModel = supply.llm != nil
        for variable in manifest.secretVariables {
            // Whoever starts the session may also have taken it away.
            let own = overrides[variable]
            options.secrets[variable] = own == nil ? try agents.secret(for: variable, of: manifest) : own.flatMap { $0 }
        }
        let stored = overrides.filter { !manifest.secretVariables.contains($0.key) || $0.value == nil }
        let context = LaunchContext(
            manifest: manifest, session: id, directory: directory, filesDirectory: agents.files.folder(of: id),
            executable: configuration.executable, socket: configuration.home.socket,
            conversation: agent.resume ?? (manifest.resume?.newArguments.isEmpty == false ? conversation : nil),
            isResumed: agent.resume != nil, environment: environment(with: stored))
        supply.provision.own = ownServers(of: manifest, account: supply.directory, context)
        let plan: LaunchPlan
        do {
            let contributors = configuration.contributors + [supply.provision]
            plan = try LaunchPlan.make(manifest, options, extras: contributors.map { $0.extras(for: context) })
        } catch {
            throw ServiceError(.invalid, error.description, problems: error.problems)
        }
        if let id = agent.resume, let resume = manifest.resume {
            let place = stored.merging(plan.environment.mapValues(Optional.some)) { $1 }
            guard canResume(id, resume, place, isExact: false) else {
                throw ServiceError(
                    .invalid,
                    "cannot start \(manifest.displayName): it has no conversation '\(id)' — leave out --resume for a new one",
                    problems: [FieldProblem("resume", "there is no such conversation")])
            }
        }
        // A secret that no field hands over now is the agent's all the same: it was in the environment.
        let given = overrides.compactMapValues { $0 }.filter { manifest.secretVariables.contains($0.key) }
        let removed = Dictionary(uniqueKeysWithValues: plan.removed.map { ($0, String?.none) })
        return PreparedLaunch(
            launch: Launch(
                command: plan.command, arguments: plan.arguments, directory: directory,
                environment: stored.merging(plan.environment.mapValues(Optional.some)) { $1 }.merging(removed) { $1 }),
            agent: AgentCard(
                name: manifest.name, conversation: plan.conversation, model: supply.model ?? plan.model,
                config: agent.config, arguments: agent.arguments,
                plannedVariables: (plan.environment.keys + plan.removed).sorted(),
                secretVariables: given.isEmpty ? nil : given.keys.sorted(), account: supply.account, llm: supply.llm),
            program: plan.program, install: manifest.program.install, displayName: manifest.displayName,
            secrets: given.filter { !plan.removed.contains($0.key) }.merging(plan.secrets) { $1 }, givenSecrets: given,
            servers: supply.provision.names(for: manifest), files: plan.files, notes: supply.notes + plan.notes)
    }

    /// What the agent's own configuration says of MCP servers, where ours would stand in its way. It need not be there.
    private func ownServers(
        of manifest: Manifest, account: String?, _ context: LaunchContext
    ) -> Provision.OwnServers {
        if manifest.mcp?.style == .codex, let home = manifest.resume?.transcript {
            let places = [account ?? home.root(in: context.environment), context.directory + "/.codex"]
            let texts = places.compactMap { try? String(contentsOfFile: $0 + "/config.toml", encoding: .utf8) }
            return Provision.OwnServers(names: CodexConfiguration.serverNames(in: texts.joined(separator: "\n[]\n")))
        }
        var environment = context.environment
        if let variable = manifest.accounts?.directory, let account { environment[variable] = account }
        guard let ways = manifest.mcp, let path = ways.replaces?.path(in: environment),
            let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { return Provision.OwnServers() }
        return Provision.OwnServers(of: text, at: path, ways.format)
    }

    /// Whether the agent has written down anything of the conversation. Agents that do not say where are taken at their word.
    ///
    /// - Parameter isExact: false: the beginning of the id is enough, as some agents take it.
    private func canResume(
        _ id: String, _ resume: Manifest.Resume, _ overrides: [String: String?], isExact: Bool = true
    ) -> Bool {
        guard let transcript = resume.transcript else { return true }
        let root = root(of: transcript, in: overrides)
        // An id is no pattern.
        guard !id.contains(where: { "*?[]\\".contains($0) }) else { return false }
        var found = glob_t()
        defer { globfree(&found) }
        return glob(root + "/" + transcript.pattern.replacing("{id}", with: isExact ? id : id + "*"), 0, nil, &found)
            == 0
    }

    /// The directory of an agent with these variables, without links in it, as the system tells of files.
    func root(of transcript: Manifest.Transcript, in overrides: [String: String?]) -> String {
        let root = transcript.root(in: environment(with: overrides))
        guard let resolved = realpath(root, nil) else { return root }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private func environment(with overrides: [String: String?]) -> [String: String] {
        var environment = configuration.environment
        for (name, value) in overrides { environment[name] = value }
        return environment
    }

    // MARK: Before and after

    /// Looks whether the launch can be, and puts its files in place.
    func makeReady(_ prepared: PreparedLaunch, for id: SessionID) throws(ServiceError) {
        guard prepared.agent != nil else { return }
        try check(prepared)
        try agents.files.write(prepared.files, for: id)
        agents.secrets[id] = prepared.givenSecrets.isEmpty ? nil : prepared.givenSecrets
    }

    /// - Throws: what would keep the agent from starting, in words that help.
    func check(_ prepared: PreparedLaunch) throws(ServiceError) {
        let directory = prepared.launch.directory
        guard ProgramSearch.isDirectory(directory) else {
            throw ServiceError(
                .spawnFailed,
                "cannot start \(prepared.displayName ?? prepared.program) in \(directory): no such directory",
                problems: [FieldProblem("cwd", "no such directory")])
        }
        let search = environment(with: prepared.launch.environment)["PATH"]
        for program in [prepared.launch.command, prepared.program]
        where ProgramSearch.find(program, search: search, from: directory) == nil {
            let remedy = prepared.install.map { " — to install it: \($0)" } ?? ""
            let reason: String
            if program.contains("/"), access(program, F_OK) == 0 {
                reason = "cannot be run: \(program) is no file that may be executed"
            } else {
                let place = program.contains("/") ? "no program \(program)" : "no '\(program)' in PATH"
                reason = "is not installed: there is \(place)\(remedy)"
            }
            throw ServiceError(
                .spawnFailed, "\(prepared.displayName ?? program) \(reason)", problems: [FieldProblem("agent", reason)])
        }
    }

    /// Removes what a launch left besides the session.
    func discardLaunch(of id: SessionID, withSecrets: Bool = false) {
        if withSecrets { agents.secrets[id] = nil }
        do {
            try agents.files.remove(id)
        } catch {
            logger.warning("\(error)")
        }
    }

    /// Removes files of sessions that ended while no server ran.
    func sweepLaunches() {
        do {
            try agents.files.sweep(except: Set(world.sessions.filter { $0.state == .running }.map(\.id)))
        } catch {
            logger.warning("\(error)")
        }
    }
}
