import TendCore

/// Raw output of a session from an offset on, then live, to its end; goes on where it was when the server is restarted.
package struct OutputStream: AsyncSequence, Sendable {
    package typealias Failure = ClientError

    package struct Element: Sendable {
        package var bytes: [UInt8]
        /// Offset of the first byte since the session began. A gap means that the recording no longer held what is missing.
        package var start: UInt64
    }

    let socketPath: String
    let reference: String
    let since: UInt64

    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    package struct Iterator: AsyncIteratorProtocol {
        private let stream: OutputStream
        private let attempt: String
        private var offset: UInt64
        private var link: WebSocketLink?
        private var backoff = Backoff()

        init(_ stream: OutputStream) {
            self.stream = stream
            attempt = "following '\(stream.reference)'"
            offset = stream.since
        }

        package mutating func next() async throws(ClientError) -> Element? { try await next(isolation: nil) }

        package mutating func next(isolation actor: isolated (any Actor)?) async throws(ClientError) -> Element? {
            while !Task.isCancelled {
                do throws(ClientError) {
                    let link = try connected()
                    switch try message(link) {
                    case .text(let text):
                        // The hello. Other texts answer input, which this stream never sends.
                        let hello = try JSON.decode(LiveMessage.StreamHello.self, text.utf8, attempt: attempt)
                        offset = hello.offset
                    case .binary(let bytes):
                        backoff.reset()
                        defer { offset += UInt64(bytes.count) }
                        return Element(bytes: bytes, start: offset)
                    case .close(let code, let reason):
                        try closed(code, reason)
                        return nil
                    case .ping: break
                    case nil:
                        _ = await link.socket.wait(writing: link.hasOutput, until: nil)
                        link.flush()
                    }
                } catch {
                    self.link = nil
                    guard error.isTransient else { throw error }
                    guard await backoff.wait() else { return nil }
                }
            }
            return nil
        }

        private mutating func connected() throws(ClientError) -> WebSocketLink {
            if let link { return link }
            let target = Target("sessions", stream.reference, "stream").with("since", offset)
            let opened = try WebSocketLink(path: stream.socketPath, target: target.text, attempt: attempt)
            link = opened
            return opened
        }

        private func message(_ link: WebSocketLink) throws(ClientError) -> WebSocketWire.Reader.Message? {
            do {
                return try link.receive()
            } catch let error as ClientError {
                throw error
            } catch {
                throw .connectionLost(attempt: attempt)
            }
        }

        /// Returns at the end of the session.
        private func closed(_ code: UInt16?, _ reason: String) throws(ClientError) {
            switch code {
            case 1000: return
            case LiveMessage.tooSlowCode:
                throw .service(
                    ServiceError(
                        .tooSlow,
                        "the output came faster than it was read, and the recording has moved on"
                            + " — some of it is lost to this reader; start again from the present"))
            case nil, 1001, 1005, 1006, 1012: throw .connectionLost(attempt: attempt)
            default: throw .unexpected(attempt: attempt, cause: reason)
            }
        }
    }
}

extension Client {
    /// Raw output from an offset on (as far as the recording holds it), then live.
    package func stream(_ reference: String, since offset: UInt64) -> OutputStream {
        OutputStream(socketPath: socketPath, reference: reference, since: offset)
    }
}
