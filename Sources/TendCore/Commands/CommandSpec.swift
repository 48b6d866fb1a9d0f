/// What there is to say of a command. Palette, help, completion, documentation and the check of arguments come from here.
package struct CommandSpec: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// One of these.
            case word([String])
            case number
            /// One of these or a number.
            case wordOrNumber([String])
            /// All that is left of the line, as words.
            case rest
            case session, workspace, theme, keymap, layout
        }

        package var name: String
        package var kind: Kind
        package var isOptional: Bool
    }

    package var name: Command.Name
    package var parameters: [Parameter]
    /// A whole short sentence without a period: `Split the pane`.
    package var summary: String
}
