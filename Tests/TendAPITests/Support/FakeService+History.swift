import Synchronization
import TendCore
import TendScreen

extension FakeService {
    func rows(_ reference: String, _ query: RowQuery) async throws(ServiceError) -> RowPage {
        let excerpt = try await screen(reference, historyRows: query.count)
        let rows = query.mark == nil ? excerpt.screen.rows : []
        return RowPage(
            rows: excerpt.history + rows, screenCount: rows.count, historyCount: 100, mark: query.mark ?? 77,
            width: query.width ?? 20)
    }

    func matches(_ reference: String, _ query: PlaceQuery) async throws(ServiceError) -> [RowPlace] {
        _ = try await session(reference)
        return [RowPlace(skip: query.skip + (query.ignoresCase ? 1 : 0), column: query.pattern.count)]
    }

    func prompts(_ reference: String, _ query: PlaceQuery) async throws(ServiceError) -> [RowPlace] {
        _ = try await session(reference)
        return (0..<query.limit).map { RowPlace(skip: query.skip + (query.isForward ? -$0 : $0), column: 0) }
    }

    func moments(_ reference: String) async throws(ServiceError) -> [RecordedMoment] {
        _ = try await session(reference)
        return [RecordedMoment(offset: 5, time: 1_700_000_000_000)]
    }

    func screen(_ reference: String, at offset: UInt64) async throws(ServiceError) -> Screen {
        guard offset < 100 else { throw ServiceError(.invalid, "no output at \(offset)") }
        var screen = try await screen(reference, historyRows: 0).screen
        screen.title = "at \(offset)"
        return screen
    }
}
