import Testing

@testable import TendServer

@Suite struct FramePaceTests {
    private let typed = LaneTime.now

    /// The pause after a frame that went out so long after (or before) the input.
    private func pause(after delay: LaneTime.Span) -> LaneTime.Span {
        FramePace(lastInput: typed).due(after: typed + delay) - (typed + delay)
    }

    @Test(arguments: [
        (LaneTime.Span.seconds(60), LaneTime.Span.milliseconds(16)), (.milliseconds(64), .milliseconds(16)),
        (.milliseconds(20), .milliseconds(5)), (.milliseconds(2), .microseconds(500)),
        (.microseconds(100), .microseconds(250)), (.milliseconds(0), .microseconds(250)),
        (.milliseconds(-1), .milliseconds(0)),
    ])
    func `the shorter ago somebody typed, the sooner comes the next frame`(delay: LaneTime.Span, pause: LaneTime.Span) {
        #expect(self.pause(after: delay) == pause)
    }

    @Test func `before anybody has typed frames have the usual pace`() {
        let now = LaneTime.now
        #expect(FramePace().due(after: now) == now + FramePace.interval)
    }

    @Test func `a key costs few frames, whatever floods`() {
        var frames = 0
        var time = typed
        while time < typed + .milliseconds(200) {
            time = FramePace(lastInput: typed).due(after: time)
            frames += 1
        }
        #expect(frames < 35)
    }
}
