import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore

extension API {
    /// Server-sent events. Nothing is sent to keep the connection alive: the end of a Unix socket is always seen.
    func listenToEvents(_ call: Call) async throws -> Outcome {
        let topics = try EventTopics(call.query["topics"].map { $0.split(separator: ",").map(String.init) })
        var after = try call.query.offset("after")
        if let text = call.request.headers[.lastEventID] {
            guard let id = UInt64(text) else { throw APIError.invalid("Last-Event-ID must be the id of an event") }
            after = id
        }
        let (channel, longRequests) = (call.channel, call.longRequests)
        // Before the head goes out: whoever has read it misses nothing.
        let reader = await service.events(after: after)
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: ": events of tend\n\n"))
            while let events = try await longRequests.run(on: channel, { await reader.next() }),
                !longRequests.isStopping
            {
                var buffer = ByteBuffer()
                for event in events where topics.contain(event) {
                    let json = EventJSON(event)
                    buffer.writeString("id: \(json.id)\nevent: \(json.topic)\ndata: ")
                    buffer.writeImmutableBuffer(try JSONBody.encode(json))
                    buffer.writeStaticString("\n\n")
                }
                if buffer.readableBytes > 0 { try await writer.write(buffer) }
                if !channel.isActive { break }
            }
            try await writer.finish(nil)
        }
        return .response(Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body))
    }
}

/// Which events somebody wants.
struct EventTopics: Sendable {
    /// Nil: all.
    private var topics: Set<String>?

    /// - Throws: for a topic that there is not.
    init(_ names: [String]?) throws(APIError) {
        guard let names, !names.contains("*") else { return }
        for name in names where !EventJSON.topics.contains(name) {
            let hint = Suggestion.nearest(to: name, among: EventJSON.topics).map { " — did you mean '\($0)'?" } ?? ""
            throw .invalid("unknown topic '\(name.sanitized(limit: 64))'\(hint)")
        }
        topics = Set(names)
    }

    func contain(_ event: Event) -> Bool { topics?.contains(EventJSON.topic(of: event.kind)) ?? true }
}
