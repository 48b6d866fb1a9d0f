import Synchronization

/// What other threads have to tell the client's loop.
final class Inbox: Sendable {
    private let wake: Wake
    private let happenings = Mutex<[Happening]>([])

    init() throws(WakeError) { wake = try Wake() }

    deinit { wake.close() }

    /// Readable when there is something.
    var descriptor: Int32 { wake.reader }

    func put(_ happening: Happening) {
        happenings.withLock { $0.append(happening) }
        wake.ring()
    }

    func take() -> [Happening] {
        wake.silence()
        return happenings.withLock { happenings in
            defer { happenings = [] }
            return happenings
        }
    }
}
