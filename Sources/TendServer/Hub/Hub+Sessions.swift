import Glibc
import Logging
package import TendCore
import TendGit
import TendKeeper
package import TendScreen
import TendStore
import TendTerminal

extension Hub {
    package func create(_ request: NewSession) async throws(ServiceError) -> Session {
        try checkRunning()
        try DescriptorRoom.check()
        try LaunchEnvironment.check(overrides: request.environment)
        let size = (request.size ?? Size(rows: 40, columns: 120)).clamped

        var generator = SystemRandomNumberGenerator()
        let command = request.agent?.name ?? request.command ?? shell
        let (id, name) = try world.reserve(name: request.name, command: command, using: &generator)
        let folder = self.folder(id)
        let prepared: PreparedLaunch
        let runtime: SessionRuntime
        let pid: Int32
        var opened: OpenedWorktree?
        defer { worktreeDesk.opening[id] = nil }
        do {
            if let wanted = request.worktree {
                // What cannot be started is told before anything is made for it.
                let first = try prepare(request, for: id)
                try check(first)
                opened = try await openWorktree(wanted, from: first.launch.directory, for: id, named: name)
            }
            prepared = try prepare(request, for: id, in: opened)
            try makeReady(prepared, for: id)
            runtime = try SessionRuntime.create(
                id: id, size: size, lane: takeLane(), folder: folder, limits: configuration.settings.limits,
                budget: budget, version: configuration.version, report: reporter(of: id))
            runtimes[id] = runtime
            pid = try await start(prepared, of: id, size: size, on: runtime)
        } catch {
            discardLaunch(of: id, withSecrets: true)
            await runtimes.removeValue(forKey: id)?.shutDown(saving: false)
            discard(folder)
            if let opened { await takeBack(opened) }
            apply(.abandoned(id))
            if ending.removeValue(forKey: id) != nil { await forget(id) }
            throw error
        }
        apply(
            .created(
                Session(
                    id: id, name: name, launch: prepared.launch, size: size, pid: pid,
                    startedAt: world.wallTime(clock.now), agent: prepared.agent,
                    startedBy: starter(request.peer), worktree: prepared.worktree)))
        for note in prepared.notes { apply(.noted(id, note)) }
        if let session = world.session(id) { watchScreen(of: session) }
        // A short program may have ended already.
        if let status = ending[id] { await programEnded(id, status) }
        // The session counts as made once it is in the books: a crash right after must not forget its name.
        await settle()
        return try current(id)
    }

    /// Has the keeper start the program and hands its terminal to the runtime.
    private func start(
        _ prepared: PreparedLaunch, of id: SessionID, size: Size, on runtime: SessionRuntime
    ) async throws(ServiceError) -> Int32 {
        let launch = prepared.launch
        var overrides = launch.environment.merging(prepared.secrets.mapValues(Optional.some)) { $1 }
        var command = [launch.command] + launch.arguments
        if let worktree = prepared.worktree {
            overrides["TEND_REPOSITORY"] = .some(worktree.repository)
            overrides["TEND_BRANCH"] = .some(worktree.branch)
            if let setUp = worktree.setUp, worktree.isSetUpPending {
                command = worktree.settingUp(with: setUp, command)
            }
        }
        let environment = LaunchEnvironment.make(
            base: configuration.environment, overrides: overrides, session: id,
            socket: configuration.home.socket, directory: launch.directory, version: configuration.version)
        let spawned: (pid: Int32, master: Int32)
        do {
            spawned = try await keeper.spawn(
                SpawnRequest(
                    id: id.rawValue, arguments: command, environment: environment,
                    directory: launch.directory, rows: UInt16(size.rows), columns: UInt16(size.columns)))
        } catch {
            throw ServiceError(.spawnFailed, "\(error)")
        }
        do {
            try await runtime.attach(master: spawned.master)
        } catch {
            // Nobody would hear of it any more.
            try? await keeper.stop(id: id.rawValue)
            throw ServiceError(.unavailable, "\(error)")
        }
        return spawned.pid
    }

    package func rename(_ reference: String, to name: String) async throws(ServiceError) -> Session {
        let session = try world.resolve(reference)
        let name = try world.check(name: name, for: session.id)
        apply(.renamed(session.id, to: name))
        await settle()
        return try current(session.id)
    }

    package func stop(_ reference: String) async throws(ServiceError) -> Session {
        let session = try world.resolve(reference)
        guard session.state == .running else { return session }
        stopping.insert(session.id)
        defer { stopping.remove(session.id) }
        do {
            try await keeper.stop(id: session.id.rawValue)
        } catch {
            throw ServiceError(.unavailable, "\(error)")
        }
        while let now = world.session(session.id), now.state == .running {
            await change(of: session.id, until: nil)
            if Task.isCancelled { break }
        }
        return try current(session.id)
    }

    package func remove(_ reference: String) async throws(ServiceError) {
        let id = try world.resolve(reference).id
        // Otherwise its program would be started when nobody knows the session any more.
        while restarting[id] != nil { await withCheckedContinuation { restarting[id]?.append($0) } }
        try checkRemoval(of: world.resolve(id.rawValue))
        removing.insert(id)
        defer { removing.remove(id) }
        let session = try await stop(id.rawValue)
        await runtimes.removeValue(forKey: session.id)?.shutDown(saving: false)
        endedAndOpen.removeAll { $0 == session.id }
        apply(.removed(session.id))
        budget.release(session.id)
        discardLaunch(of: session.id, withSecrets: true)
        discard(folder(session.id))
        await settle()
    }

    private func checkRemoval(of session: Session) throws(ServiceError) {
        if removing.contains(session.id) { throw ServiceError(.notFound, "'\(session.name)' is being removed") }
    }

    package func restart(_ reference: String) async throws(ServiceError) -> Session {
        try checkRunning()
        let session = try world.resolve(reference)
        try checkRemoval(of: session)
        guard session.state != .running, ending[session.id] == nil else {
            throw ServiceError(
                .conflict, "'\(session.name)' is running — stop it first with 'tend kill \(session.name)'")
        }
        guard restarting[session.id] == nil else {
            throw ServiceError(.conflict, "'\(session.name)' is being restarted already")
        }
        restarting[session.id] = []
        defer { endRestart(of: session.id) }
        if unforgotten[session.id] != nil {
            await withCheckedContinuation { unforgotten[session.id]?.append($0) }
            _ = try current(session.id)
        }
        let runtime = try await self.runtime(of: session)
        let prepared = try prepareAgain(session)
        try makeReady(prepared, for: session.id)
        await runtime.beginAnew()
        let pid: Int32
        do {
            pid = try await start(prepared, of: session.id, size: await runtime.size, on: runtime)
        } catch {
            discardLaunch(of: session.id)
            if ending.removeValue(forKey: session.id) != nil { await forget(session.id) }
            throw error
        }
        endRestart(of: session.id)
        if let agent = prepared.agent { apply(.agentPlanned(session.id, agent)) }
        apply(.restarted(session.id, pid: pid, as: prepared.launch))
        for note in prepared.notes { apply(.noted(session.id, note)) }
        if let session = world.session(session.id) { watchScreen(of: session) }
        endedAndOpen.removeAll { $0 == session.id }
        // As in `create`.
        if let status = ending[session.id] { await programEnded(session.id, status) }
        await settle()
        return try current(session.id)
    }

    private func endRestart(of id: SessionID) {
        for waiter in restarting.removeValue(forKey: id) ?? [] { waiter.resume() }
    }

    package func signal(_ reference: String, _ signal: Int32) async throws(ServiceError) {
        let session = try running(reference)
        do {
            try await keeper.signal(id: session.id.rawValue, signal: signal)
        } catch {
            throw ServiceError(.unavailable, "\(error)")
        }
    }

    package func resize(_ reference: String, to size: Size) async throws(ServiceError) -> Session {
        let session = try world.resolve(reference)
        // A terminal that comes back mostly has the size of before: then nobody waits for the session's lane.
        if session.size == size.clamped, runtimes[session.id]?.facts.current.size == size.clamped,
            resizing[session.id] == nil
        {
            return filled(session)
        }
        resizing[session.id, default: 0] += 1
        defer {
            if resizing[session.id] == 1 { resizing[session.id] = nil } else { resizing[session.id]? -= 1 }
        }
        let runtime = try await runtime(of: session)
        await runtime.resize(to: size)
        noteSize(of: session.id, runtime)
        return try current(session.id)
    }

    /// The books follow the emulator: as it is now, whoever resized it last.
    func noteSize(of id: SessionID, _ runtime: SessionRuntime) {
        let size = runtime.facts.current.size
        if world.session(id).map({ $0.size != size }) ?? false { apply(.resized(id, to: size)) }
    }

    package func send(_ reference: String, _ input: [Input]) async throws(ServiceError) {
        let session = try running(reference)
        guard let runtime = runtimes[session.id] else { throw ServiceError(.internal, "no runtime of \(session.id)") }
        try await runtime.send(input)
    }

    // MARK: The end of a program

    /// The keeper reaped the program: what it wrote last is read before the session counts as ended.
    func programEnded(_ id: SessionID, _ status: ExitStatus) async {
        guard let session = world.session(id), session.state == .running else {
            // Ended before it was in our books: `create` and `restart` look here.
            if world.isReserved(id) || restarting[id] != nil { ending[id] = status } else { await forget(id) }
            return
        }
        ending[id] = status
        if let runtime = runtimes[id] { await runtime.drain() } else { finishEnding(id) }
    }

    /// All that the program wrote has been read. Others have their news meanwhile: the disk may take its time.
    func finishEnding(_ id: SessionID) {
        // A hang-up may be seen before the keeper tells the status: then that will come and end the session.
        guard restarting[id] == nil, let status = ending[id], finishing.insert(id).inserted else { return }
        Task { await finishEnding(id, status) }  // No handle: who waits for the end of a session waits for its event.
    }

    private func finishEnding(_ id: SessionID, _ status: ExitStatus) async {
        if let runtime = runtimes[id] {
            await runtime.writeSnapshot()
            let numbers = runtime.facts.current
            apply(.measured(id, byteCount: numbers.byteCount, lineCount: numbers.lineCount))
        }
        discardLaunch(of: id)
        await learnConversation(of: id)
        unforgotten[id] = []
        ending[id] = nil
        finishing.remove(id)
        apply(.exited(id, status))
        if runtimes[id] != nil { keepOpenForNow(id) }
        // The keeper remembers the status until it is in the books.
        await settle()
        await forget(id)
        for waiter in unforgotten.removeValue(forKey: id) ?? [] { waiter.resume() }
    }

    private func forget(_ id: SessionID) async {
        do {
            try await keeper.forget(id: id.rawValue)
        } catch {
            logger.warning("the keeper did not forget session \(id): \(error)")
        }
    }

    /// Waits until the books are on disk. If they cannot be written the session's folder still tells of it, the owner reads of
    /// the problem in `tend server status`, and the store tries again.
    func settle() async {
        do { try await store.flush() } catch { logger.warning("\(error)") }
    }

    // MARK: Looking up

    func current(_ id: SessionID) throws(ServiceError) -> Session {
        guard let session = world.session(id) else {
            throw ServiceError(.notFound, "session \(id) has been removed meanwhile")
        }
        return filled(session)
    }

    /// The session with the numbers of this moment.
    func filled(_ session: Session) -> Session {
        guard let numbers = runtimes[session.id]?.facts.current else { return session }
        var session = session
        session.byteCount = numbers.byteCount
        session.lineCount = numbers.lineCount
        return session
    }

    func running(_ reference: String) throws(ServiceError) -> Session {
        let session = try world.resolve(reference)
        guard session.state == .running else {
            throw ServiceError(
                .conflict, "'\(session.name)' has ended — 'tend restart \(session.name)' runs its command again")
        }
        return session
    }

    private func checkRunning() throws(ServiceError) {
        if isStopping { throw ServiceError(.unavailable, "the server is stopping") }
    }

    /// The runtime of a session; one of an ended session is opened when somebody looks.
    func runtime(of session: Session) async throws(ServiceError) -> SessionRuntime {
        if let runtime = runtimes[session.id] {
            if session.state != .running { keepOpenForNow(session.id) }
            return runtime
        }
        try checkRemoval(of: session)
        let runtime = try SessionRuntime.open(
            id: session.id, size: session.size, lane: takeLane(), folder: folder(session.id),
            limits: configuration.settings.limits, budget: budget, version: configuration.version,
            report: reporter(of: session.id))
        runtimes[session.id] = runtime
        keepOpenForNow(session.id)
        await runtime.replay()
        return runtime
    }

    /// Ended sessions may be read as long as they are listed, and there may be a thousand: a few stay open, those used last.
    static let openEndedLimit = 8

    /// Notes that an ended session is open and has just been used, and closes the ones that were used longest ago.
    ///
    /// One that anybody still holds (a viewer, a reader in the middle of it) stays open: he would miss that it is run again.
    func keepOpenForNow(_ id: SessionID) {
        endedAndOpen.removeAll { $0 == id }
        endedAndOpen.append(id)
        var excess = endedAndOpen.count - Hub.openEndedLimit
        for id in endedAndOpen.dropLast() where excess > 0 {
            guard closeIfUnused(id) else { continue }
            endedAndOpen.removeAll { $0 == id }
            excess -= 1
        }
    }

    /// Lets go of a runtime that nobody else holds; all it knows is in its files. True if it is not open any more, or not ended.
    private func closeIfUnused(_ id: SessionID) -> Bool {
        guard world.session(id)?.state != .running, var runtime = runtimes.removeValue(forKey: id) else { return true }
        if isKnownUniquelyReferenced(&runtime) { return true }
        runtimes[id] = runtime
        return false
    }

    private func discard(_ folder: SessionFolder) {
        do {
            try folder.remove()
        } catch {
            logger.warning("cannot remove \(folder.path): \(error)")
        }
    }
}
