import Testing

@testable import TendServer

@Suite struct FramePaceTests {
    private let typed = ContinuousClock.now

    /// The pause after a frame that went out so long after (or before) the input.
    private func pause(after delay: Duration) -> Duration {
        FramePace(lastInput: typed).due(after: typed + delay) - (typed + delay)
    }

    @Test(arguments: [
        (Duration.seconds(60), Duration.milliseconds(16)), (.milliseconds(64), .milliseconds(16)),
        (.milliseconds(20), .milliseconds(5)), (.milliseconds(2), .microseconds(500)),
        (.microseconds(100), .microseconds(250)), (.zero, .microseconds(250)), (.milliseconds(-1), .zero),
    ])
    func `the shorter ago somebody typed, the sooner comes the next frame`(delay: Duration, pause: Duration) {
        #expect(self.pause(after: delay) == pause)
    }

    @Test func `before anybody has typed frames have the usual pace`() {
        let now = ContinuousClock.now
        #expect(FramePace().due(after: now) == now + FramePace.interval)
    }

    @Test func `a key costs few frames, whatever floods`() {
        var frames = 0
        var time = Duration.zero
        while time < .milliseconds(200) {
            time += pause(after: time)
            frames += 1
        }
        #expect(frames < 35)
    }
}
