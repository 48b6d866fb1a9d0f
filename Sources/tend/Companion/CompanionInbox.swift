import Synchronization
import TendClient
import TendCore

/// The inbox as seen by what stands beside an agent: holds questions, and tells what is known of the agent.
///
/// Questions live here, not in the server: while that is being restarted they are asked again, with the same key. Never blocks.
final class CompanionInbox: Sendable {
    private let session: String
    /// For requests that are answered at once; a waiting one takes as long as it takes.
    private let quick: Client
    private let patient: Client

    private struct Held {
        /// Nil until the server knows the question.
        var id: String?
        var asking: Task<Void, Never>?
    }
    private struct State {
        var questions: [String: Held] = [:]
        /// The newest, as long as the server has not heard of it.
        var report: EvidenceJSON?
        var reporting: Task<Void, Never>?
        /// The newest of all.
        var last: EvidenceJSON?
        var heart: Task<Void, Never>?
        /// Withdrawals and outcomes that are on their way.
        var notes: [Int: Task<Void, Never>] = [:]
        var lastNote = 0
    }
    private let state = Mutex(State())

    private static let quickLimit = Duration.seconds(10)
    /// Reports are said again, lest they grow old, and for a server that has been restarted.
    private static let heartbeat = Duration.seconds(120)
    /// At the end the server gets so long to hear the rest.
    private static let farewell = Duration.seconds(1)

    init(session: String, socket: String) {
        self.session = session
        quick = Client(socketPath: socket, timeout: CompanionInbox.quickLimit)
        patient = Client(socketPath: socket)
    }

    // MARK: Questions

    /// Asks until somebody has decided or the question is withdrawn.
    func ask(_ question: AskJSON, decided: @escaping @Sendable (Decision) async -> Void) {
        state.withLock { state in
            guard state.questions[question.key] == nil else { return }
            state.questions[question.key] = Held(asking: Task { await self.hold(question, decided) })
        }
    }

    private func hold(_ question: AskJSON, _ decided: @Sendable (Decision) async -> Void) async {
        var backoff = Pause()
        while !Task.isCancelled {
            do throws(ClientError) {
                var item = try await quick.ask(question)
                state.withLock { $0.questions[question.key]?.id = item.id }
                while item.state == .open, !Task.isCancelled {
                    item = try await patient.waitForAttention(item.id)
                    backoff = Pause()
                }
                guard !Task.isCancelled else { return }
                if let ending = item.ending, item.state == .answered, let verdict = ending.verdict,
                    verdict != .dismiss, ending.outcome == .pending
                {
                    await decided(Decision(verdict, reason: ending.reason, answers: ending.answers ?? []))
                }
                // Put aside, withdrawn or too late: the agent's own dialog stays.
                return
            } catch {
                // A server that is gone comes back; one that refuses will do so again.
                if case .service(let refusal) = error, refusal.code != .unavailable, refusal.code != .notFound {
                    return
                }
                guard await backoff.wait() else { return }
            }
        }
    }

    /// Nobody needs to answer any more.
    func withdraw(_ key: String, _ reason: String) {
        guard let id = release(key) else { return }
        note { [quick] () async throws(ClientError) in try await quick.withdrawAttention(id, reason: reason) }
    }

    /// What became of the answer.
    func settle(_ key: String, _ outcome: OutcomeJSON.Outcome) {
        guard let id = release(key) else { return }
        note { [quick] () async throws(ClientError) in try await quick.settleAttention(id, outcome) }
    }

    private func release(_ key: String) -> String? {
        let held = state.withLock { $0.questions.removeValue(forKey: key) }
        held?.asking?.cancel()
        return held?.id
    }

    /// Tells the server something until it has heard it.
    private func note(_ body: @escaping @Sendable () async throws(ClientError) -> Void) {
        state.withLock { state in
            state.lastNote += 1
            let number = state.lastNote
            state.notes[number] = Task {
                await CompanionInbox.repeated(body)
                self.state.withLock { $0.notes[number] = nil }
            }
        }
    }

    private static func repeated(_ body: () async throws(ClientError) -> Void) async {
        var backoff = Pause()
        while !Task.isCancelled {
            do throws(ClientError) {
                return try await body()
            } catch {
                // Refused: the session or the item is gone, and with them whoever would want to know.
                if case .service(let refusal) = error, refusal.code != .unavailable { return }
                guard await backoff.wait() else { return }
            }
        }
    }

    // MARK: Reports

    /// Tells the newest report; those that came too fast are skipped.
    func publish(_ report: EvidenceJSON) {
        state.withLock { state in
            state.report = report
            state.last = report
            if state.heart == nil { state.heart = Task { await self.beat() } }
            guard state.reporting == nil else { return }
            state.reporting = Task { await self.tell() }
        }
    }

    private func beat() async {
        while (try? await Task.sleep(for: CompanionInbox.heartbeat)) != nil {
            if let last = state.withLock(\.last) { publish(last) }
        }
    }

    private func tell() async {
        while let report = state.withLock({ state in
            defer { state.report = nil }
            if state.report == nil { state.reporting = nil }
            return state.report
        }) {
            await CompanionInbox.repeated { [quick, session] () throws(ClientError) in
                try await quick.observe(session, report)
            }
        }
    }

    // MARK: The end

    /// Gives what is on its way a moment.
    func finish() async {
        let (asking, notes) = state.withLock { state in
            let asking = state.questions.values.compactMap(\.asking)
            state.questions = [:]
            state.heart?.cancel()
            return (asking, Array(state.notes.values) + [state.reporting].compactMap(\.self))
        }
        for task in asking { task.cancel() }
        let alarm = Task {
            // Cancelled: everything has been said.
            guard (try? await Task.sleep(for: CompanionInbox.farewell)) != nil else { return }
            for note in notes { note.cancel() }
        }
        for note in notes { await note.value }
        alarm.cancel()
    }
}

/// How long to wait before the next try to reach a server that is being restarted: 20 ms, doubled up to a second.
private struct Pause {
    private var next = Duration.milliseconds(20)

    /// False when the task was cancelled.
    mutating func wait() async -> Bool {
        defer { next = min(next * 2, .seconds(1)) }
        return (try? await Task.sleep(for: next)) != nil
    }
}
