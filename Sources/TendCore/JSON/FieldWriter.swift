/// Puts an object together. Nil adds nothing.
struct FieldWriter<Key: RawRepresentable<String>> {
    private var members: [JSONTree.Member] = []

    var tree: JSONTree { .object(members) }

    mutating func add(_ key: Key, _ value: JSONTree?) {
        if let value { members.append(JSONTree.Member(key.rawValue, value)) }
    }

    mutating func add(_ key: Key, _ text: String?) { add(key, text.map(JSONTree.string)) }
    mutating func add(_ key: Key, _ flag: Bool?) { add(key, flag.map(JSONTree.bool)) }
    mutating func add(_ key: Key, _ texts: [String]?) { add(key, texts.map { .array($0.map(JSONTree.string)) }) }

    /// A whole one without a fraction, as Foundation has it.
    mutating func add(_ key: Key, _ number: Double?) {
        add(key, number.map { .number(Int64(exactly: $0).map(String.init) ?? $0.description) })
    }

    mutating func add(_ key: Key, _ number: (some FixedWidthInteger)?) {
        add(key, number.map { .number(String($0)) })
    }
}
