package import TendCore
package import TendScreen
import TendTerminal

/// One viewer of a session's frames. Its state (what it holds already) lives on the session's lane.
package final class FrameViewer: ScreenViewer {
    let runtime: SessionRuntime
    // Safe because it is touched on the lane of `runtime` only.
    nonisolated(unsafe) var view = ViewState()
    nonisolated(unsafe) var due: ContinuousClock.Instant = .now
    nonisolated(unsafe) var waiting: CheckedContinuation<Frame?, Never>?

    init(runtime: SessionRuntime) { self.runtime = runtime }

    package func type(_ bytes: [UInt8]) -> Bool {
        let runtime = self.runtime
        guard runtime.facts.reserveTyping(bytes.count) else { return false }
        runtime.lane.post { runtime.assumeIsolated { $0.type(bytes) } }
        return true
    }

    package func next() async throws(ServiceError) -> Frame? { await runtime.nextFrame(for: self) }
}
