import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore
import TendScreen

extension API {
    func getRows(_ call: Call) async throws -> Outcome {
        let query = RowQuery(
            mark: try call.query.offset("mark"), width: try call.query.integer("width", in: API.widths),
            skip: try call.query.integer("skip", in: 0...Int.max) ?? 0,
            count: try call.query.integer("count", in: 0...10_000) ?? 500)
        let page = try await service.rows(call.id, query)
        let first = page.historyCount - query.skip - (page.rows.count - page.screenCount)
        return .response(
            .bytes(
                ByteBuffer(bytes: FrameCodec.encode(rows: page.rows)), type: "application/octet-stream",
                headers: [
                    .rowsTotal: String(page.historyCount), .rowsFirst: String(max(first, 0)),
                    .rowsScreen: String(page.screenCount), .rowsWidth: String(page.width),
                    .rowsMark: String(page.mark),
                ]))
    }

    func findInRows(_ call: Call) async throws -> Outcome {
        guard let pattern = call.query["pattern"], !pattern.isEmpty else {
            throw APIError.invalid("pattern is missing: what to look for")
        }
        var query = try placeQuery(call)
        query.pattern = pattern
        query.ignoresCase = try call.query.flag("ignoreCase")
        // A new letter makes the search for those before useless: whoever goes away ends it.
        let places = try await call.longRequests.run(on: call.channel) { [service, query] in
            try await service.matches(call.id, query)
        }
        return .response(try .json(PlacesJSON(places: places)))
    }

    func findPrompts(_ call: Call) async throws -> Outcome {
        .response(try .json(PlacesJSON(places: await service.prompts(call.id, try placeQuery(call)))))
    }

    func getMoments(_ call: Call) async throws -> Outcome {
        .response(try .json(MomentsJSON(moments: await service.moments(call.id))))
    }

    private static let widths = Size.columnLimits

    private func placeQuery(_ call: Call) throws -> PlaceQuery {
        guard let mark = try call.query.offset("mark"), let width = try call.query.integer("width", in: API.widths)
        else { throw APIError.invalid("mark and width are missing: as GET …/rows told them") }
        return PlaceQuery(
            mark: mark, width: width, skip: try call.query.integer("skip", in: 0...Int.max) ?? 0,
            isForward: try call.query.flag("forward"), limit: try call.query.integer("limit", in: 1...1000) ?? 1)
    }
}
