import NIOCore
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
        private var socket: WebSocket?
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
                    let open = try await opened()
                    switch try await message(open) {
                    case .text(let text):
                        // The hello. Other texts answer input, which this stream never sends.
                        let hello = try JSON.decode(
                            LiveMessage.StreamHello.self, text.readableBytesView, attempt: attempt)
                        offset = hello.offset
                    case .binary(let data):
                        backoff.reset()
                        defer { offset += UInt64(data.readableBytes) }
                        return Element(bytes: Array(data.readableBytesView), start: offset)
                    case nil: return nil
                    }
                } catch {
                    socket?.close()
                    socket = nil
                    guard error.isTransient else { throw error }
                    guard await backoff.wait() else { return nil }
                }
            }
            return nil
        }

        private mutating func opened() async throws(ClientError) -> WebSocket {
            if let socket { return socket }
            let target = Target("sessions", stream.reference, "stream").with("since", offset)
            let opened = try await WebSocket.open(stream.socketPath, target: target.text, attempt: attempt)
            socket = opened
            return opened
        }

        /// Nil at the end of the session.
        private func message(_ socket: WebSocket) async throws(ClientError) -> WebSocket.Message? {
            do throws(WebSocket.Closure) {
                return try await socket.next()
            } catch {
                switch error.code {
                case 1000: return nil
                case LiveMessage.tooSlowCode:
                    throw .service(
                        ServiceError(
                            .tooSlow,
                            "the output came faster than it was read, and the recording has moved on"
                                + " — some of it is lost to this reader; start again from the present"))
                case nil, 1001, 1005, 1006, 1012: throw .connectionLost(attempt: attempt)
                default: throw .unexpected(attempt: attempt, cause: error.reason)
                }
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
