package import TendCore

/// What `GET …/screen` can show a screen as, apart from JSON.
package enum ScreenFormat: String, CaseIterable, Sendable { case text, ansi, html, svg, json }

/// Raw output as `GET …/buffer` gives it.
package struct OutputBuffer: Sendable {
    package var bytes: [UInt8]
    /// Offset of the first byte since the session began; later than what was asked for if the recording no longer holds that.
    package var start: UInt64
    /// Offset after the last byte: where to go on.
    package var cursor: UInt64
}

extension Client {
    /// The screen with up to `history` rows above it, as the server writes it in this format.
    package func screen(
        _ reference: String, as format: ScreenFormat, history: Int = 0
    ) async throws(ClientError) -> [UInt8] {
        let target = Target("sessions", reference, "screen").with("format", format.rawValue)
        return try await perform(
            Request(
                method: .GET, target: target.with("history", history > 0 ? history : nil).text,
                attempt: "reading the screen of '\(reference)'")
        ).body
    }

    /// The screen as a value.
    package func screen(_ reference: String, history: Int = 0) async throws(ClientError) -> ScreenJSON {
        try JSON.decode(
            ScreenJSON.self, try await screen(reference, as: .json, history: history),
            attempt: "reading the screen of '\(reference)'")
    }

    /// Raw output from an offset on, as far as the recording holds it.
    package func buffer(_ reference: String, since offset: UInt64 = 0) async throws(ClientError) -> OutputBuffer {
        let attempt = "reading the output of '\(reference)'"
        let response = try await perform(
            Request(
                method: .GET, target: Target("sessions", reference, "buffer").with("since", offset).text,
                attempt: attempt))
        func header(_ name: String) throws(ClientError) -> UInt64 {
            guard let value = response.head.headers[name.lowercased()].flatMap({ UInt64($0) }) else {
                throw .unexpected(attempt: attempt, cause: "the header \(name) is missing")
            }
            return value
        }
        return OutputBuffer(
            bytes: response.body, start: try header("X-Tend-Buffer-Start"), cursor: try header("X-Tend-Buffer-Cursor"))
    }

    /// When the output from `offset` on came; the first mark is the one in force there.
    package func marks(_ reference: String, since offset: UInt64) async throws(ClientError) -> [MarksJSON.Mark] {
        let answer: MarksJSON = try await get(
            Request(
                method: .GET, target: Target("sessions", reference, "marks").with("since", offset).text,
                attempt: "reading the times of '\(reference)'"))
        return answer.marks
    }

    package func lines(_ reference: String, _ query: LineQuery) async throws(ClientError) -> LinesJSON {
        let target = Target("sessions", reference, "lines").with("offset", query.offset).with("limit", query.limit)
            .with("pattern", query.pattern).with("ignoreCase", query.ignoresCase ? 1 : nil)
        return try await get(
            Request(method: .GET, target: target.text, attempt: "reading the lines of '\(reference)'"))
    }

    /// Looks through the history of all sessions.
    package func search(_ query: SearchQuery) async throws(ClientError) -> SearchJSON {
        let target = Target("search").with("q", query.text).with("regex", query.isPattern ? 1 : nil)
            .with("ignoreCase", query.ignoresCase ? 1 : 0).with("limit", query.limit)
        return try await get(Request(method: .GET, target: target.text, attempt: "searching"))
    }

    /// Returns when the condition holds or the time is out. A server that is replaced meanwhile changes nothing.
    package func wait(
        _ reference: String, until condition: WaitCondition, timeout: Duration?
    ) async throws(ClientError) -> WaitJSON {
        var target = Target("sessions", reference, "wait")
        switch condition {
        case .exit: target = target.with("until", "exit")
        case .idle: target = target.with("until", "idle")
        case .text(let pattern): target = target.with("until", "text").with("pattern", pattern)
        }
        let deadline = timeout.map { ContinuousClock.now + $0 }
        var backoff = Backoff()
        while true {
            let left = deadline.map { max(.zero, $0 - .now) / .seconds(1) }
            do throws(ClientError) {
                return try await get(
                    Request(
                        method: .GET, target: target.with("timeout", left).text, attempt: "waiting for '\(reference)'"))
            } catch {
                guard error.mayPass, deadline.map({ $0 > .now }) ?? true, await backoff.wait() else { throw error }
            }
        }
    }
}

extension ClientError {
    /// Whether the next server may know better.
    fileprivate var mayPass: Bool {
        if case .service(let error) = self { return error.code == .unavailable }
        return isTransient
    }
}
