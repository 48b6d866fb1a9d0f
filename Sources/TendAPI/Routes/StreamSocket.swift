import NIOCore
import TendCore
import TendScreen

/// `WS /sessions/{id}/stream`: raw output from an offset on, then live, with no byte lost or doubled at the seam; and input.
///
/// A viewer that does not read is waited for: one chunk is on its way to it, nothing queues up. What the recording has overwritten
/// when it reads again is gone, so it is told so (code 4008) instead of being shown a gap.
struct StreamSocket: Sendable {
    /// Small enough that a slow viewer holds little memory, large enough that a fast one costs few turns.
    private static let chunk = 64 * 1024

    let service: any SessionService
    let reference: String
    let since: UInt64
    /// The process at the other end, as the kernel tells it.
    let peer: Int32

    func run(_ socket: WebSocket) async {
        await withTaskGroup { group in
            group.addTask { await send(to: socket) }
            group.addTask { await receive(from: socket) }
            await group.next()
            group.cancelAll()
        }
    }

    private func send(to socket: WebSocket) async {
        do {
            // Read at once, not waited for: the hello can say where the output begins although there may be none yet.
            var chunk = try await service.output(reference, since: since, limit: StreamSocket.chunk)
            let hello = LiveMessage.StreamHello(offset: chunk.start, oldest: chunk.oldest)
            try await socket.send(text: try JSONBody.encode(hello))
            if !chunk.bytes.isEmpty { try await socket.send(binary: chunk.bytes) }
            let reader = try await service.outputReader(reference, since: chunk.end)
            while let next = try await reader.next(limit: StreamSocket.chunk) {
                if Task.isCancelled { return }
                chunk = next
                try await socket.send(binary: chunk.bytes)
            }
            if Task.isCancelled { return }
            socket.close(WebSocketWire.normalCode, await ending())
        } catch let error as ServiceError {
            if Task.isCancelled { return }
            StreamSocket.close(socket, error)
        } catch {
            // The connection has ended; there is nobody to tell.
        }
    }

    /// The terminal is let go of before the keeper tells how the program ended.
    private static let statusPatience = Duration.seconds(1)

    private func ending() async -> String {
        let outcome: WaitOutcome
        do {
            outcome = try await service.wait(reference, until: .exit, timeout: StreamSocket.statusPatience)
        } catch {
            // Removed meanwhile, or the server is going down: all the same to a stream that is over.
            return "removed"
        }
        let session =
            switch outcome {
            case .met(let session, _), .timedOut(let session): session
            }
        switch session.exit {
        case .code(let code): return "exited with code \(code)"
        case .signal(let number): return "ended by signal \(number)"
        case nil: return session.state.rawValue
        }
    }

    private func receive(from socket: WebSocket) async {
        let isInsider = await service.isInSession(peer: peer)
        while let message = await socket.receive() {
            do {
                let inputs =
                    switch message {
                    case .binary(let bytes): [Input.bytes(bytes)]
                    case .text(let text):
                        try JSONBody.decode(InputJSON.self, from: ByteBuffer(string: text)).inputs()
                    }
                if isInsider { try await service.checkTyping(into: reference, peer: peer) }
                try await service.send(reference, inputs)
            } catch let error as APIError {
                await refuse(error.detail, socket)
            } catch let error as ServiceError {
                if Task.isCancelled { return }
                await refuse(ErrorJSON(error), socket)
            } catch {
                return
            }
        }
    }

    /// Input that cannot be sent ends nothing: an ended session still has output to read.
    private func refuse(_ error: ErrorJSON, _ socket: WebSocket) async {
        do { try await socket.send(text: try JSONBody.encode(error)) } catch {
            // The connection has ended; the next receive says so.
        }
    }

    static func close(_ socket: WebSocket, _ error: ServiceError) {
        let code =
            switch error.code {
            case .tooSlow: LiveMessage.tooSlowCode
            case .notFound, .ambiguous: WebSocketWire.normalCode
            case .unavailable: WebSocketWire.goingAwayCode
            default: WebSocketWire.internalErrorCode
            }
        socket.close(code, error.code == .tooSlow ? "too slow" : error.message)
    }
}

extension API {
    func streamSession(_ call: Call) async throws -> Outcome {
        let since = try call.query.offset("since") ?? 0
        // The id, so that a rename does not end the stream; and a session that is not there is a 404, not an upgrade.
        let id = try await service.session(call.id).id.rawValue
        let stream = StreamSocket(service: service, reference: id, since: since, peer: call.peer)
        return .webSocket(messageLimit: RouteTable.jsonLimit) { socket in await stream.run(socket) }
    }
}
