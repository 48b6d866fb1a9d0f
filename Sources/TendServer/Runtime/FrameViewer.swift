package import TendCore
package import TendScreen
import TendTerminal

/// One viewer of a session's frames. Its state (what it holds already) lives on the session's lane.
package final class FrameViewer: ScreenViewer {
    let runtime: SessionRuntime
    // Safe because it is touched on the lane of `runtime` only.
    nonisolated(unsafe) var view = ViewState()
    /// When its last frame was made. The first one may go out at once.
    nonisolated(unsafe) var framed = LaneTime.now - FramePace.interval
    /// Who gets the next one; nil when nobody has come for it.
    nonisolated(unsafe) var sink: (@Sendable (Frame?) -> Void)?
    /// Whether it is among those that wait.
    nonisolated(unsafe) var isWaiting = false

    init(runtime: SessionRuntime) { self.runtime = runtime }

    package var reactor: any Reactor { runtime.lane }

    package func want(_ sink: @escaping @Sendable (Frame?) -> Void) {
        onLane { $0.want(self, sink) }
    }

    package func heldScreen() -> Screen? {
        var held: Screen?
        runtime.onLane { runtime in
            if !runtime.isClosed, !runtime.terminal.hasChanged(since: view) { held = runtime.terminal.screen() }
        }
        return held
    }

    package func cancel() async { await runtime.abandon(self) }

    package func type(_ bytes: [UInt8]) -> Bool {
        guard runtime.facts.reserveTyping(bytes.count) else { return false }
        onLane { $0.type(bytes) }
        return true
    }

    /// More than any key is encoded as.
    private static let keyCost = 32

    package func press(_ key: Key) -> Bool {
        guard runtime.facts.reserveTyping(FrameViewer.keyCost) else { return false }
        onLane { runtime in
            runtime.facts.releaseTyping(FrameViewer.keyCost)
            let bytes = runtime.terminal.encode(.key(key))
            if !bytes.isEmpty, runtime.facts.reserveTyping(bytes.count) { runtime.type(bytes) }
        }
        return true
    }

    /// At once when the caller is on the lane, which is the way of a key from its socket to the program.
    private func onLane(_ body: @escaping @Sendable (isolated SessionRuntime) -> Void) {
        let runtime = runtime
        if runtime.lane.isCurrent {
            runtime.onLane(body)
        } else {
            runtime.lane.post { runtime.onLane(body) }
        }
    }
}
