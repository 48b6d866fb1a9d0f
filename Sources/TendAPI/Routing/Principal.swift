import HTTPTypes
import NIOCore
import TendCore

/// Who asks.
enum Principal: Hashable, Sendable {
    /// The owner of the server: the kernel said that the peer of the Unix socket has the server's user id.
    case localUser
}

/// What a credential must allow. A route names the one it needs.
enum Scope: String, Sendable, CaseIterable {
    case sessionsRead = "sessions.read"
    case sessionsWrite = "sessions.write"
    case sessionsInput = "sessions.input"
    case attentionRead = "attention.read"
    case attentionAsk = "attention.ask"
    case attentionAnswer = "attention.answer"
    case eventsRead = "events.read"
    case buffersRead = "buffers.read"
    case buffersWrite = "buffers.write"
    case serverRead = "server.read"
    case serverControl = "server.control"
}

/// Finds out who asks, by whatever the transport has to tell it. Each transport plugs in its own.
protocol Authenticator: Sendable {
    /// - Throws: ``APIError`` with status 401 when the request carries no valid credential.
    func principal(of request: HTTPRequest, on channel: any Channel) throws(APIError) -> Principal
    /// Whether the principal may do what the route does.
    func allows(_ principal: Principal, _ scope: Scope) -> Bool
}

/// For the Unix socket: peers of other users are not even accepted, so whoever speaks is the owner and may do everything.
struct LocalAuthenticator: Authenticator {
    func principal(of request: HTTPRequest, on channel: any Channel) throws(APIError) -> Principal { .localUser }
    func allows(_ principal: Principal, _ scope: Scope) -> Bool { true }
}
