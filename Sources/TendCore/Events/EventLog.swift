/// The newest events, for surfaces that were away for a moment. Ids rise by one; what no longer fits is dropped from the old end.
package struct EventLog: Sendable {
    package enum Page: Hashable, Sendable {
        /// All events after the one that was named, oldest first.
        case events([Event])
        /// Some or all of them are gone (or the id is not of this log): ask for the sessions, then go on after `last`.
        case gap(last: UInt64)
    }

    /// At most so many events are held.
    package let capacity: Int
    /// At most about so many bytes are held; a single event may be larger.
    package let byteLimit: Int
    /// The id of the next event.
    package private(set) var nextID: UInt64
    package private(set) var byteCount = 0

    /// A ring: the oldest event is at `head` once it has come round.
    private var ring: [Event?] = []
    private var head = 0
    private var count = 0

    package init(capacity: Int = 4096, byteLimit: Int = 2 << 20, firstID: UInt64 = 1) {
        self.capacity = max(capacity, 1)
        self.byteLimit = byteLimit
        nextID = max(firstID, 1)
    }

    /// The id of the newest event; the one before the first if there was none.
    package var lastID: UInt64 { nextID - 1 }

    /// The id of the oldest event held; that of the next one if there is none.
    package var oldestID: UInt64 { nextID - UInt64(count) }

    package mutating func append(_ kind: Event.Kind, of session: Session?, time: Double) -> Event {
        let event = Event(id: nextID, time: time, session: session, kind: kind)
        nextID += 1
        let cost = EventLog.cost(of: event)
        while count > 0, count == capacity || byteCount + cost > byteLimit { dropOldest() }
        if count == ring.count { grow() }
        ring[(head + count) % ring.count] = event
        count += 1
        byteCount += cost
        return event
    }

    /// What happened after the event `id`, oldest first.
    ///
    /// - Complexity: O(events returned)
    package func events(after id: UInt64) -> Page {
        let oldest = oldestID
        guard id < nextID, id + 1 >= oldest else { return .gap(last: lastID) }
        let skipped = Int(id + 1 - oldest)
        return .events((skipped..<count).compactMap { ring[(head + $0) % ring.count] })
    }

    private mutating func dropOldest() {
        if let event = ring[head] { byteCount -= EventLog.cost(of: event) }
        ring[head] = nil
        head = (head + 1) % ring.count
        count -= 1
    }

    /// Doubles the ring, so that a quiet server does not pay for a busy one.
    private mutating func grow() {
        let held = (0..<count).map { ring[(head + $0) % ring.count] }
        ring = held + [Event?](repeating: nil, count: min(max(16, count), capacity - count))
        head = 0
    }

    /// The event itself and the texts that only it holds; what the session holds is shared with the world most of the time.
    private static func cost(of event: Event) -> Int {
        let texts: Int
        switch event.kind {
        case .title(let title): texts = title.utf8.count
        case .notification(let title, let body): texts = title.utf8.count + body.utf8.count
        case .program(let state, let kind, let message): texts = state.utf8.count + kind.utf8.count + message.utf8.count
        case .note(let text): texts = text.utf8.count
        case .agent(_, let detail): texts = detail.utf8.count
        case .attention(_, let item): texts = item.textByteCount
        case .created, .renamed, .exited, .interrupted, .restarted, .removed, .resized, .activity, .bell, .progress,
            .facts, .clipboard:
            texts = 0
        case .buffers(let name, _), .workspaces(let name): texts = name.utf8.count
        }
        return MemoryLayout<Event?>.stride + texts
    }
}
