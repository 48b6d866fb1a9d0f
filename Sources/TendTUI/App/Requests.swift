import TendClient
import TendCore

/// Requests to the server that are answered later, as a ``Happening``.
final class Requests: Sendable {
    private let client: Client
    private let inbox: Inbox
    private let turns = Turns()

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
            return .done
        }
    }

    func ask(_ body: @escaping @Sendable (Client) async throws -> Happening?) {
        // No handle: it ends with its answer, at the latest with the process.
        Task { await self.answer(body) }
    }

    /// The same for what makes an earlier request of the same turns useless.
    func ask(inPlaceOf earlier: Latest, _ body: @escaping @Sendable (Client) async throws -> Happening?) {
        earlier.take {
            await self.answer { client in
                let happening = try await body(client)
                // Another one is wanted by now.
                return Task.isCancelled ? nil : happening
            }
        }
    }

    /// The same for what has to reach the server in the order in which it was asked for: each when the one before has its answer.
    func askInTurn(_ body: @escaping @Sendable (Client) async throws -> Happening?) {
        turns.take { await self.answer(body) }
    }

    private func answer(_ body: @Sendable (Client) async throws -> Happening?) async {
        do {
            if let happening = try await body(client) { inbox.put(happening) }
        } catch {
            if !Task.isCancelled { inbox.put(.refused("\(error)")) }
        }
    }
}
