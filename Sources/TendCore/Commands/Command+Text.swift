import TendScreen

extension Command {
    /// Reads `pane.split right -- htop`. Arguments are checked against the command's ``CommandSpec``.
    package init(parsing text: String) throws(CommandError) {
        let commands = try CommandWords(text).commands
        if commands.count > 1, commands[1...].contains(where: { !$0.words.isEmpty }) {
            throw CommandError("only one command is possible here — write ';' in quotes", at: commands[0].end)
        }
        try self.init(commands[0].words)
    }

    /// Reads commands that are parted by `;`. Nothing between two is allowed; no command at all is not.
    package static func list(parsing text: String) throws(CommandError) -> [Command] {
        var list: [Command] = []
        for (words, _) in try CommandWords(text).commands where !words.isEmpty { list.append(try Command(words)) }
        guard !list.isEmpty else { throw CommandError("a command is missing", at: 0) }
        return list
    }

    private init(_ words: [CommandWords.Word]) throws(CommandError) {
        guard let first = words.first else { throw CommandError("a command is missing", at: 0) }
        guard let name = Name(rawValue: first.text) else {
            throw CommandError(
                "unknown command '\(DisplayText.excerpt(first.text))'"
                    + CommandError.hint(first.text, among: Name.allCases.lazy.map(\.rawValue)),
                at: first.offset)
        }
        let end = first.offset + first.text.count
        self.init(name, try CommandSpec.of(name).checked(words.dropFirst(), end: end))
    }

    /// The text that ``init(parsing:)`` reads as this command.
    package var text: String {
        var words = arguments
        // A first "--" of a program's own would be taken for ours.
        if let rest = CommandSpec.of(name).parameters.firstIndex(where: { $0.kind == .rest }), words.count > rest,
            words[rest] == "--"
        {
            words.insert("--", at: rest)
        }
        return ([name.rawValue] + words.map(CommandWords.quoted)).joined(separator: " ")
    }
}

extension CommandSpec {
    /// The arguments, if the command takes them. `end` is the offset where a missing one would stand.
    fileprivate func checked(_ given: ArraySlice<CommandWords.Word>, end: Int) throws(CommandError) -> [String] {
        var words = given
        var arguments: [String] = []
        for parameter in parameters {
            if parameter.kind == .rest, words.first?.text == "--" { words.removeFirst() }
            guard let word = words.first else {
                if parameter.isOptional { break }
                throw CommandError("\(name.rawValue) needs \(parameter.usage)", at: end)
            }
            switch parameter.kind {
            case .rest:
                arguments += words.map(\.text)
                words = []
            case .keys:
                for word in words { arguments.append(try key(word)) }
                words = []
            default:
                try check(word, against: parameter)
                arguments.append(word.text)
                words.removeFirst()
            }
        }
        if let extra = words.first {
            let what = parameters.isEmpty ? "no argument" : "no more than \(usage)"
            throw CommandError(
                "\(name.rawValue) takes \(what): '\(DisplayText.excerpt(extra.text))' is too much", at: extra.offset)
        }
        return arguments
    }

    private func check(_ word: CommandWords.Word, against parameter: Parameter) throws(CommandError) {
        switch parameter.kind {
        case .word(let words):
            if words.contains(word.text) { return }
        case .cells:
            if CommandSpec.isNumber(word.text.first == "-" ? String(word.text.dropFirst()) : word.text) { return }
        case .wordOrNumber(let words):
            if words.contains(word.text) || CommandSpec.isNumber(word.text) { return }
        case .name, .keys, .rest, .session, .wordOrWorkspace, .theme, .keymap, .layout:
            if !word.text.isEmpty { return }
        }
        let choices =
            parameter.words.isEmpty
            ? parameter.kind == .cells ? "a number from 1 to 9999 or -1 to -9999" : "a name"
            : "one of \(parameter.usage.filter { !"[]".contains($0) })"
        throw CommandError(
            "'\(DisplayText.excerpt(word.text))' is not \(choices)"
                + CommandError.hint(word.text, among: parameter.words) + " (\(name.rawValue))", at: word.offset)
    }

    private func key(_ word: CommandWords.Word) throws(CommandError) -> String {
        if let key = Key(parsing: word.text) { return key.description }
        throw CommandError(
            "'\(DisplayText.excerpt(word.text))' is not a key"
                + (Key.suggestion(for: word.text).map { " — did you mean '\($0)'?" } ?? ""), at: word.offset)
    }

    /// Panes, tabs and cells; more than four digits are a mistake.
    private static func isNumber(_ text: String) -> Bool {
        text.first != "+" && Int(text).map { (1...9999).contains($0) } ?? false
    }
}

extension Command {
    /// The words as a text that has them as they are.
    package static func quoted(_ words: [String]) -> String {
        words.map(CommandWords.quoted).joined(separator: " ")
    }

    /// What to run for a line that is written as for a shell: its words, or a shell if it has anything that only one understands.
    package static func program(of line: String) throws(CommandError) -> [String] {
        if line.contains(where: { ";|&<>$`*?(){}[]~#!\n".contains($0) }) { return ["/bin/sh", "-c", line] }
        return try CommandWords(line).commands.flatMap { $0.words.map(\.text) }
    }
}
