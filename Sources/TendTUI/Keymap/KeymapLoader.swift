import TendCore
package import TendData
import TendScreen

extension Keymap {
    /// Reads a keymap with all that it inherits from. A mistake costs the binding in which it is.
    ///
    /// - Returns: nil when there is no keymap of that name.
    package static func load(_ name: String, from shelf: Shelf) -> Loaded<Keymap>? {
        shelf.file(named: name).map { load($0, from: shelf) }
    }

    /// Reads a keymap file, which need not be on the shelf.
    package static func load(_ file: DataFile, from shelf: Shelf) -> Loaded<Keymap> {
        var loader = KeymapLoader(shelf: shelf, keymap: Keymap(name: file.name, prefix: nil, tables: [:]))
        loader.read(file)
        loader.complete()
        return Loaded(loader.keymap, loader.diagnostics)
    }
}

private struct KeymapLoader {
    let shelf: Shelf
    var keymap: Keymap
    var diagnostics: [Diagnostic] = []
    /// The files that led here, the heir first.
    private var heirs: [DataFile] = []
    /// Where tables are led into, to be checked when all of them are known.
    private var references: [(table: String, key: Key, target: String, diagnostic: Diagnostic)] = []

    init(shelf: Shelf, keymap: Keymap) {
        self.shelf = shelf
        self.keymap = keymap
    }

    private static let names = ["name", "description", "mode", "inherits", "prefix", "tables"]

    mutating func read(_ file: DataFile) {
        heirs.append(file)
        var reader = DataReader(file)
        let entries = reader.entries()
        if let entry = entries.first(where: { $0.name == "inherits" }) { inherit(entry, &reader) }
        for entry in entries {
            switch entry.name {
            case "inherits": break
            case "name":
                if let name = reader.text(entry), name != file.name {
                    reader.note(
                        "the name is that of the file, '\(file.name)', not '\(DisplayText.excerpt(name))' (ignored)",
                        at: entry.value)
                }
            case "description": keymap.summary = reader.text(entry) ?? ""
            case "mode": keymap.mode = reader.text(entry).map { DisplayText.cleaned($0, limit: 24) }
            case "prefix": readPrefix(entry, &reader)
            case "tables":
                for table in reader.entries(of: entry.value, "'tables'") { read(table: table, &reader) }
            default: reader.unknown(entry, among: KeymapLoader.names)
            }
        }
        diagnostics += reader.diagnostics
    }

    private mutating func inherit(_ entry: DataReader.Entry, _ reader: inout DataReader) {
        guard let name = reader.text(entry) else { return }
        if let base = shelf.base(name, above: heirs) {
            read(base)
        } else if heirs.contains(where: { $0.name == name }) {
            keymap.lacksBase = true
            reader.note("'\(name)' inherits from itself (ignored)", at: entry.value)
        } else {
            keymap.lacksBase = true
            reader.note(
                "there is no keymap '\(DisplayText.excerpt(name))'" + CommandError.hint(name, among: shelf.names)
                    + " (ignored)", at: entry.value)
        }
    }

    private mutating func readPrefix(_ entry: DataReader.Entry, _ reader: inout DataReader) {
        if DataReader.isNull(entry.value) || entry.value.scalar?.string == "none" {
            keymap.prefix = nil
        } else if let text = reader.text(entry), let key = key(text, entry.value, &reader, "prefix ignored") {
            keymap.prefix = key
        }
    }

    private func key(_ text: String, _ node: DataNode, _ reader: inout DataReader, _ consequence: String) -> Key? {
        if let key = Key(parsing: text) { return key }
        let hint = Key.suggestion(for: text).map { " — did you mean '\($0)'?" } ?? ""
        reader.note("'\(DisplayText.excerpt(text))' is not a key\(hint) (\(consequence))", at: node)
        return nil
    }

    private mutating func read(table: DataReader.Entry, _ reader: inout DataReader) {
        var known: [Key: String] = [:]
        for entry in reader.entries(of: table.value, "table '\(DisplayText.excerpt(table.name))'") {
            guard let key = key(entry.name, entry.key, &reader, "binding ignored").map(Keymap.normal) else { continue }
            if let other = known.updateValue(entry.name, forKey: key) {
                reader.note("'\(entry.name)' is the same key as '\(other)' above, and takes its place", at: entry.key)
            }
            if DataReader.isNull(entry.value) || entry.value.scalar?.string == "none" {
                keymap.bind(key, in: table.name, to: nil)
            } else if let binding = binding(entry, key, in: table.name, &reader) {
                keymap.bind(key, in: table.name, to: binding)
            }
        }
    }

    private static let bindingNames = ["do", "table", "label", "repeat"]

    private mutating func binding(
        _ entry: DataReader.Entry, _ key: Key, in table: String, _ reader: inout DataReader
    ) -> Keymap.Binding? {
        guard case .mapping = entry.value else {
            return commands(entry.value, &reader).map { Keymap.Binding(.commands($0)) }
        }
        var binding: Keymap.Binding?
        var label: String?
        var repeats = false
        let parts = reader.entries(of: entry.value, "a binding")
        for part in parts {
            switch part.name {
            case "label": label = reader.text(part)
            case "repeat": repeats = reader.flag(part) ?? false
            case "do" where binding == nil:
                guard let commands = commands(part.value, &reader) else { return nil }
                binding = Keymap.Binding(.commands(commands))
            case "table" where binding == nil:
                guard let target = reader.text(part) else { return nil }
                binding = Keymap.Binding(.table(target))
                references.append((table, key, target, reader.diagnostic("", at: part.value)))
            case "do", "table": reader.note("a binding has either 'do' or 'table' (ignored)", at: part.key)
            default: reader.unknown(part, among: KeymapLoader.bindingNames)
            }
        }
        if binding == nil { reader.note("a binding needs 'do' or 'table' (binding ignored)", at: entry.value) }
        binding?.label = label
        binding?.repeats = repeats
        return binding
    }

    private func commands(_ node: DataNode, _ reader: inout DataReader) -> [Command]? {
        switch node {
        case .scalar(let scalar):
            do {
                return try Command.list(parsing: scalar.string)
            } catch {
                reader.note(
                    error.message + " (binding ignored)", at: node,
                    offset: error.offset + DataReader.quoteWidth(node))
                return nil
            }
        case .sequence(let sequence):
            var all: [Command] = []
            for element in sequence.elements {
                guard let some = commands(element, &reader) else { return nil }
                all += some
            }
            if all.isEmpty { reader.note("a command is missing (binding ignored)", at: node) }
            return all.isEmpty ? nil : all
        default:
            reader.note("a command must be a text (binding ignored)", at: node)
            return nil
        }
    }

    /// Checks where tables lead, and binds what follows from the prefix key.
    mutating func complete() {
        for reference in references {
            let target = reference.target
            let binding = keymap.tables[reference.table]?[Keymap.normal(reference.key)]
            guard binding?.action == .table(target), keymap.tables[target]?.isEmpty != false else { continue }
            keymap.bind(reference.key, in: reference.table, to: nil)
            var diagnostic = reference.diagnostic
            diagnostic.message =
                "there is no table '\(DisplayText.excerpt(target))'"
                + CommandError.hint(target, among: keymap.tables.keys.sorted()) + " (binding ignored)"
            diagnostics.append(diagnostic)
        }
        guard let prefix = keymap.prefix else { return }
        if keymap.binding(prefix, in: "prefix") == nil {
            keymap.bind(prefix, in: "prefix", to: Keymap.Binding(.commands([Command(.inputPrefix)])))
        }
        keymap.bind(prefix, in: "root", to: Keymap.Binding(.table("prefix"), label: "prefix"))
    }
}
