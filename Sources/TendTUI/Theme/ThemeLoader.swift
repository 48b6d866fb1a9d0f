import TendCore
package import TendData
import TendScreen

extension Theme {
    /// Reads a theme with all that it inherits from. A mistake costs the colour or attribute in which it is.
    ///
    /// - Parameters:
    ///   - isDark: whether the terminal's background is dark, for themes that are a pair; dark when it is not known.
    ///   - isThorough: whether the half that is not used is looked at, too. The first picture waits for the other one alone.
    /// - Returns: nil when there is no theme of that name.
    package static func load(
        _ name: String, from shelf: Shelf, isDark: Bool? = nil, isThorough: Bool = true
    ) -> Loaded<Theme>? {
        shelf.file(named: name).map { load($0, from: shelf, isDark: isDark, isThorough: isThorough) }
    }

    /// Reads a theme file, which need not be on the shelf.
    package static func load(
        _ file: DataFile, from shelf: Shelf, isDark: Bool? = nil, isThorough: Bool = true
    ) -> Loaded<Theme> {
        var loader = ThemeLoader(shelf: shelf, isDark: isDark)
        loader.looksAtHalves = isThorough
        loader.read(file)
        if let (dark, light) = loader.source.pair, let half = shelf.file(named: isDark ?? true ? dark : light) {
            var inner = ThemeLoader(shelf: shelf, isDark: isDark)
            inner.looksAtHalves = false
            inner.read(half)
            if inner.source.pair != nil {
                // It would go on for ever.
                inner = ThemeLoader(shelf: shelf, isDark: isDark)
                inner.standOnDefault(isDark: isDark)
                if !isThorough { loader.diagnostics += [loader.halfProblems[half.name]].compactMap(\.self) }
            }
            var loaded = inner.source.theme(named: half.name)
            loaded.diagnostics = loader.diagnostics + inner.diagnostics + loaded.diagnostics
            return loaded
        }
        var loaded = loader.source.theme(named: file.name)
        loaded.diagnostics = loader.diagnostics + loaded.diagnostics
        return loaded
    }

    /// What a theme file says of itself; of a pair, that is not what its halves say.
    package static func summary(of file: DataFile, from shelf: Shelf) -> String {
        var loader = ThemeLoader(shelf: shelf)
        loader.read(file)
        return loader.source.summary
    }
}

private struct ThemeLoader {
    let shelf: Shelf
    var source = ThemeSource()
    var diagnostics: [Diagnostic] = []
    /// The files that led here, the heir first.
    private var heirs: [DataFile] = []
    /// The terminal's background, if it is known.
    private let isDark: Bool?
    /// Whether the halves of a pair are looked at.
    var looksAtHalves = true
    /// What is wrong if a half is a pair, by its name.
    private(set) var halfProblems: [String: Diagnostic] = [:]

    init(shelf: Shelf, isDark: Bool? = nil) {
        self.shelf = shelf
        self.isDark = isDark
    }

    private func isPair(_ file: DataFile) -> Bool {
        var loader = ThemeLoader(shelf: shelf)
        loader.looksAtHalves = false
        loader.read(file)
        return loader.source.pair != nil
    }

    /// Looks for a theme that has lost those it builds on. Without any, one would not see what is selected.
    mutating func standOnDefault(isDark: Bool?) {
        let name = isDark ?? true ? "tend-dark" : "tend-light"
        if let base = shelf.base(name, above: heirs) { read(base) }
    }

    private static let names = ["name", "description", "dark", "ascii", "inherits", "pair", "palette", "roles"]

    mutating func read(_ file: DataFile) {
        heirs.append(file)
        var reader = DataReader(file)
        let entries = reader.entries()
        if let entry = entries.first(where: { $0.name == "inherits" }), !inherit(entry, &reader) {
            let own = entries.first { $0.name == "dark" }.flatMap { Bool($0.value.scalar?.string.lowercased() ?? "") }
            standOnDefault(isDark: own ?? isDark)
        }
        for entry in entries {
            switch entry.name {
            case "inherits": break
            case "name":
                if let name = reader.text(entry), name != file.name {
                    reader.note(
                        "the name is that of the file, '\(file.name)', not '\(DisplayText.excerpt(name))' (ignored)",
                        at: entry.value)
                }
            case "description": source.summary = reader.text(entry) ?? ""
            case "dark": source.isDark = reader.flag(entry) ?? source.isDark
            case "ascii": source.isASCII = reader.flag(entry) ?? source.isASCII
            case "pair": readPair(entry, &reader)
            case "palette":
                for color in reader.entries(of: entry.value, "'palette'") {
                    source.palette[color.name] = ThemeLoader.value(color, &reader)
                }
            case "roles":
                for role in reader.entries(of: entry.value, "'roles'") { read(role: role, &reader) }
            default: reader.unknown(entry, among: ThemeLoader.names)
            }
        }
        diagnostics += reader.diagnostics
    }

    /// Returns false when there is nothing to inherit from.
    private mutating func inherit(_ entry: DataReader.Entry, _ reader: inout DataReader) -> Bool {
        guard let name = reader.text(entry) else { return false }
        if let base = shelf.base(name, above: heirs) {
            read(base)
            return true
        }
        if heirs.contains(where: { $0.name == name }) {
            reader.note("'\(name)' inherits from itself (ignored)", at: entry.value)
        } else {
            noTheme(name, entry, &reader)
        }
        return false
    }

    private func noTheme(_ name: String, _ entry: DataReader.Entry, _ reader: inout DataReader) {
        reader.note(
            "there is no theme '\(DisplayText.excerpt(name))'" + CommandError.hint(name, among: shelf.names)
                + " (ignored)", at: entry.value)
    }

    private mutating func readPair(_ entry: DataReader.Entry, _ reader: inout DataReader) {
        var names: [String: String] = [:]
        for half in reader.entries(of: entry.value, "'pair'") {
            guard ["dark", "light"].contains(half.name) else {
                reader.unknown(half, among: ["dark", "light"])
                continue
            }
            guard let name = reader.text(half) else { continue }
            guard let file = shelf.file(named: name) else {
                noTheme(name, half, &reader)
                continue
            }
            names[half.name] = name
            let problem =
                "'\(name)' is a pair and has no looks of its own — name a theme that has (the default is used)"
            halfProblems[name] = reader.diagnostic(problem, at: half.value)
            if looksAtHalves, isPair(file) { reader.note(problem, at: half.value) }
        }
        if let dark = names["dark"], let light = names["light"] {
            source.pair = (dark, light)
        } else {
            reader.note("'pair' needs a 'dark' and a 'light' theme (ignored)", at: entry.key)
        }
    }

    /// Nil, with a word about it, when it is not a text at all.
    private static func value(_ entry: DataReader.Entry, _ reader: inout DataReader) -> ThemeSource.Value? {
        // An unquoted #… is a comment to YAML: what is left is nothing.
        let node = DataReader.isNull(entry.value) ? entry.key : entry.value
        guard case .scalar(let scalar) = entry.value else {
            reader.note("a colour must be a text (ignored)", at: node)
            return nil
        }
        let text = DataReader.isNull(entry.value) ? "" : scalar.string
        return ThemeSource.Value(text: text, diagnostic: reader.diagnostic("", at: node))
    }

    private static let parts = ["fg", "bg", "underline", "underline-color"] + Attributes.names.map(\.name)

    private mutating func read(role entry: DataReader.Entry, _ reader: inout DataReader) {
        guard let role = Role(named: entry.name) else { return reader.unknown(entry, "role", among: Role.names) }
        // What is not said here stays as it is inherited.
        ThemeLoader.read(entry, into: &source.looks[role.rawValue], &reader)
    }

    /// Not of the loader, which would be copied for each look that changes within it.
    private static func read(_ entry: DataReader.Entry, into look: inout ThemeSource.Look, _ reader: inout DataReader) {
        guard case .mapping = entry.value else {
            look.foreground = value(entry, &reader)
            return
        }
        for part in reader.entries(of: entry.value, "a look") {
            switch part.name {
            case "fg": look.foreground = value(part, &reader)
            case "bg": look.background = value(part, &reader)
            case "underline-color": look.underlineColor = value(part, &reader)
            case "underline":
                if let line = Underline.names.first(where: { $0.name == part.value.scalar?.string }) {
                    look.underline = line.underline
                } else if let isOn = underlineFlag(part, &reader) {
                    look.underline = isOn ? .single : Underline.none
                }
            default:
                guard let known = Attributes.names.first(where: { $0.name == part.name }) else {
                    reader.unknown(part, among: parts)
                    continue
                }
                guard let isOn = reader.flag(part) else { continue }
                look.named.insert(known.attribute)
                if isOn { look.on.insert(known.attribute) } else { look.on.remove(known.attribute) }
            }
        }
    }

    private static func underlineFlag(_ part: DataReader.Entry, _ reader: inout DataReader) -> Bool? {
        switch part.value.scalar?.string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            let names = Underline.names.map(\.name)
            reader.note(
                "'underline' must be true, false or one of \(names.joined(separator: ", "))"
                    + CommandError.hint(part.value.scalar?.string ?? "", among: names) + " (ignored)", at: part.value)
            return nil
        }
    }
}
