/// What there is to say of a command. Palette, help, completion, documentation and the check of arguments come from here.
package struct CommandSpec: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// One of these.
            case word([String])
            /// How far something moves; below 0 it is the other way.
            case cells
            /// One of these or a number.
            case wordOrNumber([String])
            /// One word of one's own, such as a new name.
            case name
            /// Names of keys, as many as there are.
            case keys
            /// All that is left of the line, as words. A first `--` is left out: it only says that no option follows.
            case rest
            case session, theme, keymap, layout
            /// One of these or the name of a workspace.
            case wordOrWorkspace([String])
        }

        /// As it is written in the reference, in capitals.
        package var name: String
        package var kind: Kind
        package var isOptional: Bool

        package init(_ name: String, _ kind: Kind, isOptional: Bool = false) {
            self.name = name
            self.kind = kind
            self.isOptional = isOptional
        }
    }

    package var name: Command.Name
    package var parameters: [Parameter]
    /// A whole short sentence without a period: `Split the pane`.
    package var summary: String

    package init(_ name: Command.Name, _ parameters: [Parameter], _ summary: String) {
        self.name = name
        self.parameters = parameters
        self.summary = summary
    }

    package init(_ name: Command.Name, _ summary: String) {
        self.init(name, [], summary)
    }

    /// What there is to say of that command.
    package static func of(_ name: Command.Name) -> CommandSpec { table[name] ?? CommandSpec(name, [], name.rawValue) }

    private static let table = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    /// The first part of the name: `pane`.
    package var noun: String { String(name.rawValue.prefix { $0 != "." }) }

    /// The command with its parameters, as a manual writes it: `pane.focus left|right|NUMBER`, `tab.new [COMMAND…]`.
    package var usage: String {
        ([name.rawValue] + parameters.map(\.usage)).joined(separator: " ")
    }

    /// The command once for every word that its first parameter must be: what a list shows in which nothing can be typed. Commands that
    /// need a text or a number are there without it, and will be asked for it.
    package var choices: [Command] {
        guard let first = parameters.first else { return [Command(name)] }
        switch first.kind {
        case .word(let words), .wordOrNumber(let words), .wordOrWorkspace(let words):
            return (first.isOptional ? [Command(name)] : []) + words.map { Command(name, [$0]) }
        default:
            return [Command(name)]
        }
    }
}

extension CommandSpec.Parameter {
    /// `left|right`, `[NAME]`, `COMMAND…`.
    package var usage: String {
        let text =
            switch kind {
            case .word(let words): words.joined(separator: "|")
            case .wordOrNumber(let words), .wordOrWorkspace(let words): (words + [name]).joined(separator: "|")
            case .rest, .keys: name + "…"
            case .cells, .name, .session, .theme, .keymap, .layout: name
            }
        return isOptional ? "[\(text)]" : text
    }

    /// The words it may be, if they are known.
    package var words: [String] {
        switch kind {
        case .word(let words), .wordOrNumber(let words), .wordOrWorkspace(let words): words
        default: []
        }
    }
}
