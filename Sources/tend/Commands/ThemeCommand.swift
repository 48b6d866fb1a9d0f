import ArgumentParser
import TendCore
import TendData
import TendScreen
import TendTUI

struct ThemeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theme",
        abstract: "List, show and check themes.",
        discussion: """
            A theme is chosen by 'theme: NAME' in config.yaml ('tend config path'), or inside tend by theme.set. Your own are
            files in the folder themes beside it; they stand before those that come with tend and may inherit from them.

            Example:
              tend theme show nord
            """,
        subcommands: [List.self, Show.self, Check.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "List themes.", discussion: "Example:\n  tend theme ls")

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let themes = DataFiles.files.themes()
            DataFiles.say(themes.diagnostics)
            let current = DataFiles.files.configuration().value.theme
            let entries = themes.value.names.compactMap { name -> DataFiles.Entry? in
                guard let file = themes.value.file(named: name) else { return nil }
                let summary = Theme.summary(of: file, from: themes.value)
                return DataFiles.Entry(
                    name: name, description: summary, file: file.isShipped ? nil : file.path,
                    isCurrent: name == current)
            }
            if isJSON { return try Console.write(json: ["themes": entries]) }
            try Console.write(DataFiles.lines(entries).joined(separator: "\n") + "\n")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the look of every role of a theme.",
            discussion: """
                Without NAME: the theme that is in use. A theme that is a pair is shown for a dark background unless --light is given.

                Example:
                  tend theme show auto --light
                """
        )

        @Argument(help: ArgumentHelp("The theme.", valueName: "NAME"))
        var name: String?

        @Flag(name: .customLong("light"), help: "As on a light background.")
        var isLight = false

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let themes = DataFiles.files.themes()
            DataFiles.say(themes.diagnostics)
            let wanted = name ?? DataFiles.files.configuration(themes: themes.value).value.theme
            guard let loaded = Theme.load(wanted, from: themes.value, isDark: !isLight) else {
                throw DataFiles.missing("theme", wanted, on: themes.value)
            }
            DataFiles.say(loaded.diagnostics)
            if isJSON { return try Console.write(json: ThemeJSON(loaded.value)) }
            let depth = Console.hasColor ? TerminalTraits(environment: Caller().environment)?.depth : nil
            try Console.write(ThemeCommand.lines(loaded.value, depth: depth).joined(separator: "\n") + "\n")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell the mistakes in a theme file; exits with 1 when there are any.",
            discussion: "Example:\n  tend theme check ~/.config/tend/themes/mine.yaml")

        @Argument(
            help: ArgumentHelp("The file, or the name of one of your own.", valueName: "FILE|NAME"),
            completion: .file(extensions: ["yaml"]))
        var file: String

        func run() async throws {
            let themes = DataFiles.files.themes().value
            let file = try DataFiles.find(file, on: themes)
            try DataFiles.report(Theme.load(file, from: Shelf([file] + themes.files)).diagnostics)
        }
    }

    /// Every role with its look.
    ///
    /// - Parameter depth: the colours that a sample may have; nil: no sample.
    static func lines(_ theme: Theme, depth: ColorDepth?) -> [String] {
        var table = Table([("ROLE", .left), ("LOOK", .left)])
        for role in Role.allCases { table.add([role.name, theme[role].words]) }
        let lines = table.lines(width: nil)
        guard let depth else { return lines }
        let width = lines.map(Table.width).max() ?? 0
        return zip(lines, [nil] + Role.allCases.map(Optional.some)).map { line, role in
            guard let role else { return line }
            let blanks = String(repeating: " ", count: width - Table.width(line) + 2)
            return line + blanks + theme[role].ansi(" sample ", depth: depth)
        }
    }
}

/// A theme for programs. Looks have only what is not the terminal's own.
private struct ThemeJSON: Encodable {
    struct Look: Encodable {
        var fg: String?
        var bg: String?
        var attributes: [String]?
        var underline: String?
        var underlineColor: String?

        enum CodingKeys: String, CodingKey {
            case fg, bg, attributes, underline
            case underlineColor = "underline_color"
        }

        init(_ style: Style) {
            fg = style.foreground == .default ? nil : style.foreground.name
            bg = style.background == .default ? nil : style.background.name
            attributes = style.attributeNames.isEmpty ? nil : style.attributeNames
            underline = style.underlineName
            underlineColor = style.underlineColor == .default ? nil : style.underlineColor.name
        }
    }

    var name: String
    var description: String
    var isDark: Bool
    var isASCII: Bool
    var roles: [String: Look]

    enum CodingKeys: String, CodingKey {
        case name, description, roles
        case isDark = "is_dark"
        case isASCII = "is_ascii"
    }

    init(_ theme: Theme) {
        name = theme.name
        description = theme.summary
        isDark = theme.isDark
        isASCII = theme.isASCII
        roles = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0.name, Look(theme[$0])) })
    }
}
