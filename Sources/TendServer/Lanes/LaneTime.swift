import CLinux

/// An instant of the clock that the lanes reckon with, which goes on while the machine sleeps.
///
/// ``ContinuousClock`` counts attoseconds in 128 bits; adding and comparing there are some twenty functions that are not in the
/// cache when a key comes. This is one word.
package struct LaneTime: Comparable, Sendable {
    /// Since the machine started.
    private var nanoseconds: Int64

    package static var now: LaneTime { LaneTime(nanoseconds: tend_clock()) }

    package static func < (one: LaneTime, other: LaneTime) -> Bool { one.nanoseconds < other.nanoseconds }
    package static func + (time: LaneTime, span: Span) -> LaneTime {
        LaneTime(nanoseconds: time.nanoseconds + span.nanoseconds)
    }
    package static func - (time: LaneTime, span: Span) -> LaneTime {
        LaneTime(nanoseconds: time.nanoseconds - span.nanoseconds)
    }
    package static func - (one: LaneTime, other: LaneTime) -> Span {
        Span(nanoseconds: one.nanoseconds - other.nanoseconds)
    }

    /// The time between two of them.
    package struct Span: Comparable, Sendable {
        package var nanoseconds: Int64

        package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

        /// In whole nanoseconds; 136 years are the most.
        package init(_ duration: Duration) {
            let (seconds, attoseconds) = duration.components
            nanoseconds = max(-Span.longest, min(Span.longest, seconds)) * 1_000_000_000 + attoseconds / 1_000_000_000
        }

        package static func seconds(_ count: Int64) -> Span { Span(nanoseconds: count * 1_000_000_000) }
        package static func milliseconds(_ count: Int64) -> Span { Span(nanoseconds: count * 1_000_000) }
        package static func microseconds(_ count: Int64) -> Span { Span(nanoseconds: count * 1000) }

        package static func < (one: Span, other: Span) -> Bool { one.nanoseconds < other.nanoseconds }
        package static func / (span: Span, divisor: Int64) -> Span { Span(nanoseconds: span.nanoseconds / divisor) }

        /// In seconds, short of where nanoseconds overflow when a clock is added.
        private static let longest: Int64 = 1 << 32
    }
}
