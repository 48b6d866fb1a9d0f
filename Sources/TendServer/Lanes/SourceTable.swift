import TendCore

/// A descriptor that a lane watches.
final class Source {
    let descriptor: Int32
    var events: Readiness
    let handler: (Readiness) -> Void

    init(descriptor: Int32, events: Readiness, handler: @escaping (Readiness) -> Void) {
        self.descriptor = descriptor
        self.events = events
        self.handler = handler
    }
}

/// The sources of a lane by token. What a token names is found without a hash, and one that has been removed names nothing for ever.
struct SourceTable {
    private struct Slot {
        /// Of the one that is or was last here.
        var token: UInt64
        var source: Source?
    }

    private var slots: [Slot] = []
    private var free: [Int] = []

    /// - Returns: a token, never 0. Its lower half is the place, from 1; its upper one tells those apart that had the place before.
    mutating func add(_ source: Source) -> UInt64 {
        guard let place = free.popLast() else {
            slots.append(Slot(token: UInt64(slots.count + 1), source: source))
            return slots[slots.count - 1].token
        }
        slots[place].token &+= 1 << 32
        slots[place].source = source
        return slots[place].token
    }

    subscript(token: UInt64) -> Source? {
        let place = SourceTable.place(of: token)
        guard slots.indices.contains(place), slots[place].token == token else { return nil }
        return slots[place].source
    }

    mutating func remove(_ token: UInt64) -> Source? {
        let place = SourceTable.place(of: token)
        guard slots.indices.contains(place), slots[place].token == token, let source = slots[place].source else {
            return nil
        }
        slots[place].source = nil
        free.append(place)
        return source
    }

    private static func place(of token: UInt64) -> Int { Int(token & 0xFFFF_FFFF) - 1 }
}
