/// What a message is read from without Foundation's decoder.
package protocol TreeReadable: Decodable {
    /// Nil when something is missing or not as expected: then `JSONDecoder` says what it is.
    init?(_ tree: JSONTree)
}

/// Takes the values of an object's fields, each as what it should be. A field that is not there is null.
struct FieldReader<Key: RawRepresentable<String>> {
    private let members: [JSONTree.Member]
    /// Whether every field so far was null or what it should be.
    private(set) var isSound = true

    init?(_ tree: JSONTree) {
        guard case .object(let members) = tree else { return nil }
        self.members = members
    }

    mutating func value<Value>(_ key: Key, _ read: (JSONTree) -> Value?) -> Value? {
        guard let tree = members.first(where: { $0.name == key.rawValue })?.value, tree != .null else { return nil }
        let value = read(tree)
        if value == nil { isSound = false }
        return value
    }

    mutating func text(_ key: Key) -> String? { value(key, \.text) }
    mutating func flag(_ key: Key) -> Bool? { value(key, \.flag) }
    mutating func real(_ key: Key) -> Double? { value(key, \.real) }
    mutating func time(_ key: Key) -> Timestamp? { value(key) { $0.text.flatMap(Timestamp.init) } }

    mutating func word<Word: RawRepresentable<String>>(_ key: Key) -> Word? {
        value(key) { $0.text.flatMap(Word.init) }
    }

    mutating func integer<Integer: FixedWidthInteger>(_ key: Key) -> Integer? {
        value(key) { if case .number(let digits) = $0 { Integer(digits) } else { nil } }
    }

    mutating func list<Element>(_ key: Key, of read: (JSONTree) -> Element?) -> [Element]? {
        value(key) { tree in
            guard case .array(let elements) = tree else { return nil }
            let values = elements.compactMap(read)
            return values.count == elements.count ? values : nil
        }
    }

    mutating func texts(_ key: Key) -> [String]? { list(key, of: \.text) }
}
