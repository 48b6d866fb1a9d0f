/// A shell command taken apart into the simple commands that it would run, as far as that can be told without running it.
///
/// This is no shell. It errs on one side: what it does not understand for sure makes the script opaque, and an opaque script is never
/// approved by a rule.
package struct ShellScript: Hashable, Sendable {
    package struct Word: Hashable, Sendable {
        /// Without quotes and backslashes.
        package var text: String
        /// Holds something that the shell replaces: `$x`, `$(…)`, backticks, unquoted `*`, `?`, `[`.
        package var isExpanded = false
        /// Some of it was quoted.
        package var isQuoted = false
    }

    /// A program with its arguments.
    package struct Simple: Hashable, Sendable {
        package var words: [Word]
        /// Files that it is redirected to or from, those of no consequence (`/dev/null`, `2>&1`) left out.
        package var redirections: [String] = []
        /// Reads what the command before it in the pipeline prints.
        package var isPiped = false
        /// Was found inside another one: `sudo X`, `xargs X`, `sh -c X`, `$(X)`.
        package var isInner = false
        /// Gets more arguments than are written there: what `xargs` reads.
        package var isOpenEnded = false

        /// The words as patterns see them: one blank between them, words that hold blanks in quotes.
        package var text: String {
            words.map { word in
                let needsQuotes =
                    word.text.isEmpty || word.text.unicodeScalars.contains { " \t'\"\\".unicodeScalars.contains($0) }
                return needsQuotes ? "'" + word.text + "'" : word.text
            }.joined(separator: " ")
        }
    }

    /// All simple commands, also those inside others.
    package internal(set) var commands: [Simple] = []
    /// Why it cannot be judged; nil: it was understood.
    package internal(set) var opacity: String?
    /// Consists of more than one simple command or has redirections.
    package internal(set) var isCompound = false

    package init(_ text: String) {
        var reader = ShellReader(text, depth: 0)
        reader.read()
        commands = reader.commands
        opacity = reader.opacity
        isCompound = reader.commands.filter { !$0.isInner }.count != 1 || commands.contains { !$0.redirections.isEmpty }
    }
}
