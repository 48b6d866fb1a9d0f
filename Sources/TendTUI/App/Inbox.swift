import Synchronization

/// What other threads have to tell the client's loop.
final class Inbox: Sendable {
    private let wake: Wake
    private let state = Mutex(State())

    private struct State {
        var happenings: [Happening] = []
        /// Whether the descriptor is readable.
        var isRinging = false
    }

    init() throws(WakeError) { wake = try Wake() }

    deinit { wake.close() }

    /// Readable when there is something.
    var descriptor: Int32 { wake.reader }

    func put(_ happening: Happening) {
        state.withLock { state in
            state.happenings.append(happening)
            if !state.isRinging { wake.ring() }
            state.isRinging = true
        }
    }

    func take() -> [Happening] {
        state.withLock { state in
            guard state.isRinging else { return [] }
            wake.silence()
            defer { state = State() }
            return state.happenings
        }
    }
}
