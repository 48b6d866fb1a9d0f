import CLinux
import TendCore
import TendScreen
import TendTerminal

extension SessionRuntime {
    /// A program that begins a synchronised update and does not end it holds the picture no longer than this.
    static let synchronizationLimit: Duration = .milliseconds(100)

    /// The first frame after a pause goes out at once (leading edge); under load the newest state goes out at the session's
    /// ``FramePace``; and never before the viewer has come back for it.
    func want(_ viewer: FrameViewer, _ sink: @escaping @Sendable (Frame?) -> Void) {
        if isClosed { return sink(nil) }
        let now = ContinuousClock.now
        if pace.due(after: viewer.framed) <= now, !isHolding(now: now), terminal.hasChanged(since: viewer.view) {
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
            let viewers = waitingViewers
            waitingViewers = []
            for viewer in viewers { viewer.sink.take()?(nil) }
            return
        }
        if isHolding(now: now) {
            wakeFrames(at: synchronizedUntil ?? now)
            return
        }
        var soonest: ContinuousClock.Instant?
        // First who, then what: a viewer may want the next frame while it is handed this one.
        var served: [FrameViewer] = []
        waitingViewers.removeAll { viewer in
            guard terminal.hasChanged(since: viewer.view) else { return false }
            let due = pace.due(after: viewer.framed)
            guard due <= now else {
                soonest = min(soonest ?? due, due)
                return false
            }
            served.append(viewer)
            return true
        }
        for viewer in served { viewer.sink.take()?(makeFrame(for: viewer, now: now)) }
        if let soonest { wakeFrames(at: soonest) }
    }

    private func makeFrame(for viewer: FrameViewer, now: ContinuousClock.Instant) -> Frame {
        viewer.framed = now
        return terminal.frame(since: &viewer.view, offset: recording.fedThrough)
    }

    private func wakeFrames(at deadline: ContinuousClock.Instant) {
        if let timer = frameTimer {
            guard deadline < timer.deadline else { return }
            lane.cancel(timer.token)
        }
        let token = lane.schedule(at: deadline) { [weak self] in
            self?.onLane { runtime in
                runtime.frameTimer = nil
                runtime.serveViewers(now: .now)
            }
        }
        frameTimer = (token, deadline)
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
