/// What the server knows of its sessions. A value without clock, files or tasks: events go in with the time they happened, work
/// comes out as effects.
///
/// Output never passes through here. A lane tells only that a quiet session has become active; the world then asks once per quiet time
/// whether it still is, and when it no longer is, has the lane watch for the next output. An idle session has no deadline.
package struct World: Sendable {
    package struct Options: Hashable, Sendable {
        /// A session is idle after so long without output.
        package var quietAfter: Duration
        /// So many sessions may exist.
        package var sessionLimit: Int
        /// When the owner is told that an agent may be stuck.
        package var hints: AgentHint.Limits

        package init(
            quietAfter: Duration = .seconds(8), sessionLimit: Int = 1000, hints: AgentHint.Limits = AgentHint.Limits()
        ) {
            self.quietAfter = quietAfter
            self.sessionLimit = sessionLimit
            self.hints = hints
        }
    }

    struct Entry {
        var session: Session
        /// Output came since it was last found quiet.
        var isActive = false
        /// It has printed something since its program was started.
        var hasPrinted = false
        /// When it became active: stands in for the newest output as long as the lane knows of none.
        var activeSince = Moment.start
        /// When to ask the lane; nil while quiet or while the answer is on its way.
        var quietCheck: Moment?
        /// By id of the record.
        var reports: [String: ProgramReport] = [:]
        var throttle = Throttle()
        /// Of agents, and of programs of which somebody told something.
        var mind: AgentMind?
        /// The activity that the surfaces were told last.
        var announcedActivity: Session.Activity
    }

    package internal(set) var options: Options
    /// Seconds since 1970 at ``Moment/start``. The shell corrects it when the wall clock is set.
    package var epoch: Double
    package internal(set) var log: EventLog
    /// What waits for a person.
    package internal(set) var attention = AttentionQueue()
    var entries: [SessionID: Entry] = [:]
    /// The order in which the sessions were created.
    var order: [SessionID] = []
    /// Names of sessions that are being started.
    var reservations: [SessionID: String] = [:]
    var reservedThrough: UInt64

    /// So many event ids are reserved at once.
    package static let eventReservation: UInt64 = 1024

    /// - Parameter firstEventID: after all ids that an earlier server may have used; ``eventReservation`` ids from it on are written
    ///   down as reserved.
    package init(options: Options = Options(), epoch: Double, firstEventID: UInt64 = 1) {
        self.options = options
        self.epoch = epoch
        log = EventLog(firstID: firstEventID)
        reservedThrough = log.lastID + World.eventReservation
    }

    /// All sessions in the order in which they were created.
    package var sessions: [Session] { order.compactMap { entries[$0]?.session } }

    package func session(_ id: SessionID) -> Session? { entries[id]?.session }

    /// The session that a person or program means by `reference`.
    ///
    /// - Throws: ``ServiceError`` with code `notFound`, `ambiguous` or `invalid`.
    package func resolve(_ reference: String) throws(ServiceError) -> Session {
        if let session = entries[SessionID(rawValue: reference)]?.session { return session }
        return try SessionReference.resolve(reference, among: sessions)
    }

    /// When ``WorldEvent/timePassed`` is due; nil: nothing will happen by itself.
    package var nextDeadline: Moment? {
        var next: Moment?
        for entry in entries.values {
            for candidate in [entry.quietCheck, entry.throttle.nextDue, entry.mind?.nextDeadline(options.hints)] {
                if let candidate, candidate < next ?? candidate + .seconds(1) { next = candidate }
            }
        }
        if let due = attentionDeadline, due < next ?? due + .seconds(1) { next = due }
        return next
    }

    /// Seconds since 1970 at `moment`.
    package func wallTime(_ moment: Moment) -> Double { epoch + moment.sinceStart.inSeconds }
}
