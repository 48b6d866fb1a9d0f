import TendClient
import TendCore
import TendScreen

/// Asks the server what copy mode wants to know.
struct CopyAnswers {
    let client: Client
    let session: String

    /// Of history that an editor is given.
    private static let mostRows = 100_000

    /// The answer, or why there is none.
    func page(for request: CopyMode.Request) async -> CopyMode.Page {
        do throws(ClientError) {
            return CopyMode.Page(request, try await answer(to: request))
        } catch {
            return CopyMode.Page(request, .refused(error.description))
        }
    }

    private func answer(to request: CopyMode.Request) async throws(ClientError) -> CopyMode.Page.Answer {
        switch request {
        case .latest(let count):
            let page = try await client.rows(session, RowQuery(count: count))
            let split = page.rows.count - page.screenCount
            return .latest(
                history: Array(page.rows[..<split]), historyCount: page.historyCount,
                screen: Array(page.rows[split...]),
                anchor: CopyMode.Anchor(mark: page.mark, width: page.width))
        case .rows(let anchor, let skip, let count):
            return .rows(
                try await client.rows(
                    session, RowQuery(mark: anchor.mark, width: anchor.width, skip: skip, count: count)
                ).rows)
        case .match(let anchor, let pattern, let ignoresCase, let isForward, let skip):
            let query = PlaceQuery(
                mark: anchor.mark, width: anchor.width, skip: skip, isForward: isForward, pattern: pattern,
                ignoresCase: ignoresCase)
            return .place(place(try await client.matches(session, query)))
        case .prompt(let anchor, let isForward, let skip):
            let query = PlaceQuery(mark: anchor.mark, width: anchor.width, skip: skip, isForward: isForward)
            return .place(place(try await client.prompts(session, query)))
        case .text:
            let bytes = try await client.screen(session, as: .text, history: CopyAnswers.mostRows)
            return .text(String(decoding: bytes, as: UTF8.self))
        case .moments:
            return .moments(
                try await client.moments(session).map { CopyMode.Moment(offset: $0.offset, time: $0.time) })
        case .screen(let offset): return .screen(try await client.screen(session, at: offset))
        }
    }

    private func place(_ places: [RowPlace]) -> CopyMode.Place? {
        places.first.map { CopyMode.Place(skip: $0.skip, column: $0.column) }
    }
}
