import TendCore

extension ClaudeUsageReader {
    /// Up to where the files were read, and what they said.
    struct Place: Hashable {
        var transcript: String
        /// By path; each stands behind the end of a line.
        var offsets: [String: Int] = [:]
        var usage = ClaudeUsage()

        init(transcript: String) { self.transcript = transcript }
    }
}

/// As JSON: counts are `[input, output, cache read, cache write, cache write for an hour]`.
extension ClaudeUsageReader.Place {
    init?(parsing bytes: [UInt8]) {
        guard let fields = try? JSONTree(parsing: bytes), let transcript = fields["transcript"]?.text,
            case .object(let offsets)? = fields["offsets"]
        else { return nil }
        self.transcript = transcript
        for member in offsets { self.offsets[member.name] = max(member.value.integer ?? 0, 0) }
        usage.cost = fields["cost"]?.real
        usage.said = fields["said"]?.text.flatMap { UInt64($0, radix: 36) }
        for entry in fields["ended"]?.elements ?? [] {
            usage.ended.append(ModelUsage(model: entry["model"]?.text, tokens: .init(parsing: entry["tokens"])))
        }
        for entry in fields["recent"]?.elements ?? [] {
            guard let id = entry["id"]?.text else { return nil }
            usage.recent.append(
                ClaudeUsage.Message(id: id, model: entry["model"]?.text, tokens: .init(parsing: entry["tokens"])))
        }
    }

    var text: String {
        var fields: JSONTree = [
            "transcript": .string(transcript),
            "offsets": .object(
                offsets.sorted { $0.key < $1.key }.map { JSONTree.Member($0.key, .number(String($0.value))) }),
            "ended": .array(usage.ended.map { Self.entry($0.model, $0.tokens, [:]) }),
            "recent": .array(usage.recent.map { Self.entry($0.model, $0.tokens, ["id": .string($0.id)]) }),
        ]
        if let said = usage.said { fields = fields.with("said", .string(String(said, radix: 36))) }
        if let cost = usage.cost { fields = fields.with("cost", .number("\(cost)")) }
        return fields.description
    }

    private static func entry(_ model: String?, _ tokens: TokenCount, _ fields: JSONTree) -> JSONTree {
        let entry = fields.with("tokens", tokens.list)
        return model.map { entry.with("model", .string($0)) } ?? entry
    }
}

extension TokenCount {
    fileprivate init(parsing list: JSONTree?) {
        let counts = (list?.elements ?? []).map { $0.integer ?? 0 }
        func count(_ index: Int) -> Int { index < counts.count ? counts[index] : 0 }
        self.init(
            input: count(0), output: count(1), cacheRead: count(2), cacheWrite: count(3), cacheWriteHour: count(4))
    }

    fileprivate var list: JSONTree {
        .array([input, output, cacheRead, cacheWrite, cacheWriteHour].map { .number(String($0)) })
    }
}
