/// A point in time as the core knows it: how long the server has been running, by a clock that is never set back.
package struct Moment: Hashable, Comparable, Sendable {
    package var sinceStart: Duration

    package init(sinceStart: Duration) { self.sinceStart = sinceStart }

    /// When the server started.
    package static let start = Moment(sinceStart: .zero)

    package static func < (a: Moment, b: Moment) -> Bool { a.sinceStart < b.sinceStart }
    package static func + (moment: Moment, delay: Duration) -> Moment { Moment(sinceStart: moment.sinceStart + delay) }
    package static func - (later: Moment, earlier: Moment) -> Duration { later.sinceStart - earlier.sinceStart }
}
