import TendScreen

/// Answer of `GET /sessions/{id}/lines`.
package struct LinesJSON: Hashable, Sendable, Codable {
    package var lines: [NumberedLine]
    /// How many lines there are in all; with a pattern: how many match.
    package var total: Int

    package init(lines: [NumberedLine], total: Int) {
        self.lines = lines
        self.total = total
    }

    package init(_ page: LinePage) { self.init(lines: page.lines, total: page.total) }
}

/// Answer of `GET /sessions/{id}/marks`.
package struct MarksJSON: Hashable, Sendable, Codable {
    package struct Mark: Hashable, Sendable, Codable {
        package var offset: UInt64
        /// Milliseconds since 1970.
        package var time: Int64
        package var rows: Int
        package var cols: Int

        package init(offset: UInt64, time: Int64, rows: Int, cols: Int) {
            self.offset = offset
            self.time = time
            self.rows = rows
            self.cols = cols
        }
    }

    package var marks: [Mark]

    package init(_ marks: [OutputMark]) {
        self.marks = marks.map {
            Mark(offset: $0.offset, time: $0.milliseconds, rows: $0.size.rows, cols: $0.size.columns)
        }
    }
}

/// Answer of `GET /search`.
package struct SearchJSON: Hashable, Sendable, Codable {
    package struct Hit: Hashable, Sendable, Codable {
        package var session: String
        package var name: String
        package var number: Int
        package var text: String
    }

    package var hits: [Hit]

    package init(_ hits: [SearchHit]) {
        self.hits = hits.map {
            Hit(session: $0.session.id.rawValue, name: $0.session.name, number: $0.line.number, text: $0.line.text)
        }
    }
}

/// Answer of `GET /sessions/{id}/wait`: also a time-out is an answer, not an error.
package struct WaitJSON: Hashable, Sendable, Codable {
    /// Whether the condition held before the time was out.
    package var met: Bool
    /// The line that matched, for `until=text`.
    package var match: String?
    package var session: SessionJSON

    enum CodingKeys: String, CodingKey { case met, match, session }

    package init(_ outcome: WaitOutcome) {
        switch outcome {
        case .met(let session, let match): (met, self.match, self.session) = (true, match, SessionJSON(session))
        case .timedOut(let session): (met, match, self.session) = (false, nil, SessionJSON(session))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(met, forKey: .met)
        try container.encode(match, forKey: .match)
        try container.encode(session, forKey: .session)
    }
}

/// Answer of `GET /health`, and what `tend server status --json` prints.
package struct StatusJSON: Hashable, Sendable, Codable {
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable { case ok, degraded }

    package var status: Status
    package var pid: Int32
    package var keeperPid: Int32
    package var version: String
    package var socket: String
    /// How many sessions are listed.
    package var sessions: Int
    package var startedAt: Timestamp
    /// Why the server runs with less than all its parts, one sentence each.
    package var problems: [String]

    enum CodingKeys: String, CodingKey {
        case status, pid
        case keeperPid = "keeper_pid"
        case version, socket, sessions
        case startedAt = "started_at"
        case problems
    }

    package init(_ status: ServerStatus) {
        self.status = status.problems.isEmpty ? .ok : .degraded
        pid = status.pid
        keeperPid = status.keeperPid
        version = status.version
        socket = status.socket
        sessions = status.sessionCount
        startedAt = Timestamp(seconds: status.startedAt)
        problems = status.problems
    }
}

/// Answer of the `POST /server/…` routes: the request was taken; the connection ends when it is carried out.
package struct AcceptedJSON: Hashable, Sendable, Codable {
    package var accepted: Bool

    package init(accepted: Bool = true) { self.accepted = accepted }
}
