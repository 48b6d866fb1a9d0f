import CLinux
import TendCore
import TendScreen
import TendTerminal

extension SessionRuntime {
    /// A program that begins a synchronised update and does not end it holds the picture no longer than this.
    static let synchronizationLimit: LaneTime.Span = .milliseconds(100)

    /// The first frame after a pause goes out at once (leading edge); under load the newest state goes out at the session's
    /// ``FramePace``; and never before the viewer has come back for it.
    func want(_ viewer: FrameViewer, _ sink: @escaping @Sendable (Frame?) -> Void) {
        if isClosed { return sink(nil) }
        viewer.sink = sink
        let now = LaneTime.now
        if isHolding(now: now) {
            wait(viewer)
            wakeFrames(at: synchronizedUntil ?? now)
        } else {
            serve(viewer, now: now)
        }
    }

    func abandon(_ viewer: FrameViewer) {
        waitingViewers.removeAll { $0 === viewer }
        viewer.isWaiting = false
        viewer.sink = nil
    }

    /// Hands frames to the viewers that wait for one and whose time has come; sets one timer for the others.
    func serveViewers(now: LaneTime) {
        guard !waitingViewers.isEmpty else { return }
        if !isClosed, isHolding(now: now) { return wakeFrames(at: synchronizedUntil ?? now) }
        // First who, then what: a viewer may want the next frame, or give up, while one is handed over.
        let viewers = waitingViewers
        waitingViewers.removeAll(keepingCapacity: true)
        for viewer in viewers { viewer.isWaiting = false }
        for viewer in viewers where viewer.sink != nil { serve(viewer, now: now) }
    }

    /// Hands the viewer a frame if there is something new and its time has come; else it waits.
    private func serve(_ viewer: FrameViewer, now: LaneTime) {
        if isClosed {
            viewer.sink.take()?(nil)
            return
        }
        if terminal.hasChanged(since: viewer.view) {
            let due = pace.due(after: viewer.framed)
            if due <= now {
                viewer.sink.take()?(makeFrame(for: viewer, now: now))
                return
            }
            wakeFrames(at: due)
        }
        wait(viewer)
    }

    private func wait(_ viewer: FrameViewer) {
        guard !viewer.isWaiting else { return }
        viewer.isWaiting = true
        waitingViewers.append(viewer)
    }

    private func makeFrame(for viewer: FrameViewer, now: LaneTime) -> Frame {
        viewer.framed = now
        return terminal.frame(since: &viewer.view, offset: recording.fedThrough)
    }

    private func wakeFrames(at deadline: LaneTime) {
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
    private func isHolding(now: LaneTime) -> Bool {
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
