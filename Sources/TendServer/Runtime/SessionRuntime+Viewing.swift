import CLinux
import TendCore
import TendScreen
import TendTerminal

extension SessionRuntime {
    /// The shortest time between two frames of one viewer.
    static let frameInterval: Duration = .milliseconds(16)
    /// After input the next frames come sooner, for so long: who types waits for the echo, also while output floods.
    static let hurryTime: Duration = .milliseconds(50)
    static let hurriedInterval: Duration = .milliseconds(1)
    /// A program that begins a synchronised update and does not end it holds the picture no longer than this.
    static let synchronizationLimit: Duration = .milliseconds(100)

    /// The first frame after a pause goes out at once (leading edge); under load the newest state goes out every 16 ms; and
    /// never before the viewer has come back for it.
    func want(_ viewer: FrameViewer, _ sink: @escaping @Sendable (Frame?) -> Void) {
        if isClosed { return sink(nil) }
        let now = ContinuousClock.now
        if viewer.due <= now, !isHolding(now: now), terminal.hasChanged(since: viewer.view) {
            return sink(makeFrame(for: viewer, now: now))
        }
        if viewer.sink == nil { waitingViewers.append(viewer) }
        viewer.sink = sink
        serveViewers(now: now)
    }

    func abandon(_ viewer: FrameViewer) {
        waitingViewers.removeAll { $0 === viewer }
        viewer.sink = nil
    }

    /// Hands frames to the viewers that wait for one and whose time has come; sets one timer for the others.
    func serveViewers(now: ContinuousClock.Instant) {
        guard !waitingViewers.isEmpty else { return }
        if isClosed {
            for viewer in waitingViewers { viewer.sink.take()?(nil) }
            waitingViewers = []
            return
        }
        if isHolding(now: now) {
            wakeFrames(at: synchronizedUntil ?? now)
            return
        }
        var soonest: ContinuousClock.Instant?
        waitingViewers.removeAll { viewer in
            guard terminal.hasChanged(since: viewer.view) else { return false }
            guard viewer.due <= now else {
                soonest = min(soonest ?? viewer.due, viewer.due)
                return false
            }
            viewer.sink.take()?(makeFrame(for: viewer, now: now))
            return true
        }
        if let soonest { wakeFrames(at: soonest) }
    }

    /// Somebody typed: viewers that wait need not wait for their turn.
    func hurry() {
        let now = ContinuousClock.now
        hurriedUntil = now + SessionRuntime.hurryTime
        for viewer in waitingViewers where viewer.due > now { viewer.due = now }
    }

    private func makeFrame(for viewer: FrameViewer, now: ContinuousClock.Instant) -> Frame {
        viewer.due = now + (now < hurriedUntil ? SessionRuntime.hurriedInterval : SessionRuntime.frameInterval)
        return terminal.frame(since: &viewer.view, offset: recording.fedThrough)
    }

    private func wakeFrames(at deadline: ContinuousClock.Instant) {
        guard frameTimer == nil else { return }
        frameTimer = lane.schedule(at: deadline) { [weak self] in
            self?.assumeIsolated { runtime in
                runtime.frameTimer = nil
                runtime.serveViewers(now: .now)
            }
        }
    }

    /// Whether the program is in the middle of a synchronised update that still has time.
    private func isHolding(now: ContinuousClock.Instant) -> Bool {
        guard terminal.isSynchronizing else {
            synchronizedUntil = nil
            return false
        }
        let limit = synchronizedUntil ?? now + SessionRuntime.synchronizationLimit
        synchronizedUntil = limit
        if now < limit { return true }
        terminal.endSynchronizing()
        synchronizedUntil = nil
        return false
    }
}
