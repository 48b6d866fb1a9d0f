import CLinux
import Glibc
import Logging
package import TendCore
package import TendKeeper
package import TendStore
import TendTerminal

extension Hub {
    /// Brings back what an earlier server left: sessions that the keeper still holds run on, sessions that it does not know were
    /// interrupted. Returns as soon as all are listed; their screens are rebuilt on their lanes meanwhile, and whoever asks for
    /// one waits for that one only.
    ///
    /// - Parameters:
    ///   - stored: sessions in the books, in order; empty when there are none to read.
    ///   - state: what the keeper said.
    package func recover(stored: [Session], keeper state: KeeperState) async {
        keeperPid = state.pid
        if let death = state.previousServer { logger.notice("the server before this one ended: \(death)") }
        let held = Dictionary(uniqueKeysWithValues: state.sessions.map { (SessionID(rawValue: $0.id), $0) })
        for session in stored { await restore(session, held[session.id]) }
        let known = Set(stored.map(\.id))
        // Sessions without books: their folders tell what they are.
        for card in cards() where !known.contains(card.id) { await restore(card.session, held[card.id]) }
        for (id, held) in held where world.session(id) == nil {
            logger.error("the keeper holds session \(id), of which nothing else is known; it is ended")
            close(held.master)
            do { try await keeper.stop(id: id.rawValue) } catch { logger.error("\(error)") }
        }
        sweepLaunches()
    }

    private func restore(_ stored: Session, _ held: HeldSession?) async {
        var session = stored
        guard let held else {
            let wasRunning = session.state == .running
            apply(.restored(session, reports: []))
            if wasRunning { apply(.interrupted(session.id)) }
            return
        }
        // A crash between the keeper's start of a program and our books leaves the books behind the truth.
        session.state = .running
        session.pid = held.pid
        session.exit = nil
        session.endedAt = nil
        let runtime: SessionRuntime
        do {
            runtime = try SessionRuntime.open(
                id: session.id, size: session.size, lane: takeLane(), folder: folder(session.id),
                limits: configuration.settings.limits, budget: budget, version: configuration.version,
                report: reporter(of: session.id))
        } catch {
            logger.error("session \(session.id): \(error.message); it runs on but cannot be shown")
            apply(.restored(session, reports: []))
            apply(.noted(session.id, error.message))
            return
        }
        runtimes[session.id] = runtime
        apply(.restored(session, reports: []))
        watchScreen(of: session)
        let status = held.exit.map(ExitStatus.init)
        // Queued on the lane, not awaited: whatever is asked of the session later comes after it.
        recoveries.append(
            Task {
                await runtime.takeUp(master: held.master)
                // The server before this one may have ended between a change of size and the books.
                noteSize(of: session.id, runtime)
                if let status { await self.programEnded(session.id, status) }
            })
    }

    /// What the folders of the state directory say, oldest session first.
    private func cards() -> [SessionCard] {
        SessionFolder.ids(in: configuration.home.sessionsDirectory)
            .compactMap { SessionCard.read(from: folder($0).card) }
            .sorted { $0.startedAt < $1.startedAt }
    }

    /// The books could be read after all: sessions of earlier servers that are in them and nowhere else.
    private func booksAppeared(_ sessions: [Session]) {
        for session in sessions where world.session(session.id) == nil {
            apply(.restored(session, reports: []))
            if session.state == .running { apply(.interrupted(session.id)) }
        }
    }

    /// The keeper reaped a program.
    package func keeperReported(_ id: String, _ exit: KeeperExit) async {
        await programEnded(SessionID(rawValue: id), ExitStatus(exit))
    }

    /// The keeper is gone, and nobody holds its programs any more: they are ended, and the books say so.
    package func keeperLost() async {
        isStopping = true
        logger.error("the keeper was killed; its sessions are interrupted")
        let running = world.sessions.filter { $0.state == .running }
        for session in running {
            if let pid = session.pid { kill(-pid, SIGHUP) }
            discardLaunch(of: session.id)
            apply(.interrupted(session.id))
        }
        // Whoever looks at one learns that first, and then that there is no more to see.
        await settleEvents()
        for session in running { await runtimes[session.id]?.shutDown(saving: true) }
        do { try await store.flush() } catch { logger.error("\(error)") }
        // They had their hang-up, twice: by us and by the closed terminal. What ignores it must not outlive its session, whatever its
        // group.
        for pid in ProcessTree.members(of: Set(running.compactMap(\.pid))) { kill(pid, SIGKILL) }
    }

    /// The store's news: problems go into `tend server status` until they are resolved.
    package func take(_ news: StoreNews) {
        switch news {
        case .problem(let problem):
            logger.error("\(problem)")
            if !problems.contains(problem.description) { problems.append(problem.description) }
        case .resolved:
            logger.notice("the database works again")
            problems = configuration.settings.problems
        case .loaded(let stored):
            booksAppeared(stored.sessions)
            recover(providers: stored.providers)
            recover(registry: stored.registry)
            recover(workspaces: stored.workspaces)
            recover(attention: stored.attention)
            recover(buffers: stored.buffers)
        }
    }

    // MARK: Stopping

    /// Saves every emulator and the books, so that the next server has little to do. Programs run on.
    package func save() async {
        isStopping = true
        deadlineTask?.cancel()
        for runtime in runtimes.values { await runtime.shutDown(saving: true) }
        for listener in eventReaders { listener.reader?.finish() }
        endFollowing()
        do { try await store.close() } catch { logger.error("\(error)") }
    }

    /// Input that programs have not taken is given up, and whoever waits for that is told.
    package func abandonInput() async {
        for runtime in runtimes.values { await runtime.abandonInput() }
    }

    /// Ends all programs, the keeper and so this server.
    package func stopAll() async throws(ServiceError) {
        isStopping = true
        do {
            try await keeper.shutdown()
        } catch {
            isStopping = false
            throw ServiceError(.unavailable, "\(error)")
        }
        // The keeper has told of all exits by now; they are on their way to us, and the last output is being read.
        let deadline = ContinuousClock.now + .seconds(2)
        while let session = world.sessions.first(where: { $0.state == .running }), .now < deadline {
            await change(of: session.id, until: deadline)
        }
    }

    /// Returns when the ends that the keeper told are in the books, and everybody who listens has been told of them, or after a moment:
    /// who does not read must not hold up the end. To be called before the connections are closed.
    package func settleEvents() async {
        let limit = ContinuousClock.now + .seconds(2)
        while let id = ending.keys.first, .now < limit { await change(of: id, until: limit) }
        let deadline = ContinuousClock.now + .milliseconds(500)
        while eventReaders.contains(where: { $0.isBehind(world.log.lastID) }), .now < deadline {
            try? await Task.sleep(for: .milliseconds(2))  // A task that is cancelled has the deadline all the same.
        }
    }

    /// Has the keeper run another binary from now on, as keeper and as server.
    package func useExecutable(_ path: String) async throws(ServiceError) {
        do {
            // First who looks whether it can: a file that is refused must not be the next server.
            try await keeper.upgradeKeeper(executable: path)
            try await keeper.setServer(executable: path)
        } catch {
            throw ServiceError(.unavailable, "\(error)")
        }
    }
}

extension SessionRuntime {
    /// Emulates what an earlier server had not saved, then goes on reading the program's terminal.
    func takeUp(master: Int32) {
        self.master = master
        replay()
        // The books have the title and the status of the last change of activity; the emulator has the newest.
        report(.notice(.title(terminal.title)))
        for status in terminal.programStatus { report(.notice(.programStatus(status))) }
        do {
            try attach(master: master)
        } catch {
            report(.note("\(error)"))
        }
    }
}

extension ExitStatus {
    init(_ exit: KeeperExit) {
        switch exit {
        case .code(let code): self = .code(Int(code))
        case .signal(let signal): self = .signal(Int(signal))
        }
    }
}
