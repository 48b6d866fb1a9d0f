/// An answer that is not a result: what was attempted, why it cannot be, and what to do.
package struct ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable words for programs; they are the `code` of an HTTP error.
    package enum Code: String, Sendable, Codable {
        /// No such session. HTTP 404.
        case notFound = "not_found"
        /// A prefix that fits several sessions. HTTP 409.
        case ambiguous
        /// A name that is taken, or a request that the session's state does not allow. HTTP 409.
        case conflict
        /// A value that cannot be right. HTTP 400.
        case invalid
        /// The program could not be started. HTTP 422.
        case spawnFailed = "spawn_failed"
        /// A reader fell behind what the recording holds. HTTP 410, WebSocket close 4008.
        case tooSlow = "too_slow"
        /// Who asks may not do this: an agent that answers for itself. HTTP 403.
        case forbidden
        /// A limit was reached. HTTP 429.
        case limit
        /// A part of the server does not work now (disk full, database locked, stopping). HTTP 503.
        case unavailable
        /// A fault of ours. HTTP 500.
        case `internal`
    }

    package var code: Code
    /// Lower case, no final period, with the remedy if there is one.
    package var message: String
    /// What is wrong with single fields of the request, for whoever shows it beside them. It is in the message, too.
    package var problems: [FieldProblem]

    package init(_ code: Code, _ message: String, problems: [FieldProblem] = []) {
        self.code = code
        self.message = message
        self.problems = problems
    }

    package var description: String { message }
}
