import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import TendCore

/// A request that has passed all checks but those of its body.
struct Call: Sendable {
    var route: Route
    var parameters: [String: String]
    var query: Query
    var request: Request
    var principal: Principal
    /// The process that connected, as the kernel told it then; 0 when it does not tell, which is nobody's.
    var peer: Int32
    var channel: any Channel
    var longRequests: LongRequests
}

/// What a handler makes of a call.
enum Outcome: Sendable {
    case response(Response)
    /// Answer 101 and go on as a WebSocket.
    case webSocket(messageLimit: Int, @Sendable (WebSocket) async -> Void)
    /// The same, on the thread of the sessions that it shows.
    case liveSocket(LiveOpening)
}

/// The way of every request: limits, path and method, credential, scope, query, then the handler; and of every error back.
struct Dispatcher: Sendable {
    let longRequests = LongRequests()
    private let api: API
    private let authenticator: any Authenticator
    private let router = Router()
    private let reactor: any Reactor
    private let logger: Logger

    /// - Parameter reactor: serves a live socket until it has a session to follow.
    init(api: API, authenticator: any Authenticator, reactor: any Reactor, logger: Logger) {
        self.reactor = reactor
        self.api = api
        self.authenticator = authenticator
        self.logger = logger
    }

    /// The answer has been sent, but the rest of the request's body is not worth reading: the connection ends.
    private struct BodyLeftUnread: Error {}

    /// What is to be sent, decided before the first byte goes out: an answer cannot be taken back.
    private enum Reply {
        case response(Response, isLast: Bool = false)
        case webSocket(accept: String, messageLimit: Int, @Sendable (WebSocket) async -> Void)
        case liveSocket(accept: String, LiveOpening)
    }

    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        var admitted: Result<Call, APIError>
        do throws(APIError) {
            admitted = .success(try admit(request, channel: channel, peer: ConnectionPeer.process))
        } catch {
            admitted = .failure(error)
        }
        if case .success = admitted, request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        switch try await reply(to: admitted, request) {
        case .response(let response, let isLast):
            try await write(response, writer, isLast: isLast, isBare: request.method == .head)
            if isLast { throw BodyLeftUnread() }
        case .webSocket(let accept, let messageLimit, let body):
            try await upgrade(channel, accept: accept, messageLimit: messageLimit, writer, body)
        case .liveSocket(let accept, let opening):
            try await handOver(channel, accept: accept, opening, writer)
        }
    }

    private func reply(to admitted: Result<Call, APIError>, _ request: Request) async throws -> Reply {
        do {
            let call = try admitted.get()
            switch try await handle(call) {
            case .response(let response): return .response(response)
            case .webSocket(let messageLimit, let body):
                return .webSocket(
                    accept: try WebSocketHandshake.accept(request.head), messageLimit: messageLimit, body)
            case .liveSocket(let opening):
                return .liveSocket(accept: try WebSocketHandshake.accept(request.head), opening)
            }
        } catch let error as HTTPParserError {
            throw error
        } catch {
            let refusal = refusal(for: error, request)
            var wasAdmitted = false
            if case .success = admitted { wasAdmitted = true }
            // Of a refused request the body is unread, and of one that is too large the rest.
            let isLast = hasBody(request) && (!wasAdmitted || refusal.status == .contentTooLarge)
            let response = try Response.json(refusal.detail, status: refusal.status, headers: refusal.headers)
            return .response(response, isLast: isLast)
        }
    }

    /// A body that is read in no time, in bytes.
    private static let briefBody = 4 << 10

    /// Whether a request takes so little time that it keeps no other connection waiting. Of a body without a length nobody can tell.
    static func isBrief(_ operation: Operation, _ head: HTTPRequest) -> Bool {
        guard operation.isBrief, head.headerFields[.transferEncoding] == nil else { return false }
        return head.headerFields[.contentLength].map { Int($0) ?? .max } ?? 0 <= briefBody
    }

    /// What takes no time is done on the loop's thread, and what it asks of the hub as well.
    private func handle(_ call: Call) async throws -> Outcome {
        if Dispatcher.isBrief(call.route.operation, call.request.head) { return try await api.handle(call) }
        // A task of its own has no preference for a thread. It ends with this call, which waits for it.
        let task = Task { try await api.handle(call) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    // MARK: Checks

    private func admit(_ request: Request, channel: any Channel, peer: Int32) throws(APIError) -> Call {
        // Only the origin form: `/path?query`. What Hummingbird makes of other forms is not needed here.
        let target = request.uri.string
        guard target.hasPrefix("/"), target.utf8.count <= 16 * 1024 else {
            throw .invalid("the target of a request must be a path of at most 16384 bytes")
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let match = try router.match(request.method, parts[0])
        try checkBody(of: request, match.route)
        let principal = try authenticator.principal(of: request.head, on: channel)
        guard authenticator.allows(principal, match.route.scope) else {
            throw APIError(.forbidden, "forbidden", "the credential does not allow \(match.route.scope.rawValue)")
        }
        return Call(
            route: match.route, parameters: match.parameters,
            query: try Query(parts.count > 1 ? parts[1] : "", allowed: match.route.parameters.map(\.name)),
            request: request, principal: principal, peer: peer, channel: channel, longRequests: longRequests)
    }

    private func checkBody(of request: Request, _ route: Route) throws(APIError) {
        if let text = request.headers[.contentLength] {
            guard let length = Int(text), length >= 0 else { throw .invalid("Content-Length must be a whole number") }
            if length > route.bodyLimit { throw APIError.tooLarge(route) }
        }
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw APIError(.unsupportedMediaType, "unsupported", "bodies must not be compressed")
        }
    }

    private func hasBody(_ request: Request) -> Bool {
        request.headers[.transferEncoding] != nil || (request.headers[.contentLength].flatMap(Int.init) ?? 0) > 0
    }

    // MARK: Answers

    /// - Parameter isBare: whether only the head is sent, as it would be with the body.
    private func write(
        _ response: Response, _ writer: consuming ResponseWriter, isLast: Bool, isBare: Bool
    ) async throws {
        var head = Dispatcher.head(of: response)
        if isLast { head.headerFields[.connection] = "close" }
        do {
            if isBare { return try await writer.writeResponse(head) }
            try await writer.write(response: head, body: response.body)
        } catch is HTTPParserError {
            // The head of this answer is out; a second one must not follow it.
            throw BodyLeftUnread()
        }
    }

    private static func head(of response: Response) -> HTTPResponse {
        var head = response.head
        head.headerFields[.xContentTypeOptions] = "nosniff"
        if head.headerFields[.cacheControl] == nil { head.headerFields[.cacheControl] = "no-store" }
        if head.status == .noContent { head.headerFields[.contentLength] = nil }
        return head
    }

    private func refusal(for error: any Error, _ request: Request) -> APIError {
        switch error {
        case let error as APIError: return error
        case let error as ServiceError: return APIError(error)
        case is CancellationError:
            return APIError(.serviceUnavailable, ServiceError.Code.unavailable.rawValue, "the server stops")
        default:
            logger.error("\(request.method.rawValue) \(request.uri.path): \(error)")
            return APIError(
                .internalServerError, ServiceError.Code.internal.rawValue, "a fault of the server: \(error)")
        }
    }

    // MARK: WebSocket

    private func upgrade(
        _ channel: any Channel, accept: String, messageLimit: Int, _ writer: consuming ResponseWriter,
        _ body: @escaping @Sendable (WebSocket) async -> Void
    ) async throws {
        let socket = try await channel.eventLoop.submit {
            let connection = try channel.pipeline.syncOperations.handler(type: ConnectionHandler.self)
            let handler = WebSocketHandler(messageLimit: messageLimit, eventLoop: channel.eventLoop)
            connection.arm(.webSocket(handler))
            return WebSocket(handler, eventLoop: channel.eventLoop)
        }.get()
        try await writer.writeResponse(WebSocketHandshake.answer(accept))
        do {
            try await socket.opened()
            try await longRequests.run(on: channel) { await body(socket) }
        } catch {
            logger.debug("a WebSocket ended: \(error)")
        }
        socket.close(WebSocketWire.goingAwayCode, "the server stops")
    }

    private func handOver(
        _ channel: any Channel, accept: String, _ opening: LiveOpening, _ writer: consuming ResponseWriter
    ) async throws {
        let descriptor = try await channel.eventLoop.submit {
            let connection = try channel.pipeline.syncOperations.handler(type: ConnectionHandler.self)
            let successor = channel.eventLoop.makePromise(of: Int32.self)
            connection.arm(.descriptor(successor))
            return successor.futureResult
        }.get()
        try await writer.writeResponse(WebSocketHandshake.answer(accept))
        do {
            await serve(opening, descriptor: try await descriptor.get())
        } catch {
            logger.debug("a live socket ended: \(error)")
        }
    }

    /// What is done about a request without a pipeline of HTTP.
    enum Shortcut: Sendable {
        case answer(Call)
        case live(LiveOpening, accept: String)
    }

    /// The short way of a request that has one, if all is well with it. If not, the long way tells what is wrong.
    ///
    /// - Parameter peer: the process at the other end of `channel`.
    func shortcut(_ request: PlainRequest, on channel: any Channel, peer: Int32) -> Shortcut? {
        let head = request.head
        do {
            let call = try admit(
                Request(head: head, body: RequestBody(buffer: request.body)), channel: channel, peer: peer)
            guard Dispatcher.isBrief(call.route.operation, head) else { return nil }
            if call.route.operation == .live {
                return .live(try api.live(call), accept: try WebSocketHandshake.accept(head))
            }
            return head.headerFields[.connection] == "close" && head.headerFields[.upgrade] == nil ? .answer(call) : nil
        } catch {
            return nil
        }
    }

    /// The whole answer to a brief request, as it goes on the wire.
    func answer(_ call: Call) async -> ByteBuffer {
        do {
            guard case .response(let response, _) = try await reply(to: .success(call), call.request) else {
                throw ServiceError(.internal, "\(call.route.operation) has no answer")
            }
            let body = CollectedBody()
            try await response.body.write(body)
            return PlainResponse.bytes(Dispatcher.head(of: response), body.bytes)
        } catch {
            // Only on a connection can reading and writing fail, and here is none.
            logger.error("\(call.route.operation): \(error)")
            return PlainResponse.bytes(HTTPResponse(status: .internalServerError), ByteBuffer())
        }
    }

    /// Serves a connection that its HTTP has been taken from.
    ///
    /// - Parameter accept: answers the upgrade, if it has not been answered yet.
    func serve(_ opening: LiveOpening, accept: String? = nil, descriptor: Int32) async {
        let socket = LaneSocket(
            descriptor: descriptor, home: reactor, messageLimit: RouteTable.jsonLimit,
            answer: accept.map { WebSocketHandshake.bytes(of: WebSocketHandshake.answer($0)) } ?? [])
        // Here, where the request was read: whoever attaches waits for the first screen.
        let live = await opening.open(on: socket)
        do {
            // When the server stops, the socket is closed at once: whoever waits for a viewer that does not read must not hold that up.
            try await longRequests.run(on: nil) {
                await withTaskCancellationHandler {
                    await live.serve()
                } onCancel: {
                    socket.close(WebSocketWire.goingAwayCode, "the server stops")
                }
            }
        } catch {
            logger.debug("a live socket ended: \(error)")
        }
        socket.close(WebSocketWire.goingAwayCode, "the server stops")
    }
}

/// Takes a body that is written in pieces.
private final class CollectedBody: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) { bytes.writeImmutableBuffer(buffer) }
    func finish(_ trailingHeaders: HTTPFields?) {}
}

extension APIError {
    static func tooLarge(_ route: Route) -> APIError {
        APIError(
            .contentTooLarge, "too_large",
            route.bodyLimit == 0 ? "this route takes no body" : "the body must not exceed \(route.bodyLimit) bytes")
    }
}

extension HTTPField.Name {
    static let xContentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
    static let bufferStart = HTTPField.Name("X-Tend-Buffer-Start")!
    static let bufferCursor = HTTPField.Name("X-Tend-Buffer-Cursor")!
    static let rowsTotal = HTTPField.Name("X-Tend-Rows-Total")!
    static let rowsFirst = HTTPField.Name("X-Tend-Rows-First")!
    static let rowsScreen = HTTPField.Name("X-Tend-Rows-Screen")!
    static let rowsWidth = HTTPField.Name("X-Tend-Rows-Width")!
    static let rowsMark = HTTPField.Name("X-Tend-Rows-Mark")!
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
}
