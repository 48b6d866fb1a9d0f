import TendCore

/// What the messages of OpenCode's conversations took. Each is told again and again while it grows; the last telling counts.
struct OpenCodeMessages: Hashable, Sendable {
    private struct Message: Hashable, Sendable {
        var tokens = 0
        /// US dollars.
        var cost = 0.0
    }

    private var messages: [String: Message] = [:]

    /// - Parameter info: an assistant's message.
    mutating func take(_ info: JSONTree) {
        guard let id = info["id"]?.text else { return }
        let tokens = info["tokens"]
        let counts = [
            tokens?["input"], tokens?["output"], tokens?["reasoning"], tokens?["cache"]?["read"],
            tokens?["cache"]?["write"],
        ]
        messages[id] = Message(
            tokens: counts.reduce(0) { $0 + TokenCount.bounded($1?.integer) }, cost: info["cost"]?.real ?? 0)
    }

    /// Whether it is one of the model's, as far as they were told.
    func isAnswer(_ id: String?) -> Bool { id.map { messages[$0] != nil } ?? false }

    /// Nil before the first message.
    var tokens: Int? { messages.isEmpty ? nil : messages.values.reduce(0) { $0 + $1.tokens } }
    /// Nil if there is none to tell: models on this machine and subscriptions cost nothing by the message.
    var cost: Double? {
        let sum = messages.values.reduce(0) { $0 + $1.cost }
        return sum > 0 ? sum : nil
    }
}
