/// Reads a script for ``ShellScript``.
struct ShellReader {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private let depth: Int
    private(set) var commands: [ShellScript.Simple] = []
    private(set) var opacity: String?

    private var current = ShellScript.Simple(words: [])
    private var word: ShellScript.Word?
    /// What the next word is the target of.
    private var pendingRedirection: String?
    /// So many levels of `$(…)`, `sh -c` and the like are looked into.
    static let depthLimit = 8
    private static let lengthLimit = 64 << 10

    init(_ text: String, depth: Int) {
        scalars = Array(text.unicodeScalars)
        self.depth = depth
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }
    private func peek(_ offset: Int) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private mutating func note(_ reason: String) { opacity = opacity ?? reason }

    mutating func read() {
        guard depth <= ShellReader.depthLimit else { return note("commands are nested too deeply") }
        guard scalars.count <= ShellReader.lengthLimit else { return note("it is too long") }
        for scalar in scalars where ShellReader.isDeceptive(scalar) {
            note("it holds a character that cannot be seen (U+\(String(scalar.value, radix: 16, uppercase: true)))")
        }
        while let scalar = peek { step(scalar) }
        endCommand()
        for command in commands { look(into: command) }
    }

    /// Whatever a person would not see, or take for a blank that is none.
    static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n" && scalar != "\t"
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        case .spaceSeparator: scalar != " "
        default: false
        }
    }

    private mutating func step(_ scalar: Unicode.Scalar) {
        position += 1
        switch scalar {
        case " ", "\t": endWord()
        case "\n", ";": endCommand()
        case "&":
            if peek == ">" {
                position += 1
                endWord()
                redirect(">")
            } else {
                if peek == "&" { position += 1 }
                endCommand()
            }
        case "|":
            let isPipe = peek != "|"
            if peek == "|" || peek == "&" { position += 1 }
            endCommand()
            current.isPiped = isPipe
        case "(", ")":
            if scalar == "(", peek == "(" { note("it calculates") }
            endCommand()
        case ">", "<": redirection(scalar)
        case "'": singleQuoted()
        case "\"": doubleQuoted()
        case "\\":
            guard let next = peek else { return note("it ends with a backslash") }
            position += 1
            if next != "\n" { add(next, isQuoted: true) }
        case "$": dollar()
        case "`": backtick()
        case "#" where word == nil: note("it holds a comment")
        case "{", "}":
            // Alone it groups, and `{}` is a word of find and xargs; within a word it makes several of one.
            let isAlone = word == nil && (peek == nil || peek == " " || peek == "\n" || peek == ";")
            let isPlaceholder = scalar == "{" && peek == "}" || scalar == "}" && word?.text.hasSuffix("{") == true
            if !isAlone, !isPlaceholder { note("it holds braces") }
            add(scalar)
        case "*", "?", "[":
            add(scalar)
            word?.isExpanded = true
        default: add(scalar)
        }
    }

    // MARK: Words and commands

    private mutating func add(_ scalar: Unicode.Scalar, isQuoted: Bool = false) {
        var changed = word ?? ShellScript.Word(text: "")
        changed.text.unicodeScalars.append(scalar)
        if isQuoted { changed.isQuoted = true }
        word = changed
    }

    private mutating func endWord() {
        guard let ended = word else { return }
        word = nil
        if let redirection = pendingRedirection {
            pendingRedirection = nil
            let isHarmless = ended.text == "/dev/null" && !ended.isExpanded
            let isDuplicate = redirection.hasSuffix("&") && ended.text.allSatisfy { $0.isNumber || $0 == "-" }
            if !isHarmless, !isDuplicate { current.redirections.append(redirection + ended.text) }
            return
        }
        current.words.append(ended)
    }

    private mutating func endCommand() {
        endWord()
        if pendingRedirection != nil { note("a redirection has no target") }
        pendingRedirection = nil
        if !current.words.isEmpty || !current.redirections.isEmpty { commands.append(current) }
        current = ShellScript.Simple(words: [])
    }

    // MARK: Redirections

    private mutating func redirection(_ scalar: Unicode.Scalar) {
        if peek == "(" {
            // Process substitution: a program whose output or input is a file.
            position += 1
            substitution(upTo: ")")
            return
        }
        // Digits before it are the descriptor.
        if let digits = word, !digits.isQuoted, !digits.text.isEmpty, digits.text.allSatisfy(\.isNumber) {
            word = nil
        } else {
            endWord()
        }
        redirect(scalar == ">" ? ">" : "<")
    }

    private mutating func redirect(_ direction: String) {
        var sign = direction
        while let next = peek, next == ">" || next == "<" || next == "&" || next == "|" || next == "-" && sign == "<<" {
            position += 1
            sign.unicodeScalars.append(next)
        }
        if sign.hasPrefix("<<") { note("it holds a here-document") }
        if pendingRedirection != nil { note("a redirection has no target") }
        pendingRedirection = sign
    }

    // MARK: Quotes

    private mutating func singleQuoted() {
        begin()
        while let scalar = peek {
            position += 1
            if scalar == "'" { return }
            add(scalar, isQuoted: true)
        }
        note("a quote is not closed")
    }

    private mutating func doubleQuoted() {
        begin()
        while let scalar = peek {
            position += 1
            switch scalar {
            case "\"": return
            case "\\":
                guard let next = peek else { break }
                position += 1
                if next == "\n" { continue }
                if !"$`\"\\".unicodeScalars.contains(next) { add("\\", isQuoted: true) }
                add(next, isQuoted: true)
            case "$": dollar(isQuoted: true)
            case "`": backtick()
            default: add(scalar, isQuoted: true)
            }
        }
        note("a quote is not closed")
    }

    private mutating func begin() {
        var begun = word ?? ShellScript.Word(text: "")
        begun.isQuoted = true
        word = begun
    }

    // MARK: Expansions

    private mutating func dollar(isQuoted: Bool = false) {
        add("$")
        switch peek {
        case "(":
            position += 1
            if peek == "(" { note("it calculates") }
            substitution(upTo: ")")
        case "'" where !isQuoted, "\"" where !isQuoted: note("it holds $'…' or $\"…\"")
        case "{":
            note("it holds ${…}")
            position += 1
        case .some(let scalar)
        where scalar.properties.isAlphabetic || "_@*#?-$!0123456789".unicodeScalars.contains(scalar):
            word?.isExpanded = true
        default: break
        }
    }

    /// The text up to the closing sign is a script of its own, whose output takes its place.
    private mutating func substitution(upTo end: Unicode.Scalar) {
        begin()
        word?.isExpanded = true
        var level = 1
        var inner = String.UnicodeScalarView()
        var quote: Unicode.Scalar?
        while let scalar = peek {
            position += 1
            if scalar == "\\", quote != "'", let next = peek {
                inner.append(scalar)
                inner.append(next)
                position += 1
                continue
            }
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "'" || scalar == "\"" {
                quote = scalar
            } else if scalar == "(" {
                level += 1
            } else if scalar == end {
                level -= 1
                if level == 0 {
                    take(inner: String(inner))
                    return
                }
            }
            inner.append(scalar)
        }
        note("a parenthesis is not closed")
        take(inner: String(inner))
    }

    private mutating func backtick() {
        add("$")
        begin()
        word?.isExpanded = true
        var inner = String.UnicodeScalarView()
        while let scalar = peek {
            position += 1
            if scalar == "`" {
                take(inner: String(inner))
                return
            }
            if scalar == "\\", let next = peek, "$`\\".unicodeScalars.contains(next) {
                inner.append(next)
                position += 1
            } else {
                inner.append(scalar)
            }
        }
        note("a backtick is not closed")
        take(inner: String(inner))
    }

    /// Simple commands of a script inside this one.
    private mutating func take(inner text: String) {
        var reader = ShellReader(text, depth: depth + 1)
        reader.read()
        if let reason = reader.opacity { note(reason) }
        commands += reader.commands.map { command in
            var command = command
            command.isInner = true
            return command
        }
        // It stands in the text as it was, so that patterns and people see it.
        for scalar in ("(" + text + ")").unicodeScalars { add(scalar, isQuoted: true) }
    }

    // MARK: Programs that run programs

    private mutating func look(into command: ShellScript.Simple) {
        // What was found inside has been looked into where it was found.
        guard !command.isInner, let first = command.words.first else { return }
        if first.isExpanded { note("what it runs is only known when it runs") }
        switch ShellWrapper.content(of: command.words) {
        case .none: break
        case .command(let words, let isOpenEnded): take(inner: words, of: command, isOpenEnded)
        case .script(let text): take(script: text)
        case .unknown(let reason): note(reason)
        }
    }

    private mutating func take(inner words: [ShellScript.Word], of command: ShellScript.Simple, _ isOpenEnded: Bool) {
        guard !words.isEmpty else { return }
        guard depth < ShellReader.depthLimit else { return note("commands are nested too deeply") }
        var inner = ShellScript.Simple(words: words, redirections: [], isPiped: command.isPiped, isInner: true)
        inner.isOpenEnded = isOpenEnded || command.isOpenEnded
        commands.append(inner)
        if inner.words.first?.isExpanded == true { note("what it runs is only known when it runs") }
        switch ShellWrapper.content(of: words) {
        case .none: break
        case .command(let deeper, let isOpenEnded):
            if deeper.count < words.count { take(inner: deeper, of: inner, isOpenEnded) }
        case .script(let text): take(script: text)
        case .unknown(let reason): note(reason)
        }
    }

    private mutating func take(script text: String) {
        var reader = ShellReader(text, depth: depth + 1)
        reader.read()
        if let reason = reader.opacity { note(reason) }
        commands += reader.commands.map { command in
            var command = command
            command.isInner = true
            return command
        }
    }
}
