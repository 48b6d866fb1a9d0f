/// Arguments that make something else of a harmless command: a rule that allows `find *` does not mean `find . -delete`. They have to stand
/// in the rule's pattern as they are.
enum TellingWords {
    private struct Options {
        /// Compared as a whole, up to a `=`.
        var words: Set<String> = []
        /// Letters, wherever in a word that begins with one dash.
        var letters: Set<Character> = []
    }

    private static let options: [String: Options] = {
        let find = Options(
            words: [
                "-delete", "-exec", "-execdir", "-ok", "-okdir", "-fprint", "-fprint0", "-fprintf", "-fls", "-x", "-X",
                "--exec", "--exec-batch",
            ])
        let sed = Options(words: ["--in-place"], letters: ["i"])
        return [
            "find": find, "fd": find, "fdfind": find, "sed": sed, "perl": sed,
            "git": Options(
                words: [
                    "-c", "--exec-path", "--config-env", "--upload-pack", "--receive-pack", "--ext-diff", "--output",
                ]),
            "sort": Options(words: ["--output", "--compress-program"], letters: ["o"]),
            "tar": Options(
                words: [
                    "--to-command", "--use-compress-program", "--checkpoint-action", "--info-script",
                    "--new-volume-script", "--rsh-command", "--rmt-command",
                ], letters: ["I", "F"]),
            "rg": Options(words: ["--pre", "--hostname-bin"]), "split": Options(words: ["--filter"]),
            "rsync": Options(words: ["--rsh", "--rsync-path"], letters: ["e"]),
            "zip": Options(words: ["-TT", "--unzip-command"]),
            "man": Options(words: ["--pager", "--html"], letters: ["P", "H"]),
        ]
    }()

    /// The first that does not stand in `pattern`; nil when the pattern means the command.
    static func missing(from pattern: Glob, in command: ShellScript.Simple) -> String? {
        guard let program = command.words.first.map(ShellWrapper.name) else { return nil }
        let known = Set(pattern.text.split(separator: " ").map(String.init))
        if program == "git", let git = GitCommand(command.words) {
            let isTelling = !GitCommand.verbs.contains(git.verb.text) || git.isConfiguring
            if isTelling, !known.contains(git.verb.text) { return git.verb.text }
        }
        guard let options = options[program] else { return nil }
        if command.isOpenEnded { return "arguments that are read when it runs" }
        return command.words.dropFirst().lazy.map(\.text).first { word in
            let option = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
            return tells(option, options) && !known.contains(option) && !known.contains(word)
        }
    }

    /// Long options may be cut short.
    private static func tells(_ option: String, _ options: Options) -> Bool {
        if options.words.contains(option) { return true }
        if option.hasPrefix("--") {
            return option.count > 3 && options.words.contains { $0.hasPrefix("--") && $0.hasPrefix(option) }
        }
        return option.hasPrefix("-") && option.dropFirst().contains { options.letters.contains($0) }
    }
}
