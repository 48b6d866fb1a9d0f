import Synchronization
import TendAgents

extension ClaudeAsking {
    /// The id of the item, told by the task that asks.
    final class Item: Sendable {
        private let held = Mutex<String?>(nil)

        var id: String? { held.withLock(\.self) }
        func set(_ id: String) { held.withLock { $0 = id } }
    }

    /// What two tasks look at: the one that watches, and the one that hands over.
    final class Sight: Sendable {
        private let held: Mutex<ClaudeSight>

        init(_ sight: sending ClaudeSight) { held = Mutex(sight) }

        /// What was seen, without what can be read again.
        var value: ClaudeSight {
            held.withLock { sight in
                ClaudeSight(
                    answered: sight.dialog, transcriptPath: sight.transcriptPath, registryPath: sight.registryPath,
                    from: sight.offset)
            }
        }
        func look() -> ClaudeDialog.Finding { held.withLock { $0.look() } }
    }
}
