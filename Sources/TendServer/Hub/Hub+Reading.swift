import Glibc
package import TendCore
import TendScreen

extension Hub {
    package func sessions() -> [Session] { world.sessions.map(filled) }

    package func session(_ reference: String) throws(ServiceError) -> Session { filled(try world.resolve(reference)) }

    package func screen(_ reference: String, historyRows: Int) async throws(ServiceError) -> ScreenExcerpt {
        await (try openRuntime(reference)).excerpt(historyRows: max(0, historyRows))
    }

    package func output(_ reference: String, since offset: UInt64, limit: Int) async throws(ServiceError) -> OutputChunk
    {
        await (try openRuntime(reference)).output(since: offset, limit: limit)
    }

    package func marks(_ reference: String, since offset: UInt64) async throws(ServiceError) -> [OutputMark] {
        await (try openRuntime(reference)).marks(since: offset)
    }

    package func lines(_ reference: String, _ query: LineQuery) async throws(ServiceError) -> LinePage {
        try await LineReader(runtime: try openRuntime(reference)).page(query)
    }

    package func search(_ query: SearchQuery) async throws(ServiceError) -> [SearchHit] {
        let matcher = try LineMatcher(
            query.text, isPattern: query.isPattern, ignoresCase: query.ignoresCase)
        var hits: [SearchHit] = []
        for session in sessions() where hits.count < query.limit && !Task.isCancelled {
            let reader = LineReader(runtime: try await runtime(of: session))
            let lines = await reader.matches(matcher, limit: query.limit - hits.count)
            hits += lines.map { SearchHit(session: session, line: $0) }
        }
        return hits
    }

    package func outputReader(_ reference: String, since offset: UInt64) async throws(ServiceError) -> any OutputReader
    {
        let runtime = try await openRuntime(reference)
        let start = await runtime.output(since: offset, limit: 0).start
        return RecordingReader(runtime: runtime, offset: start)
    }

    package func viewer(_ reference: String) async throws(ServiceError) -> any ScreenViewer {
        FrameViewer(runtime: try await openRuntime(reference))
    }

    func openRuntime(_ reference: String) async throws(ServiceError) -> SessionRuntime {
        try await runtime(of: try world.resolve(reference))
    }

    package func status() -> ServerStatus {
        ServerStatus(
            pid: getpid(), keeperPid: keeperPid, version: configuration.version, socket: configuration.home.socket,
            sessionCount: world.sessions.count, startedAt: clock.epoch,
            problems: problems + approvals.current().problems)
    }

    // MARK: Waiting

    package func wait(
        _ reference: String, until condition: WaitCondition, timeout: Duration?
    ) async throws(ServiceError) -> WaitOutcome {
        let id = try world.resolve(reference).id
        let deadline = timeout.map { ContinuousClock.now + $0 }
        if case .text(let pattern) = condition { return try await waitForText(pattern, in: id, until: deadline) }
        while true {
            let session = try current(id)
            if session.state != .running { return .met(session, match: nil) }
            if condition == .idle, session.activity == .idle { return .met(session, match: nil) }
            if let deadline, deadline <= .now { return .timedOut(session) }
            try checkPatience()
            await change(of: id, until: deadline)
        }
    }

    private func waitForText(
        _ pattern: String, in id: SessionID, until deadline: ContinuousClock.Instant?
    ) async throws(ServiceError) -> WaitOutcome {
        let matcher = try LineMatcher(pattern, isPattern: true, ignoresCase: false)
        let first = try current(id)
        let runtime = try await self.runtime(of: first)
        // Of a program that has ended nothing more will come: then all that is held counts.
        let found = await TextWatch(runtime: runtime, matcher: matcher)
            .firstMatch(from: first.state == .running ? nil : 0, until: deadline)
        let session = try current(id)
        switch found {
        case .match(let line): return .met(session, match: line)
        case .timedOut:
            if deadline.map({ $0 > .now }) ?? true { try checkPatience() }
            return .timedOut(session)
        case .ended:
            throw ServiceError(.conflict, "'\(session.name)' ended without printing a line that matches '\(pattern)'")
        }
    }

    /// Whoever waits is not told that the time is out when it is the server that goes: the next one lets him wait on.
    private func checkPatience() throws(ServiceError) {
        if Task.isCancelled { throw ServiceError(.unavailable, "the server is stopping") }
    }

    // MARK: Events

    package func events(after id: UInt64?) -> any EventReader {
        let reader = HubEventReader(hub: self, after: id ?? world.log.lastID)
        eventReaders.removeAll { $0.reader == nil }
        eventReaders.append(EventListener(reader: reader))
        return reader
    }

    func events(newerThan id: UInt64) -> (events: [Event], last: UInt64) {
        switch world.log.events(after: id) {
        case .events(let events): (events, events.last?.id ?? id)
        case .gap(let last):
            // Of an earlier server, or of long ago: all that is held came later. An id that nobody has had yet says nothing.
            id < world.log.oldestID ? events(newerThan: world.log.oldestID - 1) : ([], last)
        }
    }
}
