/// Reads YAML as files of data are usually written: mappings by indentation, texts that end with their line, `{…}` and `[…]` within a line.
///
/// The first picture of a client waits for a theme, and Yams takes as long for one as all else that is done until then. What it would read
/// in another way, or not at all, is not read here: anything unusual, and every mistake, is for Yams.
package struct PlainYAML {
    /// Something that is for Yams.
    private struct Unusual: Error {}

    private static let depthLimit = 32
    /// In bytes. A key may be as long in YAML.
    private static let lineLimit = 1000

    private let bytes: [UInt8]
    private let isASCII: Bool
    private var index = 0
    private var line = 1
    private var lineStart = 0
    /// Of the line that is being read; -1 behind the last one.
    private var indent = 0

    /// The same as ``DataNode/read(_:)`` gives; nil: ask that one.
    package static func read(_ text: String) -> DataNode? {
        guard var reader = PlainYAML(text) else { return nil }
        do throws(Unusual) {
            try reader.finishLine()
            guard reader.indent == 0 else { return nil }
            let root = try reader.mapping(depth: 0)
            return reader.indent < 0 ? root : nil
        } catch {
            return nil
        }
    }

    private init?(_ text: String) {
        bytes = Array(text.utf8)
        var isASCII = true
        var start = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                guard index - start <= PlainYAML.lineLimit else { return nil }
                start = index + 1
            // Tabs are no indentation; others are not for text.
            case ..<0x20, 0x7F: return nil
            case 0x80...:
                isASCII = false
                if PlainYAML.isControl(bytes[index...].prefix(3)) { return nil }
            default: break
            }
        }
        guard bytes.count - start <= PlainYAML.lineLimit else { return nil }
        self.isASCII = isASCII
    }

    /// Whether a scalar in UTF-8 is a control, ends a line, marks an order of bytes, or is none.
    private static func isControl(_ scalar: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(scalar) + [0, 0]
        return switch (bytes[0], bytes[1], bytes[2]) {
        case (0xC2, ..<0xA0, _), (0xE2, 0x80, 0xA8...0xA9), (0xEF, 0xBB, 0xBF), (0xEF, 0xBF, 0xBE...): true
        default: false
        }
    }

    // MARK: Places

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }
    private var isAtEndOfLine: Bool { byte == nil || byte == UInt8(ascii: "\n") }

    private var place: DataNode.Place {
        let width =
            isASCII ? index - lineStart : bytes[lineStart..<index].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        return DataNode.Place(line: line, column: width + 1)
    }

    private mutating func skipSpaces() {
        while byte == UInt8(ascii: " ") { index += 1 }
    }

    /// Behind what stands in a line there may be a comment. Goes to the next line with something in it.
    private mutating func finishLine() throws(Unusual) {
        let end = index
        let wasAtStart = end == lineStart
        skipSpaces()
        if byte == UInt8(ascii: "#"), wasAtStart || index > end { skipComment() }
        while byte == UInt8(ascii: "\n") {
            index += 1
            line += 1
            lineStart = index
            skipSpaces()
            if byte == UInt8(ascii: "#") { skipComment() }
        }
        guard index < bytes.count else { return indent = -1 }
        guard wasAtStart || lineStart > end else { throw Unusual() }
        indent = index - lineStart
    }

    private mutating func skipComment() {
        while !isAtEndOfLine { index += 1 }
    }

    // MARK: Mappings

    private mutating func mapping(depth: Int) throws(Unusual) -> DataNode {
        guard depth < PlainYAML.depthLimit else { throw Unusual() }
        let (indent, place) = (indent, place)
        var pairs = Pairs()
        repeat {
            let key = try scalar(isKey: true)
            try takeColon()
            let end = index
            skipSpaces()
            let value: DataNode
            if isAtEndOfLine || byte == UInt8(ascii: "#") {
                index = end
                try finishLine()
                guard self.indent > indent else { throw Unusual() }
                value = try mapping(depth: depth + 1)
            } else {
                value = isAtFlow ? try flow(depth: depth + 1) : .scalar(try scalar())
                try finishLine()
            }
            try pairs.append(key, value)
        } while self.indent == indent
        // Further in it would be a text that goes on.
        guard self.indent < indent else { throw Unusual() }
        return .mapping(DataNode.Mapping(pairs: pairs.all, place: place))
    }

    /// The pairs of a mapping so far.
    private struct Pairs {
        var all: [DataNode.Mapping.Pair] = []
        private var names: [String] = []

        /// The same name twice is a mistake.
        mutating func append(_ key: DataNode.Scalar, _ value: DataNode) throws(Unusual) {
            guard !names.contains(key.string) else { throw Unusual() }
            names.append(key.string)
            all.append(DataNode.Mapping.Pair(key: .scalar(key), value: value))
        }
    }

    /// A colon is one only before a space or the end of the line.
    private mutating func takeColon() throws(Unusual) {
        guard byte == UInt8(ascii: ":") else { throw Unusual() }
        index += 1
        guard isAtEndOfLine || byte == UInt8(ascii: " ") else { throw Unusual() }
    }

    // MARK: Within a line

    private var isAtFlow: Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

    /// `{name: value, …}` or `[value, …]`.
    private mutating func flow(depth: Int) throws(Unusual) -> DataNode {
        guard depth < PlainYAML.depthLimit else { throw Unusual() }
        let place = place
        let isMapping = byte == UInt8(ascii: "{")
        let end = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
        var pairs = Pairs()
        var elements: [DataNode] = []
        index += 1
        skipSpaces()
        while byte != end {
            if isMapping {
                let key = try scalar(isKey: true, isInFlow: true)
                try takeColon()
                skipSpaces()
                try pairs.append(key, try flowValue(depth))
            } else {
                elements.append(try flowValue(depth))
            }
            skipSpaces()
            guard byte == UInt8(ascii: ",") else { break }
            index += 1
            skipSpaces()
            // Nothing behind a comma.
            if byte == end { throw Unusual() }
        }
        guard byte == end else { throw Unusual() }
        index += 1
        return isMapping
            ? .mapping(DataNode.Mapping(pairs: pairs.all, place: place))
            : .sequence(DataNode.Sequence(elements: elements, place: place))
    }

    private mutating func flowValue(_ depth: Int) throws(Unusual) -> DataNode {
        isAtFlow ? try flow(depth: depth + 1) : .scalar(try scalar(isInFlow: true))
    }

    // MARK: Texts

    private mutating func scalar(isKey: Bool = false, isInFlow: Bool = false) throws(Unusual) -> DataNode.Scalar {
        let place = place
        let isQuoted = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        let text = isQuoted ? try quoted() : try plain(isKey: isKey, isInFlow: isInFlow)
        return DataNode.Scalar(string: text, style: isQuoted ? .quoted : .plain, place: place)
    }

    private mutating func quoted() throws(Unusual) -> String {
        let quote = bytes[index]
        index += 1
        let start = index
        while byte != quote {
            // What is escaped, and what goes on in the next line.
            guard let byte, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\\") || quote == UInt8(ascii: "'") else {
                throw Unusual()
            }
            index += 1
        }
        defer { index += 1 }
        // Two of them stand for one.
        guard index + 1 == bytes.count || bytes[index + 1] != quote else { throw Unusual() }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func plain(isKey: Bool, isInFlow: Bool) throws(Unusual) -> String {
        guard let first = byte, PlainYAML.beginsText(first) else { throw Unusual() }
        let start = index
        var end = index
        scan: while let byte, byte != UInt8(ascii: "\n") {
            switch byte {
            case UInt8(ascii: ":"):
                let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: "\n")
                if next == UInt8(ascii: " ") || next == UInt8(ascii: "\n") {
                    // A key ends here; anywhere else it would be a mapping within a text.
                    guard isKey, end == index else { throw Unusual() }
                    break scan
                }
                if isInFlow { throw Unusual() }
            case UInt8(ascii: "#") where bytes[index - 1] == UInt8(ascii: " "):
                if isKey || isInFlow { throw Unusual() }
                break scan
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isInFlow { break scan }
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "?"):
                if isInFlow { throw Unusual() }
            default: break
            }
            index += 1
            if byte != UInt8(ascii: " ") { end = index }
        }
        index = end
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Other signs mean something at the beginning, or might.
    private static func beginsText(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "$"),
            UInt8(ascii: "^"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"), UInt8(ascii: ";"),
            UInt8(ascii: "\\"), 0x80...:
            true
        default: false
        }
    }
}
