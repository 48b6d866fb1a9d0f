import TendClient
import TendCore

/// Requests to the server that are answered later, as a ``Happening``.
final class Requests: Sendable {
    private let client: Client
    private let inbox: Inbox

    init(client: Client, inbox: Inbox) {
        self.client = client
        self.inbox = inbox
    }

    func make(_ session: NewSessionJSON, then purpose: AfterMaking) {
        ask { client in .made(try await client.create(session), then: purpose) }
    }

    /// Something whose effect comes as an event; only a refusal is told.
    func tell(_ body: @escaping @Sendable (Client) async throws -> Void) {
        ask { client in
            try await body(client)
            return nil
        }
    }

    func ask(_ body: @escaping @Sendable (Client) async throws -> Happening?) {
        let (client, inbox) = (client, inbox)
        // No handle: it ends with its answer, at the latest with the process.
        Task {
            do {
                if let happening = try await body(client) { inbox.put(happening) }
            } catch {
                inbox.put(.refused("\(error)"))
            }
        }
    }
}
