import Testing

@testable import TendServer

@Suite struct TimerQueueTests {
    private let start = LaneTime.now

    private func run(_ timers: inout TimerQueue, at time: Int64) {
        for token in timers.due(now: start + .milliseconds(time)) { timers.take(token)?() }
    }

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
        run(&timers, at: 50)
        #expect(fired == [1, 5, 3, 2])
        #expect(timers.due(now: start + .milliseconds(50)).isEmpty)
        run(&timers, at: 100)
        #expect(fired == [1, 5, 3, 2, 0, 4])
    }

    @Test func `one that is due can be cancelled by the one before`() {
        var timers = TimerQueue()
        var fired: [Int] = []
        let second = timers.add(start + .milliseconds(2)) { fired.append(2) }
        _ = timers.add(start + .milliseconds(1)) { fired.append(1) }
        for token in timers.due(now: start + .milliseconds(5)) {
            timers.take(token)?()
            timers.cancel(second)
        }
        #expect(fired == [1])
    }
}
