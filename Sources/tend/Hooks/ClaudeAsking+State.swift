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

        var value: ClaudeSight {
            held.withLock { ClaudeSight($0.dialog, transcriptPath: $0.transcriptPath, registryPath: $0.registryPath) }
        }
        func look() -> ClaudeDialog.Finding { held.withLock { $0.look() } }
    }
}
