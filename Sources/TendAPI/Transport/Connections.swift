import NIOCore
import Synchronization

/// The open connections of a server, for the time when it stops.
final class Connections: Sendable {
    /// Tells a connection to end now, whatever it is at.
    struct CloseNow: Sendable {}

    private struct State {
        var isStopping = false
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    private let state = Mutex(State())

    /// False when the server stops and takes no more.
    func add(_ channel: any Channel) -> Bool {
        let isWelcome = state.withLock { state in
            if !state.isStopping { state.channels[ObjectIdentifier(channel)] = channel }
            return !state.isStopping
        }
        if isWelcome {
            channel.closeFuture.whenComplete { [weak self] _ in
                _ = self?.state.withLock { $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
            }
        }
        return isWelcome
    }

    /// Takes no more, and lets those that are there end what they are at.
    func quiesce() {
        for channel in stopping() {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    func closeNow() {
        for channel in stopping() { channel.pipeline.fireUserInboundEventTriggered(CloseNow()) }
    }

    private func stopping() -> [any Channel] {
        state.withLock { state in
            state.isStopping = true
            return Array(state.channels.values)
        }
    }
}
