import Synchronization
import TendCore
import TendScreen

/// Input of one socket for one session, in order. A program that does not read its input holds up this lane and no other.
final class InputLane: Sendable {
    private struct Item: Sendable {
        var inputs: [Input]
        var cost: Int
        var done: @Sendable (ServiceError?) async -> Void
    }
    private struct State {
        var items: [Item] = []
        var cost = 0
    }

    /// What may wait for a program: a paste of this size is possible, a stuck program costs no more.
    private static let limit = 4 << 20
    private let state = Mutex(State())
    private let turn = Turn()
    private let service: any SessionService
    private let session: String
    /// Who types, if it is a process in a session.
    private let insider: Task<Int32?, Never>

    init(service: any SessionService, session: String, insider: Task<Int32?, Never>) {
        self.service = service
        self.session = session
        self.insider = insider
    }

    /// Queues inputs; `done` is called when the program's terminal has taken them, or with the reason why not.
    ///
    /// - Returns: false when too much waits already.
    func enqueue(_ inputs: [Input], done: @escaping @Sendable (ServiceError?) async -> Void) -> Bool {
        let cost = 64 + inputs.reduce(0) { $0 + InputLane.cost(of: $1) }
        let isAccepted = state.withLock { state in
            guard state.items.isEmpty || state.cost + cost <= InputLane.limit else { return false }
            state.items.append(Item(inputs: inputs, cost: cost, done: done))
            state.cost += cost
            return true
        }
        if isAccepted { turn.open() }
        return isAccepted
    }

    /// Whether nothing waits.
    var isEmpty: Bool { state.withLock { $0.items.isEmpty } }

    private static func cost(of input: Input) -> Int {
        switch input {
        case .bytes(let bytes): bytes.count
        case .text(let text), .paste(let text): text.utf8.count
        case .key, .mouse, .focus: 16
        }
    }

    /// Sends what is queued until the task is cancelled.
    func run() async {
        while await turn.pass() {
            while let item = state.withLock({ $0.items.first }) {
                var failure: ServiceError?
                do throws(ServiceError) {
                    if let insider = await insider.value {
                        try await service.checkTyping(into: session, peer: insider)
                    }
                    try await service.send(session, item.inputs)
                } catch {
                    failure = error
                }
                if Task.isCancelled { return }
                state.withLock { state in
                    state.items.removeFirst()
                    state.cost -= item.cost
                }
                await item.done(failure)
            }
        }
    }
}
