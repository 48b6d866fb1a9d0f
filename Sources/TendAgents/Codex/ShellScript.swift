/// Takes a command line apart that a program has put together for a POSIX shell.
enum ShellScript {
    /// The words; nil when a shell would do more than split and unquote: then nobody but the shell knows what would run.
    private static func words(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var characters = Array(line.unicodeScalars)[...]
        while let scalar = characters.popFirst() {
            switch scalar {
            case " ", "\t":
                if let ended = word { words.append(ended) }
                word = nil
            case "'":
                guard let end = characters.firstIndex(of: "'") else { return nil }
                word = (word ?? "") + text(characters[..<end])
                characters = characters[(end + 1)...]
            case "\"":
                guard let quoted = doubleQuoted(&characters) else { return nil }
                word = (word ?? "") + quoted
            case "\\":
                guard let next = characters.popFirst(), next != "\n" else { return nil }
                word = (word ?? "") + String(next)
            case "$", "`", "|", "&", ";", "<", ">", "(", ")", "*", "?", "[", "]", "{", "}", "~", "#", "!", "\n":
                return nil
            default: word = (word ?? "") + String(scalar)
            }
        }
        if let word { words.append(word) }
        return words
    }

    /// What the shell is told to run in `/bin/bash -lc 'git status'`; any other line as it is.
    static func inside(_ line: String) -> String {
        guard let found = words(line), found.count == 3, found[1] == "-lc" || found[1] == "-c",
            let shell = found[0].split(separator: "/").last, ["sh", "bash", "zsh", "dash"].contains(shell)
        else { return line }
        return found[2]
    }

    private static func doubleQuoted(_ characters: inout ArraySlice<Unicode.Scalar>) -> String? {
        var quoted = ""
        while let scalar = characters.popFirst() {
            switch scalar {
            case "\"": return quoted
            case "$", "`": return nil
            case "\\":
                guard let next = characters.popFirst() else { return nil }
                // Only these lose their backslash, POSIX 2.2.3.
                if !"$`\"\\".unicodeScalars.contains(next) { quoted += "\\" }
                quoted += String(next)
            default: quoted += String(scalar)
            }
        }
        return nil
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }
}
