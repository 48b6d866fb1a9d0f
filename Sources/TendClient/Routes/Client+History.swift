package import TendCore
package import TendScreen

/// Looking back; see ``HistoryService``.
extension Client {
    package func rows(_ reference: String, _ query: RowQuery) async throws(ClientError) -> RowPage {
        let attempt = "reading the history of '\(reference)'"
        let target = Target("sessions", reference, "rows").with("mark", query.mark).with("width", query.width)
            .with("skip", query.skip).with("count", query.count)
        let response = try await perform(Request(method: .GET, target: target.text, attempt: attempt))
        func header<Number: FixedWidthInteger>(_ name: String) throws(ClientError) -> Number {
            guard let value = response.head.headers[name.lowercased()].flatMap({ Number($0) }) else {
                throw .unexpected(attempt: attempt, cause: "the header \(name) is missing")
            }
            return value
        }
        let rows: [Row]
        do {
            rows = try FrameCodec.decode(rows: response.body)
        } catch {
            throw .unexpected(attempt: attempt, cause: "\(error)")
        }
        let screenCount: Int = try header("X-Tend-Rows-Screen")
        guard 0...rows.count ~= screenCount else {
            throw .unexpected(attempt: attempt, cause: "more rows of the screen than rows")
        }
        return RowPage(
            rows: rows, screenCount: screenCount, historyCount: try header("X-Tend-Rows-Total"),
            mark: try header("X-Tend-Rows-Mark"), width: try header("X-Tend-Rows-Width"))
    }

    package func matches(_ reference: String, _ query: PlaceQuery) async throws(ClientError) -> [RowPlace] {
        let target = place(Target("sessions", reference, "rows", "matches"), query).with("pattern", query.pattern)
            .with("ignoreCase", query.ignoresCase ? 1 : nil)
        let answer: PlacesJSON = try await get(
            Request(method: .GET, target: target.text, attempt: "searching in '\(reference)'"))
        return answer.places
    }

    package func prompts(_ reference: String, _ query: PlaceQuery) async throws(ClientError) -> [RowPlace] {
        let target = place(Target("sessions", reference, "rows", "prompts"), query)
        let answer: PlacesJSON = try await get(
            Request(method: .GET, target: target.text, attempt: "looking for prompts in '\(reference)'"))
        return answer.places
    }

    package func moments(_ reference: String) async throws(ClientError) -> [RecordedMoment] {
        let answer: MomentsJSON = try await get(
            Request(
                method: .GET, target: Target("sessions", reference, "moments").text,
                attempt: "reading the moments of '\(reference)'"))
        return answer.moments
    }

    /// The screen when so many bytes of output had come.
    package func screen(_ reference: String, at offset: UInt64) async throws(ClientError) -> Screen {
        let attempt = "reading an earlier screen of '\(reference)'"
        let target = Target("sessions", reference, "screen").with("format", "frame").with("at", offset)
        let response = try await perform(Request(method: .GET, target: target.text, attempt: attempt))
        do {
            return try FrameCodec.decode(response.body).applied(to: nil)
        } catch {
            throw .unexpected(attempt: attempt, cause: "\(error)")
        }
    }

    private func place(_ target: Target, _ query: PlaceQuery) -> Target {
        target.with("mark", query.mark).with("width", query.width).with("skip", query.skip)
            .with("forward", query.isForward ? 1 : nil).with("limit", query.limit)
    }
}
