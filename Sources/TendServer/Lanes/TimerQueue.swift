/// Deadlines of one lane, soonest first. A binary heap; cancelled entries are dropped when they come up.
package struct TimerQueue {
    package struct Token: Hashable, Sendable { fileprivate var serial: UInt64 }

    private struct Entry {
        var deadline: LaneTime
        var token: Token
    }

    private var heap: [Entry] = []
    private var actions: [Token: () -> Void] = [:]
    private var serial: UInt64 = 0

    mutating func add(_ deadline: LaneTime, _ action: @escaping () -> Void) -> Token {
        serial += 1
        let token = Token(serial: serial)
        actions[token] = action
        heap.append(Entry(deadline: deadline, token: token))
        var child = heap.count - 1
        while child > 0, heap[child].deadline < heap[(child - 1) / 2].deadline {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return token
    }

    mutating func cancel(_ token: Token) { actions[token] = nil }

    /// For `epoll_wait`: -1 when there is nothing to wait for; rounded up, so that a timer never fires early.
    mutating func millisecondsToNext(now: LaneTime = .now) -> Int32 {
        while let first = heap.first, actions[first.token] == nil { removeFirst() }
        guard let first = heap.first else { return -1 }
        // Never negative: that would be for ever.
        return Int32(clamping: max(0, ((first.deadline - now).nanoseconds + 999_999) / 1_000_000))
    }

    /// What is due. The caller takes and runs one after the other, so that actions may add timers, and cancel those that come next.
    mutating func due(now: LaneTime = .now) -> [Token] {
        var due: [Token] = []
        while let first = heap.first, first.deadline <= now {
            removeFirst()
            due.append(first.token)
        }
        return due
    }

    /// The action of a timer that is due; nil when it was cancelled.
    mutating func take(_ token: Token) -> (() -> Void)? { actions.removeValue(forKey: token) }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].deadline < heap[least].deadline {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
