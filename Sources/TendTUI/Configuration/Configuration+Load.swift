import TendCore
package import TendData

extension Configuration {
    /// Reads `config.yaml`. A value that is wrong keeps its default.
    ///
    /// - Parameters: the themes and keymaps that there are, if their names are to be checked.
    package static func load(_ file: DataFile, themes: Shelf? = nil, keymaps: Shelf? = nil) -> Loaded<Configuration> {
        var reader = DataReader(file)
        var configuration = Configuration()
        for entry in reader.entries() {
            if let setting = Setting.all.first(where: { $0.name == entry.name }) {
                setting.read(entry, &reader, (themes, keymaps), into: &configuration)
            } else {
                reader.unknown(entry, among: Setting.all.map(\.name))
            }
        }
        return Loaded(configuration, reader.diagnostics)
    }
}

extension Setting {
    fileprivate func read(
        _ entry: DataReader.Entry, _ reader: inout DataReader, _ shelves: (themes: Shelf?, keymaps: Shelf?),
        into configuration: inout Configuration
    ) {
        switch kind {
        case .flag(let path):
            if let flag = reader.flag(entry) { configuration[keyPath: path] = flag }
        case .number(let path, let range):
            if let number = reader.number(entry, in: range) { configuration[keyPath: path] = number }
        case .text(let path):
            if let text = reader.text(entry) { configuration[keyPath: path] = text }
        case .theme(let path):
            if let name = name(of: "theme", entry, &reader, on: shelves.themes) { configuration[keyPath: path] = name }
        case .keymap(let path):
            if let name = name(of: "keymap", entry, &reader, on: shelves.keymaps) {
                configuration[keyPath: path] = name
            }
        case .optionalText(let path):
            if DataReader.isNull(entry.value) {
                configuration[keyPath: path] = nil
            } else if let text = reader.text(entry) {
                configuration[keyPath: path] = text
            }
        case .bell(let path):
            if let bell = word(entry, &reader).flatMap(Configuration.Bell.init) { configuration[keyPath: path] = bell }
        case .place(let path):
            if let place = word(entry, &reader).flatMap(Configuration.Place.init) {
                configuration[keyPath: path] = place
            }
        case .copying(let path):
            if let way = word(entry, &reader).flatMap(Configuration.Copying.init) {
                configuration[keyPath: path] = way
            }
        case .noticeWays(let path):
            guard let list = entry.value.sequence?.elements else {
                return reader.note("'\(name)' must be a list, as in [title, bell] (ignored)", at: entry.value)
            }
            configuration[keyPath: path] = list.compactMap {
                word($0, &reader, "each of '\(name)'").flatMap(Configuration.NoticeWay.init)
            }
        case .segments(let path):
            guard let list = entry.value.sequence?.elements else {
                return reader.note("'\(name)' must be a list, as in [workspace, tabs] (ignored)", at: entry.value)
            }
            configuration[keyPath: path] = list.compactMap { Setting.segment($0, &reader) }
        }
    }

    private func name(
        of what: String, _ entry: DataReader.Entry, _ reader: inout DataReader, on shelf: Shelf?
    ) -> String? {
        guard let name = reader.text(entry) else { return nil }
        if let shelf, shelf.file(named: name) == nil {
            reader.note(
                "there is no \(what) '\(DisplayText.excerpt(name))'" + CommandError.hint(name, among: shelf.names)
                    + " (ignored)", at: entry.value)
            return nil
        }
        return name
    }

    private func word(_ entry: DataReader.Entry, _ reader: inout DataReader) -> String? {
        reader.text(entry) == nil ? nil : word(entry.value, &reader, "'\(name)'")
    }

    /// One of the words that the value, or each in its list, may be.
    private func word(_ node: DataNode, _ reader: inout DataReader, _ what: String) -> String? {
        guard let words else { return nil }
        let text = node.scalar?.string ?? ""
        if words.contains(text) { return text }
        reader.note(
            "\(what) must be one of \(words.joined(separator: ", "))" + CommandError.hint(text, among: words)
                + " (ignored)", at: node)
        return nil
    }

    private static func segment(_ node: DataNode, _ reader: inout DataReader) -> Configuration.Segment? {
        if let text = node.scalar?.string {
            if let known = Configuration.Segment.words.first(where: { $0.name == text }) { return known.segment }
            let names = Configuration.Segment.words.map(\.name)
            reader.note(
                "unknown segment '\(DisplayText.excerpt(text))'" + CommandError.hint(text, among: names)
                    + " (ignored)", at: node)
            return nil
        }
        var segment: Configuration.Segment?
        var seconds = Configuration.Segment.usualInterval
        for part in reader.entries(of: node, "a segment") {
            switch part.name {
            case "text" where segment == nil: segment = reader.text(part).map(Configuration.Segment.text)
            case "command" where segment == nil:
                segment = reader.text(part).map { .command($0, seconds: 0) }
            case "text", "command": reader.note("a segment has either 'text' or 'command' (ignored)", at: part.key)
            case "every": seconds = reader.number(part, in: Configuration.Segment.interval) ?? seconds
            default: reader.unknown(part, among: ["text", "command", "every"])
            }
        }
        if case .command(let command, _) = segment { return .command(command, seconds: seconds) }
        if segment == nil { reader.note("a segment needs 'text' or 'command' (ignored)", at: node) }
        return segment
    }
}
