import Yams

/// A value in a file of data, and where it stands. Every scalar is the text that stands there.
package enum DataNode: Hashable, Sendable {
    case scalar(Scalar)
    case mapping(Mapping)
    case sequence(Sequence)

    /// Both from 1; columns in scalars.
    package struct Place: Hashable, Sendable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    package struct Scalar: Hashable, Sendable {
        package enum Style: Hashable, Sendable { case plain, quoted, block }

        package var string: String
        package var style: Style
        package var place: Place
    }

    package struct Mapping: Hashable, Sendable {
        package struct Pair: Hashable, Sendable {
            package var key: DataNode
            package var value: DataNode
        }

        /// In their order.
        package var pairs: [Pair]
        package var place: Place

        package subscript(name: String) -> DataNode? { pairs.first { $0.key.scalar?.string == name }?.value }
    }

    package struct Sequence: Hashable, Sendable {
        package var elements: [DataNode]
        package var place: Place
    }

    package var scalar: Scalar? { if case .scalar(let scalar) = self { scalar } else { nil } }
    package var mapping: Mapping? { if case .mapping(let mapping) = self { mapping } else { nil } }
    package var sequence: Sequence? { if case .sequence(let sequence) = self { sequence } else { nil } }

    package var place: Place {
        switch self {
        case .scalar(let scalar): scalar.place
        case .mapping(let mapping): mapping.place
        case .sequence(let sequence): sequence.place
        }
    }

    /// Reads any YAML.
    ///
    /// - Returns: nil when there is nothing in it.
    /// - Throws: errors of Yams.
    package static func read(_ text: String) throws -> DataNode? {
        try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot().map { DataNode($0) }
    }

    private init(_ node: Node) {
        let place = Place(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        switch node {
        case .scalar(let scalar):
            self = .scalar(Scalar(string: scalar.string, style: Scalar.Style(scalar.style), place: place))
        case .mapping(let mapping):
            let pairs = mapping.map { Mapping.Pair(key: DataNode($0.key), value: DataNode($0.value)) }
            self = .mapping(Mapping(pairs: pairs, place: place))
        case .sequence(let sequence):
            self = .sequence(Sequence(elements: sequence.map { DataNode($0) }, place: place))
        case .alias:
            // The parser puts what it stands for in its place.
            self = .scalar(Scalar(string: "", style: .plain, place: place))
        }
    }
}

extension DataNode.Scalar.Style {
    fileprivate init(_ style: Node.Scalar.Style) {
        switch style {
        case .singleQuoted, .doubleQuoted: self = .quoted
        case .literal, .folded: self = .block
        case .any, .plain: self = .plain
        }
    }
}
