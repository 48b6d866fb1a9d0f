import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore
import TendScreen

extension API {
    func getScreen(_ call: Call) async throws -> Outcome {
        let format = try call.query.word("format", ScreenFormat.self) ?? .json
        let history = try call.query.integer("history", in: 0...100_000) ?? 0
        let excerpt = try await excerpt(call, history: history)
        let screen = excerpt.screen
        switch format {
        case .json: return .response(.bytes(ScreenWriter.json(excerpt), type: "application/json"))
        case .text: return .response(text(screen.text(history: excerpt.history)))
        case .ansi: return .response(text(screen.ansi(history: excerpt.history)))
        case .html: return .response(drawing(screen.html(history: excerpt.history), "text/html; charset=utf-8"))
        case .svg: return .response(drawing(screen.svg(history: excerpt.history), "image/svg+xml"))
        case .frame:
            let frame = Frame(from: nil, to: screen, offset: excerpt.offset)
            return .response(
                .bytes(ByteBuffer(bytes: FrameCodec.encode(frame)), type: "application/octet-stream"))
        }
    }

    private func excerpt(_ call: Call, history: Int) async throws -> ScreenExcerpt {
        guard let offset = try call.query.offset("at") else {
            return try await service.screen(call.id, historyRows: history)
        }
        guard history == 0 else { throw APIError.invalid("an earlier screen (at) has no history") }
        return ScreenExcerpt(screen: try await service.screen(call.id, at: offset), history: [], offset: offset)
    }

    private func text(_ text: String) -> Response {
        .bytes(ByteBuffer(string: text), type: "text/plain; charset=utf-8")
    }

    /// The page may colour itself and nothing else: what it shows was written by a program.
    private func drawing(_ text: String, _ type: String) -> Response {
        .bytes(
            ByteBuffer(string: text), type: type,
            headers: [.contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; sandbox"])
    }

    func getBuffer(_ call: Call) async throws -> Outcome {
        let since = try call.query.offset("since") ?? 0
        let limit = try call.query.integer("limit", in: 1...RouteTable.inputLimit) ?? RouteTable.inputLimit
        let chunk = try await service.output(call.id, since: since, limit: limit)
        return .response(
            .bytes(
                ByteBuffer(bytes: chunk.bytes), type: "application/octet-stream",
                headers: [.bufferStart: String(chunk.start), .bufferCursor: String(chunk.end)]))
    }

    func getMarks(_ call: Call) async throws -> Outcome {
        let since = try call.query.offset("since") ?? 0
        return .response(try .json(MarksJSON(await service.marks(call.id, since: since))))
    }

    func getLines(_ call: Call) async throws -> Outcome {
        let query = LineQuery(
            offset: try call.query.integer("offset", in: Int.min...Int.max) ?? 0,
            limit: try call.query.integer("limit", in: 1...100_000) ?? 500,
            pattern: call.query["pattern"].flatMap { $0.isEmpty ? nil : $0 },
            ignoresCase: try call.query.flag("ignoreCase"))
        return .response(try .json(LinesJSON(await service.lines(call.id, query))))
    }

    func search(_ call: Call) async throws -> Outcome {
        guard let text = call.query["q"], !text.isEmpty else {
            throw APIError.invalid("q is missing: what to look for")
        }
        let query = SearchQuery(
            text: text, isPattern: try call.query.flag("regex"),
            ignoresCase: call.query["ignoreCase"] == nil ? true : try call.query.flag("ignoreCase"),
            limit: try call.query.integer("limit", in: 1...10_000) ?? 200)
        let hits = try await call.longRequests.run(on: call.channel) { [service] in try await service.search(query) }
        return .response(try .json(SearchJSON(hits)))
    }
}
