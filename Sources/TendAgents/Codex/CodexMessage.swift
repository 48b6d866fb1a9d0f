package import TendCore

/// One message of Codex' app server, which speaks JSON-RPC 2.0 without saying so: there is no `jsonrpc` member. One message is one text
/// frame of a WebSocket.
package enum CodexMessage: Hashable, Sendable {
    /// Somebody wants an answer; the server asks us just as we ask it.
    case request(id: RequestID, method: String, params: JSONTree)
    case notification(method: String, params: JSONTree)
    /// The answer to a request.
    case result(id: RequestID, JSONTree)
    /// The refusal of a request.
    case failure(id: RequestID, message: String)

    /// A number or a text, written back as it came.
    package struct RequestID: Hashable, Sendable, CustomStringConvertible {
        package var value: JSONTree
        package init(_ value: JSONTree) { self.value = value }
        package init(_ number: Int) { value = .number(String(number)) }
        package var description: String { value.text ?? value.description }
    }

    /// Nil if the text is no message: a later version may send what we do not know.
    package init?(parsing text: String) {
        // What cannot be read cannot be answered either, and everything that waits shows in the agent's own dialog.
        guard let tree = try? JSONTree(parsing: text.utf8) else { return nil }
        let id = tree["id"].map { RequestID($0) }
        let params = tree["params"] ?? [:]
        switch (tree["method"]?.text, id) {
        case (let method?, let id?): self = .request(id: id, method: method, params: params)
        case (let method?, nil): self = .notification(method: method, params: params)
        case (nil, let id?):
            if let error = tree["error"] {
                self = .failure(id: id, message: error["message"]?.text ?? error.description)
            } else {
                self = .result(id: id, tree["result"] ?? .null)
            }
        case (nil, nil): return nil
        }
    }

    /// As it goes on the wire.
    package var text: String {
        let tree: JSONTree =
            switch self {
            case .request(let id, let method, let params):
                ["id": id.value, "method": .string(method), "params": params]
            case .notification(let method, let params): ["method": .string(method), "params": params]
            case .result(let id, let result): ["id": id.value, "result": result]
            case .failure(let id, let message):
                ["id": id.value, "error": ["code": -32600, "message": .string(message)]]
            }
        return tree.description
    }
}
