import FoundationEssentials
import Synchronization
import TendCore

/// The clients with a screen that are connected now. Each is a live socket that has announced itself.
final class ClientRegistry: Sendable {
    private struct Entry {
        var client: ClientJSON
        /// The process.
        var peer: Int32
        /// Rises each time that a client gets the focus; of those without it the last one to have had it counts.
        var focusedAt: Int
        var ask: @Sendable (LiveMessage.Reply.Ask) -> Void
    }

    private struct Question {
        var client: String
        /// The process that wants the command carried out.
        var asker: Int32
        var continuation: CheckedContinuation<Answer, Never>
    }

    /// What became of a command.
    private enum Answer: Sendable { case done, refused(String), gone, late, cancelled }

    private struct State {
        var entries: [Int: Entry] = [:]
        var questions: [Int: Question] = [:]
        var lastClient = 0
        var lastFocus = 0
        var lastNumber = 0
    }

    /// How long a client may think about a command.
    private let patience: Duration
    /// Keeps the time. `Task.sleep` would be Dispatch's, whose pool wakes up every second for ever once it has been used.
    private let reactor: any Reactor
    private let state = Mutex(State())

    init(patience: Duration = .seconds(10), on reactor: any Reactor) {
        self.patience = patience
        self.reactor = reactor
    }

    /// All of them, the first to come first.
    var clients: [ClientJSON] {
        state.withLock { state in state.entries.sorted { $0.key < $1.key }.map(\.value.client) }
    }

    /// - Parameters:
    ///   - number: of an announcement before; nil: the first one.
    ///   - ask: sends a question to the client.
    /// - Returns: the number, as text its id.
    func announce(
        _ number: Int?, peer: Int32, terminal: String, rows: Int, cols: Int, isFocused: Bool, workspace: String?,
        ask: @escaping @Sendable (LiveMessage.Reply.Ask) -> Void
    ) -> Int {
        state.withLock { state in
            let number = number ?? state.lastClient + 1
            state.lastClient = max(state.lastClient, number)
            let old = state.entries[number]
            let client = ClientJSON(
                id: String(number), workspace: workspace, terminal: terminal, rows: rows, cols: cols,
                since: old?.client.since ?? Timestamp(seconds: Date.now.timeIntervalSince1970), isFocused: isFocused)
            var focusedAt = old?.focusedAt ?? 0
            if old == nil || isFocused && old?.client.isFocused != true {
                state.lastFocus += 1
                focusedAt = state.lastFocus
            }
            state.entries[number] = Entry(client: client, peer: peer, focusedAt: focusedAt, ask: ask)
            return number
        }
    }

    /// The client follows this workspace now, or it has got this name.
    func follow(_ number: Int, _ workspace: String?) {
        state.withLock { $0.entries[number]?.client.workspace = workspace }
    }

    /// The client's socket was closed.
    func leave(_ number: Int) {
        let questions = state.withLock { state in
            state.entries[number] = nil
            let mine = state.questions.filter { $0.value.client == String(number) }
            for key in mine.keys { state.questions[key] = nil }
            return mine.values
        }
        for question in questions { question.continuation.resume(returning: .gone) }
    }

    // MARK: Commands

    /// Has a client carry out a command, and returns when it has.
    ///
    /// - Parameters:
    ///   - reference: an id, or `focused`: the client that has the focus or had it last.
    ///   - asker: the process that wants it.
    /// - Throws: with code `conflict` why the client did not do it.
    func perform(_ command: String, by reference: String, for asker: Int32) async throws(ServiceError) {
        let (number, entry) = try find(reference)
        let question = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAsked = state.withLock { state in
                    guard state.entries[number] != nil, !Task.isCancelled else { return false }
                    state.questions[question] = Question(
                        client: entry.client.id, asker: asker, continuation: continuation)
                    return true
                }
                guard isAsked else { return continuation.resume(returning: .gone) }
                entry.ask(LiveMessage.Reply.Ask(number: question, command: command))
                // Now only: before it is asked there is nothing that could be late.
                reactor.post(after: patience) { self.answer(question, .late) }
            }
        } onCancel: {
            self.answer(question, .cancelled)
        }
        switch answer {
        case .done: return
        case .refused(let reason): throw ServiceError(.conflict, reason.sanitized(limit: 1000))
        case .gone: throw ServiceError(.conflict, "the client was closed before it answered")
        case .late: throw ServiceError(.conflict, "the client did not answer within \(patience.components.seconds) s")
        case .cancelled: throw ServiceError(.unavailable, "nobody waits for the answer any more")
        }
    }

    /// For which processes a client's process carries out commands at this moment.
    func askers(servedBy process: Int32) -> [Int32] {
        state.withLock { state in
            let clients = Set(state.entries.values.filter { $0.peer == process }.map(\.client.id))
            return state.questions.values.filter { clients.contains($0.client) }.map(\.asker)
        }
    }

    /// The client says what became of a command; only who was asked is heard.
    ///
    /// - Returns: false when nothing of that number was asked, or it is answered already.
    func answer(_ number: Int, from client: Int, refusal: String?) -> Bool {
        let isAsked = state.withLock { $0.questions[number]?.client == String(client) }
        guard isAsked else { return false }
        answer(number, refusal.map(Answer.refused) ?? .done)
        return true
    }

    private func answer(_ number: Int, _ answer: Answer) {
        state.withLock { $0.questions.removeValue(forKey: number) }?.continuation.resume(returning: answer)
    }

    private func find(_ reference: String) throws(ServiceError) -> (Int, Entry) {
        let entries = state.withLock { $0.entries }
        if let number = Int(reference), let entry = entries[number] { return (number, entry) }
        guard reference == "focused" else {
            throw ServiceError(
                .notFound, "there is no client '\(DisplayText.excerpt(reference))' — 'tend clients' lists them")
        }
        let best = entries.max {
            ($0.value.client.isFocused ? 1 : 0, $0.value.focusedAt) < (
                $1.value.client.isFocused ? 1 : 0, $1.value.focusedAt
            )
        }
        guard let best else { throw ServiceError(.notFound, "no client is open — 'tend' opens one") }
        return (best.key, best.value)
    }
}
