import CLinux
import TendCore

/// Turns instants of the machine's clock into moments of the world and back.
package struct Timekeeper: Sendable {
    let start: ContinuousClock.Instant
    private let laneStart: LaneTime
    /// Seconds since 1970 at `start`.
    let epoch: Double

    init() {
        start = .now
        laneStart = .now
        epoch = Timekeeper.sinceEpoch / .seconds(1)
    }

    var now: Moment { moment(ContinuousClock.now) }
    func moment(_ instant: ContinuousClock.Instant) -> Moment { Moment(sinceStart: instant - start) }
    func moment(_ time: LaneTime) -> Moment {
        Moment(sinceStart: .nanoseconds((time - laneStart).nanoseconds))
    }
    func laneTime(_ moment: Moment) -> LaneTime { laneStart + LaneTime.Span(moment.sinceStart) }
    func instant(_ moment: Moment) -> ContinuousClock.Instant { start + moment.sinceStart }

    /// The wall clock: time since 1970.
    package static var sinceEpoch: Duration {
        .nanoseconds(tend_wall_clock())
    }

    /// The same in milliseconds, for what happens at every turn: ``Duration`` divides in 128 bits.
    static var millisecondsSinceEpoch: Int64 { tend_wall_clock() / 1_000_000 }
}
