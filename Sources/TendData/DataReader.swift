import TendCore
import Yams

/// Reads the YAML of one file and collects what is wrong with it. Every value is taken as the text that stands there: `y` and `0x10` are
/// keys as good as any.
package struct DataReader {
    package let file: DataFile
    package private(set) var diagnostics: [Diagnostic] = []

    package init(_ file: DataFile) {
        self.file = file
    }

    /// A value under a name.
    package struct Entry {
        package var name: String
        package var key: DataNode
        package var value: DataNode
    }

    // MARK: What is wrong

    /// - Parameter offset: scalars from the beginning of the node.
    package mutating func note(_ message: String, at node: DataNode, offset: Int = 0) {
        diagnostics.append(diagnostic(message, at: node, offset: offset))
    }

    /// Without noting it: in case that something turns out to be wrong later.
    package func diagnostic(_ message: String, at node: DataNode, offset: Int = 0) -> Diagnostic {
        Diagnostic(
            file: file.path, line: node.place.line, column: node.place.column + offset, message: message)
    }

    /// Without a mark: at the beginning.
    private mutating func note(_ message: String, at mark: Mark? = nil) {
        diagnostics.append(
            Diagnostic(file: file.path, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
    }

    // MARK: The document

    /// More is a mistake: nobody writes so long a file by hand, and it is read in one go.
    package static let sizeLimit = 256 << 10

    /// The entries of the file; none when it is empty or cannot be read.
    package mutating func entries() -> [Entry] {
        guard file.text.utf8.count <= DataReader.sizeLimit else {
            note("the file is longer than 256 KiB (file ignored)")
            return []
        }
        guard let root = root(), !DataReader.isNull(root) else { return [] }
        return entries(of: root, "the file")
    }

    /// Yams gives up at the first key that appears twice. It is told apart by a mark in its text, and the document read again; the mark
    /// takes the place of one scalar, so that all other places stay right.
    private mutating func root() -> DataNode? {
        if let root = PlainYAML.read(file.text) { return root }
        var text = file.text
        for attempt in 0..<100 {
            do {
                return try DataNode.read(text)
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                guard let marked = DataReader.marked(text, at: context.mark, DataReader.duplicateMark(attempt)) else {
                    note("'\(names.first ?? "")' appears twice (file ignored)", at: context.mark)
                    return nil
                }
                text = marked
                let name = names.first.map { "'\(DisplayText.excerpt($0))' " } ?? "this "
                note(name + "appears again below (this one ignored)", at: context.mark)
            } catch {
                note(error)
                return nil
            }
        }
        return nil
    }

    /// A plane of private use in which no glyphs of fonts are.
    private static func duplicateMark(_ number: Int) -> Unicode.Scalar { Unicode.Scalar(0x10_0000 + UInt32(number))! }

    private static func isDuplicate(_ key: String) -> Bool {
        key.unicodeScalars.contains { (0x10_0000..<0x10_0100).contains($0.value) }
    }

    private static func marked(_ text: String, at mark: Mark, _ scalar: Unicode.Scalar) -> String? {
        var scalars = Array(text.unicodeScalars)
        var line = 1
        var index = 0
        while index < scalars.count, line < mark.line {
            // A carriage return before the line feed is part of the line.
            if scalars[index] == "\n" { line += 1 }
            index += 1
        }
        index += mark.column - 1
        if index < scalars.count, scalars[index] == "'" || scalars[index] == "\"" { index += 1 }
        guard index < scalars.count, scalars[index] != "\n" else { return nil }
        scalars[index] = scalar
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private mutating func note(_ error: any Error) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let doing = context.map { $0.text + ": " } ?? ""
            note("this is not YAML: \(doing)\(problem) (file ignored)", at: mark)
        case YamlError.reader(let problem, _, _, _):
            note("this is not YAML: \(problem) (file ignored)")
        default:
            note("this is not YAML (file ignored)")
        }
    }

    // MARK: Values

    /// The pairs of a mapping in their order.
    package mutating func entries(of node: DataNode, _ what: String) -> [Entry] {
        guard case .mapping(let mapping) = node else {
            if !DataReader.isNull(node) {
                note("\(what) must be names with values, as in 'name: value' (ignored)", at: node)
            }
            return []
        }
        var entries: [Entry] = []
        for pair in mapping.pairs {
            guard case .scalar(let name) = pair.key else {
                note("a name must be a plain text (ignored)", at: pair.key)
                continue
            }
            if !DataReader.isDuplicate(name.string) {
                entries.append(Entry(name: name.string, key: pair.key, value: pair.value))
            }
        }
        return entries
    }

    package static func isNull(_ node: DataNode) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    /// Where the text of a value begins behind its quote.
    package static func quoteWidth(_ node: DataNode) -> Int {
        node.scalar?.style == .quoted ? 1 : 0
    }

    package mutating func text(_ entry: Entry) -> String? {
        let isMissing = DataReader.isNull(entry.value)
        guard case .scalar(let scalar) = entry.value, !isMissing else {
            note("'\(entry.name)' must be a text (ignored)", at: isMissing ? entry.key : entry.value)
            return nil
        }
        return scalar.string
    }

    package mutating func flag(_ entry: Entry) -> Bool? {
        switch entry.value.scalar?.string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            note("'\(entry.name)' must be true or false (ignored)", at: entry.value)
            return nil
        }
    }

    package mutating func number(_ entry: Entry, in range: ClosedRange<Int>) -> Int? {
        if let text = entry.value.scalar?.string, let number = Int(text), range.contains(number) { return number }
        note(
            "'\(entry.name)' must be a number from \(range.lowerBound) to \(range.upperBound) (ignored)",
            at: entry.value)
        return nil
    }

    /// For a name that is none of those that are known.
    package mutating func unknown(_ entry: Entry, _ what: String = "name", among names: some Sequence<String>) {
        note(
            "unknown \(what) '\(DisplayText.excerpt(entry.name))'" + CommandError.hint(entry.name, among: names)
                + " (ignored)", at: entry.key)
    }
}
