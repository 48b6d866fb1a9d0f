import TendCore

/// Values of known type at known places.
extension ManifestReader {
    /// An object and where it is.
    struct Node {
        var fields: [String: JSONValue]
        var place: String

        func path(_ key: String) -> String { place.isEmpty ? key : place + "." + key }
    }

    mutating func fail(_ path: String, _ message: String) {
        diagnostics.append(ManifestDiagnostic(file: file, path: path, message: message, severity: .error))
    }

    mutating func warnOfUnknown(_ node: Node, _ known: [String]) {
        for key in node.fields.keys.sorted()
        where !known.contains(key) && !ManifestKeys.isForeign(key, known: known) {
            let hint = Suggestion.nearest(to: key, among: known).map { " — did you mean '\($0)'?" } ?? ""
            diagnostics.append(
                ManifestDiagnostic(
                    file: file, path: node.path(key), message: "unknown key\(hint) (ignored)", severity: .warning))
        }
    }

    mutating func object(_ value: JSONValue, _ path: String) -> Node? {
        if case .object(let fields) = value { return Node(fields: fields, place: path) }
        fail(path, "an object is wanted, not \(value.kind)")
        return nil
    }

    mutating func child(_ node: Node, _ key: String, isRequired: Bool = false) -> Node? {
        value(node, key, isRequired).flatMap { object($0, node.path(key)) }
    }

    /// Nil when it is absent or null; that is a mistake if it is required.
    private mutating func value(_ node: Node, _ key: String, _ isRequired: Bool) -> JSONValue? {
        if let value = node.fields[key], value != .null { return value }
        if isRequired { fail(node.path(key), "is missing") }
        return nil
    }

    mutating func string(_ node: Node, _ key: String, isRequired: Bool = false) -> String? {
        guard let value = value(node, key, isRequired) else { return nil }
        guard case .string(let text) = value else {
            fail(node.path(key), "a string is wanted, not \(value.kind)")
            return nil
        }
        if text.contains("\0") { fail(node.path(key), "holds a NUL") }
        if isRequired, text.isEmpty { fail(node.path(key), "is empty") }
        return text
    }

    /// A string, a number or a truth, as it would be typed.
    mutating func scalar(_ node: Node, _ key: String, isRequired: Bool = false) -> String? {
        guard let value = value(node, key, isRequired) else { return nil }
        if let text = value.text { return text }
        fail(node.path(key), "a string, a number, true or false is wanted, not \(value.kind)")
        return nil
    }

    mutating func flag(_ node: Node, _ key: String) -> Bool {
        guard let value = value(node, key, false) else { return false }
        if case .bool(let isTrue) = value { return isTrue }
        fail(node.path(key), "true or false is wanted, not \(value.kind)")
        return false
    }

    /// The elements with where they are.
    mutating func list(
        _ node: Node, _ key: String, isRequired: Bool = false
    ) -> [(value: JSONValue, path: String)] {
        guard let value = value(node, key, isRequired) else { return [] }
        guard case .array(let elements) = value else {
            fail(node.path(key), "a list is wanted, not \(value.kind)")
            return []
        }
        return elements.enumerated().map { (value: $1, path: "\(node.path(key))[\($0)]") }
    }

    mutating func strings(_ node: Node, _ key: String, isRequired: Bool = false) -> [String] {
        list(node, key, isRequired: isRequired).compactMap { value, path in
            if case .string(let text) = value { return text }
            fail(path, "a string is wanted, not \(value.kind)")
            return nil
        }
    }

    /// Arguments with a place for something in them.
    mutating func template(
        _ node: Node, _ key: String, _ placeholder: String, isRequired: Bool = false
    ) -> [String] {
        let before = diagnostics.count
        let arguments = strings(node, key, isRequired: isRequired)
        if diagnostics.count == before, !arguments.contains(where: { $0.contains(placeholder) }) {
            fail(node.path(key), "'\(placeholder)' is missing")
        }
        return arguments
    }

    /// One of the words of an enumeration.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ node: Node, _ key: String, _ type: Word.Type, isRequired: Bool = false
    ) -> Word? {
        guard let text = string(node, key, isRequired: isRequired) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let hint =
            Suggestion.nearest(to: text, among: words).map { "did you mean '\($0)'?" }
            ?? "one of \(words.joined(separator: ", "))"
        fail(node.path(key), "unknown \(key) '\(DisplayText.excerpt(text))' — \(hint)")
        return nil
    }
}
