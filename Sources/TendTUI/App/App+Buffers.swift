import TendClient
import TendCore

/// What was copied is the server's.
extension App {
    /// In turn: what is pasted next may be what was just copied.
    func addBuffer(_ text: String) {
        requests.askInTurn { client in
            _ = try await client.addBuffer(Array(text.utf8))
            return nil
        }
    }

    func listBuffers() {
        requests.askInTurn { .buffers(try await $0.buffers()) }
    }

    func readBuffer(_ name: String?, for pane: PaneID, isScripted: Bool) {
        requests.askInTurn { client in
            let bytes = try await client.buffer(named: try await App.named(name, client))
            return .buffer(String(decoding: bytes, as: UTF8.self), for: pane, isScripted: isScripted)
        }
    }

    func removeBuffer(_ name: String?) {
        requests.askInTurn { client in
            try await client.removeBuffer(try await App.named(name, client))
            return .done
        }
    }

    func takeClipboard(of session: String) {
        requests.askInTurn { client in
            .clipboard(session: session, String(decoding: try await client.clipboard(of: session), as: UTF8.self))
        }
    }

    /// The newest one unless another is named.
    private static func named(_ name: String?, _ client: Client) async throws -> String {
        if let name { return name }
        guard let newest = try await client.buffers().first else {
            throw ClientError.service(ServiceError(.notFound, "nothing has been copied yet"))
        }
        return newest.name
    }
}
