import Testing

@testable import TendServer

@Suite struct TimerQueueTests {
    private let start = LaneTime.now

    @Test func `nothing to do means no time-out`() {
        var timers = TimerQueue()
        #expect(timers.millisecondsToNext(now: start) == -1)
        let token = timers.add(start + .seconds(5)) {}
        #expect(timers.millisecondsToNext(now: start) == 5000)
        timers.cancel(token)
        #expect(timers.millisecondsToNext(now: start) == -1)
    }

    @Test func `the wait is rounded up, so that no timer is looked at too early`() {
        var timers = TimerQueue()
        _ = timers.add(start + .microseconds(1500)) {}
        #expect(timers.millisecondsToNext(now: start) == 2)
        #expect(timers.millisecondsToNext(now: start + .seconds(1)) == 0)
    }

    @Test func `what is due comes once, soonest first`() {
        var timers = TimerQueue()
        var fired: [Int] = []
        for (number, delay) in [70, 10, 50, 30, 90, 20].enumerated() {
            _ = timers.add(start + .milliseconds(Int64(delay))) { fired.append(number) }
        }
        for action in timers.due(now: start + .milliseconds(50)) { action() }
        #expect(fired == [1, 5, 3, 2])
        #expect(timers.due(now: start + .milliseconds(50)).isEmpty)
        for action in timers.due(now: start + .milliseconds(100)) { action() }
        #expect(fired == [1, 5, 3, 2, 0, 4])
    }
}
