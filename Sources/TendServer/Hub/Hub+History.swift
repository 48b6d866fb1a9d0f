package import TendCore
package import TendScreen

extension Hub {
    package func rows(_ reference: String, _ query: RowQuery) async throws(ServiceError) -> RowPage {
        await (try openRuntime(reference)).rows(query)
    }

    package func matches(_ reference: String, _ query: PlaceQuery) async throws(ServiceError) -> [RowPlace] {
        try await HistorySearch(runtime: try openRuntime(reference), query: query).matches()
    }

    package func prompts(_ reference: String, _ query: PlaceQuery) async throws(ServiceError) -> [RowPlace] {
        await HistorySearch(runtime: try openRuntime(reference), query: query).prompts()
    }

    package func moments(_ reference: String) async throws(ServiceError) -> [RecordedMoment] {
        await (try openRuntime(reference)).moments()
    }

    package func screen(_ reference: String, at offset: UInt64) async throws(ServiceError) -> Screen {
        try await (try openRuntime(reference)).screen(at: offset)
    }
}
